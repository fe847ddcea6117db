/** Contributions as rows of facets, and the other way round. */
export interface Postings {
  readonly rows: readonly ReadonlyMap<string, number>[];
  readonly byFacet: ReadonlyMap<string, readonly (readonly [row: number, weight: number])[]>;
}

/** What more than this share of the rows says tells none of them apart. */
const COMMON = 0.6;
const FEW = 8;

export function postings(rows: readonly ReadonlyMap<string, number>[]): Postings {
  const byFacet = new Map<string, (readonly [number, number])[]>();
  rows.forEach((row, i) => {
    for (const [facet, weight] of row) {
      const list = byFacet.get(facet);
      if (list) list.push([i, weight]);
      else byFacet.set(facet, [[i, weight]]);
    }
  });
  if (rows.length >= FEW) for (const [facet, list] of byFacet) if (list.length > rows.length * COMMON) byFacet.delete(facet);
  return { rows, byFacet };
}

export interface SelectOptions {
  /** Facets taken at most. */
  readonly most: number;
  /** Rows each must be the first to speak for. */
  readonly least: number;
}

/** A row belongs to a facet from this weight on: one word of a subject is enough. */
export const BELONGS = 0.4;

/**
 * The facets that together speak best for all rows: facility location, taken greedily, each next one adding what the others leave open
 * (within 1 - 1/e of the best there is: Nemhauser, Wolsey & Fisher 1978). Deterministic: ties go to the facet that sorts first.
 */
export function selectFacets({ rows, byFacet }: Postings, { most, least }: SelectOptions): readonly string[] {
  const covered = new Float64Array(rows.length);
  const candidates = [...byFacet]
    .map(([facet, list]) => ({ facet, list: list.filter(([, w]) => w >= BELONGS), bound: Number.POSITIVE_INFINITY }))
    .filter((c) => c.list.length >= least)
    .sort((a, b) => (a.facet < b.facet ? -1 : 1));
  const chosen: string[] = [];
  while (chosen.length < most) {
    let best: (typeof candidates)[number] | undefined;
    let bestGain = 0;
    for (const c of candidates) {
      if (c.bound <= bestGain) continue;
      let gain = 0;
      let fresh = 0;
      for (const [row, weight] of c.list) {
        const before = covered[row] ?? 0;
        if (weight > before) gain += weight - before;
        if (before < BELONGS) fresh++;
      }
      c.bound = fresh < least ? 0 : gain; // both only shrink, so the bound holds in later rounds
      if (c.bound > bestGain) [best, bestGain] = [c, gain];
    }
    if (!best) break;
    chosen.push(best.facet);
    best.bound = 0;
    for (const [row, weight] of best.list) covered[row] = Math.max(covered[row] ?? 0, weight);
  }
  return chosen;
}
