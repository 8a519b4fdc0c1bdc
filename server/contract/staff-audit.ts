import { Type } from 'typebox';
import type { Static } from 'typebox';
import { FieldValue } from './staff-reports.ts';

export const AUDIT_PAGE = { default: 100, max: 1000 } as const;

/** Everything that is written into the log: subject.verb. */
export const AUDIT_ACTIONS = [
  'report.text',
  'report.status',
  'report.visibility',
  'report.place',
  'report.photo',
  'report.merge',
  'report.flags',
  'report.body',
  'report.note',
  'report.question',
  'report.reply',
  'report.undo',
  'report.erased',
  'report.contact_read',
  'report.contact_erased',
  'report.entered',
  'report.correction',
  'report.withdrawal',
  'report.verdicts',
  'user.added',
  'user.link',
  'user.changed',
  'user.signed_in',
  'user.signed_out',
  'user.erased',
  'user.password',
  'user.totp_on',
  'user.totp_off',
  'user.token_added',
  'user.token_revoked',
  'area.added',
  'area.changed',
  'area.proposed',
  'area.applied',
  'area.undone',
  'area.discarded',
  'body.added',
  'body.changed',
  'route.added',
  'route.changed',
  'route.removed',
  'category.added',
  'category.changed',
  'category.ordered',
  'category.kinds_ordered',
  'kind.added',
  'kind.changed',
  'setting.changed',
  'text.changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export const AuditQuery = Type.Object(
  {
    user: Type.Optional(Type.String({ maxLength: 100, description: 'login of who did it' })),
    action: Type.Optional(
      Type.String({ maxLength: 100, description: 'such as report.status, or report for all of them' }),
    ),
    subject: Type.Optional(Type.String({ maxLength: 100, description: 'id of the report, user, body or route' })),
    report: Type.Optional(
      Type.String({ maxLength: 100, description: 'id or tracking code of a report: what was done with it' }),
    ),
    area: Type.Optional(
      Type.String({
        maxLength: 1000,
        description: 'codes of areas, comma list: what was done with them and with the reports in them',
      }),
    ),
    from: Type.Optional(Type.String()),
    to: Type.Optional(Type.String({ description: 'exclusive' })),
    before: Type.Optional(Type.String({ description: 'entries before this one, for the next page' })),
    limit: Type.Optional(Type.String()),
  },
  { additionalProperties: false },
);
export type AuditQuery = Static<typeof AuditQuery>;
export const AuditExportQuery = Type.Omit(AuditQuery, ['before', 'limit'], { additionalProperties: false });

const textOrNull = Type.Union([Type.String(), Type.Null()]);
export const AuditEntry = Type.Object({
  id: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
  user: textOrNull,
  name: textOrNull,
  via: Type.String(),
  action: Type.String(),
  subject: Type.String(),
  subjectId: textOrNull,
  subjectName: Type.Union([
    Type.String({
      description: 'tracking code of a report, name of a user; null where the id says it or nobody knows',
    }),
    Type.Null(),
  ]),
  undoes: Type.Union([Type.Integer(), Type.Null()]),
  changes: Type.Array(FieldValue),
});
export type AuditEntry = Static<typeof AuditEntry>;
export const AuditPage = Type.Object({ entries: Type.Array(AuditEntry), next: textOrNull });
export type AuditPage = Static<typeof AuditPage>;

export const ChainState = Type.Object({
  seals: Type.Integer(),
  entries: Type.Integer({ description: 'of reports and of this log, under the seals' }),
  unsealed: Type.Integer({ description: 'entries that wait for the next seal, a few seconds' }),
  erased: Type.Integer({ description: 'values that were erased; their hashes stay' }),
  anchor: Type.Union([
    Type.String({
      description: 'number:hash of the last seal, to be noted elsewhere for `alai audit verify --anchor`',
    }),
    Type.Null(),
  ]),
  sealedUntil: textOrNull,
  lastCheck: Type.Union([
    Type.Object({
      at: Type.String({ format: 'date-time' }),
      by: Type.Union([Type.String(), Type.Null()], { description: 'null: on the command line' }),
      seals: Type.Integer(),
      entries: Type.Integer(),
      sealedUntil: textOrNull,
      faults: Type.Array(Type.Object({ where: Type.String(), fault: Type.String() }), {
        description: 'empty: the chain was whole',
      }),
    }),
    Type.Null(),
  ]),
});
export type ChainState = Static<typeof ChainState>;
