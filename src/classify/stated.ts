/**
 * What an author states is knowledge the model must out-argue, not the answer: prefixes are sometimes wrong, and `chore` is what people
 * write when nothing fits. How often a statement is right is assumed here, not measured (a set labelled by readers of the whole change
 * would tell): a specific word 85 times in 100, a vague one 60. The rest is spread evenly over the other labels.
 */
const RELIABILITY = 0.85;
const VAGUE: ReadonlySet<string> = new Set(['chore', 'refactor', 'build', 'style']);
const VAGUE_RELIABILITY = 0.6;

/** Bayes' rule: probabilities of labels given that the author stated one of them. A statement that is no label of the head changes nothing. */
export function weighStated(labels: readonly string[], probabilities: readonly number[], stated: string): number[] {
  if (!labels.includes(stated)) return [...probabilities];
  const right = VAGUE.has(stated) ? VAGUE_RELIABILITY : RELIABILITY;
  const wrong = (1 - right) / Math.max(1, labels.length - 1);
  const weighed = probabilities.map((p, i) => p * (labels[i] === stated ? right : wrong));
  const sum = weighed.reduce((a, b) => a + b, 0);
  return sum > 0 ? weighed.map((p) => p / sum) : [...probabilities];
}
