import { Type } from 'typebox';
import type { Static } from 'typebox';
import { GROUPINGS, HEAT_WEIGHTS, type HeatWeight } from './enums.ts';
import { filterProperties } from './filters.ts';
import { featureOf, MultiPolygonGeometry, PolygonGeometry } from './geojson.ts';

/** Kernel radius of heat in metres. */
export const HEAT_RADIUS_METRES = { min: 100, max: 500, default: 150 } as const;

/** Hexagons of the grid in metres from edge to opposite edge. */
export const GRID_SIZE_METRES = { min: 100, max: 1000, default: 200 } as const;

/**
 * Hot spots: how near in metres reports must be to be neighbours. 120 reaches the centres of the four adjoining cells of 100 m,
 * where coarse reports are published.
 */
export const HOTSPOT_RADIUS_METRES = { min: 50, max: 500, default: 120 } as const;
/** Hot spots: so many reports within the radius make a dense place. */
export const HOTSPOT_MINIMUM_REPORTS = { min: 3, max: 1000, default: 5 } as const;
/** Hot spots in one answer, the largest. */
export const HOTSPOTS_MAX = 100;
/** Categories named of each hot spot. */
export const HOTSPOT_TOP_CATEGORIES = 3;

/**
 * Lower limits of the seven steps of heat per hectare, fixed for each weight so that two maps can be compared.
 * One report alone peaks at 0.42 at the default radius: the first band starts where two overlap.
 * The other two weights keep these steps, times what an ordinary report carries (10 neighbours who have it too, a lane
 * of 20 households), so that an ordinary place looks alike on all three maps and an exceptional one stands out.
 */
export const HEAT_LIMITS: Record<HeatWeight, readonly number[]> = {
  reports: [0.5, 1, 1.5, 2.5, 3.5, 5, 6.5],
  supports: [5, 10, 15, 25, 35, 50, 65],
  households: [10, 20, 30, 50, 70, 100, 130],
};

/** What a map is made of, and what of the reports it leaves out. */
const ReportsIn = Type.Object({
  total: Type.Integer({ description: 'reports that fit the filter' }),
  onMap: Type.Integer({ description: 'exact and coarse reports inside the areas: what the map is made of' }),
  areaOnly: Type.Integer({ description: 'known by settlement only: left out of the map' }),
  outside: Type.Integer({ description: 'outside every area of the filter' }),
});

export const HeatQuery = Type.Object(
  {
    ...filterProperties,
    radius: Type.Optional(Type.String({ description: `metres, ${HEAT_RADIUS_METRES.min}-${HEAT_RADIUS_METRES.max}` })),
    weight: Type.Optional(Type.String({ description: HEAT_WEIGHTS.join(', ') })),
  },
  { additionalProperties: false },
);
export type HeatQuery = Static<typeof HeatQuery>;

export const HeatAnswer = Type.Object({
  type: Type.Literal('FeatureCollection'),
  radius: Type.Integer({ description: 'metres' }),
  weight: Type.Enum(HEAT_WEIGHTS),
  unit: Type.String({ description: 'what min and max count' }),
  limits: Type.Array(Type.Number(), { description: 'lower limit of each step; the same for every area and filter' }),
  reports: ReportsIn,
  features: Type.Array(
    featureOf(
      MultiPolygonGeometry,
      Type.Object({
        area: Type.String(),
        step: Type.Integer({ description: '1 is the palest' }),
        min: Type.Number({ description: 'per hectare, inclusive' }),
        max: Type.Union([Type.Number(), Type.Null()], {
          description: 'per hectare, exclusive; null for the last step',
        }),
      }),
    ),
  ),
});
export type HeatAnswer = Static<typeof HeatAnswer>;

export const GridQuery = Type.Object(
  {
    ...filterProperties,
    size: Type.Optional(
      Type.String({
        description: `metres from edge to opposite edge, ${GRID_SIZE_METRES.min}-${GRID_SIZE_METRES.max}`,
      }),
    ),
    weight: Type.Optional(Type.String({ description: HEAT_WEIGHTS.join(', ') })),
  },
  { additionalProperties: false },
);
export type GridQuery = Static<typeof GridQuery>;

