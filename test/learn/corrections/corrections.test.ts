import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { featuresOf } from '../../../src/classify/features.ts';
import { Head } from '../../../src/classify/head.ts';
import { toEmbedding } from '../../../src/classify/vectors.ts';
import { adaptHead } from '../../../src/learn/corrections/adapt.ts';
import { figuresOf, signTest } from '../../../src/learn/corrections/figures.ts';
import { dealFolds, likeGroups } from '../../../src/learn/corrections/folds.ts';
import { type Corrected, type Read, shownBy, type Taught, teach } from '../../../src/learn/corrections/teach.ts';
import { linearHead } from '../../../src/learn/head/file.ts';
import { Random } from '../../../src/util/random.ts';
import { DIMENSIONS, MODEL_DIR } from '../../classify/support/model.ts';

const file = path.join(MODEL_DIR, 'heads/commit-type.json');
const shipped = new Head(JSON.parse(readFileSync(file, 'utf8')), DIMENSIONS, file);
const { labels, temperature, threshold } = shipped.settings;
const random = new Random(1, 'corrections.test');

/** A direction and what is near it. */
const direction = (): Float32Array => Float32Array.from({ length: DIMENSIONS }, () => random.normal());
const near = (centre: Float32Array): Int8Array => toEmbedding(centre.map((v) => v + 0.7 * random.normal()));

const readOf = (embedding: Int8Array, text: string): Read => ({ embedding, features: featuresOf({ text }) });
/** A word without a meaning and without digits: none is like another. */
const word = (): string => Array.from({ length: 8 }, () => String.fromCharCode(97 + random.below(26))).join('');

const centres = [direction(), direction()];
const others = Array.from({ length: 100 }, (): Read => readOf(toEmbedding(direction()), `${word()} ${word()}`));
const correctionsAs = (labelOf: (i: number) => string, count = 24, learned = false): Corrected[] =>
  Array.from({ length: count }, (_, i) => {
    const text = `${word()} ${word()} ${word()}`;
    return { ...readOf(near(centres[i % 2] as Float32Array), text), text, label: labelOf(i), learned };
  });
const consistent = (i: number): string => (i % 2 === 0 ? 'build' : 'ci');

async function taught(corrected: readonly Corrected[]): Promise<Taught> {
  const result = await teach({ shipped, dimensions: DIMENSIONS, corrected, others });
  assert.ok('head' in result, 'there is enough to learn from');
  return result;
}

describe('a head that learns from corrections', () => {
  test('follows a user who is consistent, on corrections it did not see; the tags of others stay', async () => {
    const { head, heldOut } = await taught(correctionsAs(consistent));
    const { before, after, gain, better } = figuresOf(heldOut, labels);
    assert.ok(after.accuracy.value > 0.8, `${after.accuracy.value}`);
    assert.ok(better);
    assert.ok(Math.abs(gain.value - (after.accuracy.value - before.accuracy.value)) < 1e-9);
    const made = new Head(head, DIMENSIONS, 'made');
    const kept = others.filter((one) => shownBy(shipped, one).label === shownBy(made, one).label).length;
    assert.ok(kept > 0.85 * others.length, `${kept} of ${others.length}`);
    assert.deepEqual([head.encoder, head.temperature, head.threshold], [shipped.settings.encoder, temperature, threshold]);
  });

  test('is not better where the user is at random', async () => {
    // By chance it is, now and then.
    const found: boolean[] = [];
    for (let k = 0; k < 4; k++) found.push(figuresOf((await taught(correctionsAs(() => random.pick(labels)))).heldOut, labels).better);
    assert.ok(found.filter(Boolean).length <= 1, found.join());
  });

  test('is the same from the same corrections', async () => {
    const corrected = correctionsAs(consistent);
    assert.deepEqual((await taught(corrected)).head, (await taught(corrected)).head);
  });

  test('is compared with what the head in use would know without the held-out ones, not with what it was told', async () => {
    const old = correctionsAs(consistent, 24, true);
    const { before, better } = figuresOf((await taught([...old, ...correctionsAs(consistent, 2)])).heldOut, labels);
    assert.ok(before.accuracy.value > 0.8, 'it had learned that');
    assert.ok(!better, 'two more of the same are no gain');
    const told = figuresOf((await taught(correctionsAs(() => random.pick(labels), 24, true))).heldOut, labels);
    assert.ok(told.before.accuracy.value < 0.5, 'what it was told at random it does not know');
  });

  test('needs enough corrections, of two labels, that are not all alike', async () => {
    const short = async (corrected: readonly Corrected[]): Promise<unknown> => {
      const result = await teach({ shipped, dimensions: DIMENSIONS, corrected, others });
      return 'short' in result ? result.short : undefined;
    };
    assert.deepEqual(await short(correctionsAs(consistent, 12)), { of: 'corrections', missing: 8 });
    assert.deepEqual(await short(correctionsAs(() => 'ci', 30)), { of: 'labels', missing: 1 });
    const alike = correctionsAs(consistent, 30).map((one, i) => ({ ...one, text: `Release ${i % 2 === 0 ? 'candidate' : ''} 1.${i}` }));
    assert.deepEqual(await short(alike), { of: 'kinds', missing: 3 });
  });

  test('stops between two fits', async () => {
    const stop = new Error('stopped');
    let fits = 0;
    const pause = async (): Promise<void> => {
      if (++fits === 3) throw stop;
    };
    await assert.rejects(teach({ shipped, dimensions: DIMENSIONS, corrected: correctionsAs(consistent), others, pause }), stop);
  });
});

