import { Type } from 'typebox';
import type { Static } from 'typebox';
import { RIGHTS, ROLES, TOKEN_SCOPES } from './rights.ts';

/** Characters of a password. Argon2id reads them all; the bound only keeps a request small. */
export const PASSWORD_LENGTH = { min: 10, max: 200 } as const;
export const STAFF_NAME_LENGTH_MAX = 200;
export const TOKEN_NAME_LENGTH_MAX = 100;
export const TOKEN_DAYS_MAX = 366;

const strict = { additionalProperties: false } as const;
const nullableText = Type.Union([Type.String(), Type.Null()]);
const time = Type.String({ format: 'date-time' });
const login = Type.String({
  minLength: 2,
  maxLength: 100,
  description: 'e-mail address or login name; case does not matter',
});
const password = Type.String({ minLength: 1, maxLength: PASSWORD_LENGTH.max });
const name = Type.String({ minLength: 1, maxLength: STAFF_NAME_LENGTH_MAX });
const areas = Type.Union([Type.Array(Type.String({ maxLength: 64 }), { maxItems: 200, minItems: 1 }), Type.Null()], {
  description: 'area codes a role is limited to, with all that lies within; null is everywhere',
});

const code = Type.String({ maxLength: 20, description: 'six digits of the second factor' });

export const Empty = Type.Object({}, strict);

export const SignIn = Type.Object(
  {
    login,
    password,
    code: Type.Optional(code),
  },
  strict,
);

export const StaffMe = Type.Object({
  login: Type.String(),
  name: Type.String(),
  role: Type.Enum(ROLES),
  rights: Type.Array(Type.Enum(RIGHTS)),
  areas,
  totp: Type.Boolean({ description: 'a second factor is asked for' }),
  expiresAt: time,
});
export type StaffMe = Static<typeof StaffMe>;

export const LinkLook = Type.Object({ token: Type.String({ maxLength: 200 }) }, strict);
export const LinkSeen = Type.Object({
  login: nullableText,
  name: nullableText,
  role: Type.Enum(ROLES),
  expiresAt: time,
});
export const LinkUse = Type.Object(
  {
    token: Type.String({ maxLength: 200 }),
    password,
    code: Type.Optional(code),
    login: Type.Optional(login),
    name: Type.Optional(name),
  },
  { ...strict, description: 'login and name only for the first administrator' },
);

export const PasswordChange = Type.Object({ password, newPassword: password }, strict);
export const PasswordOnly = Type.Object({ password }, strict);
export const TotpSecret = Type.Object({
  secret: Type.String(),
  uri: Type.String({ description: 'otpauth://, for a QR code' }),
});
export const TotpCode = Type.Object({ code: Type.String({ maxLength: 20 }) }, strict);

export const NewToken = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: TOKEN_NAME_LENGTH_MAX }),
    scopes: Type.Array(Type.Enum(TOKEN_SCOPES), { minItems: 1, maxItems: TOKEN_SCOPES.length }),
    days: Type.Integer({ minimum: 1, maximum: TOKEN_DAYS_MAX }),
  },
  strict,
);
export const ApiToken = Type.Object({
  id: Type.Integer(),
  name: Type.String(),
  scopes: Type.Array(Type.Enum(TOKEN_SCOPES)),
  createdAt: time,
  expiresAt: time,
  usedAt: nullableText,
});
export type ApiToken = Static<typeof ApiToken>;
/** Somebody else's, too. */
export const OwnedToken = Type.Object({
  ...ApiToken.properties,
  user: Type.Object({ id: Type.Integer(), login: Type.String(), name: Type.String() }),
});
export type OwnedToken = Static<typeof OwnedToken>;
export const AllTokens = Type.Object({ tokens: Type.Array(OwnedToken) });
export const ApiTokens = Type.Object({ tokens: Type.Array(ApiToken) });
export const ApiTokenMade = Type.Object({ id: Type.Integer(), token: Type.String({ description: 'shown this once' }) });

export const StaffUser = Type.Object({
  id: Type.Integer(),
  login: Type.String(),
  name: Type.String(),
  role: Type.Enum(ROLES),
  areas,
  totp: Type.Boolean(),
  state: Type.Enum(['invited', 'active', 'disabled', 'erased'] as const, {
    description: 'erased: ended for good, and nobody knows any more who it was',
  }),
  createdAt: time,
  seenAt: nullableText,
  linkExpiresAt: Type.Union([Type.String(), Type.Null()], {
    description: 'until when a one-time link works; null: none does',
  }),
});
export type StaffUser = Static<typeof StaffUser>;
export const StaffUsers = Type.Object({ users: Type.Array(StaffUser) });

export const NewUser = Type.Object({ login, name, role: Type.Enum(ROLES), areas: Type.Optional(areas) }, strict);
export type NewUser = Static<typeof NewUser>;
export const UserChange = Type.Object(
  {
    name: Type.Optional(name),
    role: Type.Optional(Type.Enum(ROLES)),
    areas: Type.Optional(areas),
    disabled: Type.Optional(Type.Boolean()),
    totp: Type.Optional(Type.Literal(false, { description: 'takes a lost second factor away' })),
  },
  strict,
);
export type UserChange = Static<typeof UserChange>;
export const OneTimeLink = Type.Object({
  path: Type.String({ description: 'opened once, in a browser of the person invited' }),
  expiresAt: time,
});
export const UserInvited = Type.Object({ user: StaffUser, link: OneTimeLink });
