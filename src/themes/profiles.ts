import type { Postings } from './select.ts';

/** What a contribution is like: facets by how much they tell, and the meaning of its text where a model gave one. */
export interface Profile {
  /** Places of its facets; those of no other contribution are left out, but count in the length. */
  readonly facets: Uint32Array;
  /** Beside them; the whole has length 1. */
  readonly weights: Float32Array;
  /** Of length 1, or empty. */
  readonly meaning: Float32Array;
}

/** The middle of several profiles: every facet's weight by its place. */
export interface Centre {
  readonly facets: Float32Array;
  readonly meaning: Float32Array;
}

const NO_MEANING = new Float32Array(0);
/** Cosines of unrelated commit subjects under sentence encoders lie up to here. */
const UNRELATED = 0.25;
/** What a related meaning adds to shared facets. */
const MEANING = 0.8;

export interface Profiles {
  readonly rows: readonly Profile[];
  centre(rows: readonly number[]): Centre;
}

/** Contributions as vectors of facets, rare ones telling more (inverse document frequency), with their embeddings. */
export function profilesOf({ rows, byFacet }: Postings, embeddings: readonly (Float32Array | Int8Array | undefined)[]): Profiles {
  const places = new Map<string, { readonly place: number; readonly rarity: number }>();
  let size = 0;
  for (const [facet, list] of byFacet)
    places.set(facet, { place: list.length > 1 ? size++ : -1, rarity: Math.log(1 + rows.length / list.length) });
  const profiles = rows.map((row, i): Profile => {
    const facets = new Uint32Array(row.size);
    const weights = new Float32Array(row.size);
    let n = 0;
    let squares = 0;
    for (const [facet, weight] of row) {
      const found = places.get(facet);
      if (!found) continue;
      const w = weight * found.rarity;
      squares += w * w;
      if (found.place < 0) continue;
      facets[n] = found.place;
      weights[n++] = w;
    }
    scale(weights, squares);
    return { facets: facets.subarray(0, n), weights: weights.subarray(0, n), meaning: unit(embeddings[i]) };
  });
  return { rows: profiles, centre: (own) => centre(own, profiles, size) };
}

function centre(rows: readonly number[], profiles: readonly Profile[], size: number): Centre {
  const facets = new Float32Array(size);
  const length = rows.reduce((n, row) => n || (profiles[row]?.meaning.length ?? 0), 0);
  const meaning = new Float32Array(length);
  for (const row of rows) {
    const p = profiles[row];
    if (!p) continue;
    for (let i = 0; i < p.facets.length; i++) {
      const place = p.facets[i] ?? 0;
      facets[place] = (facets[place] ?? 0) + (p.weights[i] ?? 0);
    }
    if (p.meaning.length === length) for (let d = 0; d < length; d++) meaning[d] = (meaning[d] ?? 0) + (p.meaning[d] ?? 0);
  }
  return { facets: unit(facets), meaning: unit(meaning) };
}

/** How like a contribution is to a middle, 0 (nothing in common) to 1.8: shared facets, and related meaning where both have one. */
export function likeness(profile: Profile, to: Centre): number {
  let shared = 0;
  for (let i = 0; i < profile.facets.length; i++) shared += (profile.weights[i] ?? 0) * (to.facets[profile.facets[i] ?? 0] ?? 0);
  return shared + related(profile.meaning, to.meaning);
}

/** The same for two middles. */
export const centreLikeness = (a: Centre, b: Centre): number => dot(a.facets, b.facets) + related(a.meaning, b.meaning);

const related = (a: Float32Array, b: Float32Array): number =>
  a.length === 0 || a.length !== b.length ? 0 : MEANING * (Math.max(0, dot(a, b) - UNRELATED) / (1 - UNRELATED));

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** The direction of a vector; empty where it has none (zeros, not finite, absent). */
function unit(vector: Float32Array | Int8Array | undefined): Float32Array {
  if (vector === undefined || vector.length === 0) return NO_MEANING;
  let squares = 0;
  for (let i = 0; i < vector.length; i++) squares += (vector[i] ?? 0) ** 2;
  if (!(squares > 0) || !Number.isFinite(squares)) return NO_MEANING;
  const out = new Float32Array(vector);
  scale(out, squares);
  return out;
}

/** Gives a vector length 1, from the sum of its squares. */
function scale(vector: Float32Array, squares: number): void {
  const by = squares > 0 ? 1 / Math.sqrt(squares) : 0;
  for (let i = 0; i < vector.length; i++) vector[i] = (vector[i] ?? 0) * by;
}
