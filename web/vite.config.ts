import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { sharedChunks } from './plugins/shared-chunks.ts';
import { serviceWorker } from './plugins/service-worker.ts';

/** This folder; vite bundles its config, so import.meta.dirname is kept by it (Node >= 20.11 without it). */
const WEB = import.meta.dirname;
const API_IN_DEVELOPMENT = process.env.API_ORIGIN ?? 'http://127.0.0.1:3000';

/**
 * The dark values stand once in tokens.css, inside `@dark { ... }`, and are served twice: for a forced dark theme and for
 * a dark system that is not forced light. CSS itself could do it only with light-dark(), which the WebView of a cheap
 * phone of 2022 does not know; there every colour would be missing.
 */
function darkBlock(): Plugin {
  return {
    name: 'alai-dark-block',
    enforce: 'pre',
    transform(code, id) {
      if (!id.split('?')[0]?.endsWith('/ui/tokens.css')) return;
      return code.replace(
        /@dark\s*\{([^}]*)\}/,
        (_, values: string) =>
          `:root[data-theme='dark'] {${values}}\n` +
          `@media (prefers-color-scheme: dark) { :root:not([data-theme='light']) {${values}} }`,
      );
    },
  };
}

/**
 * server/contract is imported for its bounds and words; the schemas beside them are checked by the server alone. In the
 * pages they are built of nothing, which saves the schema library.
 */
function noSchemas(): Plugin {
  return {
    name: 'alai-no-schemas',
    apply: 'build',
    enforce: 'pre',
    resolveId: (id) => (id === 'typebox' ? '\0no-schemas' : undefined),
    load: (id) => (id === '\0no-schemas' ? 'export const Type = new Proxy({}, { get: () => () => ({}) });' : undefined),
  };
}

/**
 * Paraglide's runtime can read cookies, addresses and headers to find the language; here one class decides, so of its 80 kB
 * only the switch is left. Every message imports it, so it is part of the first load.
 */
function slimRuntime(): Plugin {
  return {
    name: 'alai-slim-runtime',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('/src/paraglide/runtime.js')) return;
      return (
        'export const experimentalStaticLocale = undefined;\n' +
        "export let getLocale = () => 'ky';\n" +
        'export const overwriteGetLocale = (read) => void (getLocale = read);\n'
      );
    },
  };
}

/** Smaller files gain less than the headers cost. */
const COMPRESS_FROM_BYTES = 1024;

/**
 * Writes .br and .gz beside every text file, so that the server never compresses them again. Both are needed: browsers
 * offer brotli on https only, and in a hall the laptop speaks plain http.
 */
function precompress(): Plugin {
  return {
    name: 'alai-precompress',
    apply: 'build',
    async writeBundle({ dir }, bundle) {
      const files = Object.keys(bundle).filter((file) => /\.(js|css|html|svg)$/.test(file));
      await Promise.all(
        files.map(async (file) => {
          const target = path.join(dir ?? '', file);
          const bytes = await readFile(target);
          if (bytes.length < COMPRESS_FROM_BYTES) return;
          await writeFile(`${target}.br`, await promisify(brotliCompress)(bytes));
          await writeFile(`${target}.gz`, await promisify(gzip)(bytes, { level: 9 }));
        }),
      );
    },
  };
}

const shared = sharedChunks();

export default defineConfig({
  root: WEB,
  build: {
    outDir: path.join(WEB, '../dist/web'),
    emptyOutDir: true,
    // The server reads from it which files a page needs (server/plugins/page-files.ts).
    manifest: true,
    // Inlined assets would become data: URLs, which the Content-Security-Policy allows for images only.
    assetsInlineLimit: 0,
    target: 'es2022',
    rolldownOptions: {
      // The page of the map, and the frame of those that need no JavaScript (server/plain).
      input: { index: path.join(WEB, 'index.html'), plain: path.join(WEB, 'plain.html') },
      output: {
        codeSplitting: {
          groups: [{ name: 'first', tags: ['$initial'], test: /^(?!.*\/plain\.)/, priority: 10 }, ...shared.groups],
        },
      },
      treeshake: {
        manualPureFunctions: ['Type', 'featureOf', 'nullable', 'words'],
        propertyReadSideEffects: false,
        // Svelte does not say it of itself: what no page of the first load uses of its runtime must not come with it.
        moduleSideEffects: [{ test: /\/svelte\/src\/internal\/(client|shared)\//, sideEffects: false }],
      },
    },
  },
  server: {
    host: '127.0.0.1',
    proxy: Object.fromEntries(
      ['/api', '/tiles', '/basemap'].map((prefix) => [prefix, { target: API_IN_DEVELOPMENT, changeOrigin: false }]),
    ),
  },
  plugins: [
    darkBlock(),
    noSchemas(),
    slimRuntime(),
    paraglideVitePlugin({
      project: path.join(WEB, 'project.inlang'),
      outdir: path.join(WEB, 'src/paraglide'),
      // Which language is shown is decided by state/locale.svelte.ts alone.
      strategy: ['globalVariable', 'baseLocale'],
      outputStructure: 'message-modules',
      emitGitIgnore: false,
      emitReadme: false,
      emitPrettierIgnore: false,
    }),
    shared.plugin,
    svelte({ configFile: path.join(WEB, 'svelte.config.js') }),
    serviceWorker(WEB, () => [noSchemas()]),
    precompress(),
  ],
});
