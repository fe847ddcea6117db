import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { variants } from '../../src/classify/explain.ts';
import type { Tagger, TaggerInput } from '../../src/classify/tagger.ts';
import { Random } from '../../src/util/random.ts';
import { collect, shippedTagger, shippedTokenizer } from './support/model.ts';

const SUBJECTS: readonly (readonly [string, string])[] = [
  ['correct a crash when the configuration file of the second project is empty', 'src/config/read.ts'],
  ['describe in the guide how the new options of the reader work together', 'docs/guide.md'],
  ['run the workflow on two more platforms before every release', '.github/workflows/ci.yml'],
  ['cache parsed headers so that large inputs are read much faster', 'src/read/headers.ts'],
  ['bump the parser dependency to its next minor version in both packages', 'package.json'],
  ['add tests for dates before the epoch in the parser of times', 'test/date.test.ts'],
  ['allow a theme to be chosen by name in the settings page', 'src/settings/theme.ts'],
  ['move helpers of the store into a module of their own', 'src/store/helpers.ts'],
];
const inputs = SUBJECTS.map(([text, path], i): TaggerInput => ({
  id: `${i}`,
  kind: 'commit',
  text,
  files: [
    [path, 12, 3],
    ['notes.txt', 1, 1],
  ],
}));

describe('explanations', () => {
  let tagger: Tagger;
  before(async () => {
    tagger = await shippedTagger();
  });
  after(() => tagger.close());

  const logOdds = (p = Number.NaN) => Math.log(p / (1 - p));
  const explained = async () => {
    const tagged = await collect(tagger.tag(inputs, { explain: true }));
    return tagged.map(({ tags, explanations }, i) => ({
      input: inputs[i] ?? assert.fail(),
      tag: tags.type ?? assert.fail(),
      explanation: explanations?.type ?? assert.fail('no explanation'),
    }));
  };

  it('say for each word and file what its loss would take', async () => {
    for (const { input, tag, explanation } of await explained()) {
      assert.equal(explanation.words.map(({ text }) => text).join(' '), input.text, 'every word, in order');
      assert.deepEqual(
        explanation.files.map(({ path }) => path),
        input.files?.map(([path]) => path),
      );
      const [word] = explanation.words;
      const [without] = await collect(tagger.tag([{ ...input, text: input.text.slice(word?.text.length) }]));
      assert.ok(Math.abs((word?.weight ?? 0) - (logOdds(tag.p) - logOdds(without?.tags.type?.scores[tag.label]))) < 1e-6);
      const [, ...files] = input.files ?? [];
      const [bare] = await collect(tagger.tag([{ ...input, files }]));
      assert.ok(Math.abs((explanation.files[0]?.weight ?? 0) - (logOdds(tag.p) - logOdds(bare?.tags.type?.scores[tag.label]))) < 1e-6);
    }
  });

  it('are faithful: without the three words that carried a label most it falls further than without three others', async () => {
    const random = new Random('deletion');
    const fall = { most: 0, random: 0, least: 0 };
    for (const { input, tag, explanation } of await explained()) {
      const order = [...explanation.words.entries()].sort(([, a], [, b]) => b.weight - a.weight).map(([i]) => i);
      const chosen = { most: order.slice(0, 3), random: random.shuffled(order).slice(0, 3), least: order.slice(-3) };
      for (const name of ['most', 'random', 'least'] as const) {
        const text = explanation.words.flatMap((word, i) => (chosen[name].includes(i) ? [] : [word.text])).join(' ');
        const [left] = await collect(tagger.tag([{ ...input, text }]));
        fall[name] += logOdds(tag.p) - logOdds(left?.tags.type?.scores[tag.label]);
      }
    }
    const mean = (name: keyof typeof fall) => fall[name] / inputs.length;
    assert.ok(mean('most') > 0.8, `${mean('most')}`);
    assert.ok(mean('most') > mean('random') + 0.6 && mean('random') > mean('least'), JSON.stringify(fall));
  });

  it('say the same of an issue and a review comment, with the file it stands on', async () => {
    const said: TaggerInput[] = [
      { id: 'issue', kind: 'issue', text: 'It crashes when a folder is empty\n\nThe reader throws an error' },
      { id: 'comment', kind: 'review_comment', text: 'Please mention the default in the docstring', files: [['src/read.py', null, null]] },
    ];
    for (const [i, { tags, explanations }] of (await collect(tagger.tag(said, { explain: true }))).entries()) {
      const input = said[i] ?? assert.fail();
      const family = input.kind === 'issue' ? 'type' : 'category';
      const [tag, explanation] = [tags[family] ?? assert.fail(), explanations?.[family] ?? assert.fail()];
      const scoreOf = async (left: TaggerInput) => (await collect(tagger.tag([left])))[0]?.tags[family]?.scores[tag.label];
      const [word] = explanation.words;
      const without = await scoreOf({ ...input, text: input.text.slice(word?.text.length) });
      assert.ok(Math.abs((word?.weight ?? 0) - (logOdds(tag.p) - logOdds(without))) < 1e-6);
      for (const { path, weight } of explanation.files) {
        assert.equal(path, 'src/read.py');
        assert.ok(Math.abs(weight - (logOdds(tag.p) - logOdds(await scoreOf({ ...input, files: [] })))) < 1e-6);
      }
      assert.equal(explanation.files.length, input.files?.length ?? 0);
      const most = explanation.words.toSorted((a, b) => b.weight - a.weight)[0] ?? assert.fail();
      assert.ok(most.weight > 0.1, `${most.text} ${most.weight}`);
    }
  });

  it('take a long issue apart at its beginning, beside the beginning alone, and the rest in one', async () => {
    const text = `Crash when a folder is empty\n\n${'The reader throws an error and nothing is shown to the user. '.repeat(40)}`.trim();
    const issue: TaggerInput = { id: 'long', kind: 'issue', text: `<!-- Say what you expected, please. -->${text}` };
    const [{ tags, explanations } = assert.fail()] = await collect(tagger.tag([issue], { explain: true }));
    const label = tags.type?.label ?? assert.fail();
    const oddsOf = async (left: string) => logOdds((await collect(tagger.tag([{ ...issue, text: left }])))[0]?.tags.type?.scores[label]);
    const words = explanations?.type?.words ?? assert.fail();
    const [first, rest] = [words[0] ?? assert.fail(), words.at(-1) ?? assert.fail()];
    const beginning = text.slice(0, text.trim().length - rest.text.length);
    assert.ok(text.startsWith(first.text) && text.trim().endsWith(rest.text) && beginning.length > 200, first.text);
    assert.ok(Math.abs(rest.weight - ((await oddsOf(text)) - (await oddsOf(beginning)))) < 0.05);
    assert.ok(Math.abs(first.weight - ((await oddsOf(beginning)) - (await oddsOf(beginning.slice(first.text.length))))) < 0.05);
    assert.equal(words.length, 5);
  });

  it('take no more of a long issue apart where its words are paths', async () => {
    const text = Array.from({ length: 60 }, (_, i) => `packages/core/src/rowsOfTable${i}/readHeader_${i}.test.ts`).join(' ');
    const [{ explanations } = assert.fail()] = await collect(tagger.tag([{ id: 'paths', kind: 'issue', text }], { explain: true }));
    const words = explanations?.type?.words ?? assert.fail();
    const beginning = text.slice(0, text.length - (words.at(-1)?.text.length ?? 0));
    const tokens = shippedTokenizer().encode(beginning).length;
    assert.ok(beginning.length > 0 && tokens < 100, `${tokens} tokens`);
  });

  it('keep to what is looked at, take any text, and leave the tags as they are', async () => {
    const [first] = inputs;
    assert.ok(first);
    const tagsOf = async (options: Parameters<Tagger['tag']>[1]) => (await collect(tagger.tag([first], options)))[0];
    assert.deepEqual((await tagsOf({ explain: true }))?.tags, (await tagsOf({}))?.tags);
    assert.equal((await tagsOf({}))?.explanations, undefined);
    assert.deepEqual((await tagsOf({ explain: true, view: 'text' }))?.explanations?.type?.files, []);
    assert.deepEqual((await tagsOf({ explain: true, view: 'paths' }))?.explanations?.type?.words, []);
    const odd: TaggerInput[] = ['', '\ud800', '...', 'x'.repeat(100_000), 'word '.repeat(5000)].map((text, i) => ({
      id: `${i}`,
      kind: 'commit',
      text,
    }));
    odd.push(
      { id: 'revert', kind: 'commit', text: 'rename a variable', stated: { type: 'revert' } },
      { id: 'issue', kind: 'issue', text: 'It fails' },
    );
    const answers = await collect(tagger.tag(odd, { explain: true }));
    for (const { explanations } of answers.slice(0, 5)) {
      for (const { weight } of explanations?.type?.words ?? assert.fail()) assert.ok(Number.isFinite(weight));
    }
    assert.deepEqual(answers[5]?.explanations, { type: { words: [], files: [] } }, 'a rule decided, and no part of the text did');
    for (const { tags, explanations = {} } of answers) assert.deepEqual(Object.keys(explanations), Object.keys(tags), 'of each tag');
  });
});

