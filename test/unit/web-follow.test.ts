import { describe, expect, test } from 'vitest';
import type { OwnReport, OwnState } from '../../server/contract/own.ts';
import { differences } from '../../web/src/follow/own-differences.ts';
import { newsOf, typedCode } from '../../web/src/follow/follow-rules.ts';

const state = (more: Partial<OwnState> = {}): OwnState => ({
  id: '7aa17035-d7bf-4e96-be46-e34b365dddd1',
  code: 'ABCD2345',
  status: 'new',
  category: 'ROAD',
  kind: null,
  area: 'alai-1',
  reportedAt: '2026-11-20T18:00:00Z',
  supports: 0,
  visibility: 'published',
  questions: 0,
  replies: 0,
  ...more,
});

describe('what is new of a report', () => {
  test('is nothing as long as it is as it was sent, or as it was looked at last', () => {
    expect(newsOf(state())).toBeNull();
    expect(newsOf(state({ status: 'resolved', replies: 1 }), { status: 'resolved', replies: 1 })).toBeNull();
  });
  test('is a question before anything else, then a reply, then another status', () => {
    expect(newsOf(state({ status: 'verified' }))).toBe('moved');
    expect(newsOf(state({ status: 'verified', replies: 1 }))).toBe('reply');
    expect(newsOf(state({ status: 'verified', replies: 1, questions: 1 }))).toBe('question');
  });
  test('waits until a question is answered, however often it was looked at', () => {
    expect(newsOf(state({ questions: 1 }), { status: 'new', replies: 0 })).toBe('question');
  });
  test('is nothing of a report that is hidden or withdrawn: there is no page to look at', () => {
    expect(newsOf(state({ visibility: 'hidden', questions: 1 }))).toBeNull();
    expect(newsOf(state({ visibility: 'withdrawn', status: 'resolved' }))).toBeNull();
  });
});

test.each([
  ['https://alai.kg/r/ABCD2345?lang=ru', 'ABCD2345'],
  [' http://192.168.1.5:3000/r/ABCD2345#x ', 'ABCD2345'],
  [' abcd 2345 ', 'abcd 2345'],
  ['', ''],
])('of %j the code is %j', (text, code) => expect(typedCode(text)).toBe(code));

test('what is different of one’s own report is told in one order, and only what somebody decided', () => {
  const own: OwnReport = {
    id: '7aa17035-d7bf-4e96-be46-e34b365dddd1',
    version: 1,
    category: 'WATER',
    kind: 'WATER_CUT',
    status: 'new',
    precision: 'coarse',
    location: { type: 'Point', coordinates: [72.838, 40.4985] },
    description: 'Суу жок',
    landmark: null,
    publishedDescription: null,
    waiting: true,
    hasContact: true,
    notices: { mail: 'off', push: 'off' },
    merged: false,
    correctable: true,
    photosOfNow: 0,
    photos: [],
  };
  expect(differences(own, { ...own, version: 4, waiting: false, hasContact: false })).toEqual([]);
  const now: OwnReport = { ...own, publishedDescription: 'Суу жок', status: 'verified', precision: 'area' };
  expect(differences(own, now)).toEqual([
    { field: 'status', before: 'new', after: 'verified' },
    { field: 'precision', before: 'coarse', after: 'area' },
    { field: 'publishedDescription', before: null, after: 'Суу жок' },
  ]);
});
