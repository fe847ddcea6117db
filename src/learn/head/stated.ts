import type { StatedWord } from '../../classify/stated.ts';
import { weighStated } from '../../classify/stated.ts';
import { thresholdFor } from '../evaluate/calibration.ts';
import type { Sure } from '../evaluate/calibration.ts';

/** A contribution whose author stated a label, and whose true one was read. */
export interface StatedExample {
  /** The model's, in the order of the labels; it was not told what was stated. */
  readonly probabilities: readonly number[];
  readonly stated: string;
  /** Index of the true label. */
  readonly label: number;
  /** The repository. */
  readonly group: string;
}

/** What an author's word is worth, and from which probability on a tag that knows it is sure. */
export interface FittedWord extends StatedWord {
  readonly threshold: number;
}

export interface StatedOptions {
  readonly labels: readonly string[];
  /** How frequent the model takes labels to be, in their order. */
  readonly frequency: readonly number[];
  /** Share of the sure ones that shall be right. */
  readonly precision: number;
}

/** So many readings of a word weigh as much as what words of authors are worth in general. */
const GENERAL = 30;
/** The same for how often a word is right. */
const GENERAL_RIGHT = 5;
const RAREST = 0.01;
const POWERS = [0.5, 0.6, 0.7, 0.8, 0.9, 1] as const;

/**
 * How often authors mean each label by a word, from readings of some, over how frequent labels are. Power and threshold are chosen on
 * repositories that the rest did not see.
 */
export function fitStated(examples: readonly StatedExample[], options: StatedOptions): FittedWord {
  const odds = oddsOf(examples, options);
  const apart = [...Map.groupBy(examples, ({ group }) => group).keys()].map((group) => ({
    odds: oddsOf(
      examples.filter((example) => example.group !== group),
      options,
    ),
    unseen: examples.filter((example) => example.group === group),
  }));
  const likelihood = (power: number): number =>
    apart.reduce(
      (sum, { odds: own, unseen }) =>
        sum + unseen.reduce((part, example) => part + Math.log(Math.max(TINY, told(example, { odds: own, power })[example.label] ?? 0)), 0),
      0,
    );
  const power = POWERS.reduce((best, next) => (likelihood(next) > likelihood(best) ? next : best));
  const outcomes = apart.flatMap(({ odds: own, unseen }) => unseen.map((example) => outcomeOf(example, { odds: own, power })));
  return { odds, power, threshold: thresholdFor(options.precision, outcomes)?.threshold ?? NEVER };
}

/** What is made of each example by a word that was fitted without its repository, in their order. */
export function outOfRepository(
  examples: readonly StatedExample[],
  options: StatedOptions,
): readonly { readonly predicted: number; readonly p: number; readonly sure: boolean }[] {
  const words = new Map<string, FittedWord>();
  return examples.map((example) => {
    const { group } = example;
    const known = words.get(group);
    const others =
      known ??
      fitStated(
        examples.filter((other) => other.group !== group),
        options,
      );
    if (!known) words.set(group, others);
    const probabilities = told(example, others);
    const p = Math.max(...probabilities);
    return { predicted: probabilities.indexOf(p), p, sure: p >= others.threshold };
  });
}

const TINY = 1e-9;
/** No probability reaches it. */
const NEVER = 1.01;

const told = ({ probabilities, stated }: StatedExample, { odds, power }: StatedWord): number[] =>
  weighStated(probabilities, odds[stated] ?? [], power);

function outcomeOf(example: StatedExample, word: StatedWord): Sure {
  const probabilities = told(example, word);
  const p = Math.max(...probabilities);
  return { p, right: probabilities.indexOf(p) === example.label };
}

function oddsOf(examples: readonly StatedExample[], { labels, frequency }: StatedOptions): Record<string, number[]> {
  const right = (some: readonly StatedExample[]): number => some.filter(({ stated, label }) => labels[label] === stated).length;
  const inGeneral = right(examples) / Math.max(1, examples.length);
  const byWord = Map.groupBy(examples, ({ stated }) => stated);
  return Object.fromEntries(
    labels.map((word) => {
      const own = byWord.get(word) ?? [];
      const sure = (right(own) + GENERAL_RIGHT * inGeneral) / (own.length + GENERAL_RIGHT);
      const worth = labels.map((label, i) => {
        const general = label === word ? sure : (1 - sure) / (labels.length - 1);
        const meant = own.filter((example) => example.label === i).length;
        return (meant + GENERAL * general) / (own.length + GENERAL) / Math.max(RAREST, frequency[i] ?? 0);
      });
      return [word, worth];
    }),
  );
}
