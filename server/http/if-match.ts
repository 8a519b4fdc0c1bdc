import { problem } from './problem.ts';

const VERSION = /^(?:W\/)?"?(\d{1,9})"?$/;

/** The version of an If-Match header; throws version_required. */
export function seenVersion(header: string | undefined): number {
  const version = VERSION.exec(header ?? '')?.[1];
  if (version === undefined) throw problem('version_required');
  return Number(version);
}
