import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { PatchFacts } from '../../src/domain/commit.ts';
import type { MergeMethod } from '../../src/domain/pull.ts';
import { normalizeCommit } from '../../src/normalize/commit.ts';
import { PRECEDENCE, ledger } from '../../src/normalize/ledger.ts';
import type { Candidate } from '../../src/normalize/ledger.ts';
import { revertOf } from '../../src/normalize/reverts.ts';
import { compileRules } from '../../src/normalize/rules.ts';
import { NOISE_REASONS } from '../../src/domain/contribution.ts';
import { raw } from './raw.ts';
import type { CommitSpec } from './raw.ts';

const rules = compileRules();
const candidate = (spec: CommitSpec, repo = 'r', orphan = false): Candidate => {
  const { contribution, noise } = normalizeCommit(raw(spec), { repo: { id: repo }, rules });
  return { contribution: orphan ? { ...contribution, orphan } : contribution, noise };
};
const SHA = (digit: string): string => digit.repeat(40);
const revert = (digit: string, of: string, subject: string, at: number): Candidate =>
  candidate({ sha: SHA(digit), message: `${subject}\n\nThis reverts commit ${SHA(of)}.`, at });
const told = (candidates: readonly Candidate[], patches: readonly PatchFacts[] = []): readonly string[] =>
  ledger(candidates, { patches: new Map(patches.map((p) => [p.sha, p])) }).map(
    (n) => `${n.contribution.slice(n.contribution.lastIndexOf('@') + 1).slice(0, 3)} ${n.reason}: ${n.detail}`,
  );

test('every reason has its place in the order', () => {
  assert.deepEqual([...PRECEDENCE].sort(), [...NOISE_REASONS].sort());
});

test('the same patch counts once: the one that landed first and is reachable', () => {
  const [a, b, c] = [
    candidate({ sha: SHA('a'), landedAt: 3 }),
    candidate({ sha: SHA('b'), landedAt: 2 }),
    candidate({ sha: SHA('c'), landedAt: 1 }, 'r', true),
  ];
  const patches = [SHA('a'), SHA('b'), SHA('c')].map((sha) => ({ sha, patchId: 'p' }));
  assert.deepEqual(told([a, b, c], patches), ['aaa duplicate: same patch as bbbbbbbb', 'ccc duplicate: same patch as bbbbbbbb']);
  assert.deepEqual(told([a, b, c]), []);
});

test('a fork, a pick and a rebase repeat what is there', () => {
  const fork = [candidate({ sha: SHA('a'), at: 1 }, 'one'), candidate({ sha: SHA('a'), at: 1 }, 'two')];
  assert.deepEqual(
    ledger(fork).map((n) => [n.contribution, n.of]),
    [[`commit:two@${SHA('a')}`, `commit:one@${SHA('a')}`]],
  );
  const original = candidate({ sha: SHA('a'), message: 'work', at: 1, landedAt: 1 });
  const pick = candidate({ sha: SHA('b'), message: `other words\n\n(cherry picked from commit ${SHA('a')})`, at: 2 });
  const rebased = candidate({ sha: SHA('c'), message: 'work', at: 1, landedAt: 5 });
  assert.deepEqual(told([original, pick, rebased]), [
    'bbb duplicate: cherry-picked from aaaaaaaa',
    'ccc duplicate: same message, date and files as aaaaaaaa',
  ]);
  assert.deepEqual(told([pick]), [], 'a pick of what is not here counts');
  assert.deepEqual(
    told([original, candidate({ sha: SHA('d'), message: 'work', at: 1, files: ['other.ts'] })]),
    [],
    'other files are other work',
  );
});

test('shas that only begin alike are two commits', () => {
  const [a, b] = ['a', 'b'].map((last) => candidate({ sha: `1234567${last}`.padEnd(40, '0'), message: `work ${last}` }));
  assert.ok(a && b);
  assert.deepEqual(told([a, b]), []);
  const pick = candidate({ sha: SHA('c'), message: 'x\n\n(cherry picked from commit 1234567a)' });
  assert.deepEqual(told([a, pick]), ['ccc duplicate: cherry-picked from 1234567a']);
});

