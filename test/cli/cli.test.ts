import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { buildBundles, trackrecord } from '../support/cli.ts';
import { ADA, BOB, build, type CommitSpec, scratch } from '../support/repos.ts';

before(buildBundles);

const DAY = 86_400;
const START = Date.UTC(2026, 0, 5, 9) / 1000;
const WORK: readonly (readonly [subject: string, file: string, test: boolean])[] = [
  ['feat(parser): read quoted fields', 'src/parser/quotes.ts', true],
  ['fix(parser): keep the last line without a newline', 'src/parser/lines.ts', true],
  ['Speed up splitting of long lines by looking for newlines first', 'src/parser/lines.ts', false],
  ['docs: explain the dialects', 'docs/dialects.md', false],
  ['feat(writer): quote fields that need it', 'src/writer/quotes.ts', true],
  ['test(writer): cover empty fields', 'test/writer/empty.test.ts', true],
  ['ci: run on pull requests', '.github/workflows/ci.yml', false],
  ['chore(deps): update everything', 'package-lock.json', false],
];

const history: readonly CommitSpec[] = WORK.flatMap(([message, file, tested], i): CommitSpec[] => [
  {
    message: `${message}\n\nBecause files from spreadsheets need it.`,
    author: { ...ADA, at: START + i * 5 * DAY },
    files: {
      [file]: `content ${i}\n`.repeat(i + 1),
      ...(tested ? { [`test/unit/t${i}.test.ts`]: `t${i}\n` } : {}),
      ...(i === 0 ? { 'yarn.lock': 'a\n' } : {}),
    },
  },
  { message: `fix: what ${i} left`, author: { ...BOB, at: START + i * 5 * DAY + 60 }, files: { [`src/other/o${i}.ts`]: `o${i}\n` } },
]);

const lines = (text: string): Record<string, unknown>[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test('analyze writes the four files, and a second run has nothing to do', { timeout: 180_000 }, async (t) => {
  const folder = scratch(t);
  const { path: repo, shas } = build(path.join(folder, 'repo'), history);
  const out = path.join(folder, 'out');
  const args = ['analyze', repo, '--author', 'ada@example.com', '--period', '2026-H1', '--out', out];
  const first = await trackrecord(args, { home: folder });
  assert.equal(first.code, 0, first.stderr);
  assert.match(first.stderr, /Ada Example <ada@example\.com>, 2026-H1: 7 contributions/);
  assert.match(first.stderr, /^Left out, and listed in the noise ledger: 1 whole contribution, 1 file\. /m);
  assert.equal(first.stdout, '');

  const run = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as {
    stages: { stage: string; out: number }[];
    device: string;
    model: { hash: string };
  };
  assert.equal(run.stages.find(({ stage }) => stage === 'classify')?.out, 8);
  assert.equal(run.stages.find(({ stage }) => stage === 'mine')?.out, shas.length, 'each commit once, in however many passes');
  assert.notEqual(run.model.hash, '');

  const rows = lines(readFileSync(path.join(out, 'contributions.jsonl'), 'utf8'));
  assert.equal(rows.length, 8);
  assert.deepEqual(
    rows.map(({ sha }) => sha),
    shas.filter((_, i) => i % 2 === 0).reverse(),
  );
  const lock = rows.find(({ subject }) => String(subject).startsWith('chore(deps)'));
  assert.match(JSON.stringify(lock?.['noise']), /"reason":"lock-file"/);
  assert.equal(rows.flatMap(({ noise }) => noise ?? []).length, 2, 'as many as the summary says');

  const markdown = readFileSync(path.join(out, 'self-assessment.md'), 'utf8');
  assert.ok(
    shas
      .filter((_, i) => i % 2 === 0)
      .slice(0, 7)
      .every((sha) => markdown.includes(sha.slice(0, 8))),
    'every counted commit is cited',
  );
  assert.ok(!markdown.includes('what 1 left'), 'nothing of another person');
  const html = readFileSync(path.join(out, 'report.html'), 'utf8');
  assert.match(html, /default-src 'none'/);

  const second = await trackrecord(args, { home: folder });
  assert.equal(second.code, 0, second.stderr);
  const again = JSON.parse(readFileSync(path.join(out, 'run.json'), 'utf8')) as typeof run;
  assert.equal(
    again.stages.find(({ stage }) => stage === 'classify'),
    undefined,
  );
  assert.equal(
    again.stages.find(({ stage }) => stage === 'mine'),
    undefined,
  );
});

test('the person: by the git config, else who has most commits, and both are said', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), history);
  const nobody = await trackrecord(['draft', repo, '--period', '2026'], { home: folder });
  assert.equal(nobody.code, 0, nobody.stderr);
  assert.match(nobody.stderr, /who has most/);
  writeFileSync(path.join(folder, '.gitconfig'), '[user]\n\tname = Bob Example\n\temail = bob@example.com\n');
  const bob = await trackrecord(['export', repo, '--format', 'json', '--period', '2026'], { home: folder, env: { HOME: folder } });
  assert.equal((JSON.parse(bob.stdout) as { person: { name: string } }).person.name, 'Bob Example');
});

