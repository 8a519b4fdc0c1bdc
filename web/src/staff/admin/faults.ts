/** What is wrong with boundaries, in words. */
import type { AreaFaultCode } from '../../../../server/contract/errors.ts';
import { ApiError } from '../../api/errors.ts';
import { m } from '../../paraglide/messages.js';

const FAULT_WORDS: Record<AreaFaultCode, () => string> = {
  not_a_collection: m.areas_fault_not_a_collection,
  no_features: m.areas_fault_no_features,
  crs_foreign: m.areas_fault_crs_foreign,
  not_a_feature: m.areas_fault_not_a_feature,
  code_malformed: m.areas_fault_code_malformed,
  duplicate_code: m.areas_fault_duplicate_code,
  text_malformed: m.areas_fault_text_malformed,
  kind_unknown: m.areas_fault_kind_unknown,
  households_malformed: m.areas_fault_households_malformed,
  approximate_malformed: m.areas_fault_approximate_malformed,
  date_malformed: m.areas_fault_date_malformed,
  date_order: m.areas_fault_date_order,
  label_malformed: m.areas_fault_label_malformed,
  label_outside: m.areas_fault_label_outside,
  geometry_not_a_polygon: m.areas_fault_geometry_not_a_polygon,
  coordinates_malformed: m.areas_fault_coordinates_malformed,
  polygon_too_large: m.areas_fault_polygon_too_large,
  ring_too_short: m.areas_fault_ring_too_short,
  ring_not_closed: m.areas_fault_ring_not_closed,
  location_swapped: m.areas_fault_location_swapped,
  location_out_of_range: m.areas_fault_location_out_of_range,
  polygon_self_crossing: m.areas_fault_polygon_self_crossing,
  invalid_geometry: m.areas_fault_invalid_geometry,
  new_area_incomplete: m.areas_fault_new_area_incomplete,
  parent_unknown: m.areas_fault_parent_unknown,
  parent_unfit: m.areas_fault_parent_unfit,
  replacement_unfit: m.areas_fault_replacement_unfit,
  more_faults: m.areas_fault_more_faults,
};

/** The faults that a refusal of boundaries names, one sentence each: which area, what, and what was found. */
export function faultsOf(error: unknown): string[] {
  if (!(error instanceof ApiError) || error.code !== 'areas_refused') return [];
  return (error.problem?.errors ?? []).map(({ path, code, area, value }) => {
    const words = FAULT_WORDS[code as AreaFaultCode]?.() ?? code;
    const number = /^features\.(\d+)/.exec(path)?.[1];
    const which = [
      ...(number === undefined ? [] : [m.areas_fault_feature({ number: Number(number) + 1 })]),
      ...(area === undefined ? [] : [`«${area}»`]),
    ].join(' ');
    return `${which}${which && ': '}${words}${value === undefined ? '' : ` (${value})`}.`;
  });
}
