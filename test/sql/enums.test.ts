import { afterAll, beforeAll, expect, test } from 'vitest';
import { AUDIT_SUBJECTS } from '../../server/audit/store.ts';
import { PROPOSAL_STATES } from '../../server/contract/area-proposals.ts';
import * as enums from '../../server/contract/enums.ts';
import { ROLES } from '../../server/contract/rights.ts';
import { PHOTO_REFUSALS, PHOTO_ROLES } from '../../server/contract/staff-photos.ts';
import { FLAG_REASONS } from '../../server/contract/staff-reports.ts';
import { REPLY_FILE_TYPES } from '../../server/contract/replies.ts';
import { NOTICE_CHANNELS, NOTICE_KINDS } from '../../server/notices/rules.ts';
import { query, testDatabase, type TestDatabase } from '../support/database.ts';

/** CHECK constraint -> the same list in the contract, or the words that only the database knows. */
const LISTS: Record<string, readonly string[]> = {
  areas_kind_known: enums.AREA_KINDS,
  categories_precision_known: enums.PRECISIONS,
  kinds_precision_known: enums.PRECISIONS,
  reports_channel_known: enums.CHANNELS,
  reports_precision_known: enums.PRECISIONS,
  reports_status_known: enums.STATUSES,
  report_history_actor_known: enums.HISTORY_ACTORS,
  report_history_event_known: enums.HISTORY_EVENTS,
  report_history_status_known: enums.STATUSES,
  changes_subject_known: ['report', 'areas', 'taxonomy'],
  report_photos_state_known: enums.PHOTO_STATES,
  staff_users_role_known: ROLES,
  audit_log_via_known: ['session', 'token', 'link', 'console', 'reporter'],
  area_proposals_state_known: PROPOSAL_STATES,
  audit_log_subject_known: AUDIT_SUBJECTS,
  report_photos_role_known: PHOTO_ROLES,
  report_photos_refused_reason_known: PHOTO_REFUSALS,
  report_flags_reason_known: FLAG_REASONS,
  reply_files_type_known: REPLY_FILE_TYPES,
  report_followers_channel_known: NOTICE_CHANNELS,
  report_notices_kind_known: NOTICE_KINDS,
};

let context: TestDatabase;
beforeAll(async () => {
  context = await testDatabase();
});
afterAll(() => context.close());

test('every closed list of words is the same in the database and in the contract', async () => {
  const constraints = await query<{ name: string; definition: string }>(
    context.database,
    `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conname like '%\\_known'`,
  );
  const found = Object.fromEntries(constraints.map(({ name, definition }) => [name, words(definition)]));
  expect(found).toEqual(Object.fromEntries(Object.entries(LISTS).map(([name, list]) => [name, [...list].sort()])));
});

/** The quoted words of a definition such as CHECK ((kind = ANY (ARRAY['city'::text, 'mtu'::text]))). */
function words(definition: string): string[] {
  return [...definition.matchAll(/'([^']*)'::text/g)].map((match) => match[1]!).sort();
}
