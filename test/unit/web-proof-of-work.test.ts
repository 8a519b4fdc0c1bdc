import { createHmac } from 'node:crypto';
import { createChallenge, verifySolution } from 'altcha-lib/v1';
import { expect, it } from 'vitest';
import { randomToken, randomUuid } from '../../web/src/api/ids.ts';
import { solveChallenge } from '../../web/src/api/proof-of-work.ts';

const hmacKey = createHmac('sha256', 'test').update('key').digest('hex');

it('a phone solves the calculation of the server without crypto.subtle, and says how far it is', async () => {
  const challenge = await createChallenge({ hmacKey, maxNumber: 5_000, expires: new Date(Date.now() + 60_000) });
  const shares: number[] = [];
  const payload = await solveChallenge({ ...challenge, maxnumber: challenge.maxnumber ?? 5_000 }, (share) =>
    shares.push(share),
  );
  expect(await verifySolution(payload, hmacKey, true)).toBe(true);
  expect(shares.every((share) => share > 0 && share <= 1)).toBe(true);
});

it('a calculation without a solution ends instead of running for ever', async () => {
  const impossible = { algorithm: 'SHA-256', challenge: 'ff', salt: 'x', signature: 'x', maxnumber: 100 };
  await expect(solveChallenge(impossible)).rejects.toThrow('no solution');
});

it('random identifiers have the form the server asks for and do not repeat', () => {
  const uuids = Array.from({ length: 100 }, randomUuid);
  for (const uuid of uuids)
    expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(new Set(uuids).size).toBe(100);
  expect(randomToken()).toMatch(/^[0-9a-f]{64}$/);
});
