/** The box around places: west, south, east, north in degrees; null when there was none. */
export class Extent {
  box: [number, number, number, number] | null = null;

  add(lng: number | null, lat: number | null): void {
    if (lng === null || lat === null) return;
    const [west, south, east, north] = this.box ?? [lng, lat, lng, lat];
    this.box = [Math.min(west, lng), Math.min(south, lat), Math.max(east, lng), Math.max(north, lat)];
  }
}
