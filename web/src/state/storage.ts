/**
 * localStorage and sessionStorage that may be full, forbidden or missing (private windows, embedded browsers): reading
 * then gives null and writing does nothing, because everything kept there is a comfort, never the truth.
 */
function safe(pick: () => Storage) {
  return {
    get(key: string): string | null {
      try {
        return pick().getItem(key);
      } catch {
        return null;
      }
    },
    set(key: string, value: string): void {
      try {
        pick().setItem(key, value);
      } catch {
        // full or forbidden
      }
    },
    remove(key: string): void {
      try {
        pick().removeItem(key);
      } catch {
        // forbidden
      }
    },
  };
}

export const local = safe(() => localStorage);
export const session = safe(() => sessionStorage);

/** Parsed JSON under a key, or null when there is none or it is broken. */
export function readJson<T>(storage: { get(key: string): string | null }, key: string): T | null {
  const text = storage.get(key);
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch {
    return null;
  }
}
