import { Type } from 'typebox';
import type { Static } from 'typebox';
import { Names } from './catalog.ts';

const strict = { additionalProperties: false } as const;
const code = Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,62}$' });
const name = Type.String({ minLength: 1, maxLength: 300 });
const names = Type.Object({ ky: name, ru: name, en: name }, strict);
const day = Type.Union([Type.String({ format: 'date' }), Type.Null()]);
const version = Type.Integer({ description: 'to be sent as If-Match with a change' });

export const StaffBody = Type.Object({
  code: Type.String(),
  name: Names,
  confirmed: Type.Boolean({ description: 'false: a proposal that nobody has confirmed' }),
  retired: Type.Boolean(),
  open: Type.Integer({ description: 'open reports it is to answer, within one’s areas, at most 1,000' }),
  version,
});
export type StaffBody = Static<typeof StaffBody>;
export const StaffBodies = Type.Object({ bodies: Type.Array(StaffBody) });
export const NewBody = Type.Object({ code, name: names, confirmed: Type.Optional(Type.Boolean()) }, strict);
export type NewBody = Static<typeof NewBody>;
export const BodyEdit = Type.Object(
  {
    name: Type.Optional(names),
    confirmed: Type.Optional(Type.Boolean()),
    retired: Type.Optional(Type.Boolean({ description: 'gets no new reports; what it has it keeps' })),
  },
  { ...strict, minProperties: 1 },
);
export type BodyEdit = Static<typeof BodyEdit>;

const what = {
  category: Type.Union([Type.String(), Type.Null()], { description: 'a category or a kind; null: any' }),
  area: Type.Union([Type.String(), Type.Null()], { description: 'with all that lies in it; null: everywhere' }),
  body: Type.String(),
  validFrom: Type.Union([Type.String({ format: 'date' }), Type.Null()], { description: 'the first day' }),
  validTo: Type.Union([Type.String({ format: 'date' }), Type.Null()], { description: 'the first day no more' }),
};
export const BodyRoute = Type.Object({ id: Type.Integer(), ...what, version });
export type BodyRoute = Static<typeof BodyRoute>;
export const BodyRoutes = Type.Object({ routes: Type.Array(BodyRoute) });
const short = Type.Union([Type.String({ maxLength: 80 }), Type.Null()]);
export const BodyRouteDraft = Type.Object(
  {
    category: short,
    area: short,
    body: Type.String({ maxLength: 64 }),
    validFrom: Type.Optional(day),
    validTo: Type.Optional(day),
  },
  {
    ...strict,
    description:
      'the kind counts for more than the category, the smaller area for more than the larger, the later start for more than the earlier',
  },
);
export type BodyRouteDraft = Static<typeof BodyRouteDraft>;
