import type { Static } from 'typebox';
import type {
  BodyEdit,
  BodyRoute,
  BodyRouteDraft,
  BodyRoutes,
  NewBody,
  StaffBodies,
  StaffBody,
} from '../../../../server/contract/staff-bodies.ts';
import { ask } from '../api.ts';

const seen = (version: number): Record<string, string> => ({ 'If-Match': String(version) });

/** Responsible bodies, and which of them answers for what where. A change names the version that was seen. */
export const routingApi = {
  bodies: (signal?: AbortSignal) => ask<Static<typeof StaffBodies>>('/api/staff/bodies', { signal }),
  addBody: (body: NewBody) => ask<StaffBody>('/api/staff/bodies', { method: 'POST', body }),
  changeBody: ({ code, version }: StaffBody, body: BodyEdit) =>
    ask<StaffBody>(`/api/staff/bodies/${encodeURIComponent(code)}`, { method: 'PATCH', headers: seen(version), body }),
  routes: (signal?: AbortSignal) => ask<Static<typeof BodyRoutes>>('/api/staff/body-routes', { signal }),
  addRoute: (body: BodyRouteDraft) => ask<BodyRoute>('/api/staff/body-routes', { method: 'POST', body }),
  changeRoute: ({ id, version }: BodyRoute, body: BodyRouteDraft) =>
    ask<BodyRoute>(`/api/staff/body-routes/${id}`, { method: 'PUT', headers: seen(version), body }),
  removeRoute: ({ id, version }: BodyRoute) =>
    ask<null>(`/api/staff/body-routes/${id}`, { method: 'DELETE', headers: seen(version) }),
};
