import type { Feature, MultiPolygon } from 'geojson';

/** Square metres of a feature near Osh, on the plane that touches the ellipsoid there: good to 0.5 % over a few kilometres. */
export function area({ geometry }: Feature<MultiPolygon>): number {
  const metresPerDegree = { lng: 111_320 * Math.cos((40.495 * Math.PI) / 180), lat: 111_044 };
  const ringArea = (ring: number[][]) =>
    ring.reduce((sum, [x, y], i) => {
      const [nextX, nextY] = ring[(i + 1) % ring.length]!;
      return sum + (x! * nextY! - nextX! * y!) / 2;
    }, 0) *
    metresPerDegree.lng *
    metresPerDegree.lat;
  return geometry.coordinates.flat().reduce((sum, ring) => sum + ringArea(ring), 0);
}
