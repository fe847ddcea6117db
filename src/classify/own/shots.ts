import type { Embedding } from '../vectors.ts';
import { unitScale } from '../vectors.ts';
import { softmax } from '../head.ts';

/** What a label means, as vectors of one encoder. */
export interface LabelVectors {
  readonly description: Embedding;
  /** None: zero-shot; a handful: few-shot. */
  readonly examples: readonly Embedding[];
}

/** A description counts as much as so many examples; measured (docs/benchmarks.md): fewer lose with one example, more with sixteen. */
const DESCRIPTION_WEIGHT = 4;
/** Cosines are divided by it before the softmax; the likelihood of held-out labels is best from .08 to .15. */
const TEMPERATURE = 0.1;
/** By how much a label must be more probable than the next: closer ones are right little more often than not. */
const MARGIN = 0.1;

/**
 * Labels told apart by where they lie among the meanings of texts: a text goes to the nearest. Each label's place is the mean of its
 * description and its examples (nearest class mean; Snell et al. 2017). Nothing is trained: it is ready as soon as they are embedded.
 */
export class Shots {
  readonly #places: readonly Float32Array[];

  constructor(labels: readonly LabelVectors[]) {
    this.#places = labels.map(placeOf);
  }

  /** Of each label, in their order; they sum to 1. */
  probabilities(vector: Embedding): number[] {
    const scale = unitScale(vector) / TEMPERATURE;
    return softmax(this.#places.map((place) => dot(place, vector) * scale));
  }
}

/** The most probable label's place, and whether it is too close to the next one to be told. */
export function decide(
  probabilities: readonly number[],
  margin = MARGIN,
): { readonly best: number; readonly p: number; readonly unsure: boolean } {
  const p = Math.max(...probabilities);
  const best = probabilities.indexOf(p);
  const next = Math.max(0, ...probabilities.filter((_, i) => i !== best));
  return { best, p, unsure: p - next < margin };
}

/** Of length 1, or zeros. */
function placeOf({ description, examples }: LabelVectors): Float32Array {
  const place = new Float32Array(description.length);
  add(place, description, DESCRIPTION_WEIGHT);
  for (const example of examples) add(place, example, 1);
  const length = Math.hypot(...place);
  return length > 0 ? place.map((x) => x / length) : place;
}

/** Adds a vector as if its length were `weight`. */
function add(place: Float32Array, vector: Embedding, weight: number): void {
  const by = weight * unitScale(vector);
  for (let i = 0; i < place.length; i++) place[i] = (place[i] ?? 0) + by * (vector[i] ?? 0);
}

function dot(a: Float32Array, b: Embedding): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
