import { decisions, fitTemperature, logLoss } from '../evaluate/calibration.ts';
import type { Scored } from '../evaluate/calibration.ts';
import { report } from '../evaluate/report.ts';
import type { Outcome, Report } from '../evaluate/report.ts';
import type { TuneItem } from './examples.ts';

/** Items on which methods are compared. */
export interface Test {
  readonly items: readonly TuneItem[];
  /** Of each item. */
  readonly fold: readonly number[];
  /** So many of the first were drawn at natural frequency; the others are more of the rare labels. */
  readonly natural: number;
  readonly labels: readonly string[];
  /** By fold: how frequent each label is in the repositories that are trained on. Sums to 1. */
  readonly priors: readonly (readonly number[])[];
}

/** One decision for each item. */
export type Decisions = readonly { readonly label: number; readonly p?: number }[];

/** What a method decides where labels are as frequent as in the repositories it learned from, and where they are equally frequent. */
export interface Decided {
  readonly natural: Decisions;
  readonly equal: Decisions;
}

export interface Figures {
  /** On the items drawn at natural frequency. */
  readonly natural: Report;
  /** On all, by the decisions for equal frequency. */
  readonly equal: Report;
  /** On all, macro-F1 at equal frequency of the decisions for natural frequency. */
  readonly usual: Report['macroF1'];
}

/**
 * Decisions from scores [items, labels] that hold for equally frequent labels. For natural frequency they are divided by a temperature, and
 * a share of the log prior is added: both are what fits the other folds best, whose repositories count alike. Nothing of the fold itself is used.
 */
export function decide({ items, fold, natural, labels, priors }: Test, equal: Float32Array): Decided {
  const width = labels.length;
  const truth = items.map(({ label }) => label);
  const rows = (chosen: readonly number[], share: number): Scored => {
    const sizes = Map.groupBy(chosen, (i) => items[i]?.group ?? '');
    return {
      logits: Float32Array.from(
        chosen.flatMap((i) => labels.map((_, c) => (equal[i * width + c] ?? 0) + share * Math.log(priors[fold[i] ?? 0]?.[c] ?? 1))),
      ),
      truth: chosen.map((i) => truth[i] ?? -1),
      weights: chosen.map((i) => 1 / (sizes.get(items[i]?.group ?? '')?.length ?? 1)),
    };
  };
  const everything = [...truth.keys()];
  const even = decisions({ logits: equal, truth });
  const usual = [...even];
  for (const own of new Set(fold)) {
    const others = everything.slice(0, natural).filter((i) => fold[i] !== own);
    const mine = everything.filter((i) => fold[i] === own);
    const { share, temperature } = SHARES.map((tried) => fitted(rows(others, tried), tried)).reduce((a, b) => (b.loss < a.loss ? b : a));
    for (const [row, decision] of decisions(rows(mine, share), temperature).entries()) usual[mine[row] ?? -1] = decision;
  }
  return { natural: usual, equal: even };
}

/** Of the log prior, added before the temperature: above 1 for scores that claim too much. */
const SHARES = Array.from({ length: 31 }, (_, i) => i / 10);

function fitted(scored: Scored, share: number) {
  const temperature = fitTemperature(scored);
  return { share, temperature, loss: logLoss(scored, temperature) };
}

export function figures({ items, natural, labels }: Test, decided: Decided): Figures {
  const outcomes = (made: Decisions): Outcome[] =>
    items.map(({ label: truth, group }, i) => {
      const { label: predicted = -1, p } = made[i] ?? {};
      return { truth, predicted, group, ...(p === undefined ? {} : { p }) };
    });
  const usual = outcomes(decided.natural);
  return {
    natural: report(usual.slice(0, natural), labels),
    equal: report(outcomes(decided.equal), labels),
    usual: report(usual, labels).macroF1,
  };
}

/** How frequent each label is among items. */
export function priorOf(items: readonly TuneItem[], labels: number): number[] {
  const counts = Array.from({ length: labels }, () => 1);
  for (const { label } of items) counts[label] = (counts[label] ?? 0) + 1;
  return counts.map((n) => n / (items.length + labels));
}

const short = (x: number | undefined): string => (x === undefined ? '-' : x.toFixed(3).replace(/^0/, ''));
const withInterval = ({ value, interval }: Report['accuracy']): string =>
  `${short(value)} (${short(interval.low)}-${short(interval.high)})`;

export const FIGURES_HEAD =
  '| method | sees | accuracy, natural (95%) | macro-F1, equal (95%) | the same, decided for natural | calibration error | coverage at 90% |\n|---|---|---|---|---|---|---|';

export function figuresRow(method: string, sees: string, { natural, equal, usual }: Figures): string {
  const { calibrationError } = natural;
  const coverage = calibrationError === undefined ? undefined : (natural.sure?.coverage ?? 0);
  const cells = [withInterval(natural.accuracy), withInterval(equal.macroF1), short(usual.value), short(calibrationError), short(coverage)];
  return `| ${[method, sees, ...cells].join(' | ')} |`;
}
