// A model and labels of the user's own, through the bundled command line.
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { classifierFiles, encoderFiles, writeModel } from '../classify/support/foreign.ts';
import { buildBundles, trackrecord } from '../support/cli.ts';
import { fakeHub } from '../support/hub.ts';
import { ADA, build, scratch } from '../support/repos.ts';

before(buildBundles);

const LABELS = `name: area
labels:
  - name: parsing
    description: reading input, the parser, splitting lines and fields
  - name: prose
    description: documentation, guides and explanations
`;
const SUBJECTS = ['feat: introduce a parser of quoted fields', 'docs: explain the dialects in the guide', 'repair a crash of the parser'];
const commits = SUBJECTS.map((message, i) => ({
  message,
  author: { ...ADA, at: Date.UTC(2026, 0, 5 + i) / 1000 },
  files: { [`src/f${i}.ts`]: `${i}\n` },
}));

interface Answer {
  readonly subject?: string;
  readonly tags: { readonly type: { readonly label: string; readonly scores: Readonly<Record<string, number>> } };
  readonly own?: Readonly<
    Record<string, { readonly label: string; readonly unsure: boolean; readonly scores: Readonly<Record<string, number>> }>
  >;
}
const answers = (text: string): Answer[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Answer);
const input = SUBJECTS.map((subject, i) => JSON.stringify({ id: String(i), kind: 'commit', subject })).join('\n');

test(
  'labels of the user’s own: analyze finds the repository’s, other labels are other tags, and faults have a line',
  { timeout: 180_000 },
  async (t) => {
    const home = scratch(t);
    const { path: repo } = build(path.join(home, 'repo'), commits);
    mkdirSync(path.join(repo, '.trackrecord'));
    const own = path.join(repo, '.trackrecord/labels.yaml');
    writeFileSync(own, LABELS);
    const analyze = async (...more: string[]) => {
      const ran = await trackrecord(
        ['analyze', repo, '--author', 'ada@example.com', '--period', '2026-H1', '--out', path.join(home, 'out'), ...more],
        { home },
      );
      assert.equal(ran.code, 0, ran.stderr);
      return { ...ran, rows: answers(readFileSync(path.join(home, 'out/contributions.jsonl'), 'utf8')) };
    };
    const labelled = ({ rows }: { rows: readonly Answer[] }, name: string) => rows.map((row) => row.own?.[name]?.label).toReversed();
    assert.deepEqual(labelled(await analyze(), 'area'), ['parsing', 'prose', 'parsing']);
    assert.match(readFileSync(path.join(home, 'out/report.html'), 'utf8'), /"family":"own\/area"/);
    writeFileSync(own, LABELS.replaceAll('prose', 'words'));
    assert.deepEqual(labelled(await analyze(), 'area'), ['parsing', 'words', 'parsing']);
    writeFileSync(own, 'name: area\nlabels: 3\n');
    const broken = await trackrecord(['analyze', repo, '--author', 'ada@example.com'], { home });
    assert.equal(broken.code, 2);
    assert.match(broken.stderr, /labels\.yaml:2:9: labels must be a list of 2 to 30, got 3/);
  },
);

