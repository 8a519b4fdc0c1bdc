import { VectorTile } from '@mapbox/vector-tile';
import { PbfReader } from 'pbf';
import type { Answer } from '../../support/database.ts';
import { tileAt } from './doors.ts';
import type { Place } from './inhabitants.ts';
import { middleOf, narrowed, trilaterated } from './narrow.ts';

/** All that an attacker has: GET over the public HTTP. */
export type Ask = (url: string) => Promise<Answer>;

/** Whom the attacker is after: what everybody knows of the report. No other report is of its kind. */
export interface Victim {
  readonly id: string;
  readonly code: string;
  readonly category: string;
  readonly kind: string;
  readonly photo: string | null;
}

/** How one could try to learn more of a report than is published. Gives its best guess; null is none. */
export interface Attempt {
  readonly name: string;
  readonly door: string;
  /** What is looked for: a place, or anything else as text. */
  readonly seeks: 'place' | 'words';
  run(ask: Ask, victim: Victim): Promise<Place | string | null>;
}

/** Around both settlements: west, south, east, north. */
const TOWN: [number, number, number, number] = [72.8, 40.47, 72.88, 40.52];
/** Of a millionth of a degree there are 80,000 in the town. */
const HALVINGS = 24;

const counted = async (ask: Ask, query: string): Promise<number> =>
  (await ask(`/api/reports?${query}`)).body.features.length;
const placeOf = (feature: any): Place | null => feature?.geometry?.coordinates ?? null;
/** The list without and with one status more: whoever is resolved is in it as well. */
const of = ({ kind }: Victim) => `category=${kind}`;