test('a teammate’s draft is in the third person, in either language, and reading it is logged', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), history);
  const english = await trackrecord(['draft', repo, '--for', 'Ada Example', '--period', '2026-H1'], { home: folder });
  assert.equal(english.code, 0, english.stderr);
  assert.match(english.stdout, /Ada/);
  assert.doesNotMatch(english.stdout, /\bI\b|\bmy\b/);
  const chinese = await trackrecord(['draft', repo, '--for', 'Ada Example', '--period', '2026-H1', '--lang', 'zh-cn'], { home: folder });
  assert.match(chinese.stdout, /的评估草稿/);
});

test('mine prints what tag takes, and tag answers in the same order without the stated prefix', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), history);
  const mined = await trackrecord(['mine', repo, '--jsonl'], { home: folder });
  assert.equal(mined.code, 0, mined.stderr);
  const given = lines(mined.stdout);
  assert.equal(given.length, 16);
  assert.deepEqual(Object.keys(given[0] ?? {}).slice(0, 9), ['id', 'kind', 'repo', 'sha', 'author', 'date', 'subject', 'body', 'files']);
  const tagged = await trackrecord(['tag', '--jsonl'], { home: folder, input: mined.stdout });
  assert.equal(tagged.code, 0, tagged.stderr);
  const answers = lines(tagged.stdout) as {
    id: string;
    tags: { type: { label: string; p: number; unsure: boolean; stated?: string; scores: Record<string, number> } };
  }[];
  assert.deepEqual(
    answers.map(({ id }) => id),
    given.map(({ id }) => id),
  );
  for (const { tags } of answers) {
    assert.ok(Math.abs(Object.values(tags.type.scores).reduce((a, b) => a + b, 0) - 1) < 0.01);
    assert.equal(tags.type.p, Math.max(...Object.values(tags.type.scores)));
  }
  assert.equal(
    answers.find(({ id }) => given.find((row) => row['id'] === id)?.['subject'] === 'docs: explain the dialects')?.tags.type.stated,
    'docs',
  );
});

test('tag says on request what carried a tag, and looks at no files where it is told so', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const input = '{"id":"a","kind":"commit","subject":"docs: describe the reader","files":[["docs/reader.md",3,1],["src/reader.ts",1,0]]}';
  const ran = await trackrecord(['tag', '--jsonl', '--explain'], { home: folder, input });
  assert.equal(ran.code, 0, ran.stderr);
  const [{ tags } = { tags: undefined }] = lines(ran.stdout) as {
    tags: { type: { p: number; explain: { words: [string, number][]; files: [string, number][] } } };
  }[];
  assert.deepEqual(
    tags?.type.explain.words.map(([word]) => word),
    ['describe', 'the', 'reader'],
  );
  assert.deepEqual(
    tags?.type.explain.files.map(([file]) => file),
    ['docs/reader.md', 'src/reader.ts'],
  );
  const without = await trackrecord(['tag', '--jsonl', '--text-only'], { home: folder, input });
  const [only] = lines(without.stdout) as { tags: { type: { p: number; explain?: unknown } } }[];
  assert.ok(only && tags && only.tags.type.p !== tags.type.p);
  assert.equal(only.tags.type.explain, undefined);
});

