/** A draft as it is kept on the phone. Pure. */
import type { DraftValues } from './draft-rules.ts';

/** Where it lies, in this tab's storage and in the phone's. */
export const DRAFT_KEY = 'alai.draft';

/** What nobody came back to for so long is forgotten: it may hold a name and a phone number. */
const KEPT_MS = 7 * 24 * 3_600_000;

/** No clock that shows an earlier time is right: this was written then. */
const CLOCKS_FROM = Date.UTC(2026, 10, 1);

export interface KeptDraft {
  key: string;
  values: DraftValues;
  /** Milliseconds by the phone's clock. */
  savedAt: number;
}

/** What a text holds; null for none, a broken one, or one that is too old. A clock that went back makes nothing old. */
export function readDraft(text: string | null, now = Date.now()): KeptDraft | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<KeptDraft> | null;
    if (typeof kept?.key !== 'string' || typeof kept.values !== 'object' || kept.values === null) return null;
    if (typeof kept.savedAt !== 'number') return null;
    if (kept.savedAt >= CLOCKS_FROM && now - kept.savedAt > KEPT_MS) return null;
    return kept as KeptDraft;
  } catch {
    return null;
  }
}

/** Whether somebody has put anything into it: the pin lies on the map by itself. */
export function hasWork(values: DraftValues): boolean {
  const { pinMoved, area, category, landmark, description, name, phone } = values;
  return (
    pinMoved || area !== null || category !== null || [landmark, description, name, phone].some((text) => text !== '')
  );
}
