import { centreLikeness, likeness } from './profiles.ts';
import type { Profiles } from './profiles.ts';
import { BELONGS } from './select.ts';

/** Contributions (rows) that are about the same. */
export interface Group {
  /** Facets it is about, the one most speak of first. */
  readonly leading: readonly string[];
  readonly rows: readonly number[];
}

/**
 * From this likeness a contribution joins a group that it does not share the leading facet of, and two groups are one; without and with
 * embeddings. Set by reading what they did to half years of git's and Vite's authors.
 */
const JOINS = { words: 0.2, meaning: 0.36 };
const SAME = { words: 0.3, meaning: 0.53 };

/** Tests are not about the same because they are tests: kinds of work neither join nor are joined. */
export const isKindGroup = ({ leading }: Group): boolean => leading.some((facet) => facet.startsWith('#'));

/** Each row with the chosen facet it speaks of most; ties go to the one chosen first. */
export function gather(chosen: readonly string[], weights: readonly ReadonlyMap<string, number>[]): readonly Group[] {
  const rows = new Map<string, number[]>(chosen.map((c) => [c, []]));
  weights.forEach((row, i) => {
    let best: string | undefined;
    let most = 0;
    for (const facet of chosen) {
      const weight = row.get(facet) ?? 0;
      if (weight >= BELONGS && weight > most) [best, most] = [facet, weight];
    }
    if (best !== undefined) rows.get(best)?.push(i);
  });
  return Array.from(rows, ([facet, own]) => ({ leading: [facet], rows: own })).filter((g) => g.rows.length > 0);
}

/** Joins the two most alike groups while any two are about the same (agglomerative, by their middles). */
export function merge(groups: readonly Group[], profiles: Profiles): readonly Group[] {
  let now = groups.map((group) => ({ group, centre: profiles.centre(group.rows) }));
  for (;;) {
    let pair: readonly [number, number] | undefined;
    let most = now.some((n) => n.centre.meaning.length > 0) ? SAME.meaning : SAME.words;
    for (const [i, a] of now.entries()) {
      for (const [j, b] of now.entries()) {
        if (j <= i || isKindGroup(a.group) || isKindGroup(b.group)) continue;
        const like = centreLikeness(a.centre, b.centre);
        if (like > most) [pair, most] = [[i, j], like];
      }
    }
    const [a, b] = pair ? [now[pair[0]]?.group, now[pair[1]]?.group] : [];
    if (!pair || !a || !b) return now.map((n) => n.group);
    const [large, small] = a.rows.length >= b.rows.length ? [a, b] : [b, a];
    const group = { leading: [...large.leading, ...small.leading], rows: [...large.rows, ...small.rows].sort((x, y) => x - y) };
    const [i, j] = pair;
    now = now.flatMap((n, k) => (k === i ? [{ group, centre: profiles.centre(group.rows) }] : k === j ? [] : [n]));
  }
}

/** The groups with the rows that are like enough to join them; rows of no group are left out. */
export function join(groups: readonly Group[], profiles: Profiles): readonly Group[] {
  const taken = new Set(groups.flatMap((g) => g.rows));
  const centres = groups.map((g) => (isKindGroup(g) ? undefined : profiles.centre(g.rows)));
  const joined = groups.map((): number[] => []);
  profiles.rows.forEach((profile, row) => {
    if (taken.has(row)) return;
    let best = -1;
    let most = profile.meaning.length > 0 ? JOINS.meaning : JOINS.words;
    centres.forEach((centre, g) => {
      const like = centre ? likeness(profile, centre) : 0;
      if (like > most) [best, most] = [g, like];
    });
    joined[best]?.push(row);
  });
  return groups.map(({ leading, rows }, g) => ({ leading, rows: [...rows, ...(joined[g] ?? [])].sort((x, y) => x - y) }));
}

/** The row closest to the middle; the first of equals. */
export function closest(rows: readonly number[], profiles: Profiles): number {
  const middle = profiles.centre(rows);
  let best = rows[0] ?? 0;
  let most = -1;
  for (const row of rows) {
    const profile = profiles.rows[row];
    const like = profile ? likeness(profile, middle) : 0;
    if (like > most) [best, most] = [row, like];
  }
  return best;
}
