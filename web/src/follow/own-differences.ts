/** What of one's own report is another than it was. Pure. */
import type { OwnReport } from '../../../server/contract/own.ts';

/** In the order in which they are told. */
const FIELDS = [
  'status',
  'kind',
  'location',
  'precision',
  'description',
  'landmark',
  'publishedDescription',
] as const satisfies readonly (keyof OwnReport)[];
export type OwnField = (typeof FIELDS)[number];

export interface OwnDifference {
  field: OwnField;
  before: unknown;
  after: unknown;
}

export function differences(before: OwnReport, now: OwnReport): OwnDifference[] {
  return FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(now[field])).map((field) => ({
    field,
    before: before[field],
    after: now[field],
  }));
}
