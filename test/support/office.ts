import type { Page } from '@playwright/test';
import type { Role } from '../../server/contract/rights.ts';
import type { RunningServer } from './server.ts';

export const STAFF_PASSWORD = 'кычкыл-алма-2026';

export interface Invitation {
  readonly login: string;
  readonly name: string;
  /** Of the one-time link, with a leading slash. */
  readonly path: string;
}

/** The first administrator of a running server, who invites everybody else. */
export interface Office {
  /** Of its server. */
  readonly origin: string;
  /** An account with a one-time link that nobody has opened yet. */
  invite(role: Role, name?: string): Promise<Invitation>;
  /** Gives the page a session of a new account; its password is STAFF_PASSWORD. */
  signIn(page: Page, role: Role, name?: string): Promise<Invitation>;
}

export function openOffice(server: RunningServer): Office {
  let cookie: Promise<string> | undefined;
  let serial = 0;

  const ask = async (method: string, path: string, body: object, headers: Record<string, string> = {}) => {
    const response = await fetch(server.origin + path, {
      method,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  const admin = async (): Promise<string> => {
    const token = tokenOf(await server.addAdmin('admin@example.kg'));
    const response = await ask('PUT', '/api/session/link', { token, password: STAFF_PASSWORD });
    return response.headers.get('set-cookie')!.split(';')[0]!;
  };
  const invite = async (role: Role, name = 'Айжан Модератор'): Promise<Invitation> => {
    cookie ??= admin();
    const login = `${role}-${++serial}@example.kg`;
    const response = await ask('POST', '/api/staff/users', { login, name, role }, { cookie: await cookie });
    const { link } = (await response.json()) as { link: { path: string } };
    return { login, name, path: link.path };
  };
  return {
    origin: server.origin,
    invite,
    async signIn(page, role, name) {
      const invitation = await invite(role, name);
      const response = await page.request.put(`${server.origin}/api/session/link`, {
        data: { token: tokenOf(invitation.path), password: STAFF_PASSWORD },
      });
      if (!response.ok()) throw new Error(`signing in: ${response.status()}`);
      return invitation;
    },
  };
}

function tokenOf(path: string): string {
  return path.slice(path.indexOf('#') + 1);
}