describe('variants of a contribution', () => {
  it('leave out each word once, in few enough pieces', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.integer({ min: 1, max: 600 }), (text, tokens) => {
        const made = variants({ text }, 'both', { tokens });
        assert.ok(made.length * tokens <= Math.max(448, 4 * tokens) && made.length <= 24);
        for (const { part, left } of made) assert.equal(part.length + left.text.length, text.length);
      }),
    );
    assert.deepEqual(
      variants({ text: 'fix the crash' }, 'both', { tokens: 5 }).map(({ part, left }) => [part, left.text]),
      [
        ['fix', ' the crash'],
        ['the', 'fix  crash'],
        ['crash', 'fix the '],
      ],
    );
    assert.deepEqual(
      variants({ text: 'a b c d e f g h' }, 'both', { tokens: 200 }).map(({ part }) => part),
      ['a b', 'c d', 'e f', 'g h'],
    );
    assert.deepEqual(
      variants({ text: 'a b c d e f g h' }, 'both', { tokens: 200, words: 3 }).map(({ part }) => part),
      ['a', 'b', 'c', 'd e f g h'],
      'what the encoder does not read is one part',
    );
  });

  it('leave out the largest files, in their order, and no more of them than of the text', () => {
    const files = Array.from({ length: 30 }, (_, i) => [`${i}.ts`, (i * 7) % 30, 0] as const);
    const made = variants({ text: 'a b c d e f g', files }, 'both', { tokens: 44 });
    const tried = made.filter(({ of }) => of === 'files');
    assert.equal(tried.length, 3);
    assert.deepEqual(
      tried.map(({ part }) => part),
      files.filter(([, added]) => added >= 27).map(([path]) => path),
    );
    for (const { part, left } of tried) {
      assert.equal(left.files?.length, 29);
      assert.equal(left.fileCount, 29);
      assert.ok(!left.files.some(([path]) => path === part));
    }
    assert.ok(variants({ text: 'a', files }, 'text', { tokens: 64 }).every(({ of }) => of === 'words'));
    assert.equal(variants({ text: 'a', files }, 'paths', { tokens: 64 }).length, 7);
  });
});
