import { Type } from 'typebox';
import type { Static } from 'typebox';
import { GROUPINGS, HEAT_WEIGHTS } from './enums.ts';
import { filterProperties } from './filters.ts';
import { featureOf, MultiPolygonGeometry } from './geojson.ts';

/** Kernel radius of heat in metres. */
export const HEAT_RADIUS_METRES = { min: 100, max: 500, default: 150 } as const;

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
  reports: Type.Object({
    total: Type.Integer({ description: 'reports that fit the filter' }),
    onMap: Type.Integer({ description: 'exact and coarse reports inside the areas: what heat is made of' }),
    areaOnly: Type.Integer({ description: 'known by settlement only: left out of heat' }),
    outside: Type.Integer({ description: 'outside every area of the filter' }),
  }),
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
