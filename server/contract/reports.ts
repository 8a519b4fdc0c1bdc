import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CHANNELS, HISTORY_ACTORS, HISTORY_EVENTS, LANGUAGES, PRECISIONS, STATUSES } from './enums.ts';
import { filterProperties } from './filters.ts';
import { PublicReply } from './replies.ts';
import { Verdicts } from './verdicts.ts';
import { featureOf, Link, PointGeometry, Position } from './geojson.ts';

export const DESCRIPTION_LENGTH_MAX = 4000;
export const LANDMARK_LENGTH_MAX = 300;
export const HOUSEHOLDS_MAX = 200;
export const NAME_LENGTH_MAX = 200;
export const PHONE_LENGTH_MAX = 40;
/** Features on one page of a list. */
export const PAGE_LIMIT = { default: 100, max: 1000 } as const;
/** Characters of a Device-Token. */
export const DEVICE_TOKEN_LENGTH = { min: 16, max: 128 } as const;

const nullable = <T extends ReturnType<typeof Type.String> | ReturnType<typeof Type.Integer>>(schema: T) =>
  Type.Union([schema, Type.Null()]);

export const ReportProperties = Type.Object({
  id: Type.String({ format: 'uuid' }),
  code: Type.String({ description: 'random tracking code' }),
  category: Type.String(),
  kind: nullable(Type.String()),
  status: Type.Enum(STATUSES),
  area: nullable(Type.String({ description: 'code of the public area; null outside every settlement' })),
  reportedAt: Type.String({ format: 'date-time', description: 'the start of the day when the place is not exact' }),
  updatedAt: Type.String({ format: 'date-time' }),
  supports: Type.Integer({ minimum: 0 }),
  households: nullable(
    Type.Integer({ minimum: 1, description: 'those of reports that are counted with this one included' }),
  ),
  description: nullable(Type.String({ description: 'null until moderated' })),
  landmark: nullable(Type.String({ description: 'null until moderated, and unless the place is exact' })),
  photos: Type.Array(
    Type.Object({
      id: Type.String(),
      width: Type.Integer(),
      height: Type.Integer(),
      proof: Type.Boolean({ description: 'made by staff of the problem solved' }),
      verdict: Type.Boolean({
        description: 'sent by a neighbour who says whether what is marked as resolved is fixed',
      }),
    }),
  ),
  precision: Type.Enum(PRECISIONS),
  channel: Type.Enum(CHANNELS),
  demo: Type.Boolean({ description: 'invented, for demonstration' }),
});
export const ReportFeature = featureOf(Type.Union([PointGeometry, Type.Null()]), ReportProperties);
export type ReportFeature = Static<typeof ReportFeature>;

export const HistoryEntry = Type.Object({
  at: Type.String({ format: 'date-time', description: 'the start of the day when the place is not exact' }),
  actor: Type.Enum(HISTORY_ACTORS),
  event: Type.Enum(HISTORY_EVENTS),
  status: Type.Union([Type.Enum(STATUSES), Type.Null()]),
  note: nullable(Type.String()),
});
export type HistoryEntry = Static<typeof HistoryEntry>;

export const ReportWithHistory = featureOf(
  Type.Union([PointGeometry, Type.Null()]),
  Type.Intersect([
    ReportProperties,
    Type.Object({ history: Type.Array(HistoryEntry), replies: Type.Array(PublicReply), verdicts: Verdicts }),
  ]),
);
export type ReportWithHistory = Static<typeof ReportWithHistory>;

export const ListQuery = Type.Object(
  { ...filterProperties, limit: Type.Optional(Type.String()), cursor: Type.Optional(Type.String()) },
  { additionalProperties: false },
);
export type ListQuery = Static<typeof ListQuery>;

export const ReportPage = Type.Object({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(ReportFeature),
  next: nullable(Type.String({ description: 'the next page; null on the last' })),
  links: Type.Array(Link),
});
export type ReportPage = Static<typeof ReportPage>;

export const NewReport = Type.Object(
  {
    category: Type.String({ minLength: 1, maxLength: 80, description: "a kind's code is best" }),
    location: Type.Optional(
      Type.Object({ type: Type.Literal('Point'), coordinates: Position }, { additionalProperties: false }),
    ),
    area: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    landmark: Type.Optional(Type.String({ maxLength: LANDMARK_LENGTH_MAX })),
    description: Type.Optional(Type.String({ maxLength: DESCRIPTION_LENGTH_MAX })),
    households: Type.Optional(Type.Integer({ minimum: 1, maximum: HOUSEHOLDS_MAX })),
    observedAt: Type.Optional(Type.String({ maxLength: 40, description: 'date or date-time' })),
    language: Type.Optional(Type.Enum(LANGUAGES)),
    precision: Type.Optional(Type.Enum(PRECISIONS)),
    contact: Type.Optional(
      Type.Object(
        {
          name: Type.Optional(Type.String({ maxLength: NAME_LENGTH_MAX })),
          phone: Type.Optional(Type.String({ maxLength: PHONE_LENGTH_MAX })),
          consent: Type.Boolean(),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);
export type NewReport = Static<typeof NewReport>;

export const ReportCreated = Type.Object({
  id: Type.String({ format: 'uuid' }),
  code: Type.String(),
  manageToken: Type.String({ description: 'secret of the reporter: keep it on the phone' }),
  report: ReportFeature,
});
export type ReportCreated = Static<typeof ReportCreated>;

export const NearbyQuery = Type.Object(
  { lng: Type.String(), lat: Type.String(), category: Type.String() },
  { additionalProperties: false },
);

export const NearbyReports = Type.Object({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(
    featureOf(
      PointGeometry,
      Type.Intersect([ReportProperties, Type.Object({ distance: Type.Number({ description: 'metres' }) })]),
    ),
  ),
});
export type NearbyReports = Static<typeof NearbyReports>;

export const TrackedReport = Type.Object({
  code: Type.String(),
  id: Type.String({ format: 'uuid' }),
  status: Type.Enum(STATUSES),
  category: Type.String(),
  kind: nullable(Type.String()),
  area: nullable(Type.String()),
  reportedAt: Type.String({ format: 'date-time' }),
  updatedAt: Type.String({ format: 'date-time' }),
  supports: Type.Integer(),
  demo: Type.Boolean(),
  history: Type.Array(HistoryEntry),
  replies: Type.Array(PublicReply),
  verdicts: Verdicts,
});
export type TrackedReport = Static<typeof TrackedReport>;

export const SupportAnswer = Type.Object({ supports: Type.Integer(), supported: Type.Boolean() });
export type SupportAnswer = Static<typeof SupportAnswer>;
