/**
 * The time filter as a range on the histogram. Everything is in days since 1970, positions may have a fraction. `edges`
 * are the starts of the bars and the end of the last one, ascending, at least two.
 */
import { dayNumber, dayText } from './calendar.ts';
import type { Filter } from './url.ts';

export type Span = Pick<Filter, 'from' | 'to'>;
export type End = 'from' | 'to';
type Edges = readonly number[];

/** [from, to) in days, inside the bars. */
export interface Range {
  from: number;
  to: number;
}

/** Where a filter lies on the bars; what lies outside them is at their edge. */
export function rangeOf(edges: Edges, { from, to }: Span): Range {
  const first = edges[0]!;
  const last = edges.at(-1)!;
  const clamped = (day: string | null, open: number): number =>
    day === null ? open : Math.min(Math.max(dayNumber(day), first), last);
  return { from: clamped(from, first), to: clamped(to, last) };
}

/** The filter of a range: open where it reaches the edge of the bars, so that tomorrow's reports come in. */
export function spanOf(edges: Edges, { from, to }: Range): Span {
  return {
    from: from <= edges[0]! ? null : dayText(from),
    to: to >= edges.at(-1)! ? null : dayText(to),
  };
}

/** The filter with one end moved to a position; the other stays as it was, and at least one bar lies between. */
export function withEnd(edges: Edges, span: Span, end: End, position: number): Span {
  const range = rangeOf(edges, span);
  const legal = edges.filter((edge) => (end === 'from' ? edge < range.to : edge > range.from));
  if (legal.length === 0) return span;
  const nearest = legal.reduce((best, edge) => (Math.abs(edge - position) < Math.abs(best - position) ? edge : best));
  return { ...span, [end]: spanOf(edges, { ...range, [end]: nearest })[end] };
}

/** The position of an end so many bars away; from within a bar the first step leads to its edge. */
export function stepped(edges: Edges, position: number, steps: number): number {
  const ahead = steps > 0 ? edges.filter((edge) => edge > position) : edges.filter((edge) => edge < position).reverse();
  return ahead[Math.min(Math.abs(steps), ahead.length) - 1] ?? position;
}

/**
 * The whole range moved by some bars, as far as there are bars; one that began or ended within a bar takes all of it. One
 * that lies beside the bars stays.
 */
export function moved(edges: Edges, span: Span, steps: number): Span {
  const { from, to } = rangeOf(edges, span);
  const last = edges.length - 1;
  const first = Math.max(
    edges.findLastIndex((edge) => edge <= from),
    0,
  );
  const end = edges.findIndex((edge) => edge >= to);
  const possible = Math.min(Math.max(steps, -first), last - end);
  if (possible === 0 || first >= end) return span;
  return spanOf(edges, { from: edges[first + possible]!, to: edges[end + possible]! });
}

/** The bars between two positions, whole; at one position the bar that lies there. */
export function between(edges: Edges, a: number, b: number): Span {
  const first = binAt(edges, Math.min(a, b));
  const last = binAt(edges, Math.max(a, b));
  return spanOf(edges, { from: edges[first]!, to: edges[last + 1]! });
}

/** Index of the bar at a position; beyond the bars the nearest. */
export function binAt(edges: Edges, position: number): number {
  const index = edges.findLastIndex((edge) => edge <= position);
  return Math.min(Math.max(index, 0), edges.length - 2);
}

/** What both spans hold; a bar of a filter that begins within it. */
export function overlap(a: Span, b: Span): Span {
  return {
    from: a.from === null || (b.from !== null && b.from > a.from) ? b.from : a.from,
    to: a.to === null || (b.to !== null && b.to < a.to) ? b.to : a.to,
  };
}