test('identities: a merge is suggested, accepted, used, written as .mailmap and taken back', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const other = { name: 'Ada Example', email: 'ada@example.org' };
  const { path: repo } = build(path.join(folder, 'repo'), [
    ...history,
    { message: 'fix: from home', author: { ...other, at: START }, files: { 'home.ts': 'h\n' } },
  ]);
  const run = async (...args: readonly string[]): Promise<string> => {
    const ran = await trackrecord(args, { home: folder });
    assert.equal(ran.code, 0, ran.stderr);
    return `${ran.stdout}${ran.stderr}`;
  };
  await run('mine', repo);
  assert.match(await run('identities'), /May be one person.*\n {2}1 {2}Ada Example <ada@example\.org> = Ada Example <ada@example\.com>/);
  const counted = async (): Promise<number> =>
    lines((await trackrecord(['mine', repo, '--author', 'ada@example.com', '--jsonl'], { home: folder })).stdout).length;
  assert.equal(await counted(), 8);

  const [, id = ''] = /identities undo (\S+)/.exec(await run('identities', 'accept', '1')) ?? [];
  assert.match(await run('identities'), new RegExp(`Merged by you \\(undo by id\\):\\n {2}${id} `));
  assert.equal(await run('identities', 'mailmap'), 'Ada Example <ada@example.org> Ada Example <ada@example.com>\n');
  assert.equal(await counted(), 9);

  await run('identities', 'undo', id);
  assert.equal(await counted(), 8);
  await run('identities', 'dismiss', '1');
  assert.match(await run('identities'), /Kept apart by you \(undo by id\):\n {2}\S+ {2}Ada .* ≠ Ada /);
});

test('identities: people whom nothing but their name links are merged by who knows it', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const work = { name: 'Ada Example', email: 'a.example@example.org', at: START };
  const { path: repo } = build(path.join(folder, 'repo'), [
    ...history,
    { message: 'fix: at work', author: work, files: { 'work.ts': 'w\n' } },
  ]);
  const run = (...args: readonly string[]) => trackrecord(args, { home: folder });
  const counted = async (who: string): Promise<number> => lines((await run('mine', repo, '--author', who, '--jsonl')).stdout).length;
  const unknown = await run('identities', 'merge', 'ada@example.com', 'a.example@example.org');
  assert.deepEqual([unknown.code, /Nobody called "ada@example\.com"/.test(unknown.stderr)], [1, true], unknown.stderr);

  const both = await run('mine', repo, '--author', 'Ada Example');
  assert.equal(both.code, 1);
  assert.match(
    both.stderr,
    /fits several people:\n.*ada@example\.com.*: 8 commits\n.*a\.example@example\.org\): 1 commit\n.*identities merge E-MAIL E-MAIL/,
  );
  assert.equal(await counted('ada@example.com'), 8);
  const { code, stderr } = await run('identities', 'merge', 'ada@example.com', 'a.example@example.org');
  assert.equal(code, 0, stderr);
  assert.equal(await counted('Ada Example'), 9);

  const again = await run('identities', 'merge', 'ada@example.com', 'a.example@example.org');
  assert.deepEqual([again.code, /are one person already: Ada Example/.test(again.stderr)], [1, true], again.stderr);
  const [, id = ''] = /identities undo (\S+)/.exec(stderr) ?? [];
  assert.equal((await run('identities', 'undo', id)).code, 0);
  assert.equal(await counted('ada@example.com'), 8);
  assert.equal((await run('identities', 'merge', 'ada@example.com')).code, 2, 'one alone');
});

