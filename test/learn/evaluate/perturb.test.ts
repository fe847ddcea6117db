import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PERTURBATIONS } from '../../../src/learn/evaluate/perturb.ts';
import { Random } from '../../../src/util/random.ts';

const TEXT = 'Handle müßige values in the reader of configuration files\n\nThey were dropped before, silently and without a trace.';

test('perturbations change every message a little, and the same way for a seed', () => {
  for (const [name, perturb] of Object.entries(PERTURBATIONS)) {
    const once = perturb(TEXT, new Random('p', 3));
    assert.notEqual(once, TEXT, name);
    assert.equal(perturb(TEXT, new Random('p', 3)), once, name);
    assert.ok(Math.abs(once.length - TEXT.length) < 50, name);
    assert.equal(typeof perturb('', new Random('p', 1)), 'string');
  }
});

test('a typo keeps a word’s letters, its first and its last', () => {
  const words = (text: string) => text.split(/\s+/);
  const random = new Random('typos');
  let changed = 0;
  for (let round = 0; round < 50; round++) {
    for (const [i, word] of words(PERTURBATIONS.typos(TEXT, random)).entries()) {
      const was = words(TEXT)[i] ?? '';
      assert.equal(Array.from(word).sort().join(''), Array.from(was).sort().join(''));
      assert.deepEqual([word[0], word.at(-1)], [was[0], was.at(-1)]);
      if (word !== was) changed++;
    }
  }
  assert.ok(changed > 20);
});
