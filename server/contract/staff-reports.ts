import { Type } from 'typebox';
import type { Static } from 'typebox';
import { CHANNELS, HISTORY_ACTORS, HISTORY_EVENTS, PRECISIONS, STATUSES } from './enums.ts';
import { filterProperties } from './filters.ts';
import { PointGeometry, Position } from './geojson.ts';
import { ReplyFile } from './replies.ts';
import { DESCRIPTION_LENGTH_MAX, LANDMARK_LENGTH_MAX } from './reports.ts';
import { Verdicts } from './verdicts.ts';
import { StaffPhoto } from './staff-photos.ts';

export const NOTE_LENGTH_MAX = 1000;
export const HIDE_REASONS = ['personal_data', 'abuse', 'spam', 'not_a_problem', 'test', 'other'] as const;

/** What anybody can say is wrong with a report. */
export const FLAG_REASONS = ['personal_data', 'abuse', 'spam', 'not_a_problem', 'wrong_place', 'other'] as const;

/** What the staff's list can be ordered by, and which way each goes unless asked otherwise. */
export const STAFF_SORTS = {
  reported: 'desc',
  updated: 'desc',
  due: 'asc',
  supports: 'desc',
  households: 'desc',
  category: 'asc',
  area: 'asc',
  status: 'asc',
  body: 'asc',
  precision: 'asc',
  channel: 'asc',
  hidden: 'asc',
} as const;
export type StaffSort = keyof typeof STAFF_SORTS;
export const SORT_ORDERS = ['asc', 'desc'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

const strict = { additionalProperties: false } as const;
const textOrNull = Type.Union([Type.String(), Type.Null()]);
const pointOrNull = Type.Union([PointGeometry, Type.Null()]);

const StaffReply = Type.Object({
  id: Type.Integer(),
  at: Type.String({ format: 'date-time' }),
  by: Type.String(),
  body: textOrNull,
  text: Type.String(),
  file: Type.Union([ReplyFile, Type.Null()]),
});
const StaffQuestion = Type.Object({
  id: Type.String({ format: 'uuid' }),
  at: Type.String({ format: 'date-time' }),
  by: Type.String(),
  text: Type.String(),
  answer: textOrNull,
  answeredAt: textOrNull,
});

export const StaffReport = Type.Object({
  id: Type.String({ format: 'uuid' }),
  code: Type.String(),
  version: Type.Integer({ description: 'to be sent as If-Match with a change' }),
  category: Type.String(),
  kind: textOrNull,
  status: Type.Enum(STATUSES),
  channel: Type.Enum(CHANNELS),
  language: Type.String(),
  demo: Type.Boolean(),
  area: Type.Union([Type.String(), Type.Null()], { description: 'where it lies; private' }),
  assignedArea: Type.Union([Type.String(), Type.Null()], { description: 'by hand; counts for more than boundaries' }),
  publishedArea: textOrNull,
  location: Type.Union([PointGeometry, Type.Null()], { description: 'the exact place; private' }),
  publishedLocation: pointOrNull,
  precision: Type.Enum(PRECISIONS),
  description: Type.Union([Type.String(), Type.Null()], {
    description: 'as it was sent, or corrected last by who sent it; staff never change it',
  }),
  landmark: textOrNull,
  publishedDescription: textOrNull,
  publishedLandmark: textOrNull,
  waiting: Type.Boolean({ description: 'nobody has looked at its text yet' }),
  moderatedAt: textOrNull,
  hidden: Type.Union([Type.Object({ at: Type.String(), reason: Type.String() }), Type.Null()]),
  households: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  supports: Type.Integer(),
  hasContact: Type.Boolean(),
  observedAt: textOrNull,
  reportedAt: Type.String(),
  updatedAt: Type.String(),
  resolvedAt: textOrNull,
  body: Type.Union([Type.String(), Type.Null()], { description: 'code of the body that is to answer' }),
  bodyByHand: Type.Boolean({ description: 'a person chose it, not the routes' }),
  dueOn: Type.Union([Type.String({ format: 'date' }), Type.Null()], {
    description: 'last day of the term for a reply',
  }),
  overdue: Type.Boolean(),
  mergedInto: Type.Union([Type.String(), Type.Null()], { description: 'id of the report it is counted with' }),
  merged: Type.Array(Type.String(), { description: 'ids of reports that are counted with this one' }),
  photos: Type.Array(StaffPhoto),
  replies: Type.Array(StaffReply),
  questions: Type.Array(StaffQuestion),
  verdicts: Verdicts,
  doubted: Type.Boolean({ description: 'residents say that it is not solved, and nobody has looked at that yet' }),
  flags: Type.Object({
    open: Type.Integer({ description: 'nobody has looked at yet' }),
    all: Type.Array(Type.Object({ at: Type.String(), reason: Type.Enum(FLAG_REASONS), note: textOrNull }), {
      description: 'the newest 20',
    }),
  }),
});
export type StaffReport = Static<typeof StaffReport>;

const flag = (description: string) => Type.Optional(Type.Enum(['true', 'false'] as const, { description }));

export const StaffListQuery = Type.Object(
  {
    ...filterProperties,
    hidden: Type.Optional(Type.Enum(['true', 'false'] as const, { description: 'only hidden ones, or none of them' })),
    waiting: Type.Optional(
      Type.Enum(['true', 'false'] as const, { description: 'whose text nobody has looked at yet' }),
    ),
    overdue: flag('whose term for a reply has passed without one'),
    unassigned: flag('open ones that no body answers for yet'),
    flagged: flag('with flags that nobody has looked at'),
    pendingPhotos: flag('with photos that nobody has looked at'),
    doubted: flag('of which residents say that they are not solved, and nobody has looked at that yet'),
    body: Type.Optional(Type.String({ description: 'codes of responsible bodies, comma list' })),
    sort: Type.Optional(
      Type.Enum(Object.keys(STAFF_SORTS) as StaffSort[], {
        description:
          'by a time, a number, or the order in which categories, areas, statuses, bodies and so on are listed; among equals the newest comes first, without a value last. By time of report when left out',
      }),
    ),
    order: Type.Optional(
      Type.Enum(SORT_ORDERS, { description: 'times and numbers descend when left out, all others and due ascend' }),
    ),
    limit: Type.Optional(Type.String()),
    cursor: Type.Optional(Type.String()),
  },
  {
    ...strict,
    description: 'the filters of the public list, but by what was said: exact place, own time, unpublished text',
  },
);
export type StaffListQuery = Static<typeof StaffListQuery>;
export const StaffReportPage = Type.Object({ reports: Type.Array(StaffReport), next: textOrNull });

export const FieldValue = Type.Object({
  field: Type.String(),
  before: Type.Unknown(),
  after: Type.Unknown(),
  erased: Type.Boolean(),
});
export const StaffHistory = Type.Object({
  history: Type.Array(
    Type.Object({
      entry: Type.Union([Type.Integer(), Type.Null()], {
        description: 'of the audit log; null for residents and imports',
      }),
      at: Type.String({ format: 'date-time' }),
      actor: Type.Enum(HISTORY_ACTORS),
      by: Type.Union([Type.String(), Type.Null()], { description: 'name of the member of staff' }),
      event: Type.Enum(HISTORY_EVENTS),
      status: Type.Union([Type.Enum(STATUSES), Type.Null()]),
      note: textOrNull,
      isPublic: Type.Boolean(),
      action: textOrNull,
      undoes: Type.Union([Type.Integer(), Type.Null()]),
      undone: Type.Boolean(),
      operation: Type.Union([Type.Integer(), Type.Null()], {
        description: 'the change of many reports it belongs to, which is taken back as a whole',
      }),
      changes: Type.Array(FieldValue),
    }),
  ),
});
export type StaffHistory = Static<typeof StaffHistory>;

export const ReportContact = Type.Object({
  contact: Type.Union([Type.Object({ name: textOrNull, phone: textOrNull, consentedAt: Type.String() }), Type.Null()]),
});

export const TextChange = Type.Object(
  {
    description: Type.Union([Type.String({ maxLength: DESCRIPTION_LENGTH_MAX }), Type.Null()]),
    landmark: Type.Optional(Type.Union([Type.String({ maxLength: LANDMARK_LENGTH_MAX }), Type.Null()])),
  },
  { ...strict, description: 'what the public reads from now on; null publishes nothing. The original is kept' },
);
export type TextChange = Static<typeof TextChange>;

export const StatusChange = Type.Object(
  {
    status: Type.Enum(STATUSES),
    note: Type.Optional(
      Type.String({ maxLength: NOTE_LENGTH_MAX, description: 'public; needed for rejected and duplicate' }),
    ),
  },
  strict,
);
export type StatusChange = Static<typeof StatusChange>;

export const VisibilityChange = Type.Object(
  { hidden: Type.Boolean(), reason: Type.Optional(Type.Enum(HIDE_REASONS, { description: 'needed to hide' })) },
  strict,
);
export type VisibilityChange = Static<typeof VisibilityChange>;

export const PlaceChange = Type.Object(
  {
    category: Type.Optional(Type.String({ maxLength: 80, description: "a kind's code is best" })),
    location: Type.Optional(Type.Object({ type: Type.Literal('Point'), coordinates: Position }, strict)),
    area: Type.Optional(
      Type.Union([Type.String({ maxLength: 64 }), Type.Null()], {
        description: 'settlement or quarter by hand; null: by the boundaries',
      }),
    ),
    precision: Type.Optional(Type.Enum(PRECISIONS, { description: 'only coarser than now' })),
  },
  { ...strict, description: 'what it is about and where; what is published never gets finer by it', minProperties: 1 },
);
export type PlaceChange = Static<typeof PlaceChange>;

export const Undo = Type.Object(
  { entry: Type.Integer({ description: 'the last change of the history, so that nothing else is taken back' }) },
  strict,
);