test('a revert cancels what it reverts; its own revert restores that', () => {
  const work = candidate({ sha: SHA('a'), message: 'feat: x', at: 1 });
  const first = revert('b', 'a', 'Revert "feat: x"', 2);
  const second = revert('c', 'b', 'Reapply "feat: x"', 3);
  const third = revert('d', 'c', 'Revert "Reapply "feat: x""', 4);
  assert.deepEqual(told([work, first]), ['aaa reverted: reverted by bbbbbbbb', 'bbb reverted: reverts aaaaaaaa']);
  assert.deepEqual(told([work, first, second]), ['bbb reverted: reverted by cccccccc', 'ccc reverted: reverts bbbbbbbb']);
  assert.deepEqual(told([third, second, first, work]), [
    'ddd reverted: reverts cccccccc',
    'ccc reverted: reverted by dddddddd',
    'bbb reverted: reverts aaaaaaaa',
    'aaa reverted: reverted by bbbbbbbb',
  ]);
});

test('reverts are found by number and by words as well, and by anyone', () => {
  const work = candidate({ sha: SHA('a'), message: 'feat: x (#7)', at: 1 });
  const cancels = (message: string): boolean =>
    told([work, candidate({ sha: SHA('b'), message, at: 2 })]).includes('aaa reverted: reverted by bbbbbbbb');
  for (const message of [
    'Revert "feat: x" (#8)',
    'revert: feat: x (#7) (#8)',
    'fix: revert #7 (#8)',
    'fix: revert, "feat: x (#7)"',
    'Undo it\n\nReverts owner/name#7',
  ]) {
    assert.ok(cancels(message), message);
  }
  for (const message of [
    'revert: unpin things (#7)',
    'Partially revert "feat: x"',
    'fix: y (#7)',
    'see #7',
    'docs: how to revert a change',
    'revert: read the message from a file',
  ]) {
    assert.ok(!cancels(message), message);
  }
  const theirs = revertOf(
    candidate({ sha: SHA('e'), message: 'Revert "feat: x"', at: 2, author: 'Ben Example <ben@example.com>' }).contribution,
  );
  assert.ok(theirs);
  assert.deepEqual(
    ledger([work], { reverts: [theirs] }).map((n) => n.detail),
    ['reverted by eeeeeeee'],
  );
});

test('a fix that reverts something on the way still counts', () => {
  const work = candidate({ sha: SHA('a'), message: 'feat: x (#7)', at: 1 });
  assert.deepEqual(told([work, candidate({ sha: SHA('b'), message: 'fix(css): resolve paths, revert #7 (#8)', at: 2 })]), [
    'aaa reverted: reverted by bbbbbbbb',
  ]);
});

test('a candidate’s own message outweighs what was kept of it', () => {
  const work = candidate({ sha: SHA('a'), message: 'feat: x', at: 1 });
  const partly = revert('b', 'a', 'Partially revert "feat: x"', 2);
  const kept = {
    by: partly.contribution.id,
    repo: 'r',
    landedAt: 2,
    subject: '',
    shas: [SHA('a')],
    pulls: [],
    reapplies: false,
    explicit: true,
    pure: true,
  };
  assert.deepEqual(ledger([work, partly], { reverts: [kept] }), []);
});

test('white space and mass reformats', () => {
  const files = Array.from({ length: 12 }, (_, i) => `M src/${i}.ts +10 -9`);
  const a = candidate({ sha: SHA('a'), message: 'chore: run prettier', files });
  assert.deepEqual(told([a]), ['aaa formatting: says "prettier", in 12 files with 120 lines put in for 108']);
  assert.deepEqual(told([candidate({ sha: SHA('a'), message: 'feat: prettier output', files })]), []);
  assert.deepEqual(
    told([candidate({ sha: SHA('a'), message: 'chore: add prettier', files: files.map((f) => f.replace('-9', '-0')) })]),
    [],
  );
  assert.deepEqual(told([candidate({ sha: SHA('b') })], [{ sha: SHA('b'), whitespaceOnly: true }]), [
    'bbb whitespace: changes white space only (git diff -w shows nothing)',
  ]);
});

