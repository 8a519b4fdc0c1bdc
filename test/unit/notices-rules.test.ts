import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lettersLimit } from '../../server/notices/letters-limit.ts';
import {
  isPushService,
  mailAddress,
  newsOf,
  noticeToken,
  PURPOSES,
  readNoticeToken,
  waitAfter,
  type Notice,
} from '../../server/notices/rules.ts';

const SECRET = 'a-secret-for-tests-only-0123456789abcdef';
const notice = (kind: Notice['kind'], more: Partial<Notice> = {}): Notice => ({
  id: 1,
  kind,
  subject: null,
  stands: true,
  ...more,
});

describe('the link of a letter', () => {
  it('says whose it is and what it does, to this server alone', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.constantFrom(...PURPOSES), (id, purpose) => {
        const token = noticeToken(SECRET, purpose, id);
        expect(readNoticeToken(SECRET, token)).toEqual({ purpose, id });
        expect(readNoticeToken(`${SECRET}x`, token)).toBeNull();
      }),
    );
  });

  it('does nothing once a single letter of it is another', () => {
    const token = noticeToken(SECRET, 'stop', '0b6c4b42-2f0c-4a63-9c41-8f3ed0d5b7aa');
    const letter = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_');
    fc.assert(
      fc.property(fc.nat(token.length - 1), letter, (at, other) => {
        const changed = token.slice(0, at) + other + token.slice(at + 1);
        expect(readNoticeToken(SECRET, changed) === null).toBe(changed !== token);
      }),
    );
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(readNoticeToken(SECRET, text)).toBeNull();
      }),
    );
  });
});

describe('what is told', () => {
  const told = (notices: Notice[], status: 'new' | 'verified' | null = 'verified') =>
    newsOf({ confirmed: true, status, notices });

  it('is what somebody has to answer, then a reply, then a merging, then the status', () => {
    const all = [notice('status', { subject: 'new' }), notice('merged'), notice('reply'), notice('question')];
    const kinds = [];
    for (let left = all; left.length > 0; left = left.slice(0, -1)) kinds.push(told(left)?.kind);
    expect(kinds).toEqual(['question', 'reply', 'merged', 'status']);
  });

  it('is nothing when it was taken back, the status is what it was at first, or the report is hidden', () => {
    expect(told([notice('question', { stands: false })])).toBeNull();
    expect(told([notice('status', { subject: 'verified' }), notice('status', { subject: 'in_progress' })])).toBeNull();
    expect(told([notice('reply')], null)).toBeNull();
    expect(told([])).toBeNull();
    expect(told([notice('question', { stands: false }), notice('status', { subject: 'new' })])).toEqual({
      kind: 'status',
      status: 'verified',
    });
  });

  it('is nothing but the question whether it is wished, before somebody has agreed', () => {
    const kinds = fc.array(fc.constantFrom<Notice['kind']>('status', 'question', 'reply', 'merged', 'confirmation'));
    fc.assert(
      fc.property(kinds, (given) => {
        const news = newsOf({ confirmed: false, status: 'new', notices: given.map((kind) => notice(kind)) });
        expect(news?.kind).toBe(given.includes('confirmation') ? 'confirmation' : undefined);
      }),
    );
  });
});

it('waits longer after each try, and never longer than four hours', () => {
  const minutes = Array.from({ length: 40 }, (_, n) => waitAfter(n + 1) / 60_000);
  expect(minutes.slice(0, 5)).toEqual([1, 2, 4, 8, 16]);
  expect(Math.max(...minutes)).toBe(240);
});

describe('an address for letters', () => {
  it('is taken as people write it', () => {
    for (const good of ['a@b.kg', 'aida.u+map@mail.example.kg', "o'neil@xn--80a.example"])
      expect(mailAddress(`  ${good} `)).toBe(good);
  });

  it('is one recipient and nothing that a mail server could read as more', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (before, after) => {
        const text = `${before}@${after}`;
        let taken: string;
        try {
          taken = mailAddress(text);
        } catch {
          return;
        }
        expect(taken).toMatch(/^[^\s<>(),:;"\\[\]@]+@[a-z0-9.-]+$/i);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a push service', () => {
  const LIST = ['fcm.googleapis.com', '*.push.apple.com'];

  it('is one of the list by its whole name, over https on its own port', () => {
    expect(isPushService('https://fcm.googleapis.com/fcm/send/abc', LIST)).toBe(true);
    expect(isPushService('https://FCM.googleapis.com:443/wp/abc', LIST)).toBe(true);
    expect(isPushService('https://web.push.apple.com/Qabc', LIST)).toBe(true);
    for (const other of [
      'https://push.apple.com/x',
      'https://evilpush.apple.com.example.kg/x',
      'https://xpush.apple.com/x',
      'https://a.fcm.googleapis.com/x',
      'https://fcm.googleapis.com./x',
      'https://fcm.googleapis.com:8443/x',
      'https://user@fcm.googleapis.com/x',
      'http://fcm.googleapis.com/x',
    ])
      expect(isPushService(other, LIST), other).toBe(false);
  });

  it('whatever is written before and after, is never another host than one of the list', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true }), fc.constantFrom(...LIST), (url, name) => {
        for (const text of [url, `${url}#${name}`, `${url}@${name}`, `https://${name}.${new URL(url).host}/`]) {
          if (!isPushService(text, LIST)) continue;
          const { hostname, protocol } = new URL(text);
          expect(protocol).toBe('https:');
          expect(hostname === 'fcm.googleapis.com' || hostname.endsWith('.push.apple.com')).toBe(true);
        }
      }),
    );
  });
});

it('asks nobody to confirm more than three times a day, and not more than 200 people an hour', () => {
  const HOUR = 3_600_000;
  let now = 0;
  const count = lettersLimit(() => now);
  const times = (address: string, tries: number) => {
    let sent = 0;
    for (let n = 0; n < tries; n++) {
      try {
        count(address);
        sent += 1;
      } catch {
        continue;
      }
    }
    return sent;
  };
  expect(times('a@example.kg', 5)).toBe(3);
  expect(times('A@Example.kg', 1)).toBe(0);
  const others = Array.from({ length: 300 }, (_, n) => times(`b${n}@example.kg`, 1));
  expect(others.reduce((sum, sent) => sum + sent, 0)).toBe(197);
  now = 23 * HOUR;
  expect([times('a@example.kg', 1), times('c@example.kg', 1)]).toEqual([0, 1]);
  now = 24 * HOUR;
  expect(times('a@example.kg', 5)).toBe(3);
});
