import type { FeatureCollection } from 'geojson';
import type { StyleSpecification } from 'maplibre-gl';
import { describe, expect, it } from 'vitest';
import { changedData, KEPT_PREFIX, withKept } from '../../web/src/map/apply-style.ts';

const points = (...places: number[][]): FeatureCollection => ({
  type: 'FeatureCollection',
  features: places.map((coordinates) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates },
    properties: {},
  })),
});
const many = points(...Array.from({ length: 500 }, (_, i) => [i / 10, 0]));
const style = (marks: FeatureCollection, areas: FeatureCollection, color = 'red'): StyleSpecification => ({
  version: 8,
  sources: { marks: { type: 'geojson', data: marks, cluster: true }, areas: { type: 'geojson', data: areas } },
  layers: [{ id: 'marks', type: 'circle', source: 'marks', paint: { 'circle-color': color } }],
});

describe('what others have put on the map', () => {
  const kept = `${KEPT_PREFIX}area`;
  const drawn: StyleSpecification = {
    version: 8,
    sources: { ...style(many, many).sources, [kept]: { type: 'geojson', data: many } },
    layers: [...style(many, many).layers, { id: `${kept}-line`, type: 'line', source: kept }],
  };

  it('stays on top when the style is another one, with all that was drawn there', () => {
    const next = withKept(drawn, style(points([1, 2]), many, 'blue'));
    expect(Object.keys(next.sources)).toEqual(['marks', 'areas', kept]);
    expect(next.sources[kept]).toBe(drawn.sources[kept]);
    expect(next.layers.map(({ id }) => id)).toEqual(['marks', `${kept}-line`]);
  });

  it('is nothing where nobody has', () => {
    const next = style(many, many, 'blue');
    expect(withKept(style(many, many), next)).toBe(next);
    expect(withKept(undefined, next)).toBe(next);
  });
});

describe('what is drawn anew when the map is moved', () => {
  it('is only the data that differs', () => {
    const changed = changedData(style(many, points([1, 2])), style(points([3, 4]), points([1, 2])));
    expect([...(changed ?? [])].map(([id]) => id)).toEqual(['marks']);
  });

  it('is nothing where the same stands again, also in a new wrapping', () => {
    const wrapped: FeatureCollection = { type: 'FeatureCollection', features: many.features };
    expect(changedData(style(many, points([1, 2])), style(wrapped, points([1, 2])))?.size).toBe(0);
  });

  it('is everything where more than data differs: a layer, a source', () => {
    expect(changedData(style(many, points()), style(many, points(), 'blue'))).toBeNull();
    const { marks: _, ...sources } = style(many, points()).sources;
    expect(changedData(style(many, points()), { ...style(many, points()), sources })).toBeNull();
  });
});