export const GridAnswer = Type.Object({
  type: Type.Literal('FeatureCollection'),
  size: Type.Integer({ description: 'metres from edge to opposite edge' }),
  weight: Type.Enum(HEAT_WEIGHTS),
  unit: Type.String({ description: 'what the limits count' }),
  limits: Type.Array(Type.Integer(), { description: 'lower limit of each step; fixed for size and weight' }),
  reports: ReportsIn,
  features: Type.Array(
    featureOf(
      PolygonGeometry,
      Type.Object({
        count: Type.Integer({ description: 'reports' }),
        supports: Type.Integer(),
        households: Type.Integer({ description: 'sum of the households named; 0 where none was' }),
        step: Type.Integer({ description: 'of the weight: 1 is the palest; 0 where it is below the first limit' }),
      }),
    ),
  ),
});
export type GridAnswer = Static<typeof GridAnswer>;

export const HotspotsQuery = Type.Object(
  {
    ...filterProperties,
    radius: Type.Optional(
      Type.String({ description: `metres, ${HOTSPOT_RADIUS_METRES.min}-${HOTSPOT_RADIUS_METRES.max}` }),
    ),
    minimum: Type.Optional(
      Type.String({
        description: `reports within the radius, ${HOTSPOT_MINIMUM_REPORTS.min}-${HOTSPOT_MINIMUM_REPORTS.max}`,
      }),
    ),
  },
  { additionalProperties: false },
);
export type HotspotsQuery = Static<typeof HotspotsQuery>;

export const HotspotsAnswer = Type.Object({
  type: Type.Literal('FeatureCollection'),
  radius: Type.Integer({ description: 'metres' }),
  minimum: Type.Integer({ description: 'reports within the radius that make a dense place' }),
  found: Type.Integer({ description: `all hot spots; the ${HOTSPOTS_MAX} largest are in features` }),
  reports: ReportsIn,
  features: Type.Array(
    featureOf(
      PolygonGeometry,
      Type.Object({
        rank: Type.Integer({ description: '1 has the most reports' }),
        area: Type.String(),
        count: Type.Integer({ description: 'reports' }),
        supports: Type.Integer(),
        households: Type.Integer({ description: 'sum of the households named; 0 where none was' }),
        labelPoint: Type.Array(Type.Number(), {
          description: '[longitude, latitude]: the mean of the published places',
        }),
        categories: Type.Array(Type.Object({ category: Type.String(), count: Type.Integer() }), {
          description: `the ${HOTSPOT_TOP_CATEGORIES} most frequent`,
        }),
      }),
    ),
  ),
});
export type HotspotsAnswer = Static<typeof HotspotsAnswer>;

export const StatisticsQuery = Type.Object(
  { ...filterProperties, by: Type.Optional(Type.String({ description: `comma list of ${GROUPINGS.join(', ')}` })) },
  { additionalProperties: false },
);
export type StatisticsQuery = Static<typeof StatisticsQuery>;

const measures = {
  count: Type.Integer({ description: 'reports' }),
  supports: Type.Integer(),
  households: Type.Integer({ description: 'sum of the households named; 0 where none was' }),
  open: Type.Integer({ description: 'new, verified or in progress' }),
  resolved: Type.Integer(),
  medianDays: Type.Union([Type.Number(), Type.Null()], {
    description: 'calendar days from report to resolution; null where none is resolved',
  }),
};

export const StatisticsAnswer = Type.Object({
  by: Type.Array(Type.Enum(GROUPINGS)),
  total: Type.Object(measures),
  groups: Type.Array(
    Type.Object({
      area: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      category: Type.Optional(Type.String()),
      kind: Type.Optional(Type.Union([Type.String(), Type.Null()])),
      status: Type.Optional(Type.String()),
      month: Type.Optional(Type.String({ description: 'YYYY-MM of the report in Asia/Bishkek' })),
      week: Type.Optional(Type.String({ description: 'YYYY-MM-DD: the Monday of its week in Asia/Bishkek' })),
      resolved_month: Type.Optional(
        Type.Union([Type.String(), Type.Null()], {
          description: 'YYYY-MM of the resolution in Asia/Bishkek; null where it is not resolved, or nobody knows when',
        }),
      ),
      ...measures,
    }),
  ),
});
export type StatisticsAnswer = Static<typeof StatisticsAnswer>;
