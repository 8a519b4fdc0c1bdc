import type { Plugin, Rolldown } from 'vite';

/** MapLibre and what is loaded with it come together, later, and by themselves. */
const LIBRARY_OF_THE_MAP = /\/(maplibre-gl|terra-draw[^/]*)\//;
const OF_THE_MAP = /\/web\/src\/map\//;
/** What every page loads once it is there: what it shares is no file more for anybody. */
const START = /\/offline\/start\.ts$/;
const OF_EXPLORE = /\/src\/explore\//;
const OF_STAFF = /\/src\/staff\//;

/** In the order in which they take what fits. */
const FILES = ['start', 'pages', 'explore', 'staff'] as const;
const WORD_FILE = /\/paraglide\/messages\/([a-z0-9_]+)\.js$/;
const WORD_USED = /\bm\.([a-z0-9_]+)/g;

/** What of the bundler is asked here. */
export interface Modules {
  getModuleInfo(id: string): { importers: readonly string[]; dynamicImporters: readonly string[] } | null;
}

/**
 * Puts what several lazily loaded pages need into a few files. Every word of the interface is a module, so without this a page
 * comes in fifty pieces of some hundred bytes, each a turn on one of the six connections that plain http has.
 */
export function sharedChunks(): { plugin: Plugin; groups: Rolldown.CodeSplittingGroup[] } {
  const users = new Map<string, string[]>();
  return {
    plugin: {
      name: 'alai-shared-chunks',
      apply: 'build',
      buildStart: () => users.clear(),
      // All words are imported as one object, so the bundler itself does not tell which module uses which.
      moduleParsed({ id, code }) {
        if (!code?.includes('/paraglide/messages.js')) return;
        for (const [, word] of code.matchAll(WORD_USED)) {
          if (!users.get(word!)?.includes(id)) users.set(word!, [...(users.get(word!) ?? []), id]);
        }
      },
    },
    groups: FILES.map((name, order) => ({
      name: (id, modules) => (sharedChunk(id, modules, users) === name ? name : null),
      priority: FILES.length - order,
    })),
  };
}

/**
 * The file for a module, null where it is left to the bundler.
 * @param users the modules that use a word, by the word
 */
export function sharedChunk(
  id: string,
  modules: Modules,
  users: ReadonlyMap<string, readonly string[]>,
): (typeof FILES)[number] | null {
  const entries = lazyEntries(id, modules, users);
  if (entries.length < 2 || LIBRARY_OF_THE_MAP.test(id)) return null;
  if (entries.some((entry) => OF_THE_MAP.test(entry))) return null;
  if (entries.some((entry) => START.test(entry))) return 'start';
  if (entries.every((entry) => OF_STAFF.test(entry))) return 'staff';
  return entries.every((entry) => OF_EXPLORE.test(entry)) ? 'explore' : 'pages';
}

/** The modules that are loaded lazily and lead to this one without another lazy step; itself when it is one. */
function lazyEntries(id: string, modules: Modules, users: ReadonlyMap<string, readonly string[]>): string[] {
  const entries: string[] = [];
  const seen = new Set<string>();
  const waiting = [id];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    const info = modules.getModuleInfo(at);
    if (info === null) continue;
    if (info.dynamicImporters.length > 0) entries.push(at);
    const word = WORD_FILE.exec(at)?.[1];
    waiting.push(...(word === undefined ? info.importers : (users.get(word) ?? [])));
  }
  return entries;
}
