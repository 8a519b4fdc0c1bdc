import fastify from 'fastify';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { App } from '../../server/app.ts';
import { guard, keepStaffRoutesInside } from '../../server/auth/guard.ts';
import {
  checkLogin,
  isForeign,
  isPrivateConnection,
  makeActor,
  mayUse,
  type ActorRow,
} from '../../server/auth/rules.ts';
import { deviceOf, newDevice, openSecret, sealSecret } from '../../server/auth/secrets.ts';
import { MEMORY_SECONDS, STRICT_WAITS, WAITS } from '../../server/auth/tries/rules.ts';
import { RIGHTS, RIGHTS_OF_ROLE, ROLES, TOKEN_SCOPES } from '../../server/contract/rights.ts';

describe('a staff route', () => {
  const answer = () => ({});
  const contexts = {
    'in the staff context': (app: App) => guard(app),
    'outside it, under /api/staff': (app: App) => keepStaffRoutesInside(app),
  };
  test.each(Object.entries(contexts))('%s cannot be registered without its right', (_name, prepare) => {
    const app = fastify() as unknown as App;
    prepare(app);
    expect(() => app.get('/api/staff/secret', answer)).toThrow(/GET.*\/api\/staff\/secret: a staff route must say/);
    expect(() => app.get('/api/staff/none', { config: { right: [] } }, answer)).toThrow(/must say/);
    app.get('/api/staff/open', { config: { right: 'reports.read' } }, answer);
  });

  test('is the only kind that is asked: a public route of the same server says nothing', () => {
    const app = fastify() as unknown as App;
    keepStaffRoutesInside(app);
    app.get('/api/reports', answer);
    app.get('/api/staffing', answer);
  });
});

describe('rights', () => {
  test('an administrator has all, nobody has none, a planner changes nothing', () => {
    expect([...RIGHTS_OF_ROLE.admin].sort()).toEqual([...RIGHTS].sort());
    for (const right of RIGHTS) expect(mayUse(null, right)).toBe(false);
    expect(mayUse(null, 'anyone')).toBe(true);
    expect(RIGHTS_OF_ROLE.planner).toEqual(['account.own', 'reports.read']);
  });

  const row: ActorRow = {
    userId: 1,
    login: 'a',
    name: 'А',
    role: 'admin',
    totp: false,
    areaIds: null,
    expiresAt: '2026-01-01T00:00:00Z',
    scopes: null,
  };

  test('of a token are never more than those of its role, nor than its scopes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ROLES), fc.subarray([...TOKEN_SCOPES]), (role, scopes) => {
        const { rights } = makeActor({ ...row, role, scopes }, []);
        for (const right of rights) {
          expect(RIGHTS_OF_ROLE[role]).toContain(right);
          expect(scopes).toContain(right);
        }
      }),
    );
  });

  test('in areas reach what lies within them; no area left is nowhere, not everywhere', () => {
    const areas = [
      { id: 1, code: 'alai-1', kind: 'settlement' as const, parent: null, idsWithin: [1, 11, 12] },
      { id: 2, code: 'alai-2', kind: 'settlement' as const, parent: null, idsWithin: [2] },
    ];
    expect(makeActor({ ...row, areaIds: [1] }, areas).areaIds).toEqual([1, 11, 12]);
    expect(makeActor({ ...row, areaIds: [] }, areas).areaIds).toEqual([]);
    expect(makeActor({ ...row, areaIds: [99] }, areas).areaIds).toEqual([]);
    expect(makeActor(row, areas).areaIds).toBeNull();
  });
});

describe('a connection', () => {
  test.each([
    ['https', 'karta.example.kg', true],
    ['http', 'localhost', true],
    ['http', '127.0.0.1', true],
    ['http', '[::1]', true],
    ['http', '192.168.1.7', false],
    ['http', 'localhost.evil.example', false],
    ['http', '127.0.0.1.evil.example', false],
    ['http', '', false],
  ])('over %s to %s: %s', (protocol, host, expected) => {
    expect(isPrivateConnection(protocol, host)).toBe(expected);
  });

  test('from another port or scheme is another site', () => {
    const own = 'https://karta.example.kg';
    expect(isForeign({}, own)).toBe(false);
    expect(isForeign({ origin: own, 'sec-fetch-site': 'same-origin' }, own)).toBe(false);
    for (const origin of ['http://karta.example.kg', `${own}:444`, 'null', 'https://karta.example.kg.evil.example'])
      expect(isForeign({ origin }, own)).toBe(true);
  });
});

test('a login is stored one way only, and is never anything but plain letters', () => {
  expect(checkLogin(' Aida@Example.KG ')).toBe('aida@example.kg');
  // Nobody takes the name of an account that was erased.
  expect(() => checkLogin('erased-12')).toThrow();
  fc.assert(
    fc.property(fc.string(), (text) => {
      try {
        expect(checkLogin(text)).toMatch(/^[a-z0-9._@+-]{2,100}$/);
      } catch (error) {
        expect(error).toMatchObject({ code: 'invalid_input' });
      }
    }),
  );
});

test('wrong tries double the wait up to a quarter of an hour; where an account is guessed from everywhere, from the first', () => {
  expect(WAITS.slice(0, 8)).toEqual([0, 0, 0, 0, 2, 4, 8, 16]);
  expect(STRICT_WAITS.slice(0, 3)).toEqual([2, 4, 8]);
  for (const waits of [WAITS, STRICT_WAITS]) {
    expect(waits.at(-1)).toBe(900);
    expect([...waits].sort((a, b) => a - b)).toEqual(waits);
    // Else it would be over before it is forgotten.
    expect(Math.max(...waits)).toBeLessThan(MEMORY_SECONDS);
  }
});

test('the mark of a browser is known for its login and key alone, whatever is done to it', () => {
  const mark = newDevice('one key', 'aida');
  expect(deviceOf('one key', 'aida', mark)).toBe(mark.split('.')[0]);
  expect(deviceOf('one key', 'azamat', mark)).toBeNull();
  expect(deviceOf('another key', 'aida', mark)).toBeNull();
  fc.assert(
    fc.property(fc.string(), fc.nat(mark.length - 1), (text, at) => {
      expect(deviceOf('one key', 'aida', text)).toBeNull();
      const other = mark[at] === 'A' ? 'B' : 'A';
      expect(deviceOf('one key', 'aida', mark.slice(0, at) + other + mark.slice(at + 1))).toBeNull();
    }),
  );
});

test('a sealed secret opens with its key and with no other', () => {
  const sealed = sealSecret('one key', 'JBSWY3DPEHPK3PXP');
  expect(sealed.toString('latin1')).not.toContain('JBSWY');
  expect(openSecret('one key', sealed)).toBe('JBSWY3DPEHPK3PXP');
  expect(() => openSecret('another key', sealed)).toThrow();
});
