/** What of a report can come from a column. */
export const FIELDS = [
  'id',
  'category',
  'kind',
  'lat',
  'lng',
  'area',
  'date',
  'status',
  'resolved',
  'description',
  'landmark',
  'households',
  'language',
  'precision',
] as const;
export type Field = (typeof FIELDS)[number];

/**
 * Names a column may have when --map does not say, compared without case, spaces and punctuation; the first that exists is
 * taken. `@...` are what a GeoJSON Feature says outside its properties. Addresses are no landmarks: they may name a home.
 */
export const GUESSES: Partial<Record<Field, readonly string[]>> = {
  id: [
    '@id',
    'id',
    'uniquekey',
    'externalid',
    'servicerequestid',
    'requestid',
    'caseid',
    'casenumber',
    'objectid',
    'номер',
  ],
  category: ['category', 'complainttype', 'problemtype', 'servicename', 'servicecode', 'type', 'категория'],
  kind: ['kind'],
  lat: ['@lat', 'lat', 'latitude', 'y', 'широта', 'кеңдик'],
  lng: ['@lng', 'lng', 'lon', 'long', 'longitude', 'x', 'долгота', 'узундук'],
  date: [
    'date',
    'createddate',
    'createdat',
    'created',
    'reportedat',
    'requesteddatetime',
    'opened',
    'openeddate',
    'дата',
    'күнү',
  ],
  status: ['status', 'статус', 'абалы'],
  description: ['description', 'details', 'comment', 'описание', 'сүрөттөмө'],
  landmark: ['landmark', 'ориентир'],
  households: ['households'],
  language: ['language', 'lang'],
  precision: ['precision'],
};

/** Why a row, or one cell of it, is refused. */
export const REFUSALS = [
  'required',
  'malformed',
  'too_long',
  'out_of_range',
  'wrong_type',
  'unknown_value',
  'malformed_json',
  'geometry_not_a_point',
  'category_unknown',
  'status_unknown',
  'area_unknown',
  'area_not_reportable',
  'location_swapped',
  'location_out_of_range',
  'date_malformed',
  'date_in_future',
  'date_order',
  'duplicate_id',
  'refused_by_database',
] as const;
export type RefusalCode = (typeof REFUSALS)[number];

/** One thing wrong with a row. `line` is the line of the file; in a FeatureCollection, the number of the feature. */
export interface Refusal {
  line: number;
  externalId: string;
  column: string;
  code: RefusalCode;
  value: string;
}

/** One row or feature of a file, its cells by column name; a fault when it could not even be read. */
export interface SourceRow {
  line: number;
  cells: Readonly<Record<string, string>>;
  fault?: { column: string; code: RefusalCode; value: string };
}

/** An opened file: its columns, then its rows one by one. */
export interface RowSource {
  columns: readonly string[];
  rows: AsyncIterable<SourceRow>;
}
