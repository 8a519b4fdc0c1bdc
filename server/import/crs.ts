/** The names under which WGS 84 longitude and latitude go in old GeoJSON files. RFC 7946 knows nothing else. */
const WGS84 = /^(urn:ogc:def:crs:)?(OGC:[\d.]*:?CRS84|EPSG:[\d.]*:?4326)$/i;

/** The name of a `crs` member that is something else than WGS 84; null when there is none or it is WGS 84. */
export function foreignCrs(crs: unknown): string | null {
  if (crs === undefined || crs === null) return null;
  const name = (crs as { properties?: { name?: unknown } }).properties?.name;
  if (
    typeof name === 'string' &&
    WGS84.test(name.trim().replace('http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'OGC:1.3:CRS84'))
  )
    return null;
  return (typeof name === 'string' ? name : JSON.stringify(crs)).slice(0, 80);
}
