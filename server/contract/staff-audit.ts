import { Type } from 'typebox';
import type { Static } from 'typebox';
import { FieldValue } from './staff-reports.ts';

export const AUDIT_PAGE = { default: 100, max: 1000 } as const;

export const AuditQuery = Type.Object(
  {
    user: Type.Optional(Type.String({ maxLength: 100, description: 'login of who did it' })),
    action: Type.Optional(
      Type.String({ maxLength: 100, description: 'such as report.status, or report for all of them' }),
    ),
    subject: Type.Optional(Type.String({ maxLength: 100, description: 'id of the report, user, body or route' })),
    from: Type.Optional(Type.String()),
    to: Type.Optional(Type.String({ description: 'exclusive' })),
    before: Type.Optional(Type.String({ description: 'entries before this one, for the next page' })),
    limit: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;

const textOrNull = Type.Union([Type.String(), Type.Null()]);
export const AuditPage = Type.Object({
  entries: Type.Array(
    Type.Object({
      id: Type.Integer(),
      at: Type.String({ format: 'date-time' }),
      user: textOrNull,
      name: textOrNull,
      via: Type.String(),
      action: Type.String(),
      subject: Type.String(),
      subjectId: textOrNull,
      undoes: Type.Union([Type.Integer(), Type.Null()]),
      changes: Type.Array(FieldValue),
    }),
  ),
  next: textOrNull,
});
export type AuditPage = Static<typeof AuditPage>;