test('one reason each, the first in order; file lines stay', () => {
  const a = candidate({ sha: SHA('a'), at: 1 });
  const b = candidate({ sha: SHA('b'), at: 2, files: ['src/a.ts', 'yarn.lock'] });
  const patches = [SHA('a'), SHA('b')].map((sha) => ({ sha, patchId: 'p', whitespaceOnly: true }));
  assert.deepEqual(told([a, b], patches), [
    'aaa whitespace: changes white space only (git diff -w shows nothing)',
    'bbb lock-file: lock file yarn.lock',
    'bbb duplicate: same patch as aaaaaaaa',
  ]);
  const bots = ['a', 'b'].map((d) => candidate({ sha: SHA(d), author: 'renovate[bot] <r@example.com>' }));
  assert.deepEqual(
    told(bots, patches).map((l) => l.slice(4, 7)),
    ['bot', 'bot'],
  );
});

test('any history: at most one whole reason each, and somebody stays of every group of duplicates', () => {
  const spec = fc.record({
    message: fc.constantFrom(
      'a',
      'b',
      'Revert "a"',
      'Revert "Revert "a""',
      'Reapply "a"',
      `x\n\nThis reverts commit ${SHA('a')}.`,
      'revert #1 (#2)',
    ),
    at: fc.integer({ min: 0, max: 5 }),
    patchId: fc.constantFrom('p', 'q', undefined),
  });
  fc.assert(
    fc.property(fc.array(spec, { maxLength: 12 }), (specs) => {
      const candidates = specs.map((s, i) => candidate({ sha: SHA((i % 16).toString(16)), message: s.message, at: s.at }));
      const patches = new Map(
        candidates.map((c, i) => [
          c.contribution.key,
          { sha: c.contribution.key, ...(specs[i]?.patchId !== undefined && { patchId: specs[i].patchId }) },
        ]),
      );
      const lines = ledger(candidates, { patches });
      assert.equal(new Set(lines.map((n) => n.contribution)).size, lines.length);
      const repeated = new Set(lines.filter((n) => n.reason === 'duplicate').map((n) => n.contribution));
      for (const n of lines) if (n.reason === 'duplicate') assert.ok(n.of !== undefined && !repeated.has(n.of));
    }),
  );
});

/** A pull request that was merged at `at` as the commit of the letter. */
const merged = (number: string, title: string, at: number, of: string, method: MergeMethod = 'merge', body = ''): Candidate => {
  const { contribution } = candidate({ sha: SHA(of), message: `${title}\n\n${body}`, at });
  const sizes = { additions: 1, deletions: 1, changedFiles: 1, reviews: 0, comments: 0 };
  const host = {
    kind: 'pull_request',
    state: 'merged',
    draft: false,
    base: 'main',
    head: 'x',
    labels: [],
    createdAt: 0,
    ...sizes,
  } as const;
  return {
    contribution: {
      ...contribution,
      id: `pull_request:r#${number}`,
      kind: 'pull_request',
      key: number,
      landedAt: at,
      host: { ...host, method, mergedAt: at, commits: [], mergeCommit: SHA(of) },
    },
    noise: [],
  };
};
const toldOfPulls = (pulls: readonly Candidate[], messages: readonly (readonly [sha: string, message: string, at: number])[]) =>
  ledger([], {
    pulls,
    reverts: messages.flatMap(([sha, message, at]) => {
      // As a teammate's are kept: no words of them.
      const taken = candidate({ sha: SHA(sha), message, at }).contribution.reverts;
      if (taken === undefined) return [];
      const [shas, numbers] = taken.startsWith('#') ? [[], [taken.slice(1)]] : [[taken], []];
      const by = `commit:r@${SHA(sha)}`;
      return [{ by, repo: 'r', landedAt: at, subject: '', shas, pulls: numbers, reapplies: false, explicit: true, pure: true }];
    }),
  }).map(({ contribution, reason, detail }) => `${contribution.slice(contribution.lastIndexOf('#'))} ${reason}: ${detail}`);

