import { Type } from 'typebox';
import type { Static } from 'typebox';
import { LANGUAGES } from './enums.ts';

/** RFC 5321: a path has at most 256 characters, two of them the angle brackets. */
export const MAIL_ADDRESS_LENGTH_MAX = 254;

export const OwnNotices = Type.Object(
  {
    mail: Type.Enum(['off', 'asked', 'on'] as const, {
      description: 'asked: a letter is under way, and whoever has the address has not agreed yet',
    }),
    push: Type.Enum(['off', 'on'] as const),
  },
  { description: 'how who sent it is told of changes' },
);
export type OwnNotices = Static<typeof OwnNotices>;

const strict = { additionalProperties: false } as const;
const language = Type.Enum(LANGUAGES, { description: 'in which it is told' });

export const AskMail = Type.Object(
  { address: Type.String({ maxLength: MAIL_ADDRESS_LENGTH_MAX }), language },
  { ...strict, description: 'a letter with a link goes there first; nothing else does before it was used' },
);
export type AskMail = Static<typeof AskMail>;

/** The longest endpoints that are known have some 500 characters. */
const ENDPOINT_LENGTH_MAX = 1024;
const KEY_LENGTH_MAX = 100;
export const AskPush = Type.Object(
  {
    endpoint: Type.String({ maxLength: ENDPOINT_LENGTH_MAX, description: 'of a push service this server knows' }),
    keys: Type.Object(
      {
        p256dh: Type.String({ maxLength: KEY_LENGTH_MAX }),
        auth: Type.String({ maxLength: KEY_LENGTH_MAX }),
      },
      strict,
    ),
    language,
  },
  { ...strict, description: 'what PushManager.subscribe() gave (Push API), and a language' },
);
export type AskPush = Static<typeof AskPush>;

/** What a push message holds, as JSON. The service worker opens the page of the code, and makes its address itself. */
export interface PushedNotice {
  title: string;
  body: string;
  code: string;
  language: string;
}
