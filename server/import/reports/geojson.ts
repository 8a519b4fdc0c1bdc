import path from 'node:path';
import Assembler from 'stream-json/assembler.js';
import { jsonParser, type Token } from 'stream-json/parser.js';
import { foreignCrs } from '../crs.ts';
import { ImportFailure } from '../failure.ts';
import { brokenJson } from '../json-fault.ts';
import { textOf } from '../text-file.ts';
import type { RowSource, SourceRow } from './fields.ts';

/** Features have no heading: the columns are the properties that the first of them have. */
const FEATURES_LOOKED_AT = 200;
const RECORD_SEPARATOR = '\u001e';
const OWN_COLUMNS = ['@id', '@lng', '@lat'] as const;

/**
 * Opens GeoJSON: one FeatureCollection, or one Feature a line. Each Feature is read on its own, so size does not matter.
 * A Feature that is none of a Point, and a line that is no JSON, come with a fault; a broken FeatureCollection throws an
 * ImportFailure that names line and column.
 */
export async function openGeojson(file: string, beginning: string): Promise<RowSource> {
  const rows = isOneALine(file, beginning) ? rowsOfLines(file) : rowsOfCollection(file);
  const first: SourceRow[] = [];
  const iterator = rows[Symbol.asyncIterator]();
  for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
    first.push(next.value);
    if (first.length === FEATURES_LOOKED_AT) break;
  }
  const columns = new Set<string>(first.flatMap((row) => Object.keys(row.cells)));
  for (const column of OWN_COLUMNS) if (!first.some((row) => row.cells[column])) columns.delete(column);
  return {
    columns: [...columns],
    rows: (async function* () {
      yield* first;
      yield* { [Symbol.asyncIterator]: () => iterator };
    })(),
  };
}

function isOneALine(file: string, beginning: string): boolean {
  if (/\.(geojsonl|geojsons|ndjson|jsonl)$/i.test(file) || beginning.trimStart().startsWith(RECORD_SEPARATOR))
    return true;
  try {
    return (JSON.parse(beginning.trimStart().split('\n', 1)[0]!) as { type?: unknown }).type === 'Feature';
  } catch {
    return false;
  }
}

/** A Feature as a row: its properties, and `@id`, `@lng`, `@lat` from the Feature itself. */
export function featureRow(line: number, value: unknown): SourceRow {
  const feature = value as { type?: unknown; id?: unknown; geometry?: unknown; properties?: unknown } | null;
  if (typeof feature !== 'object' || feature === null || feature.type !== 'Feature') {
    return { line, cells: {}, fault: { column: 'type', code: 'malformed', value: JSON.stringify(value) ?? '' } };
  }
  const geometry = feature.geometry as { type?: unknown; coordinates?: unknown } | null | undefined;
  const [lng, lat] = Array.isArray(geometry?.coordinates) ? (geometry.coordinates as unknown[]) : [];
  const properties = typeof feature.properties === 'object' && feature.properties !== null ? feature.properties : {};
  const cells: Record<string, string> = Object.fromEntries(
    Object.entries(properties).map(([name, cell]) => [name, textOfValue(cell)]),
  );
  Object.assign(cells, { '@id': textOfValue(feature.id), '@lng': textOfValue(lng), '@lat': textOfValue(lat) });
  if (geometry && geometry.type !== 'Point') {
    return { line, cells, fault: { column: 'geometry', code: 'geometry_not_a_point', value: String(geometry.type) } };
  }
  return { line, cells };
}

function textOfValue(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

async function* rowsOfLines(file: string): AsyncGenerator<SourceRow> {
  let line = 0;
  for await (const text of linesOf(file)) {
    line++;
    const json = text.replace(RECORD_SEPARATOR, '').trim();
    if (json === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      yield { line, cells: {}, fault: { column: '', code: 'malformed_json', value: json } };
      continue;
    }
    yield featureRow(line, value);
  }
}

async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = '';
  for await (const text of textOf(file)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop()!;
    yield* lines;
  }
  yield rest;
}

async function* rowsOfCollection(file: string): AsyncGenerator<SourceRow> {
  const name = path.basename(file);
  const reader = collectionReader(name);
  let count = 0;
  for await (const text of textOf(file)) {
    let features: unknown[];
    try {
      features = reader.read(text);
    } catch (error) {
      throw error instanceof ImportFailure ? error : await brokenJson(file, error);
    }
    for (const feature of features) yield featureRow(++count, feature);
  }
  try {
    reader.end();
  } catch (error) {
    throw error instanceof ImportFailure ? error : await brokenJson(file, error);
  }
}

/** Takes a FeatureCollection piece by piece and gives the Features that each piece completes. */
function collectionReader(name: string): { read(text: string): unknown[]; end(): void } {
  const parse = jsonParser({ streamValues: false });
  let assembler: Assembler | null = null;
  let place: 'outside' | 'collection' | 'features' = 'outside';
  let key = '';
  let sawFeatures = false;

  const take = (token: Token, features: unknown[]) => {
    if (assembler === null) {
      if (place === 'outside' && token.name !== 'startObject') throw noCollection(name);
      if (place === 'outside') return void (place = 'collection');
      if (token.name === 'keyValue') return void (key = token.value);
      if (token.name === 'endObject' || token.name === 'endArray')
        return void (place = place === 'features' ? 'collection' : 'outside');
      if (place === 'collection' && key === 'features' && token.name === 'startArray') {
        sawFeatures = true;
        return void (place = 'features');
      }
      assembler = new Assembler();
    }
    assembler.consume(token);
    if (!assembler.done) return;
    const value = assembler.current as unknown;
    assembler = null;
    if (place === 'features') features.push(value);
    else checkMember(name, key, value);
  };

  const tokensOf = (piece: Parameters<typeof parse>[0]) => {
    const answer = parse(piece) as unknown as { values?: Token[] };
    return answer.values ?? [];
  };
  return {
    read(text) {
      const features: unknown[] = [];
      for (const token of tokensOf(text)) take(token, features);
      return features;
    },
    end() {
      if (place !== 'outside') throw new Error('the file ends too early');
      if (!sawFeatures) throw noCollection(name);
    },
  };
}

function checkMember(name: string, key: string, value: unknown): void {
  if (key === 'type' && value !== 'FeatureCollection') throw noCollection(name);
  const crs = key === 'crs' ? foreignCrs(value) : null;
  if (crs !== null)
    throw new ImportFailure(`${name} is in the coordinate system ${crs}; WGS 84 (EPSG:4326) is needed.`);
}

function noCollection(name: string): ImportFailure {
  return new ImportFailure(`${name} is neither a GeoJSON FeatureCollection nor one Feature a line.`);
}
