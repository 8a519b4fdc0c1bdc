/**
 * The stable codes of problem documents (RFC 9457), each with its HTTP status and an English title. Clients switch on
 * the code; people read the web's own message of the same key.
 */
export const ERRORS = {
  invalid_input: [400, 'The input is not valid'],
  malformed_request: [400, 'This is not HTTP as we understand it'],
  malformed_url: [400, 'The address is not well formed'],
  malformed_json: [400, 'The body is not valid JSON'],
  unknown_parameter: [400, 'This query parameter is not known here'],
  location_swapped: [400, 'Longitude and latitude look exchanged'],
  location_out_of_range: [400, 'The coordinates are outside the world'],
  category_unknown: [400, 'There is no such category or kind'],
  area_unknown: [400, 'There is no such area'],
  area_not_reportable: [400, 'A report needs a settlement or a quarter'],
  status_unknown: [400, 'There is no such status'],
  date_malformed: [400, 'Not a date or a date-time'],
  date_order: [400, 'The period ends before it starts'],
  bbox_malformed: [400, 'Not a bounding box: west,south,east,north'],
  polygon_malformed: [400, 'Not a polygon: lng,lat;lng,lat;...'],
  polygon_too_large: [400, 'The polygon has too many corners'],
  polygon_self_crossing: [400, 'The polygon crosses itself'],
  query_too_long: [400, 'Too many or too long search words'],
  limit_malformed: [400, 'The limit is not a whole number in range'],
  cursor_malformed: [400, 'This page link is not one of ours'],
  radius_out_of_range: [400, 'The radius is out of range'],
  size_out_of_range: [400, 'The size is out of range'],
  grouping_unknown: [400, 'There is no such grouping'],
  observed_in_future: [400, 'The problem cannot have been seen in the future'],
  contact_without_consent: [400, 'Contact data needs consent'],
  contact_empty: [400, 'Contact data without a name or a phone'],
  phone_malformed: [400, 'Not a phone number'],
  idempotency_key_malformed: [400, 'The Idempotency-Key is not a UUID'],
  device_token_malformed: [400, 'The Device-Token is missing or malformed'],
  photo_malformed: [400, 'Not one photo as a file of a multipart form'],
  upload_header_malformed: [400, 'A header of the upload is missing or malformed'],
  tile_out_of_range: [400, 'There is no such tile'],
  manage_token_refused: [403, 'The Manage-Token is missing or is not that of the report'],
  not_found: [404, 'There is nothing here'],
  report_not_found: [404, 'There is no such report'],
  photo_not_found: [404, 'There is no such photo'],
  idempotency_key_reused: [409, 'The same Idempotency-Key came with another body'],
  photo_limit_reached: [409, 'The report has as many photos as it may have'],
  upload_offset_conflict: [409, 'The part does not begin where the upload stands'],
  tus_version_unsupported: [412, 'Only version 1.0.0 of the tus protocol is spoken here'],
  body_too_large: [413, 'The body is too large'],
  photo_too_large: [413, 'The photo has too many bytes'],
  unsupported_media_type: [415, 'This kind of body is not read here'],
  photo_format_unsupported: [415, 'Not a JPEG, PNG or WebP picture'],
  photo_animated: [415, 'Moving pictures are not taken'],
  photo_too_many_pixels: [422, 'The photo has too many pixels'],
  photo_unreadable: [422, 'The photo is damaged or incomplete'],
  proof_of_work_required: [429, 'Many reports come from this address: a small calculation is needed'],
  proof_of_work_refused: [429, 'The calculation does not fit'],
  rate_limited: [429, 'Too many requests from this address'],
  headers_too_large: [431, 'The address or the headers are too long'],
  internal_error: [500, 'Something went wrong here'],
  database_unavailable: [503, 'The database is away for a moment'],
  database_busy: [503, 'The database is busy for a moment'],
  basemap_unavailable: [503, 'The background map is away for a moment'],
  photos_busy: [503, 'Many photos arrive at the moment'],
  photos_unavailable: [503, 'The place where photos are kept is away for a moment'],
  not_ready: [503, 'The server is starting'],
} as const satisfies Record<string, readonly [status: number, title: string]>;

export type ErrorCode = keyof typeof ERRORS;

/** Codes of single fields in `errors` of a problem document, beside the codes above. */
export const FIELD_ERRORS = [
  'required',
  'unknown_property',
  'wrong_type',
  'too_long',
  'too_short',
  'out_of_range',
  'unknown_value',
  'malformed',
] as const;
export type FieldErrorCode = (typeof FIELD_ERRORS)[number];

/** One thing wrong with the input: a JSON path such as `location.coordinates`, and a code. */
export interface FieldError {
  path: string;
  code: FieldErrorCode | ErrorCode;
}
