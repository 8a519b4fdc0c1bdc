import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** What complaint types of the made-up city mean here, for --categories. */
export const CATEGORIES_311: Readonly<Record<string, string>> = {
  'Street Condition': 'ROAD_POTHOLE',
  'Street Light Condition': 'LIGHT_BROKEN',
  'Water System': 'WATER_CUT',
  Sewer: 'DRAIN_SEWER',
  'Illegal Dumping': 'WASTE_DUMP',
  'Noise - Residential': 'OTHER_ANY',
};
const TYPES = Object.keys(CATEGORIES_311);
const STATUSES = ['Open', 'Closed', 'In Progress', 'Assigned', 'Started'];
const HEADING =
  'Unique Key,Created Date,Closed Date,Agency,Agency Name,Complaint Type,Descriptor,Location Type,Incident Zip,Incident Address,City,Status,Resolution Description,Latitude,Longitude,Location';
const CHUNK_ROWS = 2000;

/** Rows that are wrong on purpose, in the order of `CsvOptions.badRows`; each has the code it must be refused with. */
export const BAD_ROWS = [
  ['category_unknown', { 'Complaint Type': 'UFO Sighting' }],
  ['location_swapped', { Latitude: '72.8400000', Longitude: '40.4950000' }],
  ['location_out_of_range', { Latitude: '140.5' }],
  ['wrong_type', { Longitude: 'NaN' }],
  ['required', { Latitude: '', Longitude: '' }],
  ['date_malformed', { 'Created Date': '02/30/2024 10:00:00 AM' }],
  ['date_in_future', { 'Created Date': '01/01/2999 10:00:00 AM' }],
  ['status_unknown', { Status: 'Unspecified' }],
] as const;

export interface CsvOptions {
  rows: number;
  seed?: number;
  /** How many of BAD_ROWS to put in, spread over the file. */
  badRows?: number;
}

/**
 * Writes a file of the shape of public 311 service requests: the columns of a large city's open data, places around Osh, dates of
 * three years, quoted text with commas, quotes and line breaks. The same seed gives the same bytes.
 */
export async function writeCsv311(file: string, { rows, seed = 1, badRows = 0 }: CsvOptions): Promise<void> {
  const out = createWriteStream(file);
  const random = generator(seed);
  out.write(`${HEADING}\n`);
  const every = badRows > 0 ? Math.max(1, Math.floor(rows / badRows)) : Infinity;
  let text = '';
  for (let row = 0; row < rows; row++) {
    const bad = row % every === 0 && row / every < badRows ? BAD_ROWS[(row / every) % BAD_ROWS.length]![1] : {};
    text += line(row, random, bad);
    if (row % CHUNK_ROWS < CHUNK_ROWS - 1 && row < rows - 1) continue;
    if (!out.write(text)) await once(out, 'drain');
    text = '';
  }
  out.end();
  await once(out, 'finish');
}

function line(row: number, random: () => number, bad: Record<string, string>): string {
  const created = new Date(
    Date.UTC(2022, 0, 1) + Math.floor(random() * 1000) * 86_400_000 + Math.floor(random() * 86_400_000),
  );
  const status = STATUSES[Math.floor(random() * STATUSES.length)]!;
  const latitude = (40.48 + random() * 0.03).toFixed(10);
  const longitude = (72.825 + random() * 0.035).toFixed(10);
  const cells: Record<string, string> = {
    'Unique Key': String(50_000_000 + row),
    'Created Date': american(created),
    'Closed Date': status === 'Closed' ? american(new Date(created.getTime() + random() * 30 * 86_400_000)) : '',
    Agency: 'DPW',
    'Agency Name': 'Department of Public Works',
    'Complaint Type': TYPES[Math.floor(random() * TYPES.length)]!,
    Descriptor: 'Loud, "continuous"\nand since yesterday',
    'Location Type': 'Street',
    'Incident Zip': '723500',
    'Incident Address': `${Math.floor(random() * 400)} EXAMPLE STREET`,
    City: 'OSH',
    Status: status,
    'Resolution Description': 'The department inspected the place, and took note.',
    Latitude: latitude,
    Longitude: longitude,
    Location: `(${latitude}, ${longitude})`,
    ...bad,
  };
  return `${HEADING.split(',')
    .map((column) => quoted(cells[column]!))
    .join(',')}\n`;
}

/** 03/01/2024 07:05:09 PM */
function american(date: Date): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const hour = date.getUTCHours();
  const time = `${two(hour % 12 === 0 ? 12 : hour % 12)}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} ${hour < 12 ? 'AM' : 'PM'}`;
  return `${two(date.getUTCMonth() + 1)}/${two(date.getUTCDate())}/${date.getUTCFullYear()} ${time}`;
}

function quoted(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Lehmer generator (Park and Miller 1988), uniform in (0, 1). */
function generator(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}
