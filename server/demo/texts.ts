import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Precision, Status } from '../contract/enums.ts';
import { ROOT } from '../root.ts';

/** Sentences by language; each list has at least one. */
export interface Phrases {
  ky: string[];
  ru: string[];
}

/** Where reports gather. */
export interface Spot {
  area: string;
  /** Place in the settlement's bounding box: share of its width from the west, share of its height from the south. */
  at: [number, number];
  spreadMetres: number;
  /** How many of the settlement's reports it draws, relative to its other spots. */
  weight: number;
  /** Categories that are more common here. */
  leaning: string[];
  landmarks: Phrases;
}

/** sql/seed/demo.json: invented words and how often each thing happens. */
export interface DemoTexts {
  /** Reports of each category. */
  counts: Record<string, number>;
  /** Share of each status; they add up to 1. */
  statuses: Record<Status, number>;
  spots: Spot[];
  landmarks: Phrases;
  /** Months (1-12) in which a kind happens; every month when it is not listed. */
  seasons: Record<string, number[]>;
  /** By code of the kind. */
  phrases: Record<string, Phrases>;
  notes: Record<Exclude<Status, 'new'>, Phrases>;
  /** What is said when a report of a category is resolved; `notes.resolved` for all others. */
  resolvedNotes: Record<string, Phrases>;
}

/** A kind that invented reports may have. */
export interface DemoKind {
  code: string;
  category: string;
  precision: Precision;
}

/** Reads the invented words. */
export function readDemoTexts(): DemoTexts {
  return JSON.parse(readFileSync(path.join(ROOT, 'sql/seed/demo.json'), 'utf8')) as DemoTexts;
}
