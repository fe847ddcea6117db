import { sparseRows } from './sparse.ts';
import type { SparseRow, SparseRows } from './sparse.ts';

export interface TfidfOptions {
  /** Longest run of words that is a term. */
  readonly words: number;
  /** Terms in fewer texts are left out. */
  readonly least: number;
}

export const TFIDF: TfidfOptions = { words: 2, least: 2 };

/** Terms of texts, weighted: (1 + log tf) times smoothed idf, each row of length 1 (Salton & Buckley 1988). */
export class Tfidf {
  readonly #columns: ReadonlyMap<string, number>;
  readonly #idf: Float64Array;
  readonly #words: number;

  private constructor(columns: ReadonlyMap<string, number>, idf: Float64Array, words: number) {
    this.#columns = columns;
    this.#idf = idf;
    this.#words = words;
  }

  static fit(texts: readonly string[], { words, least }: TfidfOptions = TFIDF): Tfidf {
    const seen = new Map<string, number>();
    for (const text of texts) for (const term of new Set(termsOf(text, words))) seen.set(term, (seen.get(term) ?? 0) + 1);
    const kept = [...seen].filter(([, count]) => count >= least);
    const idf = Float64Array.from(kept, ([, count]) => Math.log((1 + texts.length) / (1 + count)) + 1);
    return new Tfidf(new Map(kept.map(([term], i) => [term, i])), idf, words);
  }

  get width(): number {
    return this.#columns.size;
  }

  rows(texts: readonly string[]): SparseRows {
    return sparseRows(
      texts.map((text) => this.#row(text)),
      this.width,
    );
  }

  #row(text: string): SparseRow {
    const counts = new Map<number, number>();
    for (const term of termsOf(text, this.#words)) {
      const column = this.#columns.get(term);
      if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    let squares = 0;
    for (const [column, count] of counts) {
      const weight = (1 + Math.log(count)) * (this.#idf[column] ?? 0);
      counts.set(column, weight);
      squares += weight * weight;
    }
    const length = Math.sqrt(squares);
    return new Map([...counts].map(([column, weight]) => [column, weight / length]));
  }
}

/** Lower-cased words of two characters or more, and runs of them. */
export function termsOf(text: string, longest: number): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}_]{2,}/gu) ?? [];
  const terms: string[] = [];
  for (let i = 0; i < words.length; i++) {
    let term = '';
    for (let n = 0; n < longest && i + n < words.length; n++) {
      term = n === 0 ? (words[i] ?? '') : `${term} ${words[i + n] ?? ''}`;
      terms.push(term);
    }
  }
  return terms;
}
