import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PERTURBATIONS } from '../../../src/learn/evaluate/perturb.ts';
import { drawingCopies } from '../../../src/learn/tune/examples.ts';
import { noisy, noisyCopy } from '../../../src/learn/tune/noise.ts';
import { plainText, wholeText } from '../../../src/normalize/text.ts';
import { Random } from '../../../src/util/random.ts';

const TEXT = 'keep the order of all the rows in memory\n\nThey were sorted before, silently and without a trace.';
const item = { id: 'a@1', text: TEXT, label: 0, group: 'a' };
const many = Array.from({ length: 400 }, (_, i) => noisy(TEXT, new Random('noise', i)));

test('noise leaves most of a message as it was, in its form, the same for a seed', () => {
  for (const [i, text] of many.entries()) {
    assert.equal(noisy(TEXT, new Random('noise', i)), text);
    assert.ok(Math.abs(text.length - TEXT.length) < 120, text);
    const [subject = '', ...body] = text.split('\n\n');
    assert.ok(subject !== '' && !subject.includes('\n') && body.length > 0 && !body.includes(''), text);
    const words = new Set(text.toLowerCase().match(/[a-z]+/g));
    const kept = ['keep', 'order', 'rows', 'memory', 'sorted', 'before', 'silently', 'without', 'trace'].filter((word) => words.has(word));
    assert.ok(kept.length >= 4, text);
  }
  assert.ok(new Set(many).size > 250, 'of many kinds');
  assert.equal(typeof noisy('', new Random('noise')), 'string');
});

test('most noise outlives what messages are cleaned of, or it would be trained for nothing', () => {
  const clean = (text: string): string => {
    const [subject = '', ...body] = text.split('\n\n');
    return wholeText(plainText({ subject, body: body.join('\n\n') }));
  };
  assert.ok(many.filter((text) => clean(text) !== clean(TEXT)).length > 0.8 * many.length);
});

test('robustness is not measured with what was trained', () => {
  const trained = many.join('\n');
  const random = new Random('apart');
  for (const name of ['an emoji within it', 'a ticket before it, bare', 'an area before it', 'a sentence more'] as const) {
    for (let round = 0; round < 30; round++) {
      const added = PERTURBATIONS[name]('', random).trim().replace(/\d+/, '');
      assert.ok(added !== '' && !trained.includes(added), added);
    }
  }
});

test('copies come in the share asked for, and stay', () => {
  const items = Array.from({ length: 500 }, (_, i) => ({ ...item, id: String(i) }));
  const copies = items.map((own) => noisyCopy(own, { copies: 0.3, seed: 1 }));
  const share = copies.filter((copy) => copy !== undefined).length / items.length;
  assert.ok(Math.abs(share - 0.3) < 0.06, String(share));
  assert.deepEqual(
    items.map((own) => noisyCopy(own, { copies: 0.3, seed: 1 })),
    copies,
  );
  assert.notDeepEqual(
    items.map((own) => noisyCopy(own, { copies: 0.3, seed: 2 })),
    copies,
  );
  assert.ok(copies.every((copy) => copy === undefined || (copy.label === item.label && copy.text !== '')));
  assert.equal(noisyCopy(item, { copies: 0, seed: 1 }), undefined);
});

test('of an example with a copy, every second draw is of it', () => {
  const draw = drawingCopies(() => Array.from({ length: 2000 }, (_, i) => i % 2), new Map([[1, 7]]), 3);
  const drawn = draw(0);
  assert.deepEqual(draw(0), drawn);
  assert.notDeepEqual(draw(1), drawn);
  const count = (i: number) => drawn.filter((own) => own === i).length;
  assert.equal(count(0), 1000);
  assert.equal(count(1) + count(7), 1000);
  assert.ok(Math.abs(count(7) - 500) < 70, String(count(7)));
});
