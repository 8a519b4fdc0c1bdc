/** Fetching what a walk needs before anybody asks for it. The service worker keeps what it sees come by. */
import { api } from '../api/client.ts';
import { getAllMarks, getAreaCounts, getFacets, getList, getSummary } from '../explore/load.ts';
import { LIST_PAGE } from '../explore/report-pages.svelte.ts';
import { DEFAULT_VIEW } from '../explore/url.ts';
import type { Filter } from '../explore/url.ts';
import { WHOLE_SET_MAX } from '../map/sources.ts';
import { myReports } from '../report/my-reports.ts';
import { dataSaver } from '../state/data-saver.svelte.ts';
import { session } from '../state/storage.ts';

/** Once for each tab: what is looked at later is kept as it is seen. */
const DONE_KEY = 'alai.ahead';
const SETTLEMENTS_MAX = 4;
/** Own reports, newest first. */
const OWN_MAX = 10;
/** The page itself comes first. */
const PAUSE_MS = 2_000;

/**
 * Categories, boundaries, and of the whole and each settlement the figures, the first page of the list and what the map draws; own reports. Asked for exactly as the pages do. Does nothing
 * where nothing is kept or data is to be saved; never throws.
 */
export async function fetchAhead(): Promise<void> {
  const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
  if (!workers || dataSaver.on || session.get(DONE_KEY) !== null) return;
  await workers.ready;
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  if (workers.controller === null) return;
  try {
    await fetchAll(new AbortController().signal);
    session.set(DONE_KEY, '1');
  } catch {
    // The next page tries again.
  }
}

/** One after the other: the line is there for what somebody does. */
async function fetchAll(signal: AbortSignal): Promise<void> {
  await api.config();
  const { features: areas } = await api.areas();
  await api.basemap();
  await getFacets(DEFAULT_VIEW, areas, signal);
  await getAreaCounts(DEFAULT_VIEW, areas, signal);
  await fetchReports(DEFAULT_VIEW, signal);
  for (const { properties } of areas
    .filter((area) => area.properties.kind === 'settlement')
    .slice(0, SETTLEMENTS_MAX)) {
    await fetchReports({ ...DEFAULT_VIEW, area: [properties.code] }, signal);
  }
  for (const { code } of myReports().slice(0, OWN_MAX)) {
    // One that was hidden meanwhile must not keep the others from coming.
    await api.track(code, signal).then(
      ({ id }) => api.report(id, signal),
      () => null,
    );
  }
}

/** Figures, list and marks of a filter; more reports than fit one answer come as tiles, when somebody looks. */
async function fetchReports(filter: Filter, signal: AbortSignal): Promise<void> {
  const { total } = await getSummary(filter, signal);
  await getList(filter, LIST_PAGE, signal);
  if (total <= WHOLE_SET_MAX) await getAllMarks(filter, signal);
}
