import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import { atMost, type Group } from './context.ts';
import { BOX } from './generate.ts';
import { REPORT_KIND, tileAt, tilePath } from './places.ts';
import { randomFrom } from './random.ts';
import { median } from './rounds.ts';

const ZOOM = 18;
const REPORTS_OF_A_ROUND = 4;
const POLL_MILLISECONDS = 10;
const GIVE_UP_AFTER_MILLISECONDS = 10_000;

/** From the 201 of one process until the report is in the tiles of both; of each round the slowest. */
export const visible: Group<'visible'> = {
  rows: {
    visible: { name: 'a new report visible in the tiles of both processes', unit: 's after its 201', goal: atMost(1) },
  },
  async measure({ large, second, rounds }) {
    const random = randomFrom(2);
    const slowest: number[] = [];
    for (let round = 0; round < rounds; round++) {
      let longest = 0;
      for (let n = 0; n < REPORTS_OF_A_ROUND; n++) {
        const lng = BOX[0] + random() * (BOX[2] - BOX[0]);
        const lat = BOX[1] + random() * (BOX[3] - BOX[1]);
        const id = await send(large.server.origin, lng, lat);
        const since = performance.now();
        const tile = tilePath(tileAt(ZOOM, lng, lat));
        await Promise.all([large.server, second].map(({ origin }) => untilShown(origin + tile, id)));
        longest = Math.max(longest, performance.now() - since);
      }
      slowest.push(longest / 1000);
    }
    return { visible: { value: median(slowest) } };
  },
};

async function send(origin: string, lng: number, lat: number): Promise<string> {
  const response = await fetch(`${origin}/api/reports`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ category: REPORT_KIND.kind, location: { type: 'Point', coordinates: [lng, lat] } }),
  });
  if (response.status !== 201) throw new Error(`a report was answered with ${response.status}`);
  return ((await response.json()) as { id: string }).id;
}

async function untilShown(url: string, id: string): Promise<void> {
  const until = Date.now() + GIVE_UP_AFTER_MILLISECONDS;
  while (Date.now() < until) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`a tile was answered with ${response.status}`);
    const { layers } = new VectorTile(new PbfReader(new Uint8Array(await response.arrayBuffer())));
    const reports = layers.reports;
    for (let i = 0; i < (reports?.length ?? 0); i++) if (reports!.feature(i).properties.id === id) return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
  }
  throw new Error(`a report was not in its tile after ${GIVE_UP_AFTER_MILLISECONDS / 1000} s`);
}
