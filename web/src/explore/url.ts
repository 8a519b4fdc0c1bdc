import { GRID_SIZE_METRES, HEAT_RADIUS_METRES } from '../../../server/contract/analysis.ts';
import { HEAT_WEIGHTS, STATUSES } from '../../../server/contract/enums.ts';
import type { HeatWeight, Status } from '../../../server/contract/enums.ts';
import { QUERY_LENGTH_MAX } from '../../../server/contract/filters.ts';

/** Stands for "outside every settlement" among area codes. */
export const NO_AREA = 'none';
/** Radii that can be chosen for heat, in metres. */
export const RADII_METRES = [100, 150, 300, 500] as const;
/** Sizes of hexagons that can be chosen, in metres from edge to opposite edge. */
export const SIZES_METRES = [100, 200, 300, 500] as const;
/** Ways of showing reports on the map. */
export const MODES = ['points', 'heat', 'grid', 'areas'] as const;
export type Mode = (typeof MODES)[number];
/** Kinds of areas that can be filled. */
export const LEVELS = ['settlement', 'quarter'] as const;
/** What an area is filled by: reports per 100 households, or their number. */
export const MEASURES = ['rate', 'count'] as const;
/** Codes chosen at once; more than this is no choice any more, and addresses stay short. */
const CODES_MAX = 120;

/** Which reports are meant; empty lists and null mean "all". */
export interface Filter {
  area: string[];
  /** Codes of categories or kinds. */
  category: string[];
  status: Status[];
  /** First day, YYYY-MM-DD in Asia/Bishkek. */
  from: string | null;
  /** The day after the last one: exclusive, as in the interface. */
  to: string | null;
  q: string;
  /** true: invented reports too; false: never; null: only while there is no real one. */
  demo: boolean | null;
}

/** Everything that defines what is on the screen; the address bar holds exactly this. */
export interface View extends Filter {
  view: 'map' | 'list' | 'compare';
  mode: Mode;
  /** What a report counts for in heat and hexagons. */
  weight: HeatWeight;
  /** Radius of heat in metres. */
  radius: number;
  /** Of hexagons, in metres. */
  size: number;
  /** null: the smallest areas there are. */
  level: (typeof LEVELS)[number] | null;
  /** null: the rate where some number of households is known. */
  measure: (typeof MEASURES)[number] | null;
  /** Tracking code of the open report. */
  report: string | null;
}

export const DEFAULT_VIEW: View = {
  area: [],
  category: [],
  status: [],
  from: null,
  to: null,
  q: '',
  demo: null,
  view: 'map',
  mode: 'heat',
  weight: 'reports',
  radius: HEAT_RADIUS_METRES.default,
  size: GRID_SIZE_METRES.default,
  level: null,
  measure: null,
  report: null,
};

/** Codes that exist; others in an address are dropped, so that an old link still shows something. */
export interface KnownCodes {
  hasArea(code: string): boolean;
  /** Category or kind. */
  hasCategory(code: string): boolean;
}

/** Reads an address. Never throws: what cannot be understood counts as not said. */
export function parseView(params: URLSearchParams, known: KnownCodes): View {
  const from = day(params.get('from'));
  const to = day(params.get('to'));
  const demo = params.get('demo');
  const report = params.get('report') ?? '';
  return {
    area: list(params, 'area', (code) => code === NO_AREA || known.hasArea(code)),
    category: list(params, 'category', known.hasCategory),
    status: list(params, 'status', (word) => (STATUSES as readonly string[]).includes(word)) as Status[],
    from,
    to: from !== null && to !== null && to <= from ? null : to,
    q: (params.get('q') ?? '').trim().slice(0, QUERY_LENGTH_MAX).trim(),
    demo: demo === 'true' ? true : demo === 'false' ? false : null,
    view: word(params, 'view', ['list', 'compare']) ?? DEFAULT_VIEW.view,
    mode: word(params, 'mode', MODES) ?? DEFAULT_VIEW.mode,
    weight: word(params, 'weight', HEAT_WEIGHTS) ?? DEFAULT_VIEW.weight,
    radius: metres(params, 'radius', RADII_METRES) ?? DEFAULT_VIEW.radius,
    size: metres(params, 'size', SIZES_METRES) ?? DEFAULT_VIEW.size,
    level: word(params, 'level', LEVELS),
    measure: word(params, 'measure', MEASURES),
    report: /^[0-9A-Za-z-]{4,32}$/.test(report) ? report.toUpperCase() : null,
  };
}

/** The address of a view; whatever is as by default is left out. */
export function viewParams(view: View): URLSearchParams {
  const params = filterParams(view);
  if (view.view !== DEFAULT_VIEW.view) params.set('view', view.view);
  for (const key of ['mode', 'weight', 'radius', 'size', 'level', 'measure', 'report'] as const) {
    if (view[key] !== DEFAULT_VIEW[key]) params.set(key, String(view[key]));
  }
  return params;
}

/** The filter as the server's interface takes it. */
export function filterParams(filter: Filter): URLSearchParams {
  const params = new URLSearchParams();
  if (filter.area.length) params.set('area', filter.area.join(','));
  if (filter.category.length) params.set('category', filter.category.join(','));
  if (filter.status.length) params.set('status', filter.status.join(','));
  if (filter.from) params.set('from', filter.from);
  if (filter.to) params.set('to', filter.to);
  if (filter.q) params.set('q', filter.q);
  if (filter.demo !== null) params.set('demo', String(filter.demo));
  return params;
}

/** `/?...` of a view, readable: commas stay commas. */
export function viewHref(view: View, path = '/'): string {
  const query = viewParams(view).toString().replaceAll('%2C', ',');
  return query === '' ? path : `${path}?${query}`;
}

/** Whether anything but the settlement narrows the set. */
export function isFiltered(filter: Filter): boolean {
  return (
    filter.category.length + filter.status.length > 0 || filter.from !== null || filter.to !== null || filter.q !== ''
  );
}

/** The list with the value added, or without it when it was there. */
export function toggled<T>(values: readonly T[], value: T): T[] {
  return values.includes(value) ? values.filter((v) => v !== value) : [...values, value];
}

function word<T extends string>(params: URLSearchParams, key: string, words: readonly T[]): T | null {
  const text = params.get(key);
  return words.find((known) => known === text) ?? null;
}

function metres(params: URLSearchParams, key: string, choices: readonly number[]): number | null {
  const value = Number(params.get(key));
  return choices.includes(value) ? value : null;
}

function list(params: URLSearchParams, key: string, accept: (value: string) => boolean): string[] {
  const values = (params.get(key) ?? '').split(',').map((value) => value.trim());
  return [...new Set(values)].filter((value) => value !== '' && accept(value)).slice(0, CODES_MAX);
}

/** A day that exists, or null. */
function day(text: string | null): string | null {
  if (text === null || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}
