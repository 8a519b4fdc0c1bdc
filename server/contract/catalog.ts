import { Type } from 'typebox';
import type { Static } from 'typebox';
import { AREA_KINDS, LANGUAGES, PRECISIONS, STATUSES } from './enums.ts';
import { featureOf, MultiPolygonGeometry, Position } from './geojson.ts';

/** A name in every language. */
export const Names = Type.Object({ ky: Type.String(), ru: Type.String(), en: Type.String() });
export type Names = Static<typeof Names>;

const precision = Type.Enum(PRECISIONS);

export const Kind = Type.Object({
  code: Type.String(),
  name: Names,
  precision,
  icon: Type.Optional(Type.String({ description: 'where it has a picture of its own' })),
});
export type Kind = Static<typeof Kind>;

export const Category = Type.Object({
  code: Type.String(),
  name: Names,
  shortName: Names,
  icon: Type.String({ description: 'name of its picture' }),
  color: Type.String({ description: '#RRGGBB, only ever under the icon' }),
  iconColor: Type.String({ description: '#RRGGBB of the icon on that colour' }),
  precision,
  urgent: Type.Boolean({ description: 'show the emergency number before sending' }),
  bodies: Type.Array(Type.String(), { description: 'codes of bodies that may answer for it' }),
  kinds: Type.Array(Kind),
});
export type Category = Static<typeof Category>;

export const Body = Type.Object({
  code: Type.String(),
  name: Names,
  confirmed: Type.Boolean(),
  retired: Type.Boolean({ description: 'gets no new reports' }),
});
export type Body = Static<typeof Body>;

export const ConfigAnswer = Type.Object({
  languages: Type.Array(Type.Enum(LANGUAGES)),
  categories: Type.Array(Category),
  retired: Type.Array(Category, {
    description:
      'what old reports have and no new one may: retired categories, and categories in use with their retired kinds alone',
  }),
  statuses: Type.Array(Type.Enum(STATUSES)),
  bodies: Type.Array(Body),
  basemap: Type.Object({ tiles: Type.String({ description: 'where the background map says what it has' }) }),
  map: Type.Object({
    center: Position,
    zoom: Type.Number(),
    softBounds: Type.Array(Type.Number(), {
      minItems: 4,
      maxItems: 4,
      description: 'west,south,east,north; only warns',
    }),
  }),
  emergency: Type.Object({ phone: Type.String(), safetyPhone: Type.String() }),
  notice: Type.Union([Names, Type.Null()], { description: 'a sentence of the administrator, for everybody' }),
  retention: Type.Object(
    { contactDays: Type.Integer(), addressDays: Type.Integer(), unpublishedDays: Type.Integer() },
    { description: 'for how many days personal data is kept, see docs/privacy.md' },
  ),
  notices: Type.Optional(
    Type.Object(
      {
        mail: Type.Boolean(),
        pushKey: Type.Union([Type.String(), Type.Null()], {
          description: 'applicationServerKey for PushManager.subscribe()',
        }),
      },
      { description: 'how who sent a report may be told of changes; absent while nothing is configured' },
    ),
  ),
  texts: Type.Object(
    { siteName: Type.Optional(Names), notAppeal: Type.Optional(Names), thanks: Type.Optional(Names) },
    { description: 'texts of the site that the administrator has set; a client has its own for the others' },
  ),
  limits: Type.Object({
    pageLimit: Type.Integer(),
    descriptionLength: Type.Integer(),
    landmarkLength: Type.Integer(),
    households: Type.Integer(),
    withinCorners: Type.Integer(),
    heatRadiusMetres: Type.Object({ min: Type.Integer(), max: Type.Integer(), default: Type.Integer() }),
  }),
  dataVersion: Type.Integer({ description: 'grows with every change of published data' }),
  demo: Type.Object({
    present: Type.Boolean({ description: 'invented reports are stored' }),
    shown: Type.Boolean({ description: 'they are shown without being asked for, because no real report exists' }),
  }),
});
export type ConfigAnswer = Static<typeof ConfigAnswer>;

export const AreaProperties = Type.Object({
  code: Type.String(),
  kind: Type.Enum(AREA_KINDS),
  parent: Type.Union([Type.String(), Type.Null()]),
  name: Names,
  shortName: Names,
  labelPoint: Position,
  approximate: Type.Boolean({ description: 'a placeholder until the official boundary is imported' }),
  households: Type.Union([Type.Integer(), Type.Null()]),
  counts: Type.Object(
    { reports: Type.Integer(), open: Type.Integer(), resolved: Type.Integer() },
    { description: 'of the default set of reports, quarters included' },
  ),
});
export const AreaFeature = featureOf(MultiPolygonGeometry, AreaProperties);
export type AreaFeature = Static<typeof AreaFeature>;

export const AreasQuery = Type.Object({ kind: Type.Optional(Type.String()) }, { additionalProperties: false });
export const AreaCollection = Type.Object({
  type: Type.Literal('FeatureCollection'),
  features: Type.Array(AreaFeature),
});
export type AreaCollection = Static<typeof AreaCollection>;
