import type { Precision } from '../../../server/contract/enums.ts';
import { toUtm } from '../../../server/geo/utm.ts';
import { inCell } from './cell.ts';

/** [longitude, latitude] */
export type Place = [number, number];

/** What staff do with a report, in this order; see work() of world.ts. */
type Step =
  'approve' | 'resolve' | 'recategorise' | 'move' | 'undo' | 'hide' | 'reply' | 'photo' | 'support' | 'erase' | 'doubt';

/** A report of both worlds. */
export interface Inhabitant {
  readonly name: string;
  readonly kind: string;
  /** Its own number, by which its id is known; above `exactFrom` it is an exact report, the same in both worlds. */
  readonly households: number;
  /** Where it really lies in each world; a text is the code of an area, given instead of a place. */
  readonly places: readonly [Place | string, Place | string];
  readonly precision?: Precision;
  readonly work?: readonly Step[];
  /** Category or kind that staff give it. */
  readonly becomes?: string;
  /** Staff move its pin into the cell of this place, to another spot in each world. */
  readonly movedTo?: Place;
  readonly photo?: boolean;
}

export const HOUSEHOLDS = { exactFrom: 150 } as const;

const both = (place: Place): [Place, Place] => [inCell(place, 0), inCell(place, 1)];
const same = (place: Place): [Place, Place] => [place, place];
/** Two ends of Alai 1, in different quarters. */
const FAR_APART: [Place, Place] = [
  [72.834, 40.5],
  [72.842, 40.4965],
];

export const INHABITANTS: readonly Inhabitant[] = [
  // The two whom the attempts of attempts.ts are after: nobody else has their kinds.
  { name: 'coarse', kind: 'WATER_CUT', households: 1, places: both([72.8371, 40.4993]), work: ['approve'] },
  { name: 'area', kind: 'LAND_ACT', households: 2, places: FAR_APART, work: ['approve', 'resolve'] },
  { name: 'area by its name', kind: 'LAND_TECH', households: 3, places: [[72.835, 40.4995], 'alai-1'] },
  {
    name: 'outside every settlement',
    kind: 'CIVIC_PASSPORT',
    households: 4,
    places: [
      [72.79, 40.52],
      [72.7, 40.6],
    ],
  },
  // Cells that a boundary runs through.
  { name: 'on the boundary', kind: 'EDU_KINDER', households: 5, places: both([72.8315, 40.4985]) },
  { name: 'where quarters meet', kind: 'TELECOM_MOBILE', households: 6, places: both([72.8392, 40.4979]) },
  { name: 'coarse by wish', kind: 'ROAD_MUD', precision: 'coarse', households: 7, places: both([72.848, 40.4925]) },
  { name: 'area by wish', kind: 'ROAD_SNOW', precision: 'area', households: 8, places: FAR_APART },
  {
    name: 'made coarser',
    kind: 'ENERGY_HEAT',
    households: 9,
    places: both([72.8355, 40.4975]),
    work: ['approve', 'recategorise'],
    becomes: 'LAND_DACHA',
  },
  {
    name: 'given a finer kind and its own again',
    kind: 'WATER_QUALITY',
    households: 10,
    places: both([72.8335, 40.4985]),
    work: ['recategorise', 'undo'],
    becomes: 'WATER_LEAK',
  },
  {
    name: 'given a finer kind',
    kind: 'LAND_PLAN',
    households: 25,
    places: FAR_APART,
    work: ['approve', 'recategorise'],
    becomes: 'ROAD_BRIDGE',
  },
  {
    name: 'moved',
    kind: 'OTHER_ANY',
    households: 11,
    places: both([72.8375, 40.5005]),
    work: ['move', 'hide'],
    movedTo: [72.8402, 40.4962],
  },
  {
    name: 'with a photo',
    kind: 'WATER_NONE',
    households: 12,
    places: both([72.841, 40.499]),
    photo: true,
    work: ['approve', 'photo'],
  },
  {
    name: 'answered',
    kind: 'EDU_FAR',
    households: 13,
    places: both([72.8515, 40.4935]),
    work: ['resolve', 'reply', 'support'],
  },
  // Two neighbours say with a photo that it is not fixed; one of the photos is published.
  {
    name: 'doubted with a photo',
    kind: 'DRAIN_FLOODED',
    households: 26,
    places: both([72.8445, 40.4975]),
    work: ['approve', 'resolve', 'doubt'],
  },
  { name: 'area erased', kind: 'HEALTH_DOCTOR', households: 14, places: FAR_APART, work: ['approve', 'erase'] },
  { name: 'coarse erased', kind: 'WATER_PRICE', households: 15, places: both([72.8365, 40.4965]), work: ['erase'] },
  ...[0, 1, 2, 3].map((n): Inhabitant => ({
    name: `in a hot spot ${n}`,
    kind: 'ENERGY_GAS',
    households: 16 + n,
    places: both([72.848 + 0.0012 * n, 40.491 + 0.0004 * n]),
  })),
  { name: 'kept', kind: 'EDU_SCHOOL', households: 20, places: both([72.8495, 40.4945]), work: ['approve'] },
  { name: 'merged', kind: 'HEALTH_NOFAP', households: 21, places: FAR_APART },
  { name: 'kept again', kind: 'TELECOM_FIXED', households: 22, places: both([72.8525, 40.4915]) },
  { name: 'parted', kind: 'TELECOM_CABLE', households: 23, places: both([72.8535, 40.4915]) },
  { name: 'merged into an exact one', kind: 'SAFETY_CRIME', households: 24, places: FAR_APART },
  // Exact ones are published where they lie.
  { name: 'exact', kind: 'ROAD_POTHOLE', households: 151, places: same([72.8384, 40.4986]), work: ['approve'] },
  { name: 'exact and kept', kind: 'LIGHT_NONE', households: 152, places: same([72.8391, 40.4991]) },
];

const [east, north] = toUtm(72.838, 40.4985).map((metres) => Math.floor(metres / 100) * 100 - 300) as Place;
/** Coarse reports of one kind in a square of cells, whose south-west corner is given in metres of EPSG:32643. */
export const NEIGHBOURS = { count: 230, cells: 6, east, north } as const;
