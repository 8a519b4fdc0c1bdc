import { createHash, createHmac, randomInt, timingSafeEqual } from 'node:crypto';

/** Letters and digits that are not mistaken for each other when read out: no 0/O, 1/I/L. */
const CODE_ALPHABET = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;

/** A random tracking code of 8 letters and digits: 31^8, about 8.5e11, possibilities. It says nothing of the report. */
export function newCode(): string {
  return Array.from({ length: CODE_LENGTH }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
}

/** Cyrillic capitals and the signs of a code that look like them: whoever types a code in Kyrgyz does not see the difference. */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  ...{ А: 'A', В: 'B', Е: 'E', З: '3', К: 'K', М: 'M', Н: 'H', О: 'O', Р: 'P', С: 'C', Т: 'T', У: 'Y', Ү: 'Y', Х: 'X' },
};
/** No code has 0 or O; these have them read out of a round letter. */
const ROUND = ['D', 'Q'];
/** More than these are no slip of the eye. */
const ROUND_MAX = 2;

/**
 * The codes that a person may mean by what was typed: in any case, with spaces, dashes and the № before it, with Cyrillic
 * letters of the same look, and with 0 or O for a round letter. Best first; none when it cannot be a code.
 */
export function codesMeant(text: string): string[] {
  const typed = text.toUpperCase().replace(/[^\p{L}\p{Nd}]/gu, '');
  const latin = typed.replace(/[^0-9A-Z]/g, (sign) => LOOK_ALIKES[sign] ?? '?').replaceAll('0', 'O');
  if (!/^[2-9A-HJKMN-Z]{8,12}$/.test(latin) || latin.split('O').length - 1 > ROUND_MAX) return [];
  return latin
    .split('O')
    .reduce<string[]>(
      (starts, part, index) =>
        index === 0 ? [part] : starts.flatMap((start) => ROUND.map((round) => start + round + part)),
      [],
    );
}

/** The reporter's manage token: the same for the same idempotency key, so that a lost answer can be given again. */
export function manageToken(secretKey: string, idempotencyKey: string): string {
  return hmac(secretKey, 'manage', idempotencyKey).toString('base64url');
}

/** What is stored of a manage token. */
export function manageTokenHash(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Whether a token is the one whose hash is stored; takes as long whatever of it is right. */
export function isManageToken(token: string, hash: Buffer | null): boolean {
  return hash !== null && timingSafeEqual(manageTokenHash(token), hash);
}

/** What is stored of a supporter: of one report only, so that two reports cannot be linked by their supporters. */
export function deviceHmac(secretKey: string, reportId: string, deviceToken: string): Buffer {
  return hmac(secretKey, 'support', `${reportId}:${deviceToken}`);
}

/** What is stored of who flagged a report: of one report only, and another than of a supporter. */
export function flagHmac(secretKey: string, reportId: string, deviceToken: string): Buffer {
  return hmac(secretKey, 'flag', `${reportId}:${deviceToken}`);
}

/** What is stored of who says whether a report is fixed: of one report only, and another than of a supporter. */
export function verdictHmac(secretKey: string, reportId: string, deviceToken: string): Buffer {
  return hmac(secretKey, 'verdict', `${reportId}:${deviceToken}`);
}

/** Fingerprint of a request body. Keyed, because a body may hold a name and a phone. */
export function bodyHash(secretKey: string, canonicalBody: string): Buffer {
  return hmac(secretKey, 'body', canonicalBody);
}

function hmac(secretKey: string, purpose: string, text: string): Buffer {
  return createHmac('sha256', secretKey).update(`${purpose}:${text}`).digest();
}
