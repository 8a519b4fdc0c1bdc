import type { Sql } from '../../db/database.ts';
import { statement } from '../../db/statement.ts';
import type { AreaFeature } from './features.ts';
import type { Polygons } from './geometry.ts';
import type { AreaFacts, PlannedArea } from './plan.ts';

/** An area as it stands, with what is needed to tell what an import changes. */
export interface AreaState extends AreaFacts {
  id: number;
  hectares: number;
  /** Bounding box as EWKT. */
  box: string;
  /** Fingerprint of boundary and label point. */
  shape: string;
  /** Published reports in it, those in its parts not included. */
  reports: number;
  inForce: boolean;
  /** It was in force and is no more. */
  ended: boolean;
  /** When it was last changed, to the microsecond. */
  stamp: string;
}

/** Reports whose published area was `from` and is `to`; null is outside every settlement. */
export interface Move {
  from: string | null;
  to: string | null;
  reports: number;
}

/** What the database says of a new boundary. */
export interface BoundaryCheck {
  code: string;
  /** Null when valid. */
  reason: string | null;
  lng: number | null;
  lat: number | null;
  labelInside: boolean;
}

type Drawn = AreaFacts & { geometry: string; labelLng: number | null; labelLat: number | null };

const selectState = statement<object, AreaState>('import/area_state');
const selectWhole = statement<
  { ids: readonly number[] },
  { id: number; facts: AreaFacts; coordinates: Polygons; labelPoint: [number, number] }
>('import/whole_areas');
const countOutside = statement<object, { reports: number }>('import/count_outside');
const checkAreas = statement<{ features: string }, BoundaryCheck>('import/check_areas');
const insertArea = statement<Drawn>('import/insert_area');
const updateArea = statement<Drawn & { id: number }>('import/update_area');
const reassign = statement<{ ids: number[]; boxes: string[] }, Move>('import/reassign');

/** Keeps reports from being stored, not from being read, until the transaction ends: they would be assigned by the old boundaries. */
export async function holdReports(sql: Sql): Promise<void> {
  await sql.script('lock table reports in share row exclusive mode');
}

/** Every area, in force or not. */
export async function areaStates(sql: Sql): Promise<AreaState[]> {
  return sql.run(selectState, {});
}

/** Published reports outside every settlement and quarter. */
export async function reportsOutside(sql: Sql): Promise<number> {
  return (await sql.run(countOutside, {}))[0]!.reports;
}

/** Looks for edges that cross and label points outside. */
export async function checkBoundaries(sql: Sql, areas: readonly PlannedArea[]): Promise<BoundaryCheck[]> {
  return sql.run(checkAreas, {
    features: JSON.stringify(
      areas.map(({ facts, feature }) => ({
        code: facts.code,
        geometry: geometryOf(feature.polygons),
        label: feature.labelPoint,
      })),
    ),
  });
}

export async function storeArea(sql: Sql, { id, facts, feature }: PlannedArea): Promise<void> {
  const [labelLng, labelLat] = feature.labelPoint ?? [null, null];
  const drawn = { ...facts, geometry: JSON.stringify(geometryOf(feature.polygons)), labelLng, labelLat };
  if (id === null) await sql.run(insertArea, drawn);
  else await sql.run(updateArea, { ...drawn, id });
}

/**
 * Assigns anew every report near one of the boxes (EWKT) or in one of the areas; gives how many were looked at, by where they
 * were and are. Hidden reports count too.
 */
export async function reassignReports(sql: Sql, ids: number[], boxes: string[]): Promise<Move[]> {
  return sql.run(reassign, { ids, boxes });
}

/** The whole of some areas as they stand: facts, boundary and label point, exact to the last digit. */
export async function wholeAreas(sql: Sql, ids: readonly number[]): Promise<PlannedArea[]> {
  const rows = await sql.run(selectWhole, { ids });
  return rows.map(({ id, facts, coordinates, labelPoint }) => ({
    id,
    facts,
    feature: plainFeature(facts, coordinates, labelPoint),
  }));
}

/** The area as if a file had said all of it. */
function plainFeature(facts: AreaFacts, polygons: Polygons, labelPoint: [number, number]): AreaFeature {
  return { ...facts, label: `area ${facts.code}`, path: '', labelPoint, polygons };
}

/** A MultiPolygon with these coordinates, as GeoJSON. */
export function geometryOf(coordinates: unknown) {
  return { type: 'MultiPolygon', coordinates };
}
