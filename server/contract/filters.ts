import { Type } from 'typebox';
import type { Static } from 'typebox';

/** Most corners of `within`. */
export const WITHIN_CORNERS_MAX = 200;
/** Most characters of `q`. */
export const QUERY_LENGTH_MAX = 200;

/**
 * The filters, the same wherever a set of reports is meant. Everything is text here: values are parsed, not coerced, by
 * server/filters/rules.ts, so that a wrong one is named with its own code.
 */
export const filterProperties = {
  area: Type.Optional(
    Type.String({
      description: 'area codes, comma list; `none` is outside every settlement; a settlement includes its quarters',
    }),
  ),
  category: Type.Optional(Type.String({ description: 'category or kind codes, comma list' })),
  status: Type.Optional(
    Type.String({ description: 'statuses, comma list; without it rejected and duplicate are left out' }),
  ),
  from: Type.Optional(Type.String({ description: 'reported at or after: date (Asia/Bishkek) or date-time' })),
  to: Type.Optional(Type.String({ description: 'reported before: date (Asia/Bishkek) or date-time' })),
  bbox: Type.Optional(
    Type.String({ description: 'west,south,east,north in degrees; west > east crosses the antimeridian' }),
  ),
  within: Type.Optional(
    Type.String({ description: `polygon lng,lat;lng,lat;... of up to ${WITHIN_CORNERS_MAX} corners` }),
  ),
  q: Type.Optional(
    Type.String({
      description: 'words in published text, small typing mistakes forgiven, or a tracking code; н о у also find ң ө ү',
    }),
  ),
  demo: Type.Optional(
    Type.String({
      description: 'true: demonstration reports too; false: never; without it only while no real report exists',
    }),
  ),
};

export const FilterQuery = Type.Object(filterProperties, { additionalProperties: false });
export type FilterQuery = Static<typeof FilterQuery>;
