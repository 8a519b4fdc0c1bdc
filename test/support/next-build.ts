import { readdirSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../server/root.ts';

const MARK = '~2';
const FILE = /[\w.-]+(?=\.(?:js|css)\b)/g;

/** The same pages as another build would have made them: every file under another name, and none of the old ones. */
export function nextBuild(): { ask(url: string): string | null; answer(text: string): string } {
  const files = new Set(
    readdirSync(path.join(ROOT, 'dist/web/assets')).map((name) => name.replace(/\.(js|css).*$/, '')),
  );
  return {
    /** The address at which the server has it; null: it is gone. */
    ask: (url) => (!url.startsWith('/assets/') ? url : url.includes(MARK) ? url.replace(MARK, '') : null),
    answer: (text) =>
      text
        .replace(FILE, (name) => (files.has(name) ? name + MARK : name))
        .replace(/(alai\.shell\.)[0-9a-f]{12}/, '$1000000000002'),
  };
}
