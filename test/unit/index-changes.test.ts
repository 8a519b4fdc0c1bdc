import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeGradually, ReportIndex, type IndexedReport, type PublishedReport } from '../../server/index/rules.ts';
import { anyId, anyReport, daysOf } from '../support/index-reports.ts';

const anyChange = fc.oneof(
  { weight: 8, arbitrary: anyReport.map((report) => ({ upsert: report })) },
  { weight: 4, arbitrary: fc.record({ remove: anyId }) },
  { weight: 4, arbitrary: fc.record({ support: anyId }) },
  { weight: 1, arbitrary: fc.constant({ merge: true }) },
  { weight: 2, arbitrary: fc.record({ step: fc.integer({ min: 1, max: 8 }) }) },
);

function expected({ resolvedAt, ...report }: PublishedReport): IndexedReport {
  return { ...report, resolutionDays: daysOf({ ...report, resolvedAt }) };
}

/** The reports of an index by id. */
function contents(index: ReportIndex): Map<string, IndexedReport> {
  return new Map([...index.reports()].map((report) => [report.id, report]));
}

function expectSorted(index: ReportIndex): void {
  const { keyHigh, keyLow, length } = index.body.columns;
  for (let row = 1; row < length; row++) {
    const [before, here] = [row - 1, row].map((at) => BigInt(keyHigh[at]!) * 2n ** 32n + BigInt(keyLow[at]!));
    expect(before! <= here!).toBe(true);
  }
}

describe('an index that is kept true', () => {
  it('holds exactly the reports of any sequence of changes, merges and changes during merges', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 120 }), (changes) => {
        const index = new ReportIndex();
        const plain = new Map<string, PublishedReport>();
        let step: ((rows: number) => boolean) | null = null;
        for (const change of changes) {
          if ('upsert' in change) {
            plain.set(change.upsert.id, change.upsert);
            index.upsert(change.upsert);
          } else if ('remove' in change) {
            expect(index.remove(change.remove)).toBe(plain.delete(change.remove));
          } else if ('support' in change) {
            const report = plain.get(change.support);
            if (!report) continue;
            plain.set(report.id, { ...report, supports: report.supports + 1 });
            index.upsert({ ...report, supports: report.supports + 1 });
          } else if ('merge' in change) {
            while (step && !step(3));
            step = null;
            index.mergeNow();
            expect(index.tail.columns.length).toBe(0);
          } else {
            step ??= index.startMerge();
            if (step(change.step)) step = null;
          }
        }
        const whole = new Map([...plain].map(([id, report]) => [id, expected(report)]));
        expect(contents(index)).toEqual(whole);
        expect([...index.reports()]).toHaveLength(plain.size);
        expect(index.size).toBe(plain.size);
        expect(index.realCount).toBe([...plain.values()].filter((report) => !report.demo).length);
        expectSorted(index);
        while (step && !step(1000));
        index.mergeNow();
        expect(contents(index)).toEqual(whole);
        expect(index.sections.map((section) => section.dead)).toEqual([0, 0, 0]);
        expectSorted(index);
        for (const [id, report] of whole) expect(index.get(id)).toEqual(report);
      }),
    );
  });

  it('leaves what it had when a report does not fit', () => {
    const good = fc.sample(anyReport, { numRuns: 1, seed: 1 })[0]!;
    const index = new ReportIndex();
    index.upsert(good);
    for (const wrong of [
      { lng: 200, lat: 0 },
      { lng: NaN, lat: 0 },
      { supports: -1 },
      { households: 1.5 },
      { reportedAt: NaN },
      { status: 'lost' },
      { id: 'x' },
    ]) {
      expect(() => index.upsert({ ...good, ...wrong } as PublishedReport)).toThrow(RangeError);
    }
    expect([...index.reports()]).toEqual([expected(good)]);
  });

  it('asks for a merge when the tail has grown, and answers while one goes on', async () => {
    const [sample] = fc.sample(anyReport, { numRuns: 1, seed: 2 });
    const index = new ReportIndex();
    const report = (n: number): PublishedReport => ({
      ...sample!,
      id: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
      lng: 72 + (n % 1000) / 1000,
      lat: 40 + (n % 777) / 1000,
      precision: 'exact',
    });
    for (let n = 0; n < 30_000; n++) index.upsert(report(n));
    expect(index.needsMerge).toBe(true);
    const merged = mergeGradually(index);
    expect(index.needsMerge).toBe(false);
    expect(() => index.startMerge()).toThrow('already');
    index.upsert(report(30_000));
    index.remove(report(5).id);
    index.upsert({ ...report(6), lng: 1, lat: 1 });
    expect(index.size).toBe(30_000);
    await merged;
    expect(index.size).toBe(30_000);
    expect(index.get(report(5).id)).toBeNull();
    expect(index.get(report(6).id)).toMatchObject({ lng: 1, lat: 1 });
    expect(index.get(report(30_000).id)).not.toBeNull();
    expect(index.needsMerge).toBe(false);
  });

  it('gives back the room of reports aside when most of them are gone', () => {
    const [sample] = fc.sample(anyReport, { numRuns: 1, seed: 3 });
    const index = new ReportIndex();
    const ids = Array.from({ length: 20_000 }, (_, n) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`);
    for (const id of ids) index.upsert({ ...sample!, id, precision: 'area' });
    const before = index.bytes;
    for (const id of ids.slice(100)) index.remove(id);
    expect(index.bytes).toBeLessThan(before / 2);
    expect(index.size).toBe(100);
    for (const id of ids.slice(0, 100)) expect(index.get(id)).not.toBeNull();
  });

  it('takes no more than 64 bytes a report once loaded', () => {
    const index = new ReportIndex();
    for (const [n, report] of fc.sample(anyReport, { numRuns: 2000, seed: 4 }).entries()) {
      index.upsert({ ...report, id: `${n.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000` });
    }
    index.mergeNow();
    expect(index.bytes / index.size).toBeLessThanOrEqual(64);
  });
});
