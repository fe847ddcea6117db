import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { bootstrap, quantile } from '../../../src/learn/evaluate/bootstrap.ts';
import {
  calibrationError,
  decisions,
  errorByChance,
  fitTemperature,
  logLoss,
  thresholdFor,
} from '../../../src/learn/evaluate/calibration.ts';
import { accuracy, atEqualFrequency, confusion, kappa, macroF1, perLabel } from '../../../src/learn/evaluate/confusion.ts';
import { groupedFolds } from '../../../src/learn/evaluate/folds.ts';
import { labelTable, report, summaryRow } from '../../../src/learn/evaluate/report.ts';
import { Random } from '../../../src/util/random.ts';

const near = (actual: number | undefined, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual} is not ${expected}`);

// Worked by hand: 8 of label 0 (6 found), 2 of label 1 (1 found).
const CELLS = [
  [6, 2],
  [1, 1],
];

test('accuracy and F1 at natural and at equal frequency', () => {
  near(accuracy(CELLS), 0.7);
  const [first, second] = perLabel(CELLS);
  near(first?.precision, 6 / 7);
  near(first?.recall, 0.75);
  near(second?.precision, 1 / 3);
  near(macroF1(CELLS), (2 * 6) / 15 / 2 + (2 * 1) / 5 / 2);
  assert.deepEqual(atEqualFrequency(CELLS), [
    [0.75, 0.25],
    [0.5, 0.5],
  ]);
  near(macroF1(atEqualFrequency(CELLS)), ((2 * 0.75) / 2.25 + (2 * 0.5) / 1.75) / 2);
});

test('equal frequency does not depend on how often each label occurs', () => {
  const cell = fc.integer({ min: 0, max: 20 });
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 3, maxLength: 3 }), (cells) => {
      const scaled = cells.map((row, i) => row.map((n) => n * (i + 2)));
      near(macroF1(atEqualFrequency(scaled)), macroF1(atEqualFrequency(cells)));
    }),
  );
});

test('labels that do not occur are left out of the mean', () => {
  near(macroF1(confusion([0, 0, 1, 1], [0, 0, 1, 1], 3)), 1);
  assert.throws(() => confusion([0], [7], 3), /label 0 or 7/);
});

test('kappa: the example of Cohen 1960 and its ends', () => {
  near(
    kappa([
      [88, 14, 18],
      [10, 40, 10],
      [2, 6, 12],
    ]),
    0.492,
    5e-4,
  );
  near(
    kappa([
      [5, 0],
      [0, 5],
    ]),
    1,
  );
  near(
    kappa([
      [25, 25],
      [25, 25],
    ]),
    0,
  );
});

test('calibration error', () => {
  near(
    calibrationError([
      { p: 0.9, right: true },
      { p: 0.9, right: false },
    ]),
    0.4,
  );
  near(
    calibrationError([
      { p: 1, right: true },
      { p: 0.5, right: true },
      { p: 0.5, right: false },
    ]),
    0,
  );
  assert.equal(calibrationError([]), 0);
});

test('the temperature that logits were multiplied by is found again', () => {
  const random = new Random('temperature');
  const count = 4000;
  const logits = new Float32Array(count * 3);
  const truth = Array.from({ length: count }, (_, i) => {
    const own = Array.from({ length: 3 }, () => random.normal() * 1.5);
    // A label drawn from the softmax of `own`: calibrated by construction; the model then claims three times the logits.
    const noisy = own.map((z) => z - Math.log(-Math.log(1 - random.next())));
    logits.set(
      own.map((z) => z * 3),
      i * 3,
    );
    return noisy.indexOf(Math.max(...noisy));
  });
  const temperature = fitTemperature({ logits, truth });
  near(temperature, 3, 0.2);
  assert.ok(logLoss({ logits, truth }, temperature) < logLoss({ logits, truth }));
  const errorAt = (t: number) =>
    calibrationError(decisions({ logits, truth }, t).map(({ label, p }, i) => ({ p, right: label === truth[i] })));
  assert.ok(errorAt(temperature) < 0.03 && errorAt(1) > 0.1);
});

test('examples count as much as they are given weight', () => {
  const logits = Float32Array.from([2, 0, 2, 0]);
  const loss = (truth: readonly number[], weights?: readonly number[]) => logLoss({ logits, truth, ...(weights ? { weights } : {}) });
  near(loss([0, 1], [1, 1]), loss([0, 1]));
  near(loss([0, 1], [3, 0]), loss([0, 0]));
  near(loss([0, 1], [1, 3]), (loss([0, 0]) + 3 * loss([1, 1])) / 4);
  assert.equal(logLoss({ logits: new Float32Array(0), truth: [] }), 0);
});

test('true probabilities show an error by chance, less the more there are', () => {
  const random = new Random('chance of it');
  const sample = (count: number) =>
    Array.from({ length: count }, () => {
      const p = 0.3 + 0.7 * random.next();
      return { p, right: random.next() < p };
    });
  const few = errorByChance(sample(100));
  const many = errorByChance(sample(10_000));
  assert.ok(few.mean > 0.04 && many.mean < 0.02 && few.high > few.mean, JSON.stringify([few, many]));
  const own = sample(10_000);
  assert.ok(calibrationError(own) < errorByChance(own).high * 1.3);
  assert.ok(calibrationError(own.map(({ p, right }) => ({ p: Math.min(1, p + 0.1), right }))) > errorByChance(own).high * 2);
  assert.deepEqual(errorByChance(own), errorByChance(own));
});

test('the threshold for a precision', () => {
  const outcomes = [0.9, 0.8, 0.8, 0.7, 0.6].map((p, i) => ({ p, right: i !== 2 }));
  assert.deepEqual(thresholdFor(1, outcomes), { threshold: 0.9, coverage: 0.2 });
  assert.deepEqual(thresholdFor(0.75, outcomes), { threshold: 0.6, coverage: 1 });
  assert.equal(thresholdFor(0.9, [{ p: 0.5, right: false }]), undefined);
});

test('the bootstrap repeats itself and brackets the mean', () => {
  const parts = Array.from({ length: 30 }, (_, i) => i);
  const mean = (drawn: readonly number[]) => drawn.reduce((a, b) => a + b, 0) / drawn.length;
  const interval = bootstrap(parts, mean);
  assert.deepEqual(bootstrap(parts, mean), interval);
  // Standard error of the mean: 8.66 / sqrt(30) = 1.58.
  near(interval.low, 14.5 - 1.96 * 1.58, 0.5);
  near(interval.high, 14.5 + 1.96 * 1.58, 0.5);
  near(quantile([1, 2, 3, 4], 0.5), 2.5);
});

test('folds keep groups whole, are even, and do not depend on the order', () => {
  const random = new Random('folds');
  const groups = Array.from({ length: 16 }, (_, i) => ({ name: `repo${i}`, counts: Array.from({ length: 5 }, () => random.below(200)) }));
  const folds = groupedFolds(groups, 4);
  assert.equal(folds.size, 16);
  assert.deepEqual(groupedFolds(random.shuffled(groups), 4), folds);
  const totals = [0, 0, 0, 0];
  for (const { name, counts } of groups) {
    const fold = folds.get(name) ?? assert.fail();
    totals[fold] = (totals[fold] ?? 0) + counts.reduce((a, b) => a + b, 0);
  }
  assert.ok(Math.max(...totals) / Math.min(...totals) < 1.25, totals.join());
});

test('a report of known outcomes', () => {
  const outcomes = Array.from({ length: 40 }, (_, i) => ({
    truth: i % 2,
    predicted: i % 4 === 3 ? 0 : i % 2,
    p: 0.75,
    group: `repo${i % 5}`,
  }));
  const made = report(outcomes, ['feat', 'fix']);
  near(made.accuracy.value, 0.75);
  assert.ok(made.accuracy.interval.low <= 0.75 && made.accuracy.interval.high >= 0.75);
  near(made.calibrationError, 0);
  assert.equal(made.labels[1]?.support, 20);
  assert.match(summaryRow('ours', made), /^\| ours \| \.750 \(/);
  assert.match(labelTable(made), /\| fix \| 20 \| 1\.000 \| \.500 \|/);
});
