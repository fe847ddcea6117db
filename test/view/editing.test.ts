// The parts of editing that draw nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { diffWords } from '../../src/view/edit/diff.ts';
import { Memory } from '../../src/view/edit/memory.ts';
import { WORDS } from '../../src/view/edit/words.ts';
import { FIRST_STATE } from '../../src/view/ui/state.ts';

test('what both texts share stands in both, the rest in one', () => {
  assert.deepEqual(diffWords('I fixed 9 faults here.', 'I fixed 10 faults in all here.'), [
    { text: 'I fixed ', in: 'both' },
    { text: '9', in: 'before' },
    { text: '10', in: 'after' },
    { text: ' faults ', in: 'both' },
    { text: 'in all ', in: 'after' },
    { text: 'here.', in: 'both' },
  ]);
  assert.deepEqual(
    diffWords('修复了 9 个缺陷', '修复了 12 个缺陷').map(({ text, in: where }) => `${where} ${text}`),
    ['both 修复了 ', 'before 9', 'after 12', 'both  个缺陷'],
  );
});

test('a difference holds both texts whole, whatever they are', () => {
  const words = fc.array(fc.constantFrom('a', 'b', ' ', '  ', '文', '字', 'a-b', '\n'), { maxLength: 40 }).map((parts) => parts.join(''));
  fc.assert(
    fc.property(fc.oneof(words, fc.string()), fc.oneof(words, fc.string()), (before, after) => {
      const found = diffWords(before, after);
      const of = (other: string): string => found.flatMap((part) => (part.in === other ? [] : [part.text])).join('');
      assert.equal(of('after'), before);
      assert.equal(of('before'), after);
    }),
  );
  const long = 'word '.repeat(2000);
  assert.deepEqual(
    diffWords(long, `${long}more`).map((part) => part.in),
    ['before', 'after'],
    'too long to be taken apart',
  );
});

test('a state of another version, or none, begins as a new panel does', () => {
  for (const found of [
    undefined,
    null,
    'overview',
    7,
    {},
    { view: 3, unsaved: {}, done: [1, { told: 'x' }] },
    { view: { tab: 'gone', scroll: -1 } },
  ]) {
    const { kept } = new Memory(found, () => {});
    assert.deepEqual(kept, { story: undefined, view: FIRST_STATE, unsaved: [], editing: undefined, done: [] });
  }
});

test('what a panel kept comes back, the last hundred deeds of it', () => {
  let state: unknown;
  const editing = { claim: 'overview/landed', back: { kind: 'as-generated', claim: 'overview/landed' }, saved: true } as const;
  const set = (kept: unknown): void => void (state = JSON.parse(JSON.stringify(kept)));
  const first = new Memory(undefined, set);
  assert.equal(first.begin(['ada', '2026-H1']), true);
  first.keep({ view: { ...FIRST_STATE, tab: 'draft', scroll: 40, claim: 'overview/landed' }, editing });
  const unsaved = { claim: 'c', text: 'Mine', base: 'Theirs', section: { id: 's', title: 'S' }, cited: ['commit:x@1'] };
  first.hold('c', unsaved);
  for (let n = 0; n < 120; n++)
    first.keep({ done: [...first.kept.done, { told: `deed ${n}`, traces: { done: [String(n)], undone: [] } }] });
  const { kept } = new Memory(state, () => {});
  assert.deepEqual(kept, first.kept);
  assert.equal(kept.done.length, 100);
  assert.equal(kept.done.at(-1)?.told, 'deed 119');
});

test('the panel has the same words in both languages, with the same placeholders', () => {
  const placeholders = (text: string): readonly string[] => [...new Set(text.match(/\{\w+\}/g))].sort();
  assert.deepEqual(Object.keys(WORDS['zh-cn']).sort(), Object.keys(WORDS.en).sort());
  for (const [key, english] of Object.entries(WORDS.en)) {
    const chinese = WORDS['zh-cn'][key as keyof typeof WORDS.en];
    assert.ok(chinese.trim().length > 0 && chinese !== english, key);
    assert.deepEqual(placeholders(chinese), placeholders(english.split(' | ')[0] ?? ''), key);
  }
});

test('what is remembered of one person or period is not shown, done or undone in another; words that were not saved wait for theirs', () => {
  const memory = new Memory(undefined, () => {});
  memory.begin(['ada', '2026-H1']);
  const unsaved = { claim: 'overview/landed', text: 'Mine', base: '', section: { id: 's', title: 'S' }, cited: [] };
  const query = { ...FIRST_STATE.query, text: 'parser' };
  const looking = (): void => {
    memory.hold('overview/landed', unsaved);
    memory.keep({
      view: { ...FIRST_STATE, tab: 'draft', query, selected: 'commit:x@1' },
      editing: { claim: 'overview/landed', back: { kind: 'as-generated', claim: 'overview/landed' }, saved: false },
      done: [{ told: 'that', traces: { done: ['1'], undone: [] } }],
    });
  };
  looking();
  assert.equal(memory.begin(['ada', '2026-H1']), false);
  assert.equal(memory.kept.done.length, 1);

  assert.equal(memory.begin(['ada', 'all']), true);
  assert.deepEqual(memory.kept.view, { ...FIRST_STATE, tab: 'draft', query });
  assert.deepEqual([memory.kept.editing, memory.kept.done, memory.unsaved], [undefined, [], []]);
  looking();
  memory.begin(['bob', 'all']);
  assert.deepEqual(memory.kept.view, { ...FIRST_STATE, tab: 'draft' });
  assert.deepEqual([memory.kept.editing, memory.kept.done, memory.unsaved], [undefined, [], []]);

  memory.begin(['ada', '2026-H1']);
  assert.deepEqual(memory.unsaved, [{ ...unsaved, story: ['ada', '2026-H1'] }]);
  memory.hold('overview/landed', undefined);
  assert.deepEqual(
    memory.kept.unsaved.map(({ story }) => story),
    [['ada', 'all']],
  );
});
