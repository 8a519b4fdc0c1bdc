import { readFileSync } from 'node:fs';
import path from 'node:path';
import { solveChallenge } from 'altcha-lib/v1';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildApp, type App } from '../../server/app.ts';
import { ERRORS } from '../../server/contract/errors.ts';
import { PROOF_HEADER, type Problem } from '../../server/contract/problem.ts';
import { ROOT } from '../../server/root.ts';
import { testApp, type TestApp } from '../support/database.ts';
import { IN_ALAI_1, point } from '../support/reports.ts';

let context: TestApp;
beforeAll(async () => {
  context = await testApp();
});
afterAll(() => context.close());

test('liveness and readiness answer', async () => {
  for (const url of ['/healthz', '/readyz']) {
    const answer = await context.app.inject(url);
    expect([answer.statusCode, answer.json()]).toEqual([200, { status: 'ok' }]);
  }
});

test('every answer forbids foreign scripts, frames and connections', async () => {
  for (const url of ['/api/config', '/nowhere']) {
    const policy = String((await context.app.inject(url)).headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  }
});

test('the committed OpenAPI document is what the server says of itself', async () => {
  const committed = readFileSync(path.join(ROOT, 'docs/openapi.json'), 'utf8');
  const served = (await context.app.inject('/api/openapi.json')).json();
  expect(served.openapi).toBe('3.1.0');
  expect(JSON.parse(committed)).toEqual(served);
});

test('the page that shows it comes from here', async () => {
  const page = await context.app.inject('/api/docs');
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toMatch(/https?:\/\//);
});

test('the configuration names 16 categories, 82 kinds and three languages, Kyrgyz first', async () => {
  const config = (await context.app.inject('/api/config')).json();
  expect(config.languages).toEqual(['ky', 'ru', 'en']);
  expect(config.categories.length).toBe(16);
  expect(config.categories.flatMap((category: { kinds: unknown[] }) => category.kinds).length).toBe(82);
  for (const { name, shortName } of config.categories)
    for (const language of config.languages) expect(name[language] && shortName[language]).toBeTruthy();
});

test('unchanged data is not sent twice: 304 to the same ETag', async () => {
  const first = await context.app.inject('/api/areas');
  const again = await context.app.inject({
    url: '/api/areas',
    headers: { 'if-none-match': String(first.headers.etag) },
  });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

describe('a crowd behind one address', () => {
  const write = (app: App, headers: Record<string, string> = {}) =>
    app.inject({
      method: 'POST',
      url: '/api/reports',
      headers,
      payload: { category: 'ROAD_MUD', location: point(IN_ALAI_1) },
    });
  const limited = (limits: { writeLimitPerMinute?: number; readLimitPerMinute?: number }) =>
    buildApp({ ...context.config, ...limits }, context.database);
  const solve = async (challenge: NonNullable<Problem['challenge']>) => {
    const solution = await solveChallenge(challenge.challenge, challenge.salt, challenge.algorithm, challenge.maxnumber)
      .promise;
    const { algorithm, challenge: hash, salt, signature } = challenge;
    return Buffer.from(
      JSON.stringify({ algorithm, challenge: hash, number: solution!.number, salt, signature }),
    ).toString('base64');
  };

  test('of 60 phones sends two reports each within a minute without a calculation', async () => {
    const app = await limited({ writeLimitPerMinute: 120 });
    for (let i = 0; i < 120; i++) expect((await write(app)).statusCode).toBe(201);
    expect((await write(app)).json().code).toBe('proof_of_work_required');
    await app.close();
  });

  test('beyond the limit a small calculation opens the door, each answer once, and five times the limit closes it', async () => {
    const app = await limited({ writeLimitPerMinute: 2 });
    await write(app);
    await write(app);
    const asked = await write(app);
    expect([asked.statusCode, asked.json().code]).toEqual([429, 'proof_of_work_required']);
    expect(Number(asked.headers['retry-after'])).toBeGreaterThan(0);
    const proof = await solve(asked.json().challenge);
    expect((await write(app, { [PROOF_HEADER]: proof })).statusCode).toBe(201);
    const replayed = await write(app, { [PROOF_HEADER]: proof });
    expect(replayed.json().code).toBe('proof_of_work_refused');
    expect((await write(app, { [PROOF_HEADER]: 'bm9uc2Vuc2U=' })).json().code).toBe('proof_of_work_refused');
    let { challenge } = replayed.json();
    for (let i = 0; i < 7; i++) {
      expect((await write(app, { [PROOF_HEADER]: await solve(challenge) })).statusCode).toBe(201);
      ({ challenge } = (await write(app)).json());
    }
    expect((await write(app)).json().code).toBe('rate_limited');
    await app.close();
  });

  test('reads too much and hears when to come back', async () => {
    const app = await limited({ readLimitPerMinute: 3 });
    for (let i = 0; i < 3; i++) expect((await app.inject('/api/config')).statusCode).toBe(200);
    const answer = await app.inject('/api/config');
    expect([answer.statusCode, answer.json().code]).toEqual([429, 'rate_limited']);
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    expect((await app.inject('/healthz')).statusCode).toBe(200);
    await app.close();
  });

  test('asks for heads alone, and those count as well', async () => {
    const app = await limited({ readLimitPerMinute: 3 });
    const asked = [];
    for (let i = 0; i < 4; i++) asked.push((await app.inject({ method: 'HEAD', url: '/api/config' })).statusCode);
    expect(asked).toEqual([200, 200, 200, 429]);
    await app.close();
  });

  test('0 switches limits off', async () => {
    const app = await limited({ writeLimitPerMinute: 0, readLimitPerMinute: 0 });
    for (let i = 0; i < 20; i++) expect((await write(app)).statusCode).toBe(201);
    await app.close();
  });
});

test('a database that is away makes 503 with a code, never a 500, and liveness stays', async () => {
  const away = {
    ...context.database,
    run: () => Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })),
  };
  const { databaseProblem } = await import('../../server/db/errors.ts');
  const app = await buildApp(context.config, {
    ...away,
    run: () => away.run().catch((error: Error) => Promise.reject(databaseProblem(error))),
  } as never);
  const answer = await app.inject('/api/reports');
  expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([
    503,
    'database_unavailable',
    '3',
  ]);
  expect((await app.inject('/readyz')).statusCode).toBe(503);
  expect((await app.inject('/healthz')).statusCode).toBe(200);
  await app.close();
});

test('every error code is one a client can tell apart: status and title are given', () => {
  for (const [code, [status, title]] of Object.entries(ERRORS)) {
    expect(code).toMatch(/^[a-z_]+$/);
    expect(status).toBeGreaterThanOrEqual(400);
    expect(title.length).toBeGreaterThan(5);
  }
});
