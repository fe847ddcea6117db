import { countedFiles } from '../domain/tags.ts';
import type { Tagged } from '../domain/tags.ts';
import { isRelease } from '../domain/measure.ts';
import { fileKind } from '../domain/file-kind.ts';
import type { FileKind } from '../domain/file-kind.ts';
import { areaTerms, keyOf, pathTerms, subjectOf, termsOf } from './terms.ts';
import type { Term } from './terms.ts';
import { LAYOUT_FOLDERS, STOP_WORDS, WEAK_WORDS } from './words.ts';

/** What a contribution is about: each facet with how strongly it says so, 0 to 1. */
export interface Facets {
  readonly weights: ReadonlyMap<string, number>;
  /** Words and pairs of the subject, for names. */
  readonly terms: readonly Term[];
}

/** Kinds of work that are a theme of their own where nothing more telling is said; `#` keeps them apart from words. */
export const KINDS = ['#docs', '#ci', '#tests', '#tooling', '#deps', '#release', '#perf'] as const;
export type Kind = (typeof KINDS)[number];

/** How strongly each source speaks: the author's own scope, then words, then where the files lie. */
const SCOPE = 0.95;
const OUTER_SCOPE = 0.5;
const VAGUE_SCOPE = 0.55;
const WORD = 0.45;
const PAIR = 0.6;
const PATH = 0.7;
/** A facet of paths is kept where it covers this share of a contribution's files. */
const MIN_FILES = 0.3;
/** Files looked at of one contribution: a mass change is not about each folder it touches. */
const MAX_FILES = 30;

const BY_SCOPE: Readonly<Record<string, Kind>> = {
  deps: '#deps',
  dep: '#deps',
  depsdev: '#deps',
  docs: '#docs',
  doc: '#docs',
  ci: '#ci',
  release: '#release',
  test: '#tests',
  tests: '#tests',
};
const BY_FILES: { readonly [K in FileKind]?: readonly [Kind, number] } = {
  docs: ['#docs', 0.75],
  ci: ['#ci', 0.75],
  test: ['#tests', 0.5],
  build: ['#tooling', 0.5],
  config: ['#tooling', 0.5],
};
/** Share of the files of one kind from which it is what the contribution is about. */
const MOSTLY = 0.75;

/** How facets are written, by how often: the commonest names the theme. */
export class Spellings {
  readonly #counts = new Map<string, Map<string, number>>();

  add({ key, written }: Term, weight = 1): void {
    const counts = this.#counts.get(key) ?? new Map<string, number>();
    counts.set(written, (counts.get(written) ?? 0) + weight);
    this.#counts.set(key, counts);
  }

  /** Ties go to the one with more words, then the one met first. */
  of(key: string): string {
    let best = '';
    let most = -1;
    for (const [written, n] of this.#counts.get(key) ?? []) {
      if (n > most || (n === most && written.split(' ').length > best.split(' ').length)) [best, most] = [written, n];
    }
    return best === '' ? key : best;
  }
}

const isLayout = (key: string): boolean => LAYOUT_FOLDERS.has(key);

/** Reads contributions one by one; what a path says is remembered, as a history touches the same few paths again and again. */
export class FacetReader {
  readonly spellings = new Spellings();
  readonly #names: ReadonlySet<string>;
  readonly #paths = new Map<string, PathFacets>();

  /** @param names words of the repositories' own names: everything is about them, so nothing is. */
  constructor(names: ReadonlySet<string>) {
    this.#names = names;
  }

