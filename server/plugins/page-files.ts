/** What vite says of the files it wrote, by their source. */
export type BuildManifest = Record<string, { file: string; imports?: string[]; css?: string[] }>;

/**
 * Links for the head of a page, so that a browser asks for the files of that page beside its first script instead of after
 * it has run: on a slow line a turn less. Files that every page has are left out.
 * @param source the page's component, relative to the folder of the web pages, such as src/report/ReportFlow.svelte
 * @throws Error when the build has no such page
 */
export function pageLinks(manifest: BuildManifest, source: string): string {
  if (!(source in manifest)) throw new Error(`The build of the web pages has no ${source}.`);
  const first = filesOf(manifest, 'index.html');
  return [...filesOf(manifest, source)]
    .filter((file) => !first.has(file))
    .map((file) =>
      file.endsWith('.css')
        ? `<link rel="preload" as="style" crossorigin href="/${file}">`
        : `<link rel="modulepreload" crossorigin href="/${file}">`,
    )
    .join('');
}

/** The files of a module and of all that it imports at once. */
function filesOf(manifest: BuildManifest, from: string): Set<string> {
  const files = new Set<string>();
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const module = manifest[name];
    if (seen.has(name) || module === undefined) return;
    seen.add(name);
    files.add(module.file);
    for (const style of module.css ?? []) files.add(style);
    module.imports?.forEach(visit);
  };
  visit(from);
  return files;
}
