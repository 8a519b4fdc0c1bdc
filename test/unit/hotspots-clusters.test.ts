import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusterSteps, NOISE, type Sites } from '../../server/hotspots/clusters.ts';
import { GrowingHull, hullOf, outlineOf } from '../../server/hotspots/outline.ts';

/** DBSCAN word for word, every pair compared: for each site the set of sites of its cluster; empty for noise. */
function bruteForce({ x, y, count }: Sites, radius: number, minimum: number): number[][] {
  const sites = Array.from({ length: x.length }, (_, site) => site);
  const squared = (a: number, b: number) => (x[a]! - x[b]!) ** 2 + (y[a]! - y[b]!) ** 2;
  const near = (a: number) => sites.filter((b) => squared(a, b) <= radius * radius);
  const core = sites.filter((site) => near(site).reduce((sum, other) => sum + count[other]!, 0) >= minimum);
  const label = sites.map(() => NOISE);
  for (const seed of core) {
    const open = label[seed] === NOISE ? [seed] : [];
    while (open.length > 0) {
      const site = open.pop()!;
      label[site] = seed;
      open.push(...near(site).filter((other) => core.includes(other) && label[other] === NOISE));
    }
  }
  for (const site of sites.filter((site) => !core.includes(site))) {
    const [nearest] = near(site)
      .filter((other) => core.includes(other))
      .sort((a, b) => squared(site, a) - squared(site, b) || x[a]! - x[b]! || y[a]! - y[b]!);
    if (nearest !== undefined) label[site] = label[nearest]!;
  }
  return label.map((mine) => (mine === NOISE ? [] : sites.filter((site) => label[site] === mine)));
}

/** As `clusterSteps`, without pauses. */
function clustersOf(sites: Sites, radius: number, minimum: number): Int32Array {
  const steps = clusterSteps(sites, radius, minimum);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

const asSets = (numbers: ArrayLike<number>) =>
  Array.from(numbers, (mine) =>
    mine === NOISE ? [] : Array.from(numbers, (_, site) => site).filter((site) => numbers[site] === mine),
  );

/** Distinct places to the metre, so that many lie exactly at the radius; negative ones too. */
const anySites = fc
  .uniqueArray(
    fc.tuple(fc.integer({ min: -200, max: 200 }), fc.integer({ min: -200, max: 200 }), fc.integer({ min: 1, max: 4 })),
    {
      selector: ([x, y]) => `${x},${y}`,
      maxLength: 70,
    },
  )
  .map((rows): Sites => ({ x: rows.map(([x]) => x), y: rows.map(([, y]) => y), count: rows.map(([, , n]) => n) }));

describe('clusters', () => {
  test('are those of DBSCAN with every pair compared', () => {
    fc.assert(
      fc.property(
        anySites,
        fc.constantFrom(5, 13, 25, 50, 120),
        fc.integer({ min: 1, max: 12 }),
        (sites, radius, minimum) => {
          expect(asSets(clustersOf(sites, radius, minimum))).toEqual(bruteForce(sites, radius, minimum));
        },
      ),
      { numRuns: 500 },
    );
  });

  test('are the same in crowds, where boxes are compared instead of pairs', () => {
    const crowded = fc
      .array(
        fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), fc.integer({ min: 1, max: 3 })),
        {
          minLength: 60,
          maxLength: 160,
        },
      )
      .map((rows): Sites => ({ x: rows.map(([x]) => x), y: rows.map(([, y]) => y), count: rows.map(([, , n]) => n) }));
    fc.assert(
      fc.property(
        crowded,
        fc.constantFrom(5, 13, 25, 29),
        fc.integer({ min: 2, max: 90 }),
        (sites, radius, minimum) => {
          expect(asSets(clustersOf(sites, radius, minimum))).toEqual(bruteForce(sites, radius, minimum));
        },
      ),
      { numRuns: 150 },
    );
  });

  test('of two crowds that just fail to touch are two, found in short parts', () => {
    // Two walls of 20,000 places each, a centimetre further apart than the radius: 400 million pairs.
    const each = 20_000;
    const wall = (at: number) => Array.from({ length: each }, () => at);
    const along = Array.from({ length: each }, (_, i) => (i % 200) * 0.4 + (i / each) * 0.1);
    const depth = Array.from({ length: each }, (_, i) => Math.floor(i / 200) * 0.2);
    const sites = {
      x: [...depth.map((d) => -d), ...wall(120.01).map((at, i) => at + depth[i]!)],
      y: [...along, ...along],
      count: [...wall(1), ...wall(1)],
    };
    let parts = 0;
    const steps = clusterSteps(sites, 120, 5);
    let step = steps.next();
    for (; !step.done; step = steps.next()) parts++;
    expect(new Set(step.value)).toEqual(new Set([0, 1]));
    // Each part looks at some thousands of boxes: comparing all pairs would take tens of thousands of them.
    expect(parts).toBeLessThan(1000);
  });

  test('reach as far as the radius, its end included, and not a centimetre further', () => {
    const row = (step: number): Sites => ({ x: [0, step, 2 * step], y: [0, 0, 0], count: [1, 1, 1] });
    expect([...clustersOf(row(100), 100, 2)]).toEqual([0, 0, 0]);
    expect([...clustersOf(row(100.01), 100, 2)]).toEqual([NOISE, NOISE, NOISE]);
  });

  test('of many reports at one place are one, and two crowds apart are two', () => {
    expect([...clustersOf({ x: [0, 1000, 500], y: [0, 0, 0], count: [9, 9, 1] }, 120, 5)]).toEqual([0, 1, NOISE]);
  });
});

describe('outlines', () => {
  const anyPoints = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
    minLength: 1,
    maxLength: 30,
  });
  test('hold all their points with the margin, are convex and go round the left way', () => {
    fc.assert(
      fc.property(anyPoints, fc.integer({ min: 1, max: 60 }), (points, margin) => {
        const ring = outlineOf(points, margin);
        expect(ring.length).toBeGreaterThanOrEqual(16);
        ring.forEach(([ax, ay], at) => {
          const [bx, by] = ring[(at + 1) % ring.length]!;
          const length = Math.hypot(bx - ax, by - ay);
          for (const [x, y] of points) {
            // A 16-gon comes within 98 % of its disc.
            const toTheLeft = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / length;
            expect(toTheLeft).toBeGreaterThan(margin * 0.98 - 1e-3);
          }
        });
      }),
    );
  });
  test('grow with points that come one after another', () => {
    const many = fc.array(fc.tuple(fc.integer({ min: -99, max: 99 }), fc.integer({ min: -99, max: 99 })), {
      minLength: 4100,
      maxLength: 4200,
    });
    fc.assert(
      fc.property(many, (points) => {
        const hull = new GrowingHull();
        for (const [x, y] of points) hull.add(x, y);
        expect(hull.hull()).toEqual(hullOf(points));
      }),
      { numRuns: 5 },
    );
  });
  test('of points in a line, or of one, are their ends', () => {
    expect(
      hullOf([
        [0, 0],
        [1, 1],
        [2, 2],
      ]),
    ).toEqual([
      [0, 0],
      [2, 2],
    ]);
    expect(hullOf([[3, 4]])).toEqual([[3, 4]]);
  });
});
