import { ApiError } from '../api/errors.ts';
import { session } from './storage.ts';

/**
 * Why a file of the pages did not come. What is loaded behind the first page (offline/update) knows more than that: whether the server has a
 * newer version, in which the file is no more; then the code is `outdated`. Never throws.
 */
export const lostFile = { cause: async (): Promise<ApiError> => new ApiError('network') };

const REOPENED_KEY = 'alai.reopened';
/** Where the old version comes again, because the line is too slow for the new one, nobody is served by trying at once. */
const AGAIN_AFTER_MS = 60_000;

/** Opens this address anew, in the version that the server has; not twice within a minute, so that it never goes round in circles. */
export function reopen(): void {
  const now = Date.now();
  const last = Number(session.get(REOPENED_KEY) ?? Number.NaN);
  if (Math.abs(now - last) < AGAIN_AFTER_MS) return;
  session.set(REOPENED_KEY, String(now));
  location.reload();
}
