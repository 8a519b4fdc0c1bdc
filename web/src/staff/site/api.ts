import type { Static } from 'typebox';
import type {
  CategoryChange,
  CategoryChanged,
  KindChange,
  NewCategory,
  NewKind,
  OrderChange,
  StaffCategories,
  StaffCategory,
  StaffKind,
} from '../../../../server/contract/site.ts';
import type {
  Retention,
  RetentionPreview,
  SettingsChange,
  SiteSettings,
} from '../../../../server/contract/site-settings.ts';
import { ask } from '../api.ts';

const seen = ({ version }: { version: number }): Record<string, string> => ({ 'If-Match': String(version) });
const CATEGORIES = '/api/staff/categories';
const SETTINGS = '/api/staff/settings';

/** Categories, kinds and settings. A change names the version that was seen, or the order. */
export const siteApi = {
  categories: (signal?: AbortSignal) => ask<Static<typeof StaffCategories>>(CATEGORIES, { signal }),
  addCategory: (body: NewCategory) => ask<CategoryChanged>(CATEGORIES, { method: 'POST', body }),
  changeCategory: (category: StaffCategory, body: CategoryChange) =>
    ask<CategoryChanged>(`${CATEGORIES}/${category.code}`, { method: 'PATCH', headers: seen(category), body }),
  order: (body: OrderChange) => ask<unknown>(`${CATEGORIES}/order`, { method: 'PUT', body }),
  orderKinds: (category: string, body: OrderChange) =>
    ask<unknown>(`${CATEGORIES}/${category}/order`, { method: 'PUT', body }),
  addKind: (body: NewKind) => ask<CategoryChanged>('/api/staff/kinds', { method: 'POST', body }),
  changeKind: (kind: StaffKind, body: KindChange) =>
    ask<CategoryChanged>(`/api/staff/kinds/${kind.code}`, { method: 'PATCH', headers: seen(kind), body }),
  settings: (signal?: AbortSignal) => ask<SiteSettings>(SETTINGS, { signal }),
  previewRetention: (body: Retention) =>
    ask<RetentionPreview>(`${SETTINGS}/retention/preview`, { method: 'POST', body }),
  changeSettings: (settings: SiteSettings, body: SettingsChange) =>
    ask<SiteSettings>(SETTINGS, { method: 'PATCH', headers: seen(settings), body }),
};
