import { expect, test } from 'vitest';
import { pageLinks } from '../../server/plugins/page-files.ts';
import { sharedChunk, type Modules } from '../../web/plugins/shared-chunks.ts';

const MANIFEST = {
  'index.html': { file: 'assets/index-1.js', css: ['assets/index-1.css'], imports: ['_runtime.js'] },
  '_runtime.js': { file: 'assets/runtime-1.js' },
  '_pages.js': { file: 'assets/pages-1.js', css: ['assets/pages-1.css'], imports: ['index.html', '_runtime.js'] },
  'src/new.svelte': { file: 'assets/new-1.js', css: ['assets/new-1.css'], imports: ['index.html', '_pages.js'] },
};

test('a page asks at once for its own files and those it shares, and not again for the ones of every page', () => {
  const links = pageLinks(MANIFEST, 'src/new.svelte');
  expect([...links.matchAll(/href="([^"]+)"/g)].map(([, href]) => href)).toEqual([
    '/assets/new-1.js',
    '/assets/new-1.css',
    '/assets/pages-1.js',
    '/assets/pages-1.css',
  ]);
  expect(links.match(/rel="modulepreload"/g)).toHaveLength(2);
  expect(links.match(/rel="preload" as="style"/g)).toHaveLength(2);
});

test('a page that the build does not know ends the start with its name', () => {
  expect(() => pageLinks(MANIFEST, 'src/gone.svelte')).toThrow('src/gone.svelte');
});

/** Modules by their name: who imports them, and who loads them lazily. */
function modules(graph: Record<string, { by?: string[]; lazilyBy?: string[] }>): Modules {
  return {
    getModuleInfo: (id) =>
      id in graph ? { importers: graph[id]!.by ?? [], dynamicImporters: graph[id]!.lazilyBy ?? [] } : null,
  };
}

const GRAPH = modules({
  '/web/src/App.svelte': {},
  '/web/src/report/ReportFlow.svelte': { lazilyBy: ['/web/src/App.svelte'] },
  '/web/src/follow/FollowPage.svelte': { lazilyBy: ['/web/src/App.svelte'] },
  '/web/src/staff/StaffPage.svelte': { lazilyBy: ['/web/src/App.svelte'] },
  '/web/src/staff/ListPage.svelte': { lazilyBy: ['/web/src/staff/StaffPage.svelte'] },
  '/web/src/map/create-map.ts': { lazilyBy: ['/web/src/App.svelte'] },
  '/web/src/ui/Chip.svelte': { by: ['/web/src/report/ReportFlow.svelte', '/web/src/ui/Chips.svelte'] },
  '/web/src/ui/Chips.svelte': { by: ['/web/src/follow/FollowPage.svelte', '/web/src/ui/Chip.svelte'] },
  '/web/src/ui/Alone.svelte': { by: ['/web/src/report/ReportFlow.svelte'] },
  '/web/src/staff/Rows.svelte': { by: ['/web/src/staff/StaffPage.svelte', '/web/src/staff/ListPage.svelte'] },
  '/web/src/ui/place.ts': { by: ['/web/src/map/create-map.ts', '/web/src/report/ReportFlow.svelte'] },
  '/web/src/paraglide/messages/back.js': { by: ['/web/src/paraglide/messages/_index.js'] },
  '/web/src/paraglide/messages/once.js': { by: ['/web/src/paraglide/messages/_index.js'] },
  '/web/src/paraglide/messages/_index.js': { by: ['/web/src/App.svelte', '/web/src/staff/StaffPage.svelte'] },
});
const USERS = new Map([
  ['back', ['/web/src/ui/Alone.svelte', '/web/src/follow/FollowPage.svelte']],
  ['once', ['/web/src/ui/Alone.svelte']],
]);

test.each([
  ['/web/src/ui/Chip.svelte', 'pages'],
  ['/web/src/ui/Alone.svelte', null],
  ['/web/src/staff/Rows.svelte', 'staff'],
  ['/web/src/ui/place.ts', null],
  ['/web/src/paraglide/messages/back.js', 'pages'],
  ['/web/src/paraglide/messages/once.js', null],
])('what several pages need comes with what they share: %s', (id, file) => {
  expect(sharedChunk(id, GRAPH, USERS)).toBe(file);
});
