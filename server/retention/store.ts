import { loadSettings } from '../catalog/store.ts';
import type { Retention, RetentionPreview } from '../contract/site-settings.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { expire } from '../notices/store.ts';
import { forgetAddresses } from '../reports/store.ts';
import { daysBefore, ENFORCED, retentionOf } from './rules.ts';

/** Reports erased in one transaction. */
const PAGE_REPORTS = 200;
/** Addresses that nobody confirmed, and what could not be sent, also while nothing is configured that could send it. */
const UNCONFIRMED_DAYS = 2;
const UNSENT_DAYS = 2;

interface Deleted {
  deleted: number;
}
const deleteContacts = statement<{ closedBefore: string; reportedBefore: string }, Deleted>('retention/contacts');
const eraseClosed = statement<{ before: string; limit: number }, Deleted>('retention/closed_reports');
const deleteUnblurred = statement<{ before: string }, Deleted>('retention/unblurred_photos');
const deleteFlagNotes = statement<{ before: string }, Deleted>('retention/flag_notes');
const deleteSessions = statement<{ now: string; idleBefore: string }, Deleted>('retention/sessions');
const deleteLinks = statement<{ now: string }, Deleted>('retention/links');
const deleteWords = statement<object, Deleted>('retention/search_words');

type Instants = Record<
  | 'contactBefore'
  | 'atMostBefore'
  | 'unpublishedBefore'
  | 'addressBefore'
  | 'refusedBefore'
  | 'unblurredBefore'
  | 'flagNoteBefore',
  string
>;
const selectPreview = statement<Instants, RetentionPreview>('retention/preview');

/** The instants before which each kind of thing is too old, RFC 3339: the same for a run and for what is said beforehand of it. */
function instantsOf(now: Date, keep: Retention): Instants {
  const before = (days: number) => daysBefore(now, days).toISOString();
  return {
    contactBefore: before(keep.contactDays),
    atMostBefore: before(keep.contactAtMostDays),
    unpublishedBefore: before(keep.unpublishedDays),
    addressBefore: before(keep.addressDays),
    refusedBefore: before(keep.refusedPhotoDays),
    unblurredBefore: before(keep.unblurredPhotoDays),
    flagNoteBefore: before(keep.flagNoteDays),
  };
}

/** What a run at an instant would delete under some periods; deletes nothing. */
export async function previewRetention(sql: Sql, now: Date, keep: Retention): Promise<RetentionPreview> {
  return (await sql.run(selectPreview, instantsOf(now, keep)))[0]!;
}

/** What went, by kind. */
export type Enforced = Record<(typeof ENFORCED)[number], number>;

/** Some of it failed; what went all the same is in `deleted`, what went wrong in `errors`. */
export class RetentionError extends AggregateError {
  readonly deleted: Partial<Enforced>;

  constructor(deleted: Partial<Enforced>, failed: readonly { kind: string; error: unknown }[]) {
    const why = failed.map(({ kind, error }) => `${kind}: ${(error as Error).message}`);
    super(
      failed.map(({ error }) => error),
      why.join('; '),
    );
    this.name = 'RetentionError';
    this.deleted = deleted;
  }
}

/**
 * Deletes what may not be kept any longer at an instant, by the periods of the settings; each kind in a transaction of its own, so that one that
 * fails costs no other: then throws RetentionError at the end. Refused photos, uploads and files are the business of photos/clean-up/. Done again
 * it finds nothing more to do.
 */
export async function enforceRetention(database: Database, now: Date, sessionIdleSeconds: number): Promise<Enforced> {
  const keep = retentionOf(await loadSettings(database));
  const instants = instantsOf(now, keep);
  const at = { now: now.toISOString() };
  const count = async (rows: Promise<Deleted[]>) => (await rows)[0]!.deleted;
  const idleBefore = new Date(now.getTime() - sessionIdleSeconds * 1000).toISOString();
  const contacts = { closedBefore: instants.contactBefore, reportedBefore: instants.atMostBefore };
  const steps: Record<keyof Enforced, () => Promise<number>> = {
    contacts: () => count(database.run(deleteContacts, contacts)),
    notices: () => expire(database, daysBefore(now, UNCONFIRMED_DAYS), daysBefore(now, UNSENT_DAYS)),
    reports: () => eraseAll(database, instants.unpublishedBefore),
    addresses: () => forgetAddresses(database, new Date(instants.addressBefore), now),
    unblurredPhotos: () => count(database.run(deleteUnblurred, { before: instants.unblurredBefore })),
    flagNotes: () => count(database.run(deleteFlagNotes, { before: instants.flagNoteBefore })),
    sessions: () => count(database.run(deleteSessions, { ...at, idleBefore })),
    links: () => count(database.run(deleteLinks, at)),
    words: () => count(database.run(deleteWords, {})),
  };
  const deleted: Partial<Enforced> = {};
  const failed: { kind: string; error: unknown }[] = [];
  for (const kind of ENFORCED) {
    try {
      deleted[kind] = await steps[kind]();
    } catch (error) {
      failed.push({ kind, error });
    }
  }
  if (failed.length > 0) throw new RetentionError(deleted, failed);
  return deleted as Enforced;
}

async function eraseAll(database: Database, before: string): Promise<number> {
  let total = 0;
  for (;;) {
    const { deleted: erased } = (await database.run(eraseClosed, { before, limit: PAGE_REPORTS }))[0]!;
    total += erased;
    if (erased < PAGE_REPORTS) return total;
  }
}
