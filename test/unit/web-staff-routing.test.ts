import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFor, inOrder, standing } from '../../web/src/staff/routing/rules.ts';

describe('a new body', () => {
  it('gets a code out of its English name that is not taken', () => {
    expect(codeFor('Osh City Hall', [])).toBe('osh-city-hall');
    expect(codeFor('Osh City Hall', ['osh-city-hall', 'osh-city-hall-2'])).toBe('osh-city-hall-3');
    expect(codeFor('Мэрия', [])).toBe('body');
  });

  it('always gets a code that the server takes', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(30), (name, copies) => {
        const taken: string[] = [];
        for (let copy = 0; copy < copies; copy++) taken.push(codeFor(name, taken));
        const code = codeFor(name, taken);
        expect(code).toMatch(/^[a-z0-9][a-z0-9-]{0,62}$/);
        expect(taken).not.toContain(code);
      }),
    );
  });
});

describe('a route', () => {
  it('counts from its first day to the day before the first one no more', () => {
    const route = { validFrom: '2026-01-01', validTo: '2026-02-01' };
    const states = ['2025-12-31', '2026-01-01', '2026-01-31', '2026-02-01'].map((day) => standing(route, day));
    expect(states).toEqual(['future', 'now', 'now', 'past']);
    expect(standing({ validFrom: null, validTo: null }, '2026-01-01')).toBe('now');
  });

  it('stands above those that count for less', () => {
    const one = { body: 'b', validFrom: null, validTo: null, version: 1 };
    const routes = [
      { ...one, id: 1, category: null, area: null },
      { ...one, id: 2, category: 'ROAD', area: null },
      { ...one, id: 3, category: 'ROAD', area: 'alai-1' },
      { ...one, id: 4, category: 'ROAD_MUD', area: null },
      { ...one, id: 5, category: 'ROAD', area: 'alai-1', validFrom: '2026-01-01' },
    ];
    const order = ['ROAD_MUD', 'ROAD'];
    expect(inOrder(routes, (code) => order.indexOf(code)).map(({ id }) => id)).toEqual([4, 5, 3, 2, 1]);
  });
});
