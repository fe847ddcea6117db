import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LBFGS, minimize } from '../../../src/learn/baselines/lbfgs.ts';
import { LOGISTIC, LogisticRegression } from '../../../src/learn/baselines/logistic.ts';
import { majority, typeByPaths } from '../../../src/learn/baselines/rules.ts';
import { sparseRows } from '../../../src/learn/baselines/sparse.ts';
import { termsOf, Tfidf } from '../../../src/learn/baselines/tfidf.ts';
import { Random } from '../../../src/util/random.ts';

const near = (actual: number | undefined, expected: number, tolerance: number) =>
  assert.ok(Math.abs((actual ?? Number.NaN) - expected) <= tolerance, `${actual} is not ${expected}`);

test('L-BFGS finds the bottom of the Rosenbrock valley', () => {
  const x = minimize(
    (p, gradient) => {
      const [a = 0, b = 0] = p;
      gradient.set([-2 * (1 - a) - 400 * a * (b - a * a), 200 * (b - a * a)]);
      return (1 - a) ** 2 + 100 * (b - a * a) ** 2;
    },
    Float64Array.of(-1.2, 1),
    { ...LBFGS, iterations: 200, tolerance: 1e-14 },
  );
  near(x[0], 1, 1e-4);
  near(x[1], 1, 1e-4);
});

test('logistic regression: at its optimum the penalty balances the gradient', () => {
  const random = new Random('logistic');
  const truth = Array.from({ length: 60 }, (_, i) => i % 3);
  const dense = truth.map((label) => [random.normal() + label, random.normal() - label, random.normal()]);
  const rows = sparseRows(
    dense.map((row) => new Map(row.entries())),
    3,
  );
  const model = LogisticRegression.fit(rows, truth, 3, { ...LOGISTIC, iterations: 500, tolerance: 1e-12 });
  const logits = model.logits(rows);
  // With an unpenalised bias the mean predicted probability of each label is its frequency.
  const mass = [0, 0, 0];
  for (const i of truth.keys()) {
    const z = [...logits.subarray(i * 3, i * 3 + 3)].map(Math.exp);
    const total = z.reduce((a, b) => a + b, 0);
    for (const c of [0, 1, 2]) mass[c] = (mass[c] ?? 0) + (z[c] ?? 0) / total;
  }
  for (const m of mass) near(m, 20, 0.01);
  const right = truth.filter((label, i) => {
    const row = [...logits.subarray(i * 3, i * 3 + 3)];
    return row.indexOf(Math.max(...row)) === label;
  });
  assert.ok(right.length > 40);
});

test('logistic regression: example weights count as repetitions', () => {
  const rows = (xs: readonly number[]) =>
    sparseRows(
      xs.map((x) => new Map([[0, x]])),
      1,
    );
  const options = { ...LOGISTIC, iterations: 300, tolerance: 1e-13 };
  const probe = rows([0.3]);
  const weighted = LogisticRegression.fit(rows([1, 2, -1]), [0, 1, 1], 2, { ...options, weights: Float32Array.of(1, 3, 1) });
  const repeated = LogisticRegression.fit(rows([1, 2, 2, 2, -1]), [0, 1, 1, 1, 1], 2, options);
  near(weighted.logits(probe)[0], repeated.logits(probe)[0] ?? 9, 1e-3);
});

test('TF-IDF: terms, weights of length 1, unknown words dropped', () => {
  assert.deepEqual(termsOf('Fix the BUG', 2), ['fix', 'fix the', 'the', 'the bug', 'bug']);
  const tfidf = Tfidf.fit(['fix the bug', 'fix docs', 'the docs'], { words: 1, least: 2 });
  assert.equal(tfidf.width, 3);
  const { starts, values } = tfidf.rows(['fix fix docs', 'nothing known here']);
  assert.deepEqual([...starts], [0, 2, 2]);
  const idf = Math.log(4 / 3) + 1;
  const [a, b] = [(1 + Math.log(2)) * idf, idf];
  near(values[0], a / Math.hypot(a, b), 1e-6);
});

test('the type by paths alone', () => {
  const change = (...paths: readonly string[]) => paths.map((path) => [path, 40, 2] as const);
  assert.equal(typeByPaths(change('test/a.test.ts', 'test/b.test.ts')), 'test');
  assert.equal(typeByPaths(change('docs/guide.md', 'package-lock.json')), 'docs');
  assert.equal(typeByPaths(change('.github/workflows/ci.yml')), 'ci');
  assert.equal(typeByPaths(change('src/a.ts')), 'feat');
  assert.equal(typeByPaths([['src/a.ts', 3, 2]]), 'fix');
  assert.equal(
    typeByPaths([
      ['src/a.ts', null, null],
      ['test/a.test.ts', 9, 0],
    ]),
    'fix',
  );
  assert.equal(typeByPaths([]), 'fix');
});

test('the majority', () => {
  assert.equal(majority([2, 1, 2]), 2);
  assert.equal(majority([]), 0);
});
