/** The words of a report's history: apart from words.ts, because the first load shows no history. */
import type { HistoryActor, HistoryEvent } from '../../../server/contract/enums.ts';
import { m } from '../paraglide/messages.js';

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
