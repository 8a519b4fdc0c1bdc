import { Type } from 'typebox';
import type { Static } from 'typebox';
import { AREA_KINDS } from './enums.ts';

/** Bytes of a document of boundaries sent to the server; `alai import areas` takes larger ones. */
export const AREA_DOCUMENT_BYTES_MAX = 16 * 1024 * 1024;
export const PROPOSAL_STATES = ['open', 'applied', 'undone'] as const;
const NAME_LENGTH = { minLength: 1, maxLength: 200 } as const;

const strict = { additionalProperties: false } as const;
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);
const nullableText = nullable(Type.String());
const nullableNumber = nullable(Type.Number());
const code = Type.String({ maxLength: 63 });

export const NewProposal = Type.Object(
  {
    name: Type.String({
      ...NAME_LENGTH,
      description: 'of the file or the drawing; noted as the source where a feature names none',
    }),
    document: Type.Object(
      {},
      { additionalProperties: true, description: 'GeoJSON FeatureCollection, as for `alai import areas`' },
    ),
    newCodes: Type.Optional(
      Type.Array(Type.Object({ from: code, to: code }, strict), {
        maxItems: 200,
        description: 'areas that get another code and stay the same area',
      }),
    ),
    endMissing: Type.Optional(
      Type.Boolean({
        description: 'areas of the same kinds that the document does not name end today; otherwise they stay',
      }),
    ),
  },
  strict,
);
export type NewProposal = Static<typeof NewProposal>;

const AreaDifference = Type.Object({
  code: Type.String(),
  was: nullable(Type.String({ description: 'its code before' })),
  change: Type.Enum(['added', 'changed', 'ended', 'same'] as const),
  fields: Type.Array(Type.Object({ field: Type.String(), before: Type.Unknown(), after: Type.Unknown() })),
  hectares: Type.Object({ before: nullableNumber, after: Type.Number() }),
  reports: Type.Object({ before: Type.Integer(), after: Type.Integer() }),
  inForce: Type.Boolean(),
});
const Move = Type.Object({ from: nullableText, to: nullableText, reports: Type.Integer() });

export const Differences = Type.Object({
  areas: Type.Array(AreaDifference, { description: 'those of the document, and others whose reports change' }),
  missing: Type.Array(Type.String(), { description: 'codes of areas in force that the document does not name' }),
  moves: Type.Array(Move, { description: 'reports whose published area changes; null is outside every settlement' }),
  moved: Type.Integer(),
  looked: Type.Integer({ description: 'reports that were assigned anew, most of them to the area they had' }),
  outside: Type.Object({ before: Type.Integer(), after: Type.Integer() }),
});
export type Differences = Static<typeof Differences>;

const proposal = {
  id: Type.Integer(),
  name: Type.String(),
  by: Type.String(),
  createdAt: Type.String(),
  state: Type.Enum(PROPOSAL_STATES),
  appliedBy: nullableText,
  appliedAt: nullableText,
  undoneAt: nullableText,
  undoable: Type.Boolean({ description: 'it was the last one applied, and the areas are as it left them' }),
};
const Proposal = Type.Object({ ...proposal, areas: Type.Integer(), moved: Type.Integer() });
export const Proposals = Type.Object({ proposals: Type.Array(Proposal) });

const Boundary = nullable(Type.Unknown({ description: 'GeoJSON MultiPolygon' }));
export const WholeProposal = Type.Object({
  ...proposal,
  differences: Differences,
  boundaries: Type.Array(Type.Object({ code: Type.String(), was: nullableText, before: Boundary, after: Boundary }), {
    description: 'of the areas of the document',
  }),
});
export type WholeProposal = Static<typeof WholeProposal>;

export const StaffArea = Type.Object({
  code: Type.String(),
  kind: Type.Enum(AREA_KINDS),
  parent: nullableText,
  nameKy: Type.String(),
  nameRu: Type.String(),
  nameEn: Type.String(),
  shortNameKy: nullableText,
  shortNameRu: nullableText,
  shortNameEn: nullableText,
  households: nullable(Type.Integer()),
  approximate: Type.Boolean(),
  source: nullableText,
  validFrom: nullableText,
  validTo: nullableText,
  inForce: Type.Boolean(),
  hectares: Type.Number(),
  reports: Type.Integer(),
  geometry: Type.Unknown({ description: 'GeoJSON MultiPolygon' }),
});
export type StaffArea = Static<typeof StaffArea>;
export const StaffAreas = Type.Object({ areas: Type.Array(StaffArea) });

export const AreaVersions = Type.Object({
  versions: Type.Array(
    Type.Object({
      code: Type.String(),
      kind: Type.Enum(AREA_KINDS),
      name: Type.Object({ ky: Type.String(), ru: Type.String(), en: Type.String() }),
      households: nullable(Type.Integer()),
      approximate: Type.Boolean(),
      source: nullableText,
      from: Type.String({ format: 'date-time' }),
      until: Type.String({ format: 'date-time' }),
      geometry: Type.Unknown({ description: 'GeoJSON MultiPolygon' }),
    }),
  ),
});
