import { createHash } from 'node:crypto';
import path from 'node:path';
import { build } from 'vite';
import type { Plugin, Rolldown } from 'vite';

const PAGE = /\/index\.html$/;
/** Pages that are not for residents, or too rare to be carried along: with them goes what only they need. */
const NOT_KEPT = /\/src\/(staff\/StaffPage|export\/ExportPage|print\/PrintPage)\.svelte$/;

/**
 * Builds the service worker beside the pages, as one file at the root, so that it may answer for all of them. It is told the files
 * of this version: everything that a resident's page can load.
 */
export function serviceWorker(web: string, plugins: () => Plugin[]): Plugin {
  return {
    name: 'alai-service-worker',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const files = residentFiles(bundle).map((file) => `/${file}`);
      const version = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12);
      await build({
        configFile: false,
        root: web,
        logLevel: 'error',
        publicDir: false,
        plugins: plugins(),
        define: { SHELL_FILES: JSON.stringify(files), SHELL_VERSION: JSON.stringify(version) },
        build: {
          outDir: dir ?? '',
          emptyOutDir: false,
          target: 'es2022',
          modulePreload: false,
          rolldownOptions: {
            input: path.join(web, 'src/offline/worker/worker.ts'),
            output: { format: 'iife', entryFileNames: 'worker.js', codeSplitting: false },
          },
        },
      });
    },
  };
}

/** Files that the first page and all pages behind it load, the first one's script first. */
export function residentFiles(bundle: Rolldown.OutputBundle): string[] {
  const entry = Object.values(bundle).find(
    (output) => output.type === 'chunk' && output.isEntry && PAGE.test(output.facadeModuleId ?? ''),
  );
  const found = new Set<string>();
  const visit = (name: string): void => {
    const output = bundle[name];
    if (found.has(name) || output === undefined) return;
    if (output.type === 'chunk' && NOT_KEPT.test(output.facadeModuleId ?? '')) return;
    found.add(name);
    if (output.type !== 'chunk') return;
    const { importedCss, importedAssets } = output.viteMetadata ?? {};
    for (const next of [...output.imports, ...output.dynamicImports, ...(importedCss ?? []), ...(importedAssets ?? [])])
      visit(next);
  };
  if (entry) visit(entry.fileName);
  return [...found];
}
