import { PLACE_ATTEMPTS } from './attempts.ts';
import { WORD_ATTEMPTS } from './attempts-words.ts';

export type Outcome =
  | 'nothing'
  | 'the centre of its cell'
  | 'about the centre of its cell'
  | 'the label point of its settlement'
  | 'its day'
  | 'what is published';

const COARSE_AND_AREA = { coarse: 'the centre of its cell', area: 'the label point of its settlement' } as const;
const FOUND = { coarse: 'the centre of its cell', area: 'nothing' } as const;
const NEARLY = { coarse: 'about the centre of its cell', area: 'nothing' } as const;
const PUBLISHED = { coarse: 'what is published', area: 'what is published' } as const;
const NOTHING = { coarse: 'nothing', area: 'nothing' } as const;
const DAY = { coarse: 'its day', area: 'its day' } as const;

const OUTCOMES: Readonly<Record<string, { coarse: Outcome; area: Outcome }>> = {
  'read the report': COARSE_AND_AREA,
  'read the list': COARSE_AND_AREA,
  'halve a box until it is a point': COARSE_AND_AREA,
  'halve a polygon until it is a point': COARSE_AND_AREA,
  'halve a box by counts': COARSE_AND_AREA,
  'measure the distance from three places': FOUND,
  'walk until the neighbours no longer name it': FOUND,
  'look it up in the tiles of every zoom': COARSE_AND_AREA,
  'find the middle of its heat': FOUND,
  'cut hexagons of every size with each other': NEARLY,
  'draw hot spots around it': NOTHING,
  'take the file': COARSE_AND_AREA,
  'read the times of the report and its history': DAY,
  'follow its code': DAY,
  'halve the time until only its second is left': DAY,
  'read the cursor behind it': DAY,
  'see beside whom it stands in its day': PUBLISHED,
  'search for its landmark and for words nobody has looked at': NOTHING,
  'tell its quarter from the counts of areas': PUBLISHED,
  'read the metadata of its photo': NOTHING,
  'make a link of a letter, to see who is told of changes': NOTHING,
  'ask caches when it changed': NOTHING,
  'ask wrongly and read the refusal': NOTHING,
};

/** Every attempt with where it ends for a coarse report and for one known by its settlement. */
export const ATTEMPTS = [...PLACE_ATTEMPTS, ...WORD_ATTEMPTS].map(({ name, door }) => {
  const outcome = OUTCOMES[name];
  if (!outcome) throw new Error(`table.ts says nothing of "${name}"`);
  return { name, door, outcome };
});

/** The table of docs/privacy.md. */
export function attemptsTable(): string {
  const rows = [
    ['attempt', 'door', 'ends, for a coarse report, at', 'and for one known by settlement at'],
    ...ATTEMPTS.map(({ name, door, outcome }) => [name, `\`${door}\``, outcome.coarse, outcome.area]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, n) => cell.padEnd(widths[n]!)).join(' | ')} |`;
  return [line(rows[0]!), line(widths.map((width) => '-'.repeat(width))), ...rows.slice(1).map(line)].join('\n');
}
