import { PRECISIONS, STATUSES } from '../../contract/enums.ts';
import type { PublishedReport } from '../columns/types.ts';

/** Bytes of a row of the view index_rows. */
const ROW_BYTES = 68;
const AT = {
  lng: 16,
  lat: 24,
  reportedAt: 32,
  resolvedAt: 40,
  area: 48,
  class: 52,
  supports: 56,
  households: 60,
  flags: 64,
};
const ID_BYTES = 16;
const BYTE = 0xff;
const PRECISION_SHIFT = 8;
const DEMO_SHIFT = 16;

/** The words that numbers of packed rows stand for. */
export interface Vocabulary {
  /** By mark. */
  readonly classes: ReadonlyMap<number, { categoryCode: string; kindCode: string | null }>;
  /** Codes by id. */
  readonly areas: ReadonlyMap<number, string>;
}

/** How many reports some packed rows hold. */
export function packedCount(rows: Buffer): number {
  return rows.length / ROW_BYTES;
}

/**
 * Reads the rows that the view index_rows packs: numbers of the network order, one after the other. A row made of them costs an
 * eighth of what the driver takes for fourteen texts. What does not fit (a status that the contract does not know, a class or an area that is not in the
 * vocabulary) comes out as it is for the index to refuse.
 */
export function* unpacked(rows: Buffer, { classes, areas }: Vocabulary): Generator<PublishedReport> {
  for (let at = 0; at < rows.length; at += ROW_BYTES) {
    const hex = rows.toString('hex', at, at + ID_BYTES);
    const [lng, lat] = [rows.readDoubleBE(at + AT.lng), rows.readDoubleBE(at + AT.lat)];
    const resolvedAt = rows.readDoubleBE(at + AT.resolvedAt);
    const areaId = rows.readInt32BE(at + AT.area);
    const flags = rows.readInt32BE(at + AT.flags);
    const { categoryCode, kindCode } = classes.get(rows.readInt32BE(at + AT.class)) ?? UNKNOWN;
    yield {
      id: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`,
      lng: Number.isNaN(lng) ? null : lng,
      lat: Number.isNaN(lat) ? null : lat,
      categoryCode,
      kindCode,
      status: STATUSES[flags & BYTE]!,
      areaId: areaId === 0 ? null : areaId,
      areaCode: areaId === 0 ? null : areas.get(areaId)!,
      precision: PRECISIONS[(flags >>> PRECISION_SHIFT) & BYTE]!,
      reportedAt: rows.readDoubleBE(at + AT.reportedAt),
      resolvedAt: Number.isNaN(resolvedAt) ? null : resolvedAt,
      supports: rows.readInt32BE(at + AT.supports),
      households: rows.readInt32BE(at + AT.households) || null,
      demo: flags >>> DEMO_SHIFT === 1,
    };
  }
}

const UNKNOWN = { categoryCode: '', kindCode: null };

/** Whether a report speaks of something that came after the vocabulary was read. */
export function isUnknown({ categoryCode, areaId, areaCode }: PublishedReport): boolean {
  return categoryCode === '' || (areaId !== null && areaCode === undefined);
}
