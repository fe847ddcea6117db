import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fitStated, outOfRepository, type StatedExample } from '../../../src/learn/head/stated.ts';
import { Random } from '../../../src/util/random.ts';

const labels = ['feat', 'fix', 'chore'];
const options = { labels, frequency: [0.4, 0.4, 0.2], precision: 0.9 };

/** Authors who mean what they say, but for `chore`, by which they mean anything; a model that is right two times in three. */
function authors(seed: number): StatedExample[] {
  const random = new Random(seed, 'authors');
  return Array.from({ length: 600 }, (_, i) => {
    const label = Math.floor(random.next() * 3);
    const stated = random.next() < 0.6 ? label : 2;
    const seen = random.next() < 2 / 3 ? label : Math.floor(random.next() * 3);
    return {
      label,
      stated: labels[stated] ?? '',
      group: `repository ${i % 6}`,
      probabilities: labels.map((_, k) => (k === seen ? 0.7 : 0.15)),
    };
  });
}
const accuracy = (examples: readonly StatedExample[], guess: (i: number) => number): number =>
  examples.filter(({ label }, i) => guess(i) === label).length / examples.length;

test('model and author together are right more often than either', () => {
  const examples = authors(1);
  const told = outOfRepository(examples, options);
  const together = accuracy(examples, (i) => told[i]?.predicted ?? -1);
  const model = accuracy(examples, (i) => examples[i]?.probabilities.indexOf(0.7) ?? -1);
  const author = accuracy(examples, (i) => labels.indexOf(examples[i]?.stated ?? ''));
  assert.ok(together > model && together > author, `${together}, model ${model}, author ${author}`);
});

test('what is called sure is right as often as was asked for, in repositories that were not seen', () => {
  const examples = authors(2);
  const told = outOfRepository(examples, options);
  const sure = examples.filter((_, i) => told[i]?.sure);
  assert.ok(sure.length > 200, `${sure.length}`);
  const right = sure.filter((example) => told[examples.indexOf(example)]?.predicted === example.label).length / sure.length;
  assert.ok(right >= 0.87, `${right}`);
});

test('a word that says much raises its label, a vague one hardly; what nobody stated is worth what words are in general', () => {
  const { odds, power, threshold } = fitStated(authors(3), options);
  const of = (word: string, label: string): number => odds[word]?.[labels.indexOf(label)] ?? Number.NaN;
  assert.ok(of('feat', 'feat') > 2 * of('chore', 'feat'));
  assert.ok(of('feat', 'fix') < 0.3);
  assert.ok(power > 0 && power <= 1 && threshold > 0.3 && threshold < 1);
  const silent = fitStated(
    authors(3).filter(({ stated }) => stated !== 'fix'),
    options,
  ).odds['fix'];
  assert.ok(silent?.every((worth) => Number.isFinite(worth) && worth > 0));
  assert.equal(Math.max(...(silent ?? [])), silent?.[1]);
});

test('where nothing is right often enough nothing is sure', () => {
  const random = new Random(4, 'noise');
  const noise = authors(4).map((example) => ({ ...example, label: Math.floor(random.next() * 3) }));
  assert.ok(fitStated(noise, options).threshold > 1);
});
