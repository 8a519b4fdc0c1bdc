import { Type } from 'typebox';
import type { Static } from 'typebox';
import { PlaceChange, StatusChange, VisibilityChange, FieldValue } from './staff-reports.ts';
import { BodyChange } from './staff-work.ts';

/** Reports of one change. */
export const OPERATION_REPORTS_MAX = 1000;

const strict = { additionalProperties: false } as const;
const id = Type.String({ maxLength: 36 });

/** A report, and the version that was seen of it: what another has changed since is not overwritten. */
export const SeenReport = Type.Object({ id, version: Type.Integer({ minimum: 1 }) }, strict);
export const SeenReports = Type.Array(SeenReport, { minItems: 1, maxItems: OPERATION_REPORTS_MAX });

const what = {
  status: Type.Optional(StatusChange),
  visibility: Type.Optional(VisibilityChange),
  place: Type.Optional(PlaceChange),
  body: Type.Optional(BodyChange),
  text: Type.Optional(
    Type.Object({ approve: Type.Literal(true) }, { ...strict, description: 'publish the texts as they were sent' }),
  ),
};
const oneOf = 'exactly one of status, visibility, place, body and text';

export const OperationPreviewQuestion = Type.Object(
  { ...what, reports: Type.Array(id, { minItems: 1, maxItems: OPERATION_REPORTS_MAX }) },
  { ...strict, description: oneOf },
);
export type OperationPreviewQuestion = Static<typeof OperationPreviewQuestion>;
export const OperationPreview = Type.Object({
  changed: Type.Integer({ description: 'reports that would change' }),
  refused: Type.Integer({ description: 'reports for which it is impossible: with one of them none is changed' }),
  reports: Type.Array(
    Type.Object({
      id: Type.String(),
      code: Type.String(),
      version: Type.Integer({ description: 'to be sent with the change' }),
      changes: Type.Array(FieldValue),
      refused: Type.Union([Type.String(), Type.Null()], { description: 'the error code it would be refused with' }),
    }),
  ),
});
export type OperationPreview = Static<typeof OperationPreview>;

export const NewOperation = Type.Object(
  { ...what, reports: SeenReports },
  { ...strict, description: `${oneOf}; all of the reports or none` },
);
export type NewOperation = Static<typeof NewOperation>;
export const OperationDone = Type.Object({
  operation: Type.Integer({ description: 'to be taken back under this number' }),
  changed: Type.Integer(),
});
export type OperationDone = Static<typeof OperationDone>;

export const Operations = Type.Object({
  operations: Type.Array(
    Type.Object({
      id: Type.Integer(),
      action: Type.String(),
      at: Type.String({ format: 'date-time' }),
      by: Type.String(),
      changed: Type.Integer(),
      undone: Type.Boolean(),
    }),
  ),
  next: Type.Union([Type.String(), Type.Null()]),
});
export type Operations = Static<typeof Operations>;
export const OperationsQuery = Type.Object(
  { before: Type.Optional(Type.String()), limit: Type.Optional(Type.String()) },
  strict,
);
