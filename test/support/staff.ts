import { loadCatalog } from '../../server/catalog/store.ts';
import type { Role } from '../../server/contract/rights.ts';
import { changePassword, startSession } from '../../server/auth/store.ts';
import { hashPassword } from '../../server/auth/secrets.ts';
import { draftUser } from '../../server/auth/users/rules.ts';
import { addUser } from '../../server/auth/users/store.ts';
import type { Answer, TestApp } from './database.ts';

export const PASSWORD = 'кычкыл-алма-2026';

type Ask = (
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  url: string,
  body?: object,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface Staff {
  readonly id: number;
  readonly login: string;
  /** Headers of the session's browser. */
  readonly headers: Record<string, string>;
  readonly ask: Ask;
}

let serial = 0;
/** One hash for all: hashing takes a while on purpose. */
let hash: Promise<string> | undefined;

/** Somebody with an account and a running session. The password is PASSWORD. */
export async function addStaff(context: TestApp, role: Role, areas: string[] | null = null): Promise<Staff> {
  serial += 1;
  const login = `${role}-${serial}@example.kg`;
  const passwordHash = await (hash ??= hashPassword(PASSWORD));
  const { database, config } = context;
  const draft = draftUser({ login, name: `Ат ${serial}`, role, areas }, await loadCatalog(database));
  const { id, secret } = await database.transact(async (sql) => {
    const user = await addUser(sql, { userId: null, via: 'console' }, draft);
    await changePassword(sql, { userId: user.id, via: 'console' }, passwordHash);
    return { id: user.id, secret: await startSession(sql, { userId: user.id, via: 'session' }, config.sessionSeconds) };
  });
  return staffOf(context, id, login, { cookie: `alai_session=${secret}` });
}

/** The same person with other headers, such as those of a token. */
export function staffOf(context: TestApp, id: number, login: string, headers: Record<string, string>): Staff {
  return {
    id,
    login,
    headers,
    ask: (method, url, body, more) => context.ask(method, url, body, { ...headers, ...more }),
  };
}

/** All cookies that an answer sets, with their attributes; the session's first. */
export function cookiesOf(answer: Answer): string[] {
  return [answer.headers['set-cookie'] ?? []].flat();
}

/** The session cookie of an answer, as a browser sends it back. */
export function cookieOf(answer: Answer): string {
  return cookiesOf(answer)[0]!.split(';')[0]!;
}

/** Takes the last change of a report back that was not; the history says which it is. */
export async function undoLast(staff: Staff, id: string): Promise<Answer> {
  const path = `/api/staff/reports/${id}`;
  const { history } = (await staff.ask('GET', `${path}/history`)).body;
  const open = history.filter((each: any) => each.entry !== null && each.undoes === null && !each.undone);
  const { version } = (await staff.ask('GET', path)).body;
  const entry = Math.max(0, ...open.map((each: any) => each.entry));
  return staff.ask('POST', `${path}/undo`, { entry }, { 'if-match': String(version) });
}
