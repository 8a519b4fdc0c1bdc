/** Every closed list of words, once. The CHECK constraints of sql/migrations are tested against these tuples. */

/** Languages of texts, in the order they are offered; the first is the default. */
export const LANGUAGES = ['ky', 'ru', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

export const STATUSES = ['new', 'verified', 'in_progress', 'resolved', 'rejected', 'duplicate'] as const;
export type Status = (typeof STATUSES)[number];

/** Left out wherever a set of reports is meant and no status was asked for. */
export const STATUSES_HIDDEN_BY_DEFAULT: readonly Status[] = ['rejected', 'duplicate'];

/** How finely a place is published, finest first. */
export const PRECISIONS = ['exact', 'coarse', 'area'] as const;
export type Precision = (typeof PRECISIONS)[number];

export const CHANNELS = ['web', 'paper', 'phone', 'visit', 'import', 'open311'] as const;

/** Kinds of areas, largest first. */
export const AREA_KINDS = ['city', 'mtu', 'settlement', 'quarter'] as const;
export type AreaKind = (typeof AREA_KINDS)[number];

/** What a report can count for in heat. */
export const HEAT_WEIGHTS = ['reports', 'supports', 'households'] as const;
export type HeatWeight = (typeof HEAT_WEIGHTS)[number];

/** What statistics can be grouped by, in the order of the answer. Month and week are those of the report. */
export const GROUPINGS = ['area', 'category', 'kind', 'status', 'month', 'week', 'resolved_month'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export const HISTORY_EVENTS = [
  'created',
  'status',
  'replied',
  'moderated',
  'moved',
  'recategorised',
  'merged',
  'hidden',
  'shown',
  'undone',
  'photo',
  'noted',
  'asked',
  'answered',
  'assigned',
  'reopened',
  'flags_seen',
  'corrected',
  'withdrawn',
  'contact_erased',
  'verdicts_seen',
] as const;
export type HistoryEvent = (typeof HISTORY_EVENTS)[number];

export const HISTORY_ACTORS = ['resident', 'staff', 'system', 'import'] as const;
export type HistoryActor = (typeof HISTORY_ACTORS)[number];

/** A photo is seen by the public only while it is published. */
export const PHOTO_STATES = ['pending', 'published', 'refused'] as const;
export type PhotoState = (typeof PHOTO_STATES)[number];
