/** A draft as it is kept on the phone. */
import { serverTime } from '../state/server-time.ts';
import type { DraftValues } from './draft-rules.ts';

/** Where it lies, in this tab's storage and in the phone's. */
export const DRAFT_KEY = 'alai.draft';

/** What nobody came back to for so long is forgotten: it may hold a name and a phone number. */
const KEPT_MS = 7 * 24 * 3_600_000;

export interface KeptDraft {
  key: string;
  values: DraftValues;
  /** When the server had last answered, milliseconds by its clock; null for never. */
  seenAt?: number | null;
}

/**
 * What a text holds; null for none, a broken one, or one that is too old. Only the server's clock makes it old: the phone's may be years off.
 * @param now when the server has last answered
 */
export function readDraft(text: string | null, now = serverTime()): KeptDraft | null {
  try {
    const kept = JSON.parse(text ?? 'null') as Partial<KeptDraft> | null;
    if (typeof kept?.key !== 'string' || typeof kept.values !== 'object' || kept.values === null) return null;
    if (now !== null && typeof kept.seenAt === 'number' && now - kept.seenAt > KEPT_MS) return null;
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
