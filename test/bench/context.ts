import type { BenchServer } from './server.ts';
import type { Cluster } from './cluster.ts';

/** A database with made-up reports and the server on it. */
export interface Place {
  /** Reports at first. */
  rows: number;
  url: string;
  server: BenchServer;
}

/** What the rows measure on. */
export interface Context {
  large: Place;
  /** A tenth of the reports. */
  small: Place;
  /** Another server process on the large database. */
  second: BenchServer;
  cluster: Cluster;
  /** Directory for files of this run. */
  scratch: string;
  rounds: number;
  /** How long one measurement takes. */
  seconds: number;
  say(line: string): void;
}

/** What has to be reached: the value itself, or its ratio to the limit of the same run. */
export interface Goal {
  text: string;
  compare: '<=' | '>=';
  bound: number;
  of: 'value' | 'ratio';
  /** Beyond this it is no noise and no small size: something is broken. Only where the machine matters little: ratios, sizes. */
  gross?: number;
}

export interface Row {
  name: string;
  unit: string;
  goal: Goal;
}

/** Null where it could not be measured; `why` says so. */
export interface Measured {
  value: number | null;
  limit?: number | null;
  /** False where there are too few reports for the goal to say anything. */
  judged?: boolean;
  why?: string;
}

/** Rows that are measured together, under the keys that `measure` answers with. */
export interface Group<Key extends string = string> {
  rows: Record<Key, Row>;
  measure(context: Context): Promise<Record<Key, Measured>>;
}

export const atMost = (bound: number): Goal => ({ text: `<= ${bound}`, compare: '<=', bound, of: 'value' });
export const ratioAtMost = (bound: number, text: string, gross: number): Goal => ({
  text,
  compare: '<=',
  bound,
  of: 'ratio',
  gross,
});
export const ratioAtLeast = (bound: number, text: string, gross: number): Goal => ({
  text,
  compare: '>=',
  bound,
  of: 'ratio',
  gross,
});
/** Of a program that is no part of the repository. */
export const absentPeer = (why: string): Measured => ({ value: null, why: `${why} is no part of the repository` });
