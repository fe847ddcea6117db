export interface CardTable {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** What a model's card says in its own words, as far as it could be found there. */
export interface ModelCard {
  /** What it was trained on. */
  readonly trained?: string;
  /** How it was measured, and the figures: by method, then by label. */
  readonly measured?: string;
  readonly tables: readonly CardTable[];
  readonly limits?: string;
  /** What it is for and what it must not be used for. */
  readonly use?: string;
}
