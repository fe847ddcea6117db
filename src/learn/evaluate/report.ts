import { bootstrap } from './bootstrap.ts';
import type { Interval } from './bootstrap.ts';
import { calibrationError, thresholdFor } from './calibration.ts';
import { accuracy, addConfusions, atEqualFrequency, confusion, macroF1, perLabel } from './confusion.ts';
import type { Confusion, LabelFigures } from './confusion.ts';

/** One prediction, with what it should have been. */
export interface Outcome {
  readonly truth: number;
  readonly predicted: number;
  /** Probability of the label predicted, where the method gives one. */
  readonly p?: number;
  /** The repository: what is drawn again for the intervals. */
  readonly group: string;
}

export interface Figure {
  readonly value: number;
  readonly interval: Interval;
}

/** The figures of one method on one set. */
export interface Report {
  readonly examples: number;
  /** At natural frequency. */
  readonly accuracy: Figure;
  /** Macro-F1 with every label equally frequent. */
  readonly macroF1: Figure;
  readonly labels: readonly (LabelFigures & { readonly label: string })[];
  /** Precision, recall and F1 at equal frequency. */
  readonly balanced: readonly LabelFigures[];
  readonly confusion: Confusion;
  readonly calibrationError?: number;
  /** The least probability that is right nine times in ten, and the share of examples above it. */
  readonly sure?: { readonly threshold: number; readonly coverage: number };
}

export function report(outcomes: readonly Outcome[], labels: readonly string[], seed = 1): Report {
  const groups = [...Map.groupBy(outcomes, (o) => o.group).values()].map((own) =>
    confusion(
      own.map((o) => o.truth),
      own.map((o) => o.predicted),
      labels.length,
    ),
  );
  const cells = addConfusions(groups);
  const figure = (of: (cells: Confusion) => number): Figure => ({
    value: of(cells),
    interval: bootstrap(groups, (drawn) => of(addConfusions(drawn)), { seed }),
  });
  const sureness = outcomes.flatMap(({ p, truth, predicted }) => (p === undefined ? [] : [{ p, right: truth === predicted }]));
  const sure = sureness.length > 0 ? thresholdFor(0.9, sureness) : undefined;
  return {
    examples: outcomes.length,
    accuracy: figure(accuracy),
    macroF1: figure((c) => macroF1(atEqualFrequency(c))),
    labels: perLabel(cells).map((figures, i) => ({ label: labels[i] ?? '', ...figures })),
    balanced: perLabel(atEqualFrequency(cells)),
    confusion: cells,
    ...(sureness.length > 0 ? { calibrationError: calibrationError(sureness) } : {}),
    ...(sure ? { sure } : {}),
  };
}

const short = (x: number): string => x.toFixed(3).replace(/^0/, '');
const shown = ({ value, interval }: Figure): string => `${short(value)} (${short(interval.low)}-${short(interval.high)})`;

/** One line of a table that compares methods: name, accuracy and macro-F1 with their intervals, calibration error. */
export const summaryRow = (name: string, { accuracy: a, macroF1: f, calibrationError: e }: Report): string =>
  `| ${name} | ${shown(a)} | ${shown(f)} | ${e === undefined ? '-' : short(e)} |`;

/** Its head. @public */
export const SUMMARY_HEAD = '| method | accuracy (95%) | macro-F1 at equal frequency (95%) | calibration error |\n|---|---|---|---|';

/** A table of every label. */
export function labelTable({ labels, balanced }: Report): string {
  const rows = labels.map((l, i) => {
    const equal = balanced[i];
    const figures = [l.precision, l.recall, l.f1, equal?.precision ?? 0, equal?.f1 ?? 0].map(short);
    return `| ${[l.label, l.support, ...figures].join(' | ')} |`;
  });
  return ['| label | support | precision | recall | F1 | precision, equal | F1, equal |', '|---|---|---|---|---|---|---|', ...rows].join(
    '\n',
  );
}