test(
  'a classifier in a folder gives the type where its labels are types, and a second run has nothing to do',
  { timeout: 180_000 },
  async (t) => {
    const home = scratch(t);
    const types = writeModel(path.join(home, 'types'), classifierFiles(['Bug', 'Feature', 'Documentation']));
    const typed = await trackrecord(['tag', '--model', types], {
      home,
      input: `${input}\n{"id":"r","kind":"commit","subject":"Revert \\"a crash\\""}`,
    });
    assert.equal(typed.code, 0, typed.stderr);
    const made = answers(typed.stdout);
    assert.deepEqual(Object.keys(made[0]?.tags.type.scores ?? {}), ['fix', 'feat', 'docs']);
    assert.deepEqual(
      made.slice(1, 3).map(({ tags }) => tags.type.label),
      ['docs', 'fix'],
    );
    assert.equal(made[3]?.tags.type.label, 'revert', 'a fact is left one');

    const { path: repo } = build(path.join(home, 'repo'), commits);
    const analyze = async () => {
      const args = [
        'analyze',
        repo,
        '--author',
        'ada@example.com',
        '--period',
        '2026-H1',
        '--out',
        path.join(home, 'out'),
        '--model',
        types,
      ];
      const ran = await trackrecord(args, { home });
      assert.equal(ran.code, 0, ran.stderr);
      return JSON.parse(readFileSync(path.join(home, 'out/run.json'), 'utf8')) as {
        model: { name: string };
        stages: { stage: string; in: number }[];
      };
    };
    assert.equal((await analyze()).model.name, 'types');
    assert.deepEqual(
      answers(readFileSync(path.join(home, 'out/contributions.jsonl'), 'utf8')).map(({ tags }) => tags.type.label),
      ['fix', 'docs', 'feat'],
    );
    assert.equal((await analyze()).stages.find(({ stage }) => stage === 'classify')?.in ?? 0, 0, 'a second run has nothing to do');
  },
);

test('an encoder in a folder serves labels of the user’s own, and what cannot be used is said', { timeout: 120_000 }, async (t) => {
  const home = scratch(t);
  writeModel(path.join(home, 'encoder'), encoderFiles());
  const encoder = './encoder';
  const file = path.join(home, 'labels.yaml');
  writeFileSync(file, 'name: what\nlabels:\n  - name: crash\n  - name: button\n    examples: [the screen]\n');
  const told = await trackrecord(['tag', '--model', encoder, '--labels', file], {
    home,
    input: '{"id":"1","kind":"issue","text":"introduce"}',
  });
  assert.equal(told.code, 0, told.stderr);
  assert.equal(answers(told.stdout)[0]?.own?.['what']?.label, 'button');
  const cases: readonly (readonly [args: readonly string[], message: RegExp])[] = [
    [['--model', encoder], /says what texts mean and has no labels/],
    [['--labels', path.join(home, 'absent.yaml')], /absent\.yaml cannot be read/],
  ];
  for (const [args, message] of cases) {
    const ran = await trackrecord(['tag', ...args], { home, cwd: home, input });
    assert.notEqual(ran.code, 0, args.join(' '));
    assert.match(ran.stderr, message);
  }
});

test(
  'a model of the hub is fetched once it is allowed, said what it is, and works without the hub from then on',
  { timeout: 120_000 },
  async (t) => {
    const home = scratch(t);
    const hub = await fakeHub({ id: 'example/tiny', files: classifierFiles(['Bug', 'Feature', 'Docs']), license: 'apache-2.0' });
    t.after(() => hub.close());
    const env = { HF_ENDPOINT: hub.base };
    const refused = await trackrecord(['tag', '--model', 'example/tiny'], { home, input, env });
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /is not on this machine.*--allow-download/);
    assert.deepEqual(hub.asked, [], 'nothing is asked of the hub before it is allowed');
    const args = ['tag', '--model', 'example/tiny', '--allow-download'];
    const fetched = await trackrecord(args, { home, input, env });
    assert.equal(fetched.code, 0, fetched.stderr);
    assert.match(
      fetched.stderr,
      /example\/tiny at http.*, revision aaaaaaaa, licence: apache-2\.0\n {2}config\.json \(1 KB\)[^]*onnx\/model\.onnx \(\d+ KB\)/,
    );
    await hub.close();
    const again = await trackrecord(args.slice(0, 3), { home, input, env });
    assert.equal(again.stdout, fetched.stdout);
    assert.equal(answers(again.stdout)[2]?.tags.type.label, 'fix');
    assert.equal((await trackrecord(['erase', '--yes'], { home })).code, 0);
    assert.equal(existsSync(path.join(home, 'models')), false);
  },
);
