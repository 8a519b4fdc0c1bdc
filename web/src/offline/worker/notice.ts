/** What a push message says, and where a tap on it leads. Pure: what comes is checked, whoever sent it. */
import type { PushedNotice } from '../../../../server/contract/notices.ts';

const CODE = /^[2-9A-Z]{8,12}$/;
/** Where all own reports stand. */
const MINE = '/track';
/** Said where the message cannot be read: the browser has to show something. */
const UNREADABLE: PushedNotice = { title: 'Алай картасы', body: '', code: '', language: 'ky' };

export function readNotice(text: string): PushedNotice {
  try {
    const given = JSON.parse(text) as Partial<Record<keyof PushedNotice, unknown>> | null;
    const { title, body, code, language } = given ?? {};
    const said = [title, body, code, language].every((part) => typeof part === 'string');
    return said && CODE.test(code as string) ? ({ title, body, code, language } as PushedNotice) : UNREADABLE;
  } catch {
    return UNREADABLE;
  }
}

/** The page of the report: on this phone it shows what waits for an answer. Never an address from the message. */
export function noticePath(code: unknown): string {
  return typeof code === 'string' && CODE.test(code) ? `/r/${code}` : MINE;
}