test('that far more is won than lost is no chance, however much there is of both', () => {
  assert.equal(signTest(0, 0), 1);
  assert.ok(Math.abs(signTest(4, 0) - 1 / 16) < 1e-12);
  assert.ok(Math.abs(signTest(7, 3) - 176 / 1024) < 1e-12);
  assert.ok(signTest(900, 700) < 1e-5);
  assert.ok(Math.abs(signTest(5000, 5000) - 0.5) < 0.01);
});

test('without targets that pull a head stays where it was; one that does moves its own label', () => {
  const start = linearHead(shipped.settings, DIMENSIONS);
  assert.deepEqual(adaptHead(start, []), start);
  const one = readOf(near(centres[0] as Float32Array), 'Announce the release');
  const wanted = labels.map((label) => (label === 'ci' ? 1 : 0));
  const moved = adaptHead(start, [{ ...one, temperature, target: wanted, weight: 1 }]);
  const logit = (head: typeof start): number => {
    const ci = labels.indexOf('ci');
    return [...one.features.sparse].reduce((sum, bucket) => sum + (head.words[bucket * head.labels + ci] ?? 0), head.bias[ci] ?? 0);
  };
  assert.ok(logit(moved) > logit(start));
  const untouched = start.words.findIndex((_, k) => !one.features.sparse.includes(Math.floor(k / start.labels)));
  assert.equal(moved.words[untouched], start.words[untouched]);
});

test('what is nearly the same is one group, and no group is in two folds', () => {
  const [a, b] = [near(centres[0] as Float32Array), near(centres[1] as Float32Array)];
  const items = ['Bump x from 1.2 to 1.3', 'bump x from 1.3 to 1.4!', 'Something else', 'Quite another thing'].map((text, i) => ({
    text,
    embedding: i === 3 ? a : toEmbedding(direction()),
    label: i % 2,
  }));
  assert.deepEqual(likeGroups(items), [0, 0, 1, 2]);
  assert.deepEqual(
    likeGroups([...items, { text: 'The same vector', embedding: a, label: 0 }, { text: 'New', embedding: b, label: 0 }]),
    [0, 0, 1, 2, 2, 3],
  );
  const many = Array.from({ length: 100 }, (_, i) => ({ label: i % 3 }));
  const groups = many.map((_, i) => Math.floor(i / 4));
  const folds = dealFolds(many, groups, 5, 1);
  for (const group of new Set(groups)) assert.equal(new Set(folds.filter((_, i) => groups[i] === group)).size, 1);
  for (let fold = 0; fold < 5; fold++) assert.equal(folds.filter((one) => one === fold).length, 20);
  assert.deepEqual(dealFolds(many, groups, 5, 1), folds);
});
