import type { Features } from '../../classify/features.ts';
import type { Head, HeadFile, HeadSettings } from '../../classify/head.ts';
import type { Embedding } from '../../classify/vectors.ts';
import { Random } from '../../util/random.ts';
import { probabilities } from '../evaluate/calibration.ts';
import { headFile, linearHead } from '../head/file.ts';
import { fill, scores } from '../head/fit.ts';
import type { LinearHead } from '../head/fit.ts';
import { adaptHead } from './adapt.ts';
import type { Target } from './adapt.ts';
import { dealFolds, likeGroups } from './folds.ts';

/** A contribution as heads read it. */
export interface Read {
  readonly embedding: Embedding;
  readonly features: Features;
  /** What its author wrote the label to be. */
  readonly stated?: string | undefined;
}

export interface Corrected extends Read {
  readonly text: string;
  readonly label: string;
  /** The head in use has learned from it. */
  readonly learned: boolean;
}

export interface TeachOptions {
  /** What it begins from, and is held to where nobody says otherwise. */
  readonly shipped: Head;
  /** Length of an embedding. */
  readonly dimensions: number;
  readonly corrected: readonly Corrected[];
  /** The user's contributions that they did not correct. */
  readonly others: readonly Read[];
  readonly seed?: number;
  /** Awaited between two fits of about half a second: the place to stop, or to let others have their turn. */
  readonly pause?: () => Promise<void>;
}

/** What each correction was given by a head that saw nothing like it. Indices of labels. */
export interface HeldOutLabel {
  readonly group: number;
  readonly truth: number;
  readonly before: number;
  readonly after: number;
  /** Whether the head would show `after` as sure. */
  readonly sure: boolean;
}

export interface Taught {
  readonly head: HeadFile;
  readonly folds: number;
  readonly heldOut: readonly HeldOutLabel[];
}

/** Why there is nothing to learn from yet: how many more corrections, labels, or kinds of corrections that are not nearly alike it takes. */
export interface Shortage {
  readonly short: { readonly of: 'corrections' | 'labels' | 'kinds'; readonly missing: number };
}

/** Fewer say nothing that held-out labels could confirm. */
const FEWEST_CORRECTIONS = 20;
const FOLDS = 5;
/** Uncorrected contributions that hold the head where it is. Nobody may have looked at them: all together weigh as much as the corrections at most. */
const REPLAYED = 500;
/** And each so much of one. */
const MOST_REPLAYED = 0.1;

/**
 * A head that has learned from corrections, beginning from the shipped one, and how often it is right on those it did not see: five folds,
 * none of which has anything like what it is tried on. Where the head in use has learned before, that one is fitted anew for each fold as
 * well, from what it knew: else it would be asked what it was told.
 */
export async function teach({ shipped, dimensions, corrected, others, seed = 1, pause }: TeachOptions): Promise<Taught | Shortage> {
  const { settings } = shipped;
  const { labels } = settings;
  const groups = likeGroups(corrected.map(({ text, embedding, label }) => ({ text, embedding, label: labels.indexOf(label) })));
  const short = shortageOf(corrected, new Set(groups).size);
  if (short) return { short };
  const start = linearHead(shipped.settings, dimensions);
  const random = new Random(seed, 'corrections');
  const replayed = random.shuffled(others).slice(0, REPLAYED);
  const targetOf = (one: Read, target: readonly number[]): Target => {
    const { temperature, prior } = shownAs(settings, one.stated);
    return { embedding: one.embedding, features: one.features, temperature, prior, target, weight: 1 };
  };
  const replay = replayed.map((one) => targetOf(one, shipped.shown(one.embedding, one.features, one.stated).probabilities));
  const fit = async (from: readonly Corrected[]): Promise<LinearHead> => {
    await pause?.();
    const own = from.map((one) => targetOf(one, oneHot(labels, one.label)));
    const weight = Math.min(MOST_REPLAYED, own.length / Math.max(1, replay.length));
    return adaptHead(start, [...own, ...replay.map((one) => ({ ...one, weight }))]);
  };

  const decide = (head: LinearHead, one: Read): ReturnType<typeof shownBy> => {
    const x = new Float32Array(head.width);
    fill(x, one);
    const { temperature, threshold, prior } = shownAs(settings, one.stated);
    const all = probabilities(scores(head, x, one.features).map((z, c) => z / temperature + (prior?.[c] ?? 0)));
    const p = Math.max(...all);
    return { label: all.indexOf(p), p, sure: p >= threshold };
  };

  const foldOf = dealFolds(
    corrected.map(({ label }) => ({ label: labels.indexOf(label) })),
    groups,
    FOLDS,
    seed,
  );
  const hasLearned = corrected.some(({ learned }) => learned);
  const heldOut: HeldOutLabel[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const seen = corrected.filter((_, i) => foldOf[i] !== fold);
    const after = await fit(seen);
    const before = hasLearned ? await fit(seen.filter(({ learned }) => learned)) : start;
    for (const [i, one] of corrected.entries()) {
      if (foldOf[i] !== fold) continue;
      const own = decide(after, one);
      heldOut.push({
        group: groups[i] ?? 0,
        truth: labels.indexOf(one.label),
        before: decide(before, one).label,
        after: own.label,
        sure: own.sure,
      });
    }
  }

  const final = await fit(corrected);
  // Temperature and thresholds stay: see docs/decisions/corrections-teach-the-head.md.
  const head = headFile(final, { ...settings, name: `${settings.name}, taught`, training: { corrections: corrected.length, seed } });
  return { head, folds: FOLDS, heldOut };
}

const oneHot = (labels: readonly string[], label: string): number[] => labels.map((name) => (name === label ? 1 : 0));

function shortageOf(corrected: readonly Corrected[], groups: number): Shortage['short'] | undefined {
  if (corrected.length < FEWEST_CORRECTIONS) return { of: 'corrections', missing: FEWEST_CORRECTIONS - corrected.length };
  if (new Set(corrected.map(({ label }) => label)).size < 2) return { of: 'labels', missing: 1 };
  return groups < FOLDS ? { of: 'kinds', missing: FOLDS - groups } : undefined;
}

/** The label that is shown, by its place, with its probability. */
export function shownBy(
  head: Head,
  { embedding, features, stated }: Read,
): { readonly label: number; readonly p: number; readonly sure: boolean } {
  const { probabilities: all, threshold } = head.shown(embedding, features, stated);
  const p = Math.max(...all);
  return { label: all.indexOf(p), p, sure: p >= threshold };
}

/** No word of an author rules a label out. */
const LEAST_ODDS = 1e-6;

/** How scores become what is shown (`Head.shown`), as a temperature and what is added: what the author stated is no business of the weights. */
function shownAs({ temperature, threshold, stated: word }: HeadSettings, stated: string | undefined) {
  const worth = stated === undefined ? undefined : word?.odds[stated];
  if (!word || !worth) return { temperature, threshold };
  const prior = worth.map((odds) => word.power * Math.log(Math.max(LEAST_ODDS, odds)));
  return { temperature: temperature / word.power, threshold: word.threshold, prior };
}
