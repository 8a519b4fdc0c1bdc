/** The contract's closed lists in words. Every code has its own message; a unit test fails when one is missing. */
import type { HistoryActor, HistoryEvent, Language, Precision, Status } from '../../../server/contract/enums.ts';
import { ApiError } from '../api/errors.ts';
import { m } from '../paraglide/messages.js';

/** How the languages call themselves: not messages, because they are the same in every language. */
export const LANGUAGE_NAMES: Record<Language, { short: string; full: string }> = {
  ky: { short: 'КЫ', full: 'Кыргызча' },
  ru: { short: 'РУ', full: 'Русский' },
  en: { short: 'EN', full: 'English' },
};

const STATUS_NAMES: Record<Status, () => string> = {
  new: m.status_new,
  verified: m.status_verified,
  in_progress: m.status_in_progress,
  resolved: m.status_resolved,
  rejected: m.status_rejected,
  duplicate: m.status_duplicate,
};

export function statusName(status: Status): string {
  return STATUS_NAMES[status]();
}

const PRECISION_NAMES: Record<Precision, () => string> = {
  exact: m.precision_exact,
  coarse: m.precision_coarse,
  area: m.precision_area,
};

export function precisionName(precision: Precision): string {
  return PRECISION_NAMES[precision]();
}

const EVENT_NAMES: Record<HistoryEvent, () => string> = {
  created: m.history_created,
  status: m.history_status,
  replied: m.history_replied,
  moderated: m.history_moderated,
  moved: m.history_moved,
  merged: m.history_merged,
  hidden: m.history_hidden,
  recategorised: m.history_recategorised,
  shown: m.history_shown,
  undone: m.history_undone,
  photo: m.history_photo,
  noted: m.history_noted,
  asked: m.history_asked,
  answered: m.history_answered,
  assigned: m.history_assigned,
  reopened: m.history_reopened,
  flags_seen: m.history_flags_seen,
  corrected: m.history_corrected,
  withdrawn: m.history_withdrawn,
  contact_erased: m.history_contact_erased,
  verdicts_seen: m.history_verdicts_seen,
};

export function eventName(event: HistoryEvent): string {
  return EVENT_NAMES[event]();
}

const ACTOR_NAMES: Record<HistoryActor, () => string> = {
  resident: m.actor_resident,
  staff: m.actor_staff,
  system: m.actor_system,
  import: m.actor_import,
};

export function actorName(actor: HistoryActor): string {
  return ACTOR_NAMES[actor]();
}

/**
 * What went wrong, for people: a function, so that it follows the language. The words for rare errors are loaded when the
 * first one happens; those for a lost connection are here, because then nothing can be loaded. Anything that is no
 * ApiError is a mistake of ours: logged, and said plainly.
 */
export async function wordsFor(error: unknown): Promise<() => string> {
  if (!(error instanceof ApiError)) console.error(error);
  else if (error.code === 'network') return m.error_network;
  else {
    const rare = await import('./error-words.ts').catch(() => null);
    if (rare) return rare.ERROR_WORDS[error.code] ?? m.error_internal_error;
  }
  return m.error_internal_error;
}