test('a line that cannot be tagged is answered in its place, and the rest goes on', { timeout: 120_000 }, async (t) => {
  const given = [
    'not json',
    // A line separator ends no line.
    '{"id":"a","kind":"commit","subject":"fix: handle the \u2028 empty line"}',
    '',
    '{"id":"b","kind":"commit"}',
    '{"id":7,"kind":"commit","subject":"x"}',
    '{"id":"c","kind":"review_comment","text":"why not \ud800 a map?","body":null,"files":null}',
    '{"id":"a","kind":"issue","subject":"","body":"the same id again"}',
    '[1]',
    '{"id":"d","kind":"commit","subject":"more lines than there are numbers","files":[["a.ts",1e308,1e308]]}',
  ];
  const ran = await trackrecord(['tag', '--jsonl'], { home: scratch(t), input: given.join('\n') });
  assert.equal(ran.code, 2, ran.stderr);
  assert.match(ran.stderr, /error: Line 1 of the input is not JSON/);
  assert.match(ran.stderr, /5 lines of the input could not be read; the others were tagged/);
  const answers = lines(ran.stdout) as { id: string | null; tags?: object; error?: { line: number; message: string } }[];
  assert.deepEqual(
    answers.map(({ id, tags, error }) => [id, tags ? 'tagged' : error?.line]),
    [
      [null, 1],
      ['a', 'tagged'],
      ['b', 4],
      [null, 5],
      ['c', 'tagged'],
      ['a', 'tagged'],
      [null, 8],
      ['d', 9],
    ],
  );
  const none = await trackrecord(['tag'], { home: scratch(t), input: '' });
  assert.deepEqual([none.code, none.stdout], [0, '']);
});

test('bad input ends in one line that says what to do, and the right exit code', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const empty = path.join(folder, 'empty');
  mkdirSync(empty);
  const cases: readonly (readonly [args: readonly string[], code: number, says: RegExp, input?: string])[] = [
    [['analyze', '/does/not/exist'], 1, /is not there/],
    [['analyze', empty], 1, /not.*repository/i],
    [['analyze', '--period', 'soon'], 2, /is not a period/],
    [['analyze', '--nonsense'], 2, /unknown option/],
    [['analyze', '--lang', 'fr'], 2, /Allowed choices/],
    [['tag', '--jsonl'], 2, /Line 2 of the input is not JSON/, '{"id":"a","kind":"commit","subject":"fix it"}\nnot json\n'],
    [['tag', '--jsonl'], 2, /needs "subject" or "text"/, '{"id":"a","kind":"commit"}\n'],
    [['tag', '--device', 'toaster'], 2, /not a device/, '{"id":"a","kind":"commit","text":"x"}\n'],
    [['identities', 'accept', '7'], 1, /no suggestion 7/],
    [['identities', 'frobnicate'], 2, /not an action/],
    [['erase'], 2, /--yes/],
  ];
  for (const [args, code, says, input] of cases) {
    const ran = await trackrecord(args, { home: path.join(folder, 'home'), cwd: folder, ...(input === undefined ? {} : { input }) });
    assert.equal(ran.code, code, `${args.join(' ')}: ${ran.stderr}`);
    assert.match(ran.stderr, says, args.join(' '));
    assert.doesNotMatch(ran.stderr, /\n {4}at /, 'no stack for a user');
  }
});

test(
  'what cannot be written ends in one line, and nothing is left running',
  { timeout: 120_000, skip: process.platform !== 'linux' && 'there is no /dev/full' },
  async (t) => {
    const folder = scratch(t);
    const { path: repo } = build(path.join(folder, 'repo'), history);
    writeFileSync(path.join(folder, 'file'), '');
    const home = path.join(folder, 'home');
    const cases: readonly (readonly [args: readonly string[], says: RegExp])[] = [
      [['export', repo, '--format', 'csv', '--out', '/dev/full'], /could not be written: the disk is full/],
      [['draft', repo, '--out', folder], /could not be written: a folder is in its place/],
      [['analyze', repo, '--out', path.join(folder, 'file')], /could not be written: what should be a folder is a file/],
      [['analyze', repo, '--out', '/proc/track-record'], /could not be written: no file can be made there/],
      [['doctor', '--data', path.join(folder, 'file')], /store.*is missing, is a file, or is closed to you/],
    ];
    for (const [args, says] of cases) {
      const ran = await trackrecord(args, { home, cwd: folder });
      assert.equal(ran.code, 1, `${args.join(' ')}: ${ran.stderr}`);
      assert.match(`${ran.stdout}${ran.stderr}`, says, args.join(' '));
      assert.doesNotMatch(ran.stderr, /\n {4}at /, 'no stack for a user');
    }
  },
);

