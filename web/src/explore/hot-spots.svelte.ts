import type { HotspotsAnswer } from '../../../server/contract/analysis.ts';
import type { ReportFeature } from '../../../server/contract/reports.ts';
import { request } from '../api/client.ts';
import type { Spots } from '../map/picture.ts';
import { context } from '../state/context.ts';
import type { Route } from '../state/route.svelte.ts';
import type { Explore } from './explore-state.svelte.ts';
import { getReportsIn } from './load.ts';
import { Resource } from './resource.svelte.ts';
import { filterParams } from './url.ts';

export type HotSpot = HotspotsAnswer['features'][number];

/** Shown until somebody asks for all. */
export const FIRST_SHOWN = 5;
/** What the address says of a hot spot: its middle, [longitude, latitude] in degrees, so that a link keeps its place when ranks change. */
const PARAMETER = 'spot';
const DECIMALS = 4;
/** A middle moves with each report: so far, in degrees (some 200 m), it is still the same hot spot. */
const SAME_DEGREES = 0.002;

/** The hot spots of the filter, and the one that the address says is looked at. */
export class HotSpots {
  readonly #explore: Explore;
  readonly #route: Route;
  readonly answer = new Resource<HotspotsAnswer>();
  /** Reports inside the outline of the chosen one. */
  readonly reports = new Resource<ReportFeature[]>();
  all = $state(false);

  /** The text of the address; null when it names no hot spot. */
  asked: string | null = $derived.by(() => this.#route.search.get(PARAMETER));
  chosen: HotSpot | null = $derived.by(() => spotAt(this.answer.value?.features ?? [], this.asked));
  listed: readonly HotSpot[] = $derived.by(() => {
    const features = this.answer.value?.features ?? [];
    // One more that stands alone takes no more room than the words that hide it.
    return this.all || features.length === FIRST_SHOWN + 1 ? features : features.slice(0, FIRST_SHOWN);
  });
  /** For the map: what the list shows, and the chosen one wherever it stands. */
  drawn: Spots = $derived.by(() => {
    const { chosen, listed } = this;
    const features = chosen && !listed.includes(chosen) ? [...listed, chosen] : [...listed];
    return { features, chosen: chosen?.properties.rank ?? null };
  });

  constructor(explore: Explore, route: Route) {
    this.#explore = explore;
    this.#route = route;
  }

  load(): void {
    void this.answer.load(this.#get());
  }

  /** The same again, unseen. */
  refresh(): void {
    if (this.answer.value) void this.answer.refresh(this.#get());
  }

  loadReports(): void {
    const { chosen } = this;
    if (!chosen) return this.reports.clear();
    const { view } = this.#explore;
    const ring = chosen.geometry.coordinates[0]!;
    // Those of another settlement, or without a place of their own, are in no hot spot of this one.
    void this.reports.load((signal) => getReportsIn(view, ring, signal));
  }

  /** The address of this view with a hot spot: on the map, because its outline is there. */
  href({ properties: { labelPoint } }: HotSpot): string {
    const href = this.#explore.href({ report: null, view: 'map' });
    const at = labelPoint.map((degrees) => degrees.toFixed(DECIMALS)).join();
    return `${href}${href.includes('?') ? '&' : '?'}${PARAMETER}=${at}`;
  }

  /** Back to the findings. */
  close(): void {
    this.#route.back(this.#explore.href({ report: null }));
  }

  #get() {
    const params = filterParams(this.#explore.view);
    return (signal: AbortSignal) => request<HotspotsAnswer>(`/api/hotspots?${params}`, { signal });
  }
}

export const hotSpotsContext = context<HotSpots>('HotSpots');

/** The hot spot whose middle is nearest to that of an address, if it is near enough to be the same. */
export function spotAt(spots: readonly HotSpot[], asked: string | null): HotSpot | null {
  const [lng, lat, ...more] = (asked ?? '').split(',').map((text) => (text === '' ? Number.NaN : Number(text)));
  if (lng === undefined || lat === undefined || more.length > 0) return null;
  let [best, least]: [HotSpot | null, number] = [null, SAME_DEGREES];
  for (const spot of spots) {
    const [spotLng = 0, spotLat = 0] = spot.properties.labelPoint;
    const apart = Math.hypot(spotLng - lng, spotLat - lat);
    if (apart <= least) [best, least] = [spot, apart];
  }
  return best;
}
