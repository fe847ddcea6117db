import type { BertConfig } from '../../../src/learn/bert/config.ts';
import type { Example } from '../../../src/learn/train/batches.ts';
import type { HeadSpec } from '../../../src/learn/train/heads.ts';
import { Random } from '../../../src/util/random.ts';

/** Small enough to differentiate numerically. */
export const TINY: BertConfig = { layers: 2, hidden: 16, heads: 4, intermediate: 32, vocabulary: 50, positions: 24, epsilon: 1e-12 };

export const TYPE_HEAD: HeadSpec = { family: 'type', labels: ['feat', 'fix', 'docs'], kind: 'one', features: true, units: 0 };
export const DIMENSION_HEAD: HeadSpec = { family: 'dimension', labels: ['quality', 'growth'], kind: 'many', features: false, units: 6 };

/** Texts in which a word of its own gives each label away, so that anything that learns can learn them. */
export function tinyExamples(count: number, seed: number, features = 3): Example[] {
  const random = new Random('examples', seed);
  return Array.from({ length: count }, (_, i) => {
    const label = i % 3;
    const words = Array.from({ length: 2 + random.below(8) }, () => 10 + random.below(40));
    words[random.below(words.length)] = 3 + label;
    return {
      input: Int32Array.from([1, ...words, 2]),
      features: Float32Array.from({ length: features }, () => random.normal() / 3),
      buckets: Uint16Array.from([random.below(2), 2 + random.below(3)]),
      labels: i % 4 === 3 ? { dimension: [label === 0 ? 1 : 0, 0.3] } : { type: label },
      weight: 0.5 + random.next(),
    };
  });
}
