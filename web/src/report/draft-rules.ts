/** What a draft becomes when it is sent, and what is missing before it can be. Pure. */
import type { Category } from '../../../server/contract/catalog.ts';
import { PRECISIONS } from '../../../server/contract/enums.ts';
import type { Language, Precision } from '../../../server/contract/enums.ts';
import type { NewReport } from '../../../server/contract/reports.ts';
import type { LngLat } from './place.ts';

/** Everything that is typed and chosen on the way; kept in sessionStorage as it is. */
export interface DraftValues {
  /** By a pin on the map, or by the name of a settlement. */
  placeBy: 'map' | 'area';
  pin: LngLat | null;
  /** The pin was put there by somebody, it is not just where the map began. */
  pinMoved: boolean;
  area: string | null;
  landmark: string;
  category: string | null;
  kind: string | null;
  description: string;
  households: number | null;
  precision: Precision;
  name: string;
  phone: string;
  consent: boolean;
}

export const EMPTY_DRAFT: DraftValues = {
  placeBy: 'map',
  pin: null,
  pinMoved: false,
  area: null,
  landmark: '',
  category: null,
  kind: null,
  description: '',
  households: null,
  precision: 'exact',
  name: '',
  phone: '',
  consent: false,
};

/** Digits after the comma of a coordinate in degrees: 0.1 m, finer than anyone can point. */
const COORDINATE_DIGITS = 6;

export function hasPlace(draft: DraftValues): boolean {
  return draft.placeBy === 'map' ? draft.pin !== null : draft.area !== null;
}

/** How finely the place of this kind may be published at most. */
export function finestPrecision(category: Category | undefined, kind: string | null): Precision {
  const found = category?.kinds.find(({ code }) => code === kind);
  return found?.precision ?? category?.precision ?? 'exact';
}

/** The coarser of two precisions. */
export function coarser(a: Precision, b: Precision): Precision {
  return PRECISIONS.indexOf(a) >= PRECISIONS.indexOf(b) ? a : b;
}

/** True when a name or a phone is given without the consent it needs. */
export function lacksConsent(draft: DraftValues): boolean {
  return (draft.name.trim() !== '' || draft.phone.trim() !== '') && !draft.consent;
}

/**
 * The body of POST /api/reports. Contact data goes only with consent and never empty. Throws when place or category is
 * missing: the steps before do not let that happen.
 */
export function reportBody(draft: DraftValues, finest: Precision, language: Language): NewReport {
  const category = draft.kind ?? draft.category;
  if (category === null) throw new Error('a report without a category');
  const [landmark, description, name, phone] = [draft.landmark, draft.description, draft.name, draft.phone].map(
    (text) => text.trim(),
  );
  return {
    category,
    ...place(draft),
    ...(landmark && { landmark }),
    ...(description && { description }),
    ...(draft.households !== null && { households: draft.households }),
    language,
    // Without a pin there is nothing finer to publish than the settlement.
    precision: draft.placeBy === 'area' ? 'area' : coarser(draft.precision, finest),
    ...((name || phone) &&
      draft.consent && { contact: { ...(name && { name }), ...(phone && { phone }), consent: true } }),
  };
}

function place(draft: DraftValues): Pick<NewReport, 'location' | 'area'> {
  if (draft.placeBy === 'area' && draft.area !== null) return { area: draft.area };
  if (draft.placeBy === 'map' && draft.pin !== null) {
    const { lng, lat } = draft.pin;
    return {
      location: { type: 'Point', coordinates: [lng, lat].map((degrees) => Number(degrees.toFixed(COORDINATE_DIGITS))) },
    };
  }
  throw new Error('a report without a place');
}

/** The steps in their order; `done` follows the server's answer. */
export const STEPS = ['where', 'what', 'kind', 'details', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** The step that can be shown when `wished` is asked for: never one whose ground is missing. */
export function reachableStep(wished: string | null, draft: DraftValues, sent: boolean): Step {
  const step = STEPS.find((known) => known === wished) ?? 'where';
  if (step === 'done') return sent ? 'done' : 'where';
  if (step === 'where' || !hasPlace(draft)) return 'where';
  return step === 'what' || draft.category === null ? 'what' : step;
}
