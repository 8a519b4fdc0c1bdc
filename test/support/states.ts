import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { ROOT } from '../../server/root.ts';
import { OWN } from '../screens/own.ts';
import { RESIDENT } from '../screens/resident.ts';
import { takeScreens } from './screens.ts';

const TARGET = 'docs/screens/states';
const VARIANT = ['phone', 'light', 'ky'];
const IN_A_ROW = 4;
const QUALITY = 60;

/** Writes docs/states.md and its pictures: every state that a resident meets, at 360x740 in Kyrgyz. */
export async function writeStates(say: (line: string) => void): Promise<void> {
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'alai-states-'));
  const target = path.join(ROOT, TARGET);
  const names = [...RESIDENT, ...OWN].map(({ name }) => name);
  try {
    const files = await takeScreens(scratch, [...names, ...VARIANT], say, { scale: 1 });
    rmSync(target, { recursive: true, force: true });
    mkdirSync(target, { recursive: true });
    for (const [at, file] of files.entries()) {
      await sharp(path.join(scratch, `${file}.png`))
        .webp({ quality: QUALITY, effort: 6 })
        .toFile(path.join(target, `${names[at]}.webp`));
    }
    writeFileSync(path.join(ROOT, 'docs/states.md'), document(names));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function document(names: string[]): string {
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`;
  const rows: string[] = [];
  for (let at = 0; at < names.length; at += IN_A_ROW) {
    const some = Array.from({ length: IN_A_ROW }, (_, cell) => names[at + cell] ?? null);
    rows.push(
      row(some.map((name) => (name === null ? '' : `<img src="screens/states/${name}.webp" width="180" alt="">`))),
    );
    rows.push(row(some.map((name) => name ?? '')));
  }
  return `# Every state a resident meets

At 360x740, light, in Kyrgyz, with invented reports; made by \`npm run screens -- --docs\` from \`test/screens/resident.ts\` and
\`test/screens/own.ts\`. The same states are opened by the browser tests, where axe looks at each of them in both themes.

<!-- prettier-ignore -->
${row(Array<string>(IN_A_ROW).fill(' '))}
${row(Array<string>(IN_A_ROW).fill('---'))}
${rows.join('\n')}
`;
}