  read(item: Tagged): Facets {
    const weights = new Map<string, number>();
    const raise = (key: string, weight: number): void => void weights.set(key, 1 - (1 - (weights.get(key) ?? 0)) * (1 - weight));
    const add = (term: Term, weight: number): void => {
      if (term.key === '' || this.#names.has(term.key)) return;
      raise(term.key, weight);
      this.spellings.add(term, weight);
    };
    const { areas, text } = subjectOf(item.subject);
    for (const area of areas) {
      const kind = BY_SCOPE[area.toLowerCase()];
      if (kind) {
        raise(kind, SCOPE);
        continue;
      }
      const parts = areaTerms(area);
      parts.forEach((term, i) => add(term, areaWeight(term.key, i === parts.length - 1) / Math.sqrt(areas.length)));
    }
    const steps = RAISES_DEPS.test(text);
    const terms = termsOf(text).filter((t) => !t.written.split(' ').some((w) => this.#names.has(keyOf(w)) || (steps && DEPS.test(w))));
    for (const term of terms) add(term, term.pair ? PAIR : WORD);
    const files = countedFiles(item).slice(0, MAX_FILES);
    const paths = files.map(({ path }) => this.#path(path));
    for (const [term, share] of pathShares(paths)) if (share >= MIN_FILES) add(term, PATH * share);
    for (const [kind, weight] of kindsOf(paths.map((p) => p.kind))) raise(kind, weight);
    if (item.stated?.type === 'perf') raise('#perf', WORD);
    if (isRelease(item) || VERSION_ONLY.test(text.trim())) raise('#release', SCOPE);
    if (steps) raise('#deps', SCOPE);
    return { weights, terms };
  }

  #path(path: string): PathFacets {
    const known = this.#paths.get(path);
    if (known) return known;
    const terms = new Map(pathTerms(path, isLayout).map((t) => [t.key, t]));
    const facets = { kind: fileKind(path), terms: [...terms.values()] };
    this.#paths.set(path, facets);
    return facets;
  }
}

/** The last part of an area is what it is about; a word that is everywhere (`build`, `types`) says less even there. */
const areaWeight = (key: string, last: boolean): number =>
  STOP_WORDS.has(key) || WEAK_WORDS.has(key) ? VAGUE_SCOPE : last ? SCOPE : isLayout(key) ? 0 : OUTER_SCOPE;

/** `update dev dependencies` is about all of them; `resolve dependencies of a chunk` is not. */
const RAISES_DEPS = /^(?:bump|refresh|update|upgrade)[sd]?\s(?:[\w-]+\s){0,3}(?:deps|dependenc(?:y|ies))\b/i;
const DEPS = /^(?:dev-?)?(?:deps|dependenc(?:y|ies))$/i;

/** `v1.2.0`, `parser 2.0.0-rc.1`, `@scope/parser@1.0.0`. */
const VERSION_ONLY = /^(?:(?:release|publish|version|bump|prepare|cut|tag)\s)?(?:[@\w./-]+[@\s])?v?\d+\.\d+(?:\.\d+)?(?:[-.+][\w.-]+)?$/i;

interface PathFacets {
  readonly kind: FileKind;
  /** Each key once. */
  readonly terms: readonly Term[];
}

function pathShares(paths: readonly PathFacets[]): readonly (readonly [Term, number])[] {
  const counts = new Map<string, { readonly term: Term; n: number }>();
  for (const { terms } of paths) {
    for (const term of terms) {
      const seen = counts.get(term.key);
      if (seen) seen.n++;
      else counts.set(term.key, { term, n: 1 });
    }
  }
  return Array.from(counts.values(), ({ term, n }) => [term, n / paths.length] as const);
}

/** Tests and tooling are what a contribution is about only where it touches nothing that ships. */
function kindsOf(kinds: readonly FileKind[]): readonly (readonly [Kind, number])[] {
  const ships = kinds.some((k) => k === 'source' || k === 'style');
  const counts = new Map<Kind, { n: number; readonly weight: number }>();
  for (const kind of kinds) {
    const rule = BY_FILES[kind];
    if (!rule || (ships && (kind === 'test' || kind === 'build' || kind === 'config'))) continue;
    const [name, weight] = rule;
    const seen = counts.get(name);
    if (seen) seen.n++;
    else counts.set(name, { n: 1, weight });
  }
  return [...counts].flatMap(([kind, { n, weight }]) => (n / kinds.length >= MOSTLY ? [[kind, weight] as const] : []));
}
