import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mayUse, type NeededRight } from '../../server/auth/rules.ts';
import { addToken } from '../../server/auth/tokens/store.ts';
import { RIGHTS_OF_ROLE, ROLES, TOKEN_SCOPES } from '../../server/contract/rights.ts';
import { ROOT } from '../../server/root.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_2, OUTSIDE, point, send } from '../support/reports.ts';
import { operationsOf, rightsDocument, type Operation } from '../support/rights.ts';
import { addStaff } from '../support/staff.ts';

const operations = operationsOf(JSON.parse(readFileSync(path.join(ROOT, 'docs/openapi.json'), 'utf8')));
const staffOperations = operations.filter((operation) => operation.right !== null);

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

/** Sends an operation with ids that nobody has and a body that says nothing. */
const send1 = ({ method, path: route }: Operation, headers: Record<string, string>) =>
  context.ask(
    method,
    route.replace(/\{\w+\}/g, randomUUID()),
    method === 'GET' || method === 'DELETE' ? undefined : {},
    headers,
  );

test('docs/rights.md is what routes and rights say (else: npm run schema)', () => {
  expect(readFileSync(path.join(ROOT, 'docs/rights.md'), 'utf8')).toBe(rightsDocument(operations));
});

test('every route under /api/staff and /api/session names its right, and no other does', () => {
  for (const { method, path: route, right } of operations)
    expect(right !== null, `${method} ${route}`).toBe(/^\/api\/(staff|session)(\/|$)/.test(route));
});

describe.each(staffOperations)('$method $path', (operation) => {
  const right = operation.right as NeededRight;

  test('lets in whom the table lets in, and nobody else', async () => {
    const nobody = await send1(operation, {});
    const open = right === 'anyone';
    expect([nobody.status === 401, nobody.body?.code === 'sign_in_required']).toEqual([!open, !open]);
    for (const role of ROLES) {
      const { headers } = await addStaff(context, role);
      const answer = await send1(operation, headers);
      const allowed = mayUse({ rights: new Set(RIGHTS_OF_ROLE[role]) }, right);
      expect(answer.body?.code === 'not_allowed', `${role}: ${answer.status} ${answer.text}`).toBe(!allowed);
      expect(answer.status, role).not.toBe(401);
      expect(answer.status, role).toBeLessThan(500);
      if (!allowed) expect(answer.status, role).toBe(403);
    }
  });

  test('lets a token in by its scopes alone', async () => {
    const admin = await addStaff(context, 'admin');
    for (const scope of TOKEN_SCOPES) {
      const wish = { name: scope, scopes: [scope], days: 1 };
      const { token } = await addToken(context.database, { userId: admin.id, via: 'console' }, admin.id, wish);
      const answer = await send1(operation, { authorization: `Bearer ${token}` });
      expect(answer.body?.code === 'not_allowed', `${scope}: ${answer.text}`).toBe(
        !mayUse({ rights: new Set([scope]) }, right),
      );
    }
  });
});

describe('a report of another area', () => {
  /** What each route would do if it could; a new route needs a body here. */
  const BODIES: Record<string, object | undefined> = {
    'GET ': undefined,
    'GET /history': undefined,
    'GET /duplicates': undefined,
    'GET /contact': undefined,
    'PUT /claim': {},
    'PATCH /text': { description: 'x' },
    'PATCH /status': { status: 'resolved' },
    'PATCH /visibility': { hidden: true, reason: 'spam' },
    'PATCH /place': { precision: 'area' },
    'POST /undo': { entry: 1 },
    'GET /photos/{photo}.jpg': undefined,
    'GET /photos/{photo}/thumbnail.jpg': undefined,
    'POST /photos': {},
    'PATCH /body': { body: null },
    'POST /notes': { text: 'x' },
    'POST /questions': { text: 'x' },
    'POST /resolve': {},
    'POST /reopen': { note: 'x' },
    'POST /flags/seen': {},
    'POST /verdicts/seen': {},
    'PATCH /photos/{photo}': { state: 'published' },
    'PUT /photos/{photo}/blur': { regions: [] },
  };
  // Giving back what one does not have is nothing, wherever it lies.
  const doors = staffOperations.filter(
    ({ method, path: route }) => route.startsWith('/api/staff/reports/{id}') && method !== 'DELETE',
  );

  const address = (route: string, id: string) => route.replace('{id}', id).replace(/\{\w+\}/g, randomUUID());

  test.each(doors)('is not found through $method $path, whatever the role', async ({ method, path: route, right }) => {
    const key = `${method} ${route.slice('/api/staff/reports/{id}'.length)}`;
    expect(Object.keys(BODIES)).toContain(key);
    const contact = { name: 'Асан', consent: true };
    const elsewhere = [
      await send(context.app, { location: point(IN_ALAI_2), contact }),
      await send(context.app, { location: point(OUTSIDE), contact }),
    ];
    for (const role of ROLES.filter(
      (each) => each !== 'admin' && mayUse({ rights: new Set(RIGHTS_OF_ROLE[each]) }, right!),
    )) {
      const limited = await addStaff(context, role, ['alai-1']);
      for (const { id } of elsewhere) {
        const answer = await limited.ask(method, address(route, id), BODIES[key], { 'if-match': '1' });
        expect([answer.status, answer.body.code], role).toEqual([404, 'report_not_found']);
      }
    }
    const admin = await addStaff(context, 'admin');
    for (const { id } of elsewhere)
      expect((await admin.ask('GET', `/api/staff/reports/${id}`)).body).toMatchObject({
        version: 1,
        status: 'new',
        hidden: null,
      });
  });
});

