import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizeCommit } from '../../src/normalize/commit.ts';
import { compileRules } from '../../src/normalize/rules.ts';
import type { RuleSettings } from '../../src/normalize/rules.ts';
import { nextSha, raw } from './raw.ts';
import type { CommitSpec } from './raw.ts';

const REPO = { id: 'example.com/a/b' };
const normalize = (spec: CommitSpec, settings?: RuleSettings) => normalizeCommit(raw(spec), { repo: REPO, rules: compileRules(settings) });
const noise = (spec: CommitSpec, settings?: RuleSettings): readonly string[] =>
  normalize(spec, settings).noise.map((n) => `${n.path ?? '*'} ${n.reason}: ${n.detail}`);
const many = (n: number, status = 'A'): readonly string[] => Array.from({ length: n }, (_, i) => `${status} src/f${i}.c`);

test('a commit becomes a contribution, with what it says of itself', () => {
  const sha = nextSha();
  const { contribution, noise, people } = normalize({
    sha,
    message: 'fix(a)!: crash\n\nWords.\n\nCo-authored-by: Ben Example <ben@example.com>',
    at: 5_000,
    landedAt: 9_000,
  });
  assert.equal(contribution.id, `commit:example.com/a/b@${sha}`);
  assert.deepEqual(contribution.stated, { type: 'fix', scope: 'a', breaking: true });
  assert.equal(contribution.subject, 'fix(a)!: crash');
  assert.equal(contribution.body, 'Words.\n\nCo-authored-by: Ben Example <ben@example.com>');
  assert.deepEqual([contribution.at, contribution.offset, contribution.landedAt], [5_000, 120, 9_000]);
  assert.deepEqual(
    people.map((p) => p.email),
    ['ada@example.com', 'ben@example.com'],
  );
  assert.deepEqual(noise, []);
});

test('reverts name their sha', () => {
  assert.equal(
    normalize({ message: 'Revert "x"\n\nThis reverts commit 1234567890abcdef1234567890abcdef12345678.' }).contribution.reverts,
    '1234567890abcdef1234567890abcdef12345678',
  );
  assert.equal(normalize({ message: 'x\n\nas in "This reverts commit 1234567"' }).contribution.reverts, undefined);
});

test('one reason for a whole commit', () => {
  assert.deepEqual(noise({ author: 'renovate[bot] <1+renovate[bot]@users.noreply.github.com>', files: ['yarn.lock'] }), [
    '* bot: [bot] account renovate[bot]',
  ]);
  assert.deepEqual(noise({ parents: 2, files: [] }), ['* merge: merge of 2 parents, no changes of its own']);
  assert.deepEqual(noise({ parents: 2, files: ['M src/a.ts'] }), []);
  assert.deepEqual(noise({ files: [] }), ['* empty: changes no file']);
  assert.deepEqual(noise({ files: [], lines: 'missing' }), [], 'what is not known is not empty');
  assert.deepEqual(noise({ files: [], lines: 'missing', parents: 0, message: "Merge branch 'stable'" }), [
    '* merge: a merge by its subject; its parents are not in this clone',
  ]);
  const sha = nextSha();
  assert.deepEqual(noise({ sha }, { ignoreRevs: new Set([sha]) }), ['* formatting: listed in .git-blame-ignore-revs']);
  assert.deepEqual(noise({}, { bots: ['ada@*'] }), ['* bot: matches the configured pattern ada@*']);
});

test('a site that a tool built and committed is nobody’s work, and a message about one is', () => {
  const built = nextSha();
  for (const message of [
    `deploy: ${built}`,
    `Deploying to gh-pages from @ team/app@${built} 🚀`,
    'Deployed 8fc9021 with MkDocs version: 1.1.2',
    'Deployed 8fc9021 to 2.1 with MkDocs version: 1.5.3 and mike 2.0.0',
    `Deploy website - based on ${built}`,
    'Deploy team/app to github.com/team/app.git:gh-pages',
  ])
    assert.deepEqual(
      noise({ message, files: ['index.html', 'assets/app.js'] }),
      ['* generated: a built site, as the tool that put it there says'],
      message,
    );
  for (const message of ['deploy: build the site in CI', 'deploy: 12345678', 'Deploy to gh-pages from CI', `fix: deploy: ${built}`])
    assert.deepEqual(noise({ message, files: ['index.html'] }), [], message);
});

test('files are left out one by one, or the commit with the reason that dominates', () => {
  assert.deepEqual(noise({ files: ['src/a.ts', 'yarn.lock', 'dist/a.js'] }), [
    'yarn.lock lock-file: lock file yarn.lock',
    'dist/a.js generated: in dist/, which tools write',
  ]);
  assert.deepEqual(noise({ files: ['yarn.lock'] }), ['* lock-file: lock file yarn.lock']);
  assert.deepEqual(noise({ files: ['M yarn.lock +4 -4', 'M vendor/a.js +900 -1'] }), [
    "* vendored: in vendor/ (linguist's vendored folders); all 2 files are left out",
  ]);
});

test('imports of others’ work are told only where it is plain', () => {
  assert.deepEqual(noise({ message: "Squashed 'lib/' changes\n\ngit-subtree-dir: lib\ngit-subtree-split: 1234567" }), [
    '* import: git subtree of lib',
  ]);
  assert.deepEqual(noise({ parents: 0, files: many(1_000) }), ['* import: first commit, with 1000 files']);
  assert.deepEqual(noise({ parents: 0, files: many(999) }), []);
  assert.deepEqual(noise({ message: 'Import zlib 1.3', files: many(120) }), ['* import: says it imports, and adds 120 files']);
  assert.deepEqual(noise({ message: 'Import zlib 1.3', files: many(120, 'M') }), []);
  assert.deepEqual(noise({ message: 'feat: important new parser', files: many(120) }), []);
  assert.deepEqual(noise({ message: 'add the new parser', files: many(2_000) }), []);
});

test('work done by an assistant for people is theirs, not a bot’s', () => {
  const { noise, people } = normalize({
    author: 'copilot-swe-agent[bot] <198982749+Copilot@users.noreply.github.com>',
    message: 'x\n\nCo-authored-by: Ben Example <ben@example.com>',
  });
  assert.deepEqual(noise, []);
  assert.deepEqual(
    people.map((p) => p.email),
    ['ben@example.com'],
  );
});

test('a host’s word on the account type counts', () => {
  const settings: RuleSettings = { accountTypes: new Map([['ada', 'Bot']]) };
  assert.deepEqual(noise({ author: 'Ada <1+ada@users.noreply.github.com>' }, settings), ['* bot: account type Bot: ada']);
});