test('erase leaves nothing of a person, and everything else', { timeout: 120_000 }, async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), history);
  const home = path.join(folder, 'home');
  await trackrecord(['mine', repo], { home, cwd: folder });
  const erased = await trackrecord(['erase', '--person', 'Ada Example', '--yes'], { home, cwd: folder });
  assert.equal(erased.code, 0, erased.stderr);
  const left = await trackrecord(['identities', '--json'], { home, cwd: folder });
  assert.doesNotMatch(left.stdout, /Ada/);
  assert.match(left.stdout, /Bob/);
});

test('every command explains itself', async (t) => {
  const folder = scratch(t);
  for (const name of ['analyze', 'mine', 'tag', 'draft', 'export', 'identities', 'erase', 'doctor']) {
    const { code, stdout } = await trackrecord([name, '--help'], { home: folder });
    assert.equal(code, 0);
    assert.match(stdout, new RegExp(`Usage: trackrecord ${name}`));
  }
  assert.ok(!existsSync(path.join(folder, 'store.db')), 'help touches nothing');
});

test('evaluate tells how often the tagger is right, leaves out labels it does not know, and goes on behind a broken line', async (t) => {
  const folder = scratch(t);
  const file = path.join(folder, 'labelled.jsonl');
  const row = (id: number, label: string, subject: string, name: string) =>
    JSON.stringify({ id: `${id}`, kind: 'commit', subject, files: [[name, 12, 0]], label, repo: id % 2 === 0 ? 'a/b' : 'c/d' });
  const given = [
    row(1, 'docs', 'feat: describe the options in the guide', 'docs/guide.md'),
    row(2, 'docs', 'mention the new flag', 'README.md'),
    row(3, 'test', 'cover empty fields', 'test/fields.test.ts'),
    row(4, 'test', 'cover long lines', 'test/lines.test.ts'),
    row(5, 'ci', 'run on pull requests', '.github/workflows/ci.yml'),
    '{"id": "6"',
    row(7, 'wip', 'something', 'src/a.ts'),
  ];
  writeFileSync(file, `${given.join('\n')}\n`);
  const ran = await trackrecord(['evaluate', file], { home: folder });
  assert.equal(ran.code, 2, ran.stderr);
  assert.match(ran.stderr, /Line 6 of the input is not JSON/);
  assert.match(ran.stderr, /1 line of the input could not be read; the others were evaluated/);
  assert.match(ran.stdout, /^## type: feat, fix, docs, /);
  assert.match(ran.stdout, /5 examples; left out, for the model does not know the label: 1 wip/);
  assert.match(ran.stdout, /\| path rules \| 1\.000 \(/);
  assert.match(ran.stdout, /\| docs \| 2 \|/);

  const json = await trackrecord(['evaluate', '--json'], { home: folder, input: given.slice(0, 5).join('\n') });
  assert.equal(json.code, 0, json.stderr);
  const [evaluation] = JSON.parse(json.stdout) as { methods: { method: string; examples: number; confusion: number[][] }[] }[];
  assert.deepEqual(
    evaluation?.methods.map(({ method }) => method),
    ['the most frequent label', 'path rules', 'tagger, text alone', 'tagger, paths alone', 'tagger'],
  );
  for (const { examples, confusion } of evaluation?.methods ?? []) {
    assert.equal(examples, 5);
    assert.equal(
      confusion.flat().reduce((a, b) => a + b),
      5,
    );
  }

  const none = await trackrecord(['evaluate', path.join(folder, 'missing.jsonl')], { home: folder });
  assert.equal(none.code, 1);
  assert.match(none.stderr, /missing\.jsonl could not be read/);
});