describe('a report of another area in the body', () => {
  /** Routes that take reports by their ids in the body; a new one needs a line here. */
  const BODIES: Record<string, (id: string) => object> = {
    'POST /api/staff/operations': (id) => ({ status: { status: 'resolved' }, reports: [{ id, version: 1 }] }),
    'POST /api/staff/operations/preview': (id) => ({ status: { status: 'resolved' }, reports: [id] }),
    'POST /api/staff/replies': (id) => ({ text: 'x', reports: [{ id, version: 1 }] }),
    'POST /api/staff/merges': (id) => ({ keep: { id, version: 1 }, reports: [{ id: randomUUID(), version: 1 }] }),
  };
  const doors = operations.filter(({ path: route, takesReports }) => takesReports && route.startsWith('/api/staff'));

  test('is looked for in every route that takes some', () => {
    expect(doors.map(({ method, path: route }) => `${method} ${route}`).sort()).toEqual(Object.keys(BODIES).sort());
  });

  test.each(doors)('is not found through $method $path, whatever the role', async ({ method, path: route, right }) => {
    const { id } = await send(context.app, { location: point(IN_ALAI_2) });
    const roles = ROLES.filter((each) => each !== 'admin' && mayUse({ rights: new Set(RIGHTS_OF_ROLE[each]) }, right!));
    expect(roles.length).toBeGreaterThan(0);
    for (const role of roles) {
      const limited = await addStaff(context, role, ['alai-1']);
      const answer = await limited.ask(method, route, BODIES[`${method} ${route}`]!(id));
      expect([answer.status, answer.body.code], role).toEqual([404, 'report_not_found']);
    }
    const admin = await addStaff(context, 'admin');
    expect((await admin.ask('GET', `/api/staff/reports/${id}`)).body).toMatchObject({ version: 1, status: 'new' });
  });
});

test('what was done to reports of another area, and its files, are not found either', async () => {
  const { id } = await send(context.app, { location: point(IN_ALAI_2) });
  const official = await addStaff(context, 'official');
  const limited = await addStaff(context, 'official', ['alai-1']);
  const { body } = await official.ask('POST', '/api/staff/replies', { text: 'x', reports: [{ id, version: 1 }] });
  const undo = await limited.ask('POST', `/api/staff/operations/${body.operation}/undo`, {});
  expect([undo.status, undo.body.code]).toEqual([404, 'operation_not_found']);
});

/** Whatever answers with sets of reports: a place of another area is in none of them. */
test('no list, count or picture of a limited role knows a report of another area', async () => {
  const secret = `көрүнбөсүн ${randomUUID()}`;
  const { id, code } = await send(context.app, { location: point(IN_ALAI_2), description: secret });
  for (const role of ROLES.filter((each) => each !== 'admin')) {
    const limited = await addStaff(context, role, ['alai-1']);
    for (const { method, path: route } of staffOperations.filter((each) => each.method === 'GET')) {
      const { text } = await limited.ask(method, route.replace(/\{\w+\}/g, id));
      for (const word of [secret, code]) expect(text, `${role} ${route}`).not.toContain(word);
      expect(text.replaceAll(id, ''), `${role} ${route}`).not.toContain(id);
    }
  }
});

test('public routes ask nobody who he is, and a session changes nothing there', async () => {
  const { headers } = await addStaff(context, 'admin');
  // The stream of events never ends.
  const readable = operations.filter(
    ({ method, path: route, right }) => method === 'GET' && right === null && route !== '/api/events',
  );
  expect(readable.length).toBeGreaterThan(10);
  for (const operation of readable) {
    const [alone, signedIn] = [await send1(operation, {}), await send1(operation, headers)];
    expect([401, 403], operation.path).not.toContain(alone.status);
    expect(signedIn.status, operation.path).toBe(alone.status);
  }
});
