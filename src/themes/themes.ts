import type { Theme } from '../domain/assessment.ts';
import type { Locale } from '../domain/draft.ts';
import type { Tagged } from '../domain/tags.ts';
import { FacetReader } from './facets.ts';
import { closest, gather, isKindGroup, join, merge } from './groups.ts';
import type { Group } from './groups.ts';
import { frequencies, nameTheme, otherName } from './names.ts';
import { profilesOf } from './profiles.ts';
import { postings, selectFacets } from './select.ts';
import { keyOf } from './terms.ts';

export interface ThemeItem {
  readonly contribution: Tagged;
  /** Of its text by a sentence encoder, as float or as kept; all of one length. Themes are found without, and better with. */
  readonly embedding?: Float32Array | Int8Array;
}

export interface ThemeOptions {
  readonly locale?: Locale;
}

/** The id of the theme for what belongs to no other. */
export const OTHER = 'other';

/** A theme of fewer is none. */
const FEWEST = 2;
/** Facets looked at beyond the themes wanted, as some turn out to be one. */
const SPARE = 4;

/**
 * What a person worked on, in their own words: contributions that share scopes, folders, words or meaning, under a name made of those.
 * Between three and nine for some months' work: areas first, then kinds of work (documentation, tests, releases), each largest first, and
 * what is left over in a last one (`other`). Contributions come newest first. Deterministic, whatever the order given; a few more leave
 * the others where they are.
 *
 * Leading facets are chosen first, then the rest joins what it is most like, by shared facets and by embeddings: a theme's name is what
 * its members have in common, and not sought for them afterwards.
 */
export function findThemes(items: readonly ThemeItem[], { locale = 'en' }: ThemeOptions = {}): readonly Theme[] {
  const sorted = items.toSorted((a, b) => b.contribution.at - a.contribution.at || (a.contribution.id < b.contribution.id ? -1 : 1));
  const names = new Set(sorted.flatMap(({ contribution }) => contribution.repo.split('/').map(keyOf)));
  const reader = new FacetReader(names);
  const facets = sorted.map(({ contribution }) => reader.read(contribution));
  const weights = facets.map((f) => f.weights);
  const index = postings(weights);
  const profiles = profilesOf(
    index,
    sorted.map((i) => i.embedding),
  );
  const { most, least } = limits(sorted.length);
  const chosen = selectFacets(index, { most: most + SPARE, least });
  const groups = join(largest(merge(gather(chosen, weights), profiles), most), profiles).filter((g) => g.rows.length >= FEWEST);

  const all = { frequencies: frequencies(facets), n: facets.length };
  const idOf = (row: number): string => sorted[row]?.contribution.id ?? '';
  const taken = new Set(groups.flatMap((g) => g.rows));
  const left = sorted.flatMap((_, row) => (taken.has(row) ? [] : [row]));
  const themes = groups.toSorted(order).map(({ leading, rows }): Theme => {
    const members = rows.flatMap((row) => facets[row] ?? []);
    return {
      id: `theme-${(leading[0] ?? '').replace('#', '')}`,
      ...nameTheme(leading, members, all, reader.spellings, locale),
      contributions: rows.map(idOf),
      representative: idOf(closest(rows, profiles)),
    };
  });
  if (left.length === 0) return themes;
  return [
    ...themes,
    { id: OTHER, name: otherName(locale), terms: [], contributions: left.map(idOf), representative: idOf(closest(left, profiles)) },
  ];
}

/** How many themes, and of how many contributions, suit so much work: 3 to 9 for months, some more for years. */
function limits(n: number): { readonly most: number; readonly least: number } {
  const years = n > 400 ? Math.floor(Math.log2(n / 400)) : 0;
  return {
    most: Math.max(3, Math.min(9, Math.round(1.2 * Math.sqrt(n)))) + years,
    least: n < 20 ? FEWEST : Math.max(3, Math.round(0.35 * Math.sqrt(n))),
  };
}

/** Of equal ones, those chosen first. */
const largest = (groups: readonly Group[], most: number): readonly Group[] =>
  groups.toSorted((a, b) => b.rows.length - a.rows.length).slice(0, most);

const order = (a: Group, b: Group): number => Number(isKindGroup(a)) - Number(isKindGroup(b)) || b.rows.length - a.rows.length;
