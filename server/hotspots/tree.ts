import type { Sites } from './clusters.ts';

/** Fewer than this are looked at one by one. */
const LEAF_SITES = 8;

/** Some sites next to each other in the order of the tree, and the box around them. */
export interface Node {
  readonly from: number;
  readonly to: number;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
  /** Reports at its sites. */
  readonly reports: number;
  /** Its halves, once somebody has looked into it. */
  halves: readonly [Node, Node] | null;
}

/** The nearest site found so far. */
export interface Nearest {
  site: number;
  squared: number;
}

/**
 * Boxes within boxes around sites, split in the middle of their longer side when somebody looks into them, so that what no
 * question needs costs nothing. Distances to a box are compared as those between sites are (subtracted, squared, added), so
 * that rounding never lets a box say what its sites would not.
 */
export class SiteTree {
  readonly #sites: Sites;
  /** Sites; splitting changes their order within a node. */
  readonly #order: Int32Array;
  /** Boxes and sites looked at; whoever works in steps sets it back. */
  spent = 0;

  constructor(sites: Sites, order: Int32Array) {
    this.#sites = sites;
    this.#order = order;
  }

  /** The box around the sites from one place in the order to another, its end excluded. */
  node(from: number, to: number): Node {
    const { x, y, count } = this.#sites;
    let [west, south, east, north, reports] = [Infinity, Infinity, -Infinity, -Infinity, 0];
    for (let i = from; i < to; i++) {
      const site = this.#order[i]!;
      const [sx, sy] = [x[site]!, y[site]!];
      if (sx < west) west = sx;
      if (sx > east) east = sx;
      if (sy < south) south = sy;
      if (sy > north) north = sy;
      reports += count[site]!;
    }
    this.spent += to - from;
    return { from, to, west, south, east, north, reports, halves: null };
  }

  /** Reports within a distance (squared metres) of a site; counts no further than `enough`. */
  reportsWithin(node: Node, site: number, squared: number, enough: number): number {
    const { x, y, count } = this.#sites;
    const [sx, sy] = [x[site]!, y[site]!];
    this.spent++;
    if (leastSquared(node, sx, sy) > squared) return 0;
    if (mostSquared(node, sx, sy) <= squared) return node.reports;
    let reports = 0;
    if (isLeaf(node)) {
      for (let i = node.from; i < node.to; i++) {
        const other = this.#order[i]!;
        if ((x[other]! - sx) ** 2 + (y[other]! - sy) ** 2 <= squared) reports += count[other]!;
      }
      return reports;
    }
    for (const half of this.#halvesOf(node)) {
      reports += this.reportsWithin(half, site, squared, enough - reports);
      if (reports >= enough) break;
    }
    return reports;
  }

  /** Betters `nearest` by what is nearer to a site; of two as near, the one further west, then south, is. */
  findNearest(node: Node, site: number, nearest: Nearest): void {
    const { x, y } = this.#sites;
    const [sx, sy] = [x[site]!, y[site]!];
    this.spent++;
    if (leastSquared(node, sx, sy) > nearest.squared) return;
    if (!isLeaf(node)) {
      const [a, b] = this.#halvesOf(node);
      const swap = leastSquared(b, sx, sy) < leastSquared(a, sx, sy);
      this.findNearest(swap ? b : a, site, nearest);
      this.findNearest(swap ? a : b, site, nearest);
      return;
    }
    for (let i = node.from; i < node.to; i++) {
      const other = this.#order[i]!;
      const squared = (x[other]! - sx) ** 2 + (y[other]! - sy) ** 2;
      if (squared > nearest.squared) continue;
      const { site: best } = nearest;
      const further = best >= 0 && squared === nearest.squared && (x[other]! - x[best]! || y[other]! - y[best]!) >= 0;
      if (!further) [nearest.site, nearest.squared] = [other, squared];
    }
  }

  /** Whether some site of one node is within a distance of some of the other. Pauses after `step` of work. */
  *touch(a: Node, b: Node, squared: number, step: number): Generator<void, boolean> {
    const open: [Node, Node][] = [[a, b]];
    for (let pair = open.pop(); pair; pair = open.pop()) {
      const [one, other] = pair;
      this.spent++;
      if (leastBetween(one, other) > squared) continue;
      if (mostBetween(one, other) <= squared) return true;
      if (isLeaf(one) && isLeaf(other)) {
        if (this.#anyPair(one, other, squared)) return true;
      } else {
        const [kept, split] =
          isLeaf(other) || (!isLeaf(one) && sizeOf(one) > sizeOf(other)) ? [other, one] : [one, other];
        const [low, high] = this.#halvesOf(split);
        const swap = leastBetween(kept, low) < leastBetween(kept, high);
        // The nearer half comes last and is looked into first: where two touch, few boxes are opened.
        open.push([kept, swap ? high : low], [kept, swap ? low : high]);
      }
      if (this.spent > step) {
        this.spent = 0;
        yield;
      }
    }
    return false;
  }

  #anyPair(a: Node, b: Node, squared: number): boolean {
    const { x, y } = this.#sites;
    this.spent += (a.to - a.from) * (b.to - b.from);
    for (let i = a.from; i < a.to; i++) {
      const one = this.#order[i]!;
      for (let j = b.from; j < b.to; j++) {
        const other = this.#order[j]!;
        if ((x[one]! - x[other]!) ** 2 + (y[one]! - y[other]!) ** 2 <= squared) return true;
      }
    }
    return false;
  }

  #halvesOf(node: Node): readonly [Node, Node] {
    if (node.halves) return node.halves;
    const wide = node.east - node.west >= node.north - node.south;
    const column = wide ? this.#sites.x : this.#sites.y;
    const [least, most] = wide ? [node.west, node.east] : [node.south, node.north];
    const middle = (least + most) / 2;
    // Between two neighbouring numbers the middle may be rounded to the upper one.
    const at = middle < most ? middle : least;
    const order = this.#order;
    let [low, high] = [node.from, node.to - 1];
    while (low <= high) {
      const site = order[low]!;
      if (column[site]! <= at) low++;
      else {
        order[low] = order[high]!;
        order[high--] = site;
      }
    }
    return (node.halves = [this.node(node.from, low), this.node(low, node.to)]);
  }
}

/** Sites that are all at one place are not split either. */
function isLeaf(node: Node): boolean {
  return node.to - node.from <= LEAF_SITES || (node.east === node.west && node.north === node.south);
}

function sizeOf(node: Node): number {
  return Math.max(node.east - node.west, node.north - node.south);
}

function leastSquared(node: Node, x: number, y: number): number {
  const dx = Math.max(node.west - x, x - node.east, 0);
  const dy = Math.max(node.south - y, y - node.north, 0);
  return dx * dx + dy * dy;
}

function mostSquared(node: Node, x: number, y: number): number {
  const dx = Math.max(x - node.west, node.east - x);
  const dy = Math.max(y - node.south, node.north - y);
  return dx * dx + dy * dy;
}

function leastBetween(a: Node, b: Node): number {
  const dx = Math.max(a.west - b.east, b.west - a.east, 0);
  const dy = Math.max(a.south - b.north, b.south - a.north, 0);
  return dx * dx + dy * dy;
}

function mostBetween(a: Node, b: Node): number {
  const dx = Math.max(a.east - b.west, b.east - a.west);
  const dy = Math.max(a.north - b.south, b.north - a.south);
  return dx * dx + dy * dy;
}