test('a merge that was taken back takes its pull request with it, by sha or by number', () => {
  const pull = merged('7', 'feat: x', 1, 'a');
  for (const message of [
    `Revert "Merge pull request #7 from ada/x"\n\nThis reverts commit ${SHA('a')}, reversing\nchanges made to ${SHA('0')}.`,
    'Revert "Merge pull request #7 from ada/x"',
    'Revert "feat: x (#7)" (#9)',
    'Take it out again (#9)\n\nReverts example/project#7',
  ])
    assert.deepEqual(toldOfPulls([pull], [['e', message, 2]]), ['#7 reverted: reverted by eeeeeeee'], message);
  for (const message of [
    'Partially revert "Merge pull request #7 from ada/x"',
    'Revert "Revert "feat: x (#7)""',
    `Revert "one of its commits"\n\nThis reverts commit ${SHA('b')}.`,
    'Undo some\n\nReverts example/project#7\nReverts example/project#8',
    'feat: y (#9)\n\nFollows #7',
  ])
    assert.deepEqual(toldOfPulls([pull], [['e', message, 2]]), [], message);
  const rebased = merged('7', 'feat: x', 1, 'a', 'rebase');
  assert.deepEqual(
    toldOfPulls([rebased], [['e', `Revert "the last"\n\nThis reverts commit ${SHA('a')}.`, 2]]),
    [],
    'the last of several is not all',
  );
});

test('a revert that is taken back restores the pull request', () => {
  const pull = merged('7', 'feat: x', 1, 'a');
  const back = `Revert "Merge pull request #7"\n\nThis reverts commit ${SHA('a')}.`;
  const again = `Revert "Revert "Merge pull request #7""\n\nThis reverts commit ${SHA('e')}.`;
  assert.deepEqual(
    toldOfPulls(
      [pull],
      [
        ['e', back, 2],
        ['f', again, 3],
      ],
    ),
    [],
  );
});

test("one's own revert by a pull request takes the other back, and counts for nothing itself", () => {
  const [pull, undoing] = [
    merged('7', 'feat: x', 1, 'a', 'squash'),
    merged('9', 'Revert "feat: x"', 5, 'e', 'squash', 'Reverts example/project#7'),
  ];
  assert.deepEqual(toldOfPulls([pull, undoing], []), ['#7 reverted: reverted by #9', '#9 reverted: reverts #7']);
  const redoing = merged('12', 'Revert "Revert "feat: x""', 9, 'f', 'squash', 'Reverts example/project#9');
  assert.deepEqual(
    toldOfPulls([pull, undoing, redoing], []),
    ['#9 reverted: reverted by #12', '#12 reverted: reverts #9'],
    'it stands again',
  );
  const open = {
    ...undoing,
    contribution: { ...undoing.contribution, host: { ...undoing.contribution.host, mergedAt: undefined } as never },
  };
  assert.deepEqual(toldOfPulls([pull, open], []), [], 'one that is not merged takes nothing back');
  // By its title alone.
  const titled = merged('9', 'Revert "feat: x"', 5, 'e', 'squash');
  assert.deepEqual(toldOfPulls([pull, titled], []), ['#7 reverted: reverted by #9', '#9 reverted: reverts #7']);
  assert.deepEqual(
    toldOfPulls([merged('7', 'feat: x', 8, 'a'), titled], []),
    ['#9 reverted: reverts "feat: x"'],
    'what came later is another',
  );
});
