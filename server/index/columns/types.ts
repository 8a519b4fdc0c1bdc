import type { Precision, Status } from '../../contract/enums.ts';

/** One row of published_reports, as far as the index keeps it. */
export interface PublishedReport {
  /** UUID, any case. */
  id: string;
  /** Published place in degrees WGS 84; both null where nothing is published of it. */
  lng: number | null;
  lat: number | null;
  categoryCode: string;
  kindCode: string | null;
  status: Status;
  /** The area of the published place, with its code; both null outside all. */
  areaId: number | null;
  areaCode: string | null;
  precision: Precision;
  /** Published times in milliseconds since 1970 UTC. */
  reportedAt: number;
  resolvedAt: number | null;
  supports: number;
  /** 1 to 200, null where none was named. */
  households: number | null;
  demo: boolean;
}

/** What comes out of the index again: coordinates to 1e-7 degree, and of the resolution how many days it took. */
export interface IndexedReport extends Omit<PublishedReport, 'resolvedAt'> {
  /** Calendar days in Asia/Bishkek from report to resolution; null unless the status is resolved. */
  resolutionDays: number | null;
}
