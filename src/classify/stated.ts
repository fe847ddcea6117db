/** What words of authors are worth beside a model's own probabilities. */
export interface StatedWord {
  /** Of a word: how much likelier each label of the head is where it is stated than at large. */
  readonly odds: Readonly<Record<string, readonly number[]>>;
  /** Probabilities are taken to this power in the end: below 1 where model and author err together. */
  readonly power: number;
}

/**
 * Probabilities of labels given that the author stated one of them, by Bayes' rule: what an author states is knowledge the model must
 * out-argue, not the answer.
 * @param worth the word's odds
 */
export function weighStated(probabilities: readonly number[], worth: readonly number[], power: number): number[] {
  const weighed = probabilities.map((p, i) => (p * (worth[i] ?? 0)) ** power);
  const sum = weighed.reduce((a, b) => a + b, 0);
  return sum > 0 ? weighed.map((p) => p / sum) : [...probabilities];
}