export const PLACE_ATTEMPTS: readonly Attempt[] = [
  {
    name: 'read the report',
    door: '/api/reports/:id',
    seeks: 'place',
    run: async (ask, { id }) => placeOf((await ask(`/api/reports/${id}`)).body),
  },
  {
    name: 'read the list',
    door: '/api/reports',
    seeks: 'place',
    run: async (ask, victim) => placeOf((await ask(`/api/reports?${of(victim)}`)).body.features[0]),
  },
  {
    name: 'halve a box until it is a point',
    door: '/api/reports?bbox=',
    seeks: 'place',
    run: (ask, victim) =>
      narrowed(TOWN, HALVINGS, async (box) => (await counted(ask, `${of(victim)}&bbox=${box}`)) > 0),
  },
  {
    name: 'halve a polygon until it is a point',
    door: '/api/reports?within=',
    seeks: 'place',
    run: (ask, victim) =>
      narrowed(TOWN, HALVINGS, async ([w, s, e, n]) => {
        const corners = `${w},${s};${e},${s};${e},${n};${w},${n}`;
        return (await counted(ask, `${of(victim)}&within=${corners}`)) > 0;
      }),
  },
  {
    name: 'halve a box by counts',
    door: '/api/statistics?bbox=',
    seeks: 'place',
    run: (ask, victim) =>
      narrowed(TOWN, HALVINGS, async (box) => {
        const { groups } = (await ask(`/api/statistics?by=category&${of(victim)}&bbox=${box}`)).body;
        return groups.length > 0;
      }),
  },
  {
    name: 'measure the distance from three places',
    door: '/api/reports/nearby',
    seeks: 'place',
    async run(ask, victim) {
      const from: Place[] = [
        [72.8365, 40.4988],
        [72.838, 40.499],
        [72.837, 40.5001],
      ];
      const circles: { centre: Place; metres: number }[] = [];
      for (const centre of from) {
        const url = `/api/reports/nearby?lng=${centre[0]}&lat=${centre[1]}&category=${victim.category}`;
        const found = (await ask(url)).body.features.find((each: any) => each.id === victim.id);
        if (found) circles.push({ centre, metres: found.properties.distance });
      }
      return circles.length < 3 ? null : trilaterated(circles);
    },
  },
  {
    name: 'walk until the neighbours no longer name it',
    door: '/api/reports/nearby',
    seeks: 'place',
    async run(ask, victim) {
      const near = async ([lng, lat]: Place) =>
        (await ask(`/api/reports/nearby?lng=${lng}&lat=${lat}&category=${victim.category}`)).body.features.some(
          (each: any) => each.id === victim.id,
        );
      const start: Place = [72.8371, 40.4993];
      if (!(await near(start))) return null;
      const edge = async (step: Place): Promise<Place> => {
        let [inside, outside] = [0, 0.01];
        for (let n = 0; n < HALVINGS; n++) {
          const middle = (inside + outside) / 2;
          if (await near([start[0] + step[0] * middle, start[1] + step[1] * middle])) inside = middle;
          else outside = middle;
        }
        return [start[0] + step[0] * inside, start[1] + step[1] * inside];
      };
      const [east, west, north, south] = [
        await edge([1, 0]),
        await edge([-1, 0]),
        await edge([0, 1]),
        await edge([0, -1]),
      ];
      // The chords through the start have their middles on the lines through the centre.
      return [(east[0] + west[0]) / 2, (north[1] + south[1]) / 2];
    },
  },
  {
    name: 'look it up in the tiles of every zoom',
    door: '/tiles/reports/{z}/{x}/{y}.mvt',
    seeks: 'place',
    async run(ask, victim) {
      const start = placeOf((await ask(`/api/reports/${victim.id}`)).body);
      if (!start) return null;
      let finest: Place | null = null;
      for (let z = 0; z <= 22; z++) {
        const [x, y] = tileAt(z, ...start);
        const { bytes } = await ask(`/tiles/reports/${z}/${x}/${y}.mvt?category=${victim.kind}`);
        for (const layer of Object.values(new VectorTile(new PbfReader(bytes)).layers)) {
          for (let n = 0; n < layer.length; n++) {
            const { geometry } = layer.feature(n).toGeoJSON(x, y, z);
            finest = (geometry as unknown as { coordinates: Place }).coordinates;
          }
        }
      }
      return finest;
    },
  },
  {
    name: 'find the middle of its heat',
    door: '/api/heat?radius=100',
    seeks: 'place',
    async run(ask, victim) {
      const { features } = (await ask(`/api/heat?radius=100&${of(victim)}`)).body;
      const hottest = features.at(-1);
      return hottest ? middleOf(hottest.geometry.coordinates.flat(2)) : null;
    },
  },
  {
    name: 'cut hexagons of every size with each other',
    door: '/api/grid?size=',
    seeks: 'place',
    async run(ask, victim) {
      let [west, south, east, north] = [-Infinity, -Infinity, Infinity, Infinity];
      for (let size = 100; size <= 1000; size += 10) {
        const [hexagon] = (await ask(`/api/grid?size=${size}&${of(victim)}`)).body.features;
        if (!hexagon) return null;
        const ring: Place[] = hexagon.geometry.coordinates[0];
        const [lngs, lats] = [ring.map(([lng]) => lng), ring.map(([, lat]) => lat)];
        west = Math.max(west, Math.min(...lngs));
        east = Math.min(east, Math.max(...lngs));
        south = Math.max(south, Math.min(...lats));
        north = Math.min(north, Math.max(...lats));
      }
      return [(west + east) / 2, (south + north) / 2];
    },
  },
  {
    name: 'draw hot spots around it',
    door: '/api/hotspots?radius=50&minimum=3',
    seeks: 'place',
    async run(ask, victim) {
      const [spot] = (await ask(`/api/hotspots?radius=50&minimum=3&${of(victim)}`)).body.features;
      return spot ? spot.properties.labelPoint : null;
    },
  },
  {
    name: 'take the file',
    door: '/api/exports/reports.geojson',
    seeks: 'place',
    run: async (ask, victim) =>
      placeOf(JSON.parse((await ask(`/api/exports/reports.geojson?${of(victim)}&lang=ky`)).text).features[0]),
  },
];
