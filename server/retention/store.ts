import { loadSettings } from '../catalog/store.ts';
import type { Retention, RetentionPreview } from '../contract/site-settings.ts';
import type { Database, Sql } from '../db/database.ts';
import { statement } from '../db/statement.ts';
import { expire } from '../notices/store.ts';
import { forgetAddresses } from '../reports/store.ts';
import { daysBefore, retentionOf } from './rules.ts';

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

/** What a run at an instant would delete under some periods; deletes nothing. */
export async function previewRetention(sql: Sql, now: Date, keep: Retention): Promise<RetentionPreview> {
  const before = (days: number) => daysBefore(now, days).toISOString();
  const instants = {
    contactBefore: before(keep.contactDays),
    atMostBefore: before(keep.contactAtMostDays),
    unpublishedBefore: before(keep.unpublishedDays),
    addressBefore: before(keep.addressDays),
    refusedBefore: before(keep.refusedPhotoDays),
    unblurredBefore: before(keep.unblurredPhotoDays),
    flagNoteBefore: before(keep.flagNoteDays),
  };
  return (await sql.run(selectPreview, instants))[0]!;
}

/** What went, by kind. */
export type Enforced = Record<
  'contacts' | 'notices' | 'reports' | 'addresses' | 'unblurredPhotos' | 'flagNotes' | 'sessions' | 'links' | 'words',
  number
>;

/**
 * Deletes what may not be kept any longer at an instant, by the periods of the settings; each kind in a transaction of its own, so that one that
 * fails costs no other. Refused photos, uploads and files are the business of photos/clean-up.ts. Done again it finds nothing more to do.
 */
export async function enforceRetention(database: Database, now: Date, sessionIdleSeconds: number): Promise<Enforced> {
  const keep = retentionOf(await loadSettings(database));
  const before = (days: number) => ({ before: daysBefore(now, days).toISOString() });
  const at = { now: now.toISOString() };
  const count = async (rows: Promise<Deleted[]>) => (await rows)[0]!.deleted;
  return {
    contacts: await count(
      database.run(deleteContacts, {
        closedBefore: before(keep.contactDays).before,
        reportedBefore: before(keep.contactAtMostDays).before,
      }),
    ),
    notices: await expire(database, daysBefore(now, UNCONFIRMED_DAYS), daysBefore(now, UNSENT_DAYS)),
    reports: await eraseAll(database, daysBefore(now, keep.unpublishedDays)),
    addresses: await forgetAddresses(database, daysBefore(now, keep.addressDays), now),
    unblurredPhotos: await count(database.run(deleteUnblurred, before(keep.unblurredPhotoDays))),
    flagNotes: await count(database.run(deleteFlagNotes, before(keep.flagNoteDays))),
    sessions: await count(
      database.run(deleteSessions, {
        ...at,
        idleBefore: new Date(now.getTime() - sessionIdleSeconds * 1000).toISOString(),
      }),
    ),
    links: await count(database.run(deleteLinks, at)),
    words: await count(database.run(deleteWords, {})),
  };
}

async function eraseAll(database: Database, before: Date): Promise<number> {
  let total = 0;
  for (;;) {
    const { deleted: erased } = (
      await database.run(eraseClosed, { before: before.toISOString(), limit: PAGE_REPORTS })
    )[0]!;
    total += erased;
    if (erased < PAGE_REPORTS) return total;
  }
}
