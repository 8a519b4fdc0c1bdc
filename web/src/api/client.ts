import type { GridAnswer, HeatAnswer, StatisticsAnswer } from '../../../server/contract/analysis.ts';
import type { AreaCollection, ConfigAnswer } from '../../../server/contract/catalog.ts';
import type { ErrorCode } from '../../../server/contract/errors.ts';
import { PROOF_HEADER } from '../../../server/contract/problem.ts';
import type { Problem } from '../../../server/contract/problem.ts';
import type {
  NearbyReports,
  NewReport,
  ReportCreated,
  ReportPage,
  ReportWithHistory,
  SupportAnswer,
  TrackedReport,
} from '../../../server/contract/reports.ts';
import { deviceToken } from './device.ts';
import { ApiError, isAbort } from './errors.ts';
import { takeFirstAnswer } from './first-answers.ts';

/** Answers to `proof_of_work_required` that are solved for one report before giving up. */
const PROOFS_MAX = 3;

type Query = URLSearchParams | string;

export interface Call {
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal | undefined;
  cache?: RequestCache;
  /** Told of the answer before it is read: for its headers. */
  seen?: (response: Response) => void;
}

/** The server's HTTP interface, as functions. All of them throw ApiError; an aborted one throws the AbortError. */
export const api = {
  config: () => request<ConfigAnswer>('/api/config'),
  areas: () => request<AreaCollection>('/api/areas'),
  basemap: () => request<Record<string, unknown>>('/basemap/tiles.json'),

  /** First page of the reports of a filter, newest first. */
  reports: (params: Query = '', signal?: AbortSignal) =>
    request<ReportPage>(withQuery('/api/reports', params), { signal }),
  /** The page behind a `next` link; only its path and query are used, so it can never leave this server. */
  nextPage: (href: string, signal?: AbortSignal) => {
    const url = new URL(href, location.origin);
    return request<ReportPage>(url.pathname + url.search, { signal });
  },
  report: (id: string, signal?: AbortSignal) =>
    request<ReportWithHistory>(`/api/reports/${encodeURIComponent(id)}`, { signal }),
  track: (code: string, signal?: AbortSignal) =>
    request<TrackedReport>(`/api/track/${encodeURIComponent(code)}`, { signal }),
  /** Likely duplicates near a place (degrees WGS 84), nearest first. */
  nearby: ({ lng, lat, category }: { lng: number; lat: number; category: string }, signal?: AbortSignal) =>
    request<NearbyReports>(
      withQuery('/api/reports/nearby', new URLSearchParams({ lng: String(lng), lat: String(lat), category })),
      { signal },
    ),
  /** The bytes of a vector tile, null for an empty one. Asked for again each time; unchanged ones come from the cache. */
  tile: (path: string, signal?: AbortSignal) =>
    request<ArrayBuffer | null>(
      path,
      { headers: { Accept: 'application/vnd.mapbox-vector-tile' }, signal, cache: 'no-cache' },
      (response) => response.arrayBuffer(),
    ),
  heat: (params: Query = '', signal?: AbortSignal) => request<HeatAnswer>(withQuery('/api/heat', params), { signal }),
  grid: (params: Query = '', signal?: AbortSignal) => request<GridAnswer>(withQuery('/api/grid', params), { signal }),
  statistics: (params: Query = '', signal?: AbortSignal) =>
    request<StatisticsAnswer>(withQuery('/api/statistics', params), { signal }),

  /** "I have this too": idempotent, once per phone. */
  support: (id: string) => support(id, 'POST'),
  unsupport: (id: string) => support(id, 'DELETE'),
  createReport,
};

/** Where a published photo is, and its small form. */
export const photoUrl = (id: string) => `/api/photos/${encodeURIComponent(id)}.jpg`;
export const thumbnailUrl = (id: string) => `/api/photos/${encodeURIComponent(id)}/thumbnail.jpg`;

function support(id: string, method: 'POST' | 'DELETE'): Promise<SupportAnswer> {
  return write(`/api/reports/${encodeURIComponent(id)}/support`, {
    method,
    headers: { 'Device-Token': deviceToken() },
  });
}

/**
 * Sends a report. The same key with the same body always gives the same answer, so a retry can never make two.
 * @param onProofOfWork told the share (0..1) of a calculation that the server asked for
 */
function createReport(
  body: NewReport,
  idempotencyKey: string,
  { signal, onProofOfWork }: { signal?: AbortSignal; onProofOfWork?: (share: number) => void } = {},
): Promise<ReportCreated> {
  const call: Call = { method: 'POST', headers: { 'Idempotency-Key': idempotencyKey }, body, signal };
  return write('/api/reports', call, onProofOfWork);
}

/**
 * A request that changes something. When very many come from this address the server asks for a small calculation; it is
 * done here, and the request sent again with its result.
 */
export async function write<T>(path: string, call: Call, onProofOfWork?: (share: number) => void): Promise<T> {
  let proof: Record<string, string> = {};
  for (let proofs = 0; ; proofs++) {
    try {
      return await request<T>(path, { ...call, headers: { ...call.headers, ...proof } });
    } catch (error) {
      const challenge = error instanceof ApiError && error.problem?.challenge;
      if (!challenge || proofs === PROOFS_MAX) throw error;
      const { solveChallenge } = await import('./proof-of-work.ts');
      proof = { [PROOF_HEADER]: await solveChallenge(challenge, onProofOfWork) };
    }
  }
}

function withQuery(path: string, params: Query): string {
  const query = String(params);
  return query === '' ? path : `${path}?${query}`;
}

/** Told of every answer: the service worker says in its headers when it has kept it, because the server cannot be reached. */
export const freshness = { told: (_answer: Response): void => {} };

/** The only call of fetch in the whole front end. */
export async function request<T>(
  path: string,
  { method = 'GET', headers = {}, body, signal, cache, seen }: Call = {},
  read: (response: Response) => Promise<unknown> = (response) => response.json(),
): Promise<T> {
  const early = method === 'GET' ? takeFirstAnswer(path) : undefined;
  if (early !== undefined) return early as T;
  const init: RequestInit = { method, headers: { Accept: 'application/json', ...headers } };
  if (signal) init.signal = signal;
  if (cache) init.cache = cache;
  if (body instanceof FormData || body instanceof Blob) init.body = body;
  else if (body !== undefined) {
    init.body = JSON.stringify(body);
    (init.headers as Record<string, string>)['Content-Type'] = 'application/json';
  }
  let response: Response;
  let answer: unknown;
  try {
    response = await fetch(path, init);
    seen?.(response);
    freshness.told(response);
    answer = response.status === 204 ? null : await (response.ok ? read(response) : response.json());
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new ApiError('network');
  }
  if (response.ok) return answer as T;
  const problem = answer as Problem | null;
  const wait = Number(response.headers.get('retry-after'));
  throw new ApiError((problem?.code ?? 'internal_error') as ErrorCode, response.status, problem, wait);
}
