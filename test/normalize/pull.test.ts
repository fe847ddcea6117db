import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import type { Account, MergeMethod, PullCommit, RawPull } from '../../src/domain/pull.ts';
import { partsOf, pullNoise } from '../../src/normalize/parts.ts';
import { accountIdentity } from '../../src/normalize/account.ts';
import { outcomeOf } from '../../src/normalize/outcome.ts';
import { methodOf, normalizePull } from '../../src/normalize/pull.ts';
import { compileRules } from '../../src/normalize/rules.ts';

const HOST = 'github.com';
const REPO = 'github.com/example/project';
const account = (login: string, kind: Account['kind'] = 'user'): Account => ({
  login,
  kind,
  name: `${login} Example`,
  number: login.length,
});
const [ADA, BOB] = [account('ada'), account('bob')];
const START = Date.UTC(2026, 0, 5);
const sha = (n: number): string => n.toString(16).padStart(40, '0');

const commit = (n: number, who: Account | undefined = ADA, message = `change ${n}`): PullCommit => ({
  sha: sha(n),
  message,
  name: `${who?.login ?? 'someone'} Example`,
  email: `${who?.login ?? 'someone'}@example.com`,
  at: START + n * 60_000,
  offset: 60,
  ...(who ? { account: who } : {}),
});

const pull = (given: Partial<RawPull> = {}): RawPull => ({
  number: 12,
  title: 'Read quoted fields',
  body: '',
  state: 'merged',
  draft: false,
  author: ADA,
  base: 'main',
  head: 'topic',
  labels: [],
  createdAt: START,
  updatedAt: '2026-01-05T00:00:00Z',
  mergedAt: START + 86_400_000,
  additions: 1,
  deletions: 0,
  changedFiles: 1,
  files: [{ path: 'src/a.ts', status: 'M', added: 1, deleted: 0 }],
  commits: [commit(1)],
  mergeCommit: { sha: sha(999), subject: 'Merge pull request #12', at: START + 86_400_000, parents: 2 },
  events: [],
  reviews: [],
  comments: [],
  closes: [],
  cut: [],
  ...given,
});

const normalized = (raw: RawPull) => normalizePull(raw, { repo: REPO, host: HOST, rules: compileRules() });
const creditOf = (raw: RawPull) =>
  normalized(raw)[0]?.contribution.credit.map(({ identity, role, share }) => [identity, role, Number(share.toFixed(3))]);
const squashed = { mergeCommit: { sha: sha(998), subject: 'Read quoted fields (#12)', at: START + 86_400_000, parents: 1 } };

test('credit: by commits where they were merged, in equal parts where they were squashed, and never to programs', () => {
  const three = [commit(1, ADA), commit(2, ADA), commit(3, BOB), commit(4, BOB, "Merge branch 'main' into topic")];
  assert.deepEqual(creditOf(pull({ commits: three })), [
    ['ada Example <ada@example.com>', 'author', 0.667],
    ['bob Example <bob@example.com>', 'co-author', 0.333],
  ]);
  assert.deepEqual(creditOf(pull({ commits: three, ...squashed })), [
    ['ada Example <ada@example.com>', 'author', 0.5],
    ['bob Example <bob@example.com>', 'co-author', 0.5],
  ]);
  assert.deepEqual(creditOf(pull({ commits: [commit(1, BOB)] })), [['bob Example <bob@example.com>', 'author', 1]], 'Ada only opened it');
  assert.deepEqual(creditOf(pull({ commits: [commit(1, ADA, 'one\n\nCo-authored-by: Cyd Example <cyd@example.com>')] })), [
    ['ada Example <ada@example.com>', 'author', 0.5],
    ['Cyd Example <cyd@example.com>', 'co-author', 0.5],
  ]);
  assert.deepEqual(creditOf(pull({ commits: [commit(1), commit(2, account('renovate', 'bot'))] })), [
    ['ada Example <ada@example.com>', 'author', 1],
  ]);
  assert.deepEqual(creditOf(pull({ commits: [] })), [['github.com/ada', 'author', 1]]);
});

test('bots are in the ledger, what an assistant opened is its people’s, and what came to nothing says so', () => {
  const noise = (raw: RawPull) => normalized(raw)[0]?.noise.map(({ reason, detail }) => `${reason}: ${detail}`);
  assert.deepEqual(noise(pull({ author: account('dependabot', 'bot') })), ['bot: account type Bot: dependabot']);
  assert.deepEqual(noise(pull({ author: account('release-bot') })), ['bot: login ends in bot: release-bot']);
  assert.deepEqual(noise(pull({ state: 'closed', draft: false })), ['unmerged: closed without being merged']);
  assert.deepEqual(
    noise(pull({ files: [{ path: 'package-lock.json', status: 'M', added: 1, deleted: 1 }] }))?.[0]?.slice(0, 9),
    'lock-file',
  );
  assert.deepEqual(noise(pull({ changedFiles: 0, files: [] }))?.[0]?.slice(0, 5), 'empty');
  const copilot: Account = { login: 'Copilot', kind: 'bot', number: 198982749 };
  const [item] = normalized(
    pull({ author: copilot, commits: [commit(1, undefined, 'x\n\nCo-authored-by: Ada Example <ada@example.com>'), commit(2, ADA)] }),
  );
  assert.deepEqual([item?.noise, item?.contribution.assistants], [[], ['GitHub Copilot']]);
  const generated = pull({ body: 'Quotes.\n\nGenerated with [Claude Code](https://example.com)' });
  assert.deepEqual(normalized(generated)[0]?.contribution.assistants, ['Claude']);
});

test('a title, else a label, states the type; when it was done is the last commit’s own clock', () => {
  const item = (raw: RawPull) => normalized(raw)[0]?.contribution;
  assert.equal(item(pull({ labels: ['type: bug', 'good first issue'] }))?.stated?.type, 'fix');
  assert.equal(item(pull({ title: 'perf: faster', labels: ['bug'] }))?.stated?.type, 'perf');
  assert.equal(item(pull({ labels: ['bug', 'enhancement'] }))?.stated, undefined);
  const [at, offset] = [item(pull({ commits: [commit(3), commit(1)] }))?.at, item(pull())?.offset];
  assert.deepEqual([at, offset], [START + 180_000, 60]);
});

test('an account meets the addresses it commits under', () => {
  const people = normalized(pull())[0]?.people.map(({ id, email, login }) => [id, email, login]);
  assert.deepEqual(people, [
    ['ada Example <ada@example.com>', 'ada@example.com', 'ada'],
    ['github.com/ada', '3+ada@users.noreply.github.com', 'ada'],
  ]);
  assert.equal(accountIdentity({ login: 'Ada-X', kind: 'user' }, 'git.example.com').email, 'ada-x@users.noreply.git.example.com');
});

test('the method is told by the commit that landed', () => {
  const landed = (at: number, subject: string, parents = 1) => ({ sha: sha(50), subject, at, parents });
  const commits = [commit(1), commit(2)];
  assert.equal(methodOf(pull({ commits, mergeCommit: landed(0, 'Merge', 2) })), 'merge');
  assert.equal(methodOf(pull({ commits, mergeCommit: landed(START + 120_000, 'change 2') })), 'rebase');
  assert.equal(methodOf(pull({ commits, mergeCommit: { ...landed(0, ''), sha: sha(2) } })), 'rebase', 'pushed as it was');
  assert.equal(methodOf(pull({ commits, mergeCommit: landed(START + 9e6, 'Both (#12)') })), 'squash');
  assert.equal(methodOf(pull({ state: 'open' })), undefined);
});

test('reviews are those of others, and bots’ are in the ledger', () => {
  const hunk = ['@@ -1,9 +1,10 @@', ...Array.from({ length: 9 }, (_, i) => ` line ${i}`), '+the last'].join('\n');
  const said = (author: Account, key: string) => ({
    key,
    author,
    at: START,
    path: 'a',
    body: 'x',
    outdated: false,
    reply: false,
    thread: '10',
    resolved: true,
    hunk,
  });
  const review = (author: Account, key: string, comments: RawPull['reviews'][0]['comments'] = []) =>
    ({ key, author, at: START + Number(key), state: 'commented', body: '', comments }) as const;
  const items = normalized(
    pull({
      reviews: [
        review(BOB, '1', [said(BOB, '10'), said(ADA, '11')]),
        review(ADA, '2', [said(ADA, '20')]),
        review(account('lint', 'bot'), '3'),
        review(BOB, '4'),
      ],
    }),
  ).slice(1);
  assert.deepEqual(
    items.map(({ contribution: { kind, key, author, host }, noise }) => [
      kind,
      key,
      author,
      host?.kind === 'review' && host.waited,
      noise[0]?.reason,
    ]),
    [
      ['review', '12/r1', 'github.com/bob', 1, undefined],
      ['review_comment', '12/c10', 'github.com/bob', false, undefined],
      ['review', '12/r3', 'github.com/lint', 3, 'bot'],
      ['review', '12/r4', 'github.com/bob', undefined, undefined],
    ],
  );
  const [comment] = items.filter(({ contribution: { kind } }) => kind === 'review_comment');
  const host = comment?.contribution.host;
  assert.deepEqual(host?.kind === 'review_comment' && [host.resolved, host.hunk?.split('\n').length, host.hunk?.endsWith('+the last')], [
    true,
    8,
    true,
  ]);
});

test('whether whoever made it answered is told of each comment of a thread before the answer; a reply says which thread it is in', () => {
  const said = (author: Account, key: string, minute: number, thread = key): RawPull['reviews'][0]['comments'][0] => ({
    key,
    author,
    at: START + minute * 60_000,
    path: 'a',
    body: 'x',
    outdated: false,
    reply: thread !== key,
    thread,
    resolved: false,
    hunk: '',
  });
  const CAROL = account('carol');
  const review = (author: Account, key: string, comments: RawPull['reviews'][0]['comments']) =>
    ({ key, author, at: START, state: 'commented', body: '', comments }) as const;
  const items = normalized(
    pull({
      reviews: [
        review(BOB, '1', [said(BOB, '10', 1), said(BOB, '11', 1)]),
        review(ADA, '2', [said(ADA, '20', 3, '10')]),
        review(CAROL, '3', [said(CAROL, '30', 2, '10'), said(CAROL, '31', 4, '10')]),
      ],
    }),
  );
  assert.deepEqual(
    items.flatMap(({ contribution: { key, host } }) => (host?.kind === 'review_comment' ? [[key, host.thread, host.answered]] : [])),
    [
      ['12/c10', undefined, true],
      ['12/c11', undefined, undefined],
      ['12/c30', '10', true],
      ['12/c31', '10', undefined],
    ],
  );
});

interface Change {
  readonly method: MergeMethod | 'direct' | 'open' | 'closed';
  readonly size: number;
  /** Whether the branch as pushed is still in the clone. */
  readonly branch: boolean;
}
const change: fc.Arbitrary<Change> = fc.record({
  method: fc.constantFrom('direct', 'merge', 'squash', 'rebase', 'open', 'closed'),
  size: fc.integer({ min: 1, max: 4 }),
  branch: fc.boolean(),
});

/** A clone and its pull requests, and how many units of work that is. */
function history(changes: readonly Change[]) {
  const raws: RawPull[] = [];
  const local: { sha: string; at: number; subject: string }[] = [];
  let next = 1;
  let expected = 0;
  changes.forEach(({ method, size, branch }, i) => {
    const number = i + 1;
    const own = Array.from({ length: size }, () => commit(next++));
    const pushed = own.map(({ sha: id, at, message }) => ({ sha: id, at, subject: message }));
    const inClone = branch || method === 'direct' || method === 'merge' || method === 'open';
    if (inClone) local.push(...pushed);
    const last = own.at(-1);
    const mergedAt = START + 86_400_000 + number;
    let mergeCommit: RawPull['mergeCommit'];
    if (method === 'squash') {
      mergeCommit = { sha: sha(10_000 + number), subject: `Change (#${number})`, at: mergedAt, parents: 1 };
      local.push({ sha: mergeCommit.sha, at: mergedAt, subject: mergeCommit.subject });
    } else if (method === 'rebase') {
      const rebased = pushed.map((item, j) => ({ ...item, sha: sha(20_000 + number * 10 + j) }));
      local.push(...rebased);
      mergeCommit = { sha: rebased.at(-1)?.sha ?? '', subject: last?.message ?? '', at: last?.at ?? 0, parents: 1 };
    } else if (method === 'merge') mergeCommit = { sha: sha(30_000 + number), subject: 'Merge', at: mergedAt, parents: 2 };
    // What no pull request takes with it counts by itself.
    expected += method === 'direct' ? size : method === 'closed' ? (inClone ? size : 0) : 1;
    if (method === 'direct') return;
    const state = method === 'open' || method === 'closed' ? method : 'merged';
    const { mergedAt: _, mergeCommit: __, ...rest } = pull({ number, commits: own, state });
    raws.push({ ...rest, ...(state === 'merged' ? { mergedAt } : {}), ...(mergeCommit ? { mergeCommit } : {}) });
  });
  const pulls = raws.map((raw) => normalized(raw)[0]).filter((item) => item !== undefined);
  const counted = pulls.filter(({ noise }) => noise.length === 0).map(({ contribution }) => contribution);
  const commits = local.map(({ sha: key, at, subject }) => ({
    id: `commit:${REPO}@${key}`,
    repo: REPO,
    key,
    at,
    subject,
    landedAt: START + 86_400_000,
  }));
  return { pulls: counted, commits, expected };
}

test('however work landed, it counts once: property', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), fc.nat(), (changes, seed) => {
      const { pulls, commits, expected } = history(changes);
      const { of } = partsOf(pulls, commits);
      assert.equal(pulls.length + commits.filter(({ id }) => !of.has(id)).length, expected);
      const turn = <T>(list: readonly T[]): T[] =>
        list.toSorted((a, b) => ((JSON.stringify(a).length * (seed + 1)) % 7) - ((JSON.stringify(b).length * (seed + 1)) % 7)).toReversed();
      const again = partsOf(turn(pulls), turn(commits));
      for (const { id } of commits) assert.equal(again.of.get(id)?.id, of.get(id)?.id, 'in whatever order they come');
    }),
  );
});

test('what somebody opened is not theirs where others made all of it, as far as that is known', () => {
  const CAROL = account('carol');
  const authorOf = (given: Partial<RawPull>) => normalized(pull(given))[0]?.contribution.author;
  assert.equal(authorOf({ commits: [commit(1, BOB), commit(2, CAROL), commit(3, BOB)] }), 'bob Example <bob@example.com>');
  assert.equal(authorOf({ commits: [commit(1, BOB), commit(2, ADA)] }), 'ada Example <ada@example.com>');
  const landed = { commits: [commit(1, BOB)], ...squashed };
  assert.equal(authorOf(landed), 'github.com/ada', 'a squash is a commit of whoever opened it too');
  const { account: _, ...unknown } = commit(1, BOB);
  assert.equal(authorOf({ commits: [unknown] }), 'github.com/ada', 'an address of no account may be hers');
  assert.equal(authorOf({ commits: [commit(1, BOB)], cut: ['commits'] }), 'github.com/ada', 'she may have made the rest');
  assert.equal(authorOf({ commits: [] }), 'github.com/ada');
});

test('shares of a pull request sum to one: property', () => {
  const who = fc.constantFrom<Account | undefined>(ADA, BOB, account('dependabot', 'bot'), undefined);
  fc.assert(
    fc.property(fc.array(who, { maxLength: 6 }), who, fc.boolean(), (authors, opener, squash) => {
      const { author: _, ...rest } = pull({ commits: authors.map((author, i) => commit(i, author)), ...(squash ? squashed : {}) });
      const { credit, author } = normalized({ ...rest, ...(opener ? { author: opener } : {}) })[0]?.contribution ?? { credit: [] };
      assert.ok(Math.abs(credit.reduce((sum, { share }) => sum + share, 0) - 1) < 1e-9);
      assert.ok(credit.every(({ identity }) => !identity.includes('dependabot')) || author?.includes('dependabot'));
      assert.equal(new Set(credit.map(({ identity }) => identity)).size, credit.length);
    }),
  );
});

test('a release of merged work brings nothing of its own, and what was taken back counts for nothing', () => {
  const [one, two, release] = [
    pull({ number: 1, commits: [commit(1)], mergedAt: START + 1 }),
    pull({
      number: 2,
      commits: [commit(2), commit(3)],
      mergedAt: START + 2,
      mergeCommit: { sha: sha(77), subject: 'Two (#2)', at: START + 2, parents: 1 },
    }),
    pull({ number: 3, commits: [commit(1), { ...commit(4), sha: sha(77) }], mergedAt: START + 3 }),
  ].map((raw) => normalized(raw)[0]?.contribution);
  assert.ok(one && two && release);
  const commits = [1, 77, 2].map((n) => ({
    id: `commit:${REPO}@${sha(n)}`,
    repo: REPO,
    key: sha(n),
    at: START,
    subject: '',
    landedAt: START,
  }));
  const parts = partsOf([release, two, one], commits);
  assert.deepEqual(
    [...parts.of.values()].map(({ key }) => key),
    ['1', '2', '2'],
  );
  const said = (item: typeof one, undone: readonly number[] = [], repeats: readonly [number, number][] = []) =>
    pullNoise(item, parts, {
      undone: new Map(undone.map((n) => [`commit:${REPO}@${sha(n)}`, 'x'])),
      repeats: new Map(repeats.map(([a, b]) => [`commit:${REPO}@${sha(a)}`, `commit:${REPO}@${sha(b)}`])),
    }).map(({ reason, detail }) => `${reason}: ${detail}`);
  assert.deepEqual(said(release), ['duplicate: its commits came with #1, #2']);
  assert.deepEqual(said(one), []);
  assert.deepEqual(
    said(two, [77]),
    ['reverted: all of it was taken back, or takes something back that counts for nothing'],
    'the squash decides',
  );
  assert.deepEqual(said(two, [2]), []);
  assert.deepEqual(said(two, [], [[77, 1]]), ['duplicate: the same changes as #1']);
});

test('what came of a review: commits or changed lines, then an approval by somebody else', () => {
  const review = (key: string, hours: number, more: Partial<RawPull['reviews'][number]> = {}): RawPull['reviews'][number] => ({
    key,
    author: BOB,
    at: START + hours * 3_600_000,
    state: 'approved',
    body: '',
    comments: [],
    ...more,
  });
  const later = (hours: number, message = 'mend it'): PullCommit => ({ ...commit(2, ADA, message), at: START + hours * 3_600_000 });
  const asked = review('1', 2, { state: 'changes-requested' });
  const told = (given: Partial<RawPull>, of = asked) => {
    const { changed, approved } = outcomeOf(pull({ ...given, reviews: [of, ...(given.reviews ?? [])] }), of, ({ kind }) => kind === 'bot');
    return [changed, approved];
  };
  assert.deepEqual(told({}), [false, false]);
  assert.deepEqual(told({ commits: [commit(1), later(3)], reviews: [review('2', 4)] }), [true, true]);
  assert.deepEqual(told({ commits: [commit(1), later(5)], reviews: [review('2', 4)] }), [true, false], 'it was approved before');
  assert.deepEqual(told({ commits: [commit(1), later(3, 'Merge branch main')], reviews: [review('2', 4)] }), [false, true]);
  assert.deepEqual(told({ commits: [commit(1), later(3, 'Merge the two parsers')] }), [true, false], 'that is work');
  assert.deepEqual(told({ reviews: [review('2', 4, { author: account('robot', 'bot') })] }), [false, false]);
  assert.deepEqual(told({ reviews: [review('2', 4, { author: ADA })] }), [false, false], 'nobody approves their own');
  const comment = {
    key: '3',
    author: BOB,
    at: START,
    path: 'a',
    body: 'why',
    outdated: true,
    reply: false,
    thread: '3',
    resolved: false,
    hunk: '',
  };
  assert.deepEqual(told({}, { ...asked, comments: [comment] }), [true, false]);
  const facts = normalized(pull({ additions: 30, deletions: 12, reviews: [asked] })).find(
    ({ contribution }) => contribution.kind === 'review',
  );
  assert.deepEqual(facts?.contribution.host?.kind === 'review' && [facts.contribution.host.lines, facts.contribution.host.outcome], [
    42,
    { changed: false, approved: false, pull: 'merged' },
  ]);
});

test('its steps: drafts, who was asked, what people said of it; programs and assistants are counted apart, and end no wait', () => {
  const HOUR = 3_600_000;
  const event = (kind: RawPull['events'][number]['kind'], hours: number, login?: string) => ({
    kind,
    at: START + hours * HOUR,
    ...(login === undefined ? {} : { login }),
  });
  const review = (author: Account, hours: number, state: RawPull['reviews'][number]['state']) =>
    ({ key: String(hours), author, at: START + hours * HOUR, state, body: 'x', comments: [] }) as const;
  const steps = (given: Partial<RawPull>) => {
    const facts = normalized(pull(given))[0]?.contribution.host;
    assert.ok(facts?.kind === 'pull_request');
    const { readyAt, requestedAt, firstReviewAt, approvedAt, reopenedAt, drafts, reviews, verdicts, machines } = facts;
    const hours = (at: number | undefined): number | undefined => (at === undefined ? undefined : (at - START) / HOUR);
    return {
      at: [readyAt, requestedAt, firstReviewAt, approvedAt, reopenedAt].map(hours),
      drafts: drafts?.map(({ from, to }) => [hours(from), hours(to)]),
      said: [reviews, verdicts, machines],
    };
  };
  const none = [undefined, undefined, undefined, undefined];
  assert.deepEqual(steps({}), { at: [0, ...none], drafts: undefined, said: [0, undefined, undefined] });
  assert.deepEqual(
    steps({
      events: [
        event('ready', 5),
        event('review-requested', 6, 'bob'),
        event('draft', 8),
        event('ready', 20),
        event('review-requested', 21, 'bob'),
        event('closed', 22),
        event('reopened', 23),
      ],
      reviews: [
        review(account('copilot-pull-request-reviewer', 'bot'), 6, 'approved'),
        review({ ...account('copilot'), number: 1 }, 6.5, 'commented'),
        review(BOB, 7, 'changes-requested'),
        review(BOB, 24, 'approved'),
        review(ADA, 25, 'commented'),
      ],
    }),
    {
      at: [5, 6, 7, 24, 23],
      drafts: [
        [0, 5],
        [8, 20],
      ],
      said: [2, { 'changes-requested': 1, approved: 1 }, 2],
    },
  );
  const said = { path: 'a', body: 'why', outdated: true, thread: '3', resolved: false, hunk: '' };
  const comment = (key: string, reply: boolean) => ({ ...said, key, author: BOB, at: START, reply });
  const talk = [
    { ...review(BOB, 7, 'commented'), body: '', comments: [comment('3', false)] },
    { ...review(BOB, 8, 'commented'), body: '', comments: [comment('4', true)] },
    { ...review(BOB, 9, 'approved'), body: '', comments: [comment('5', true)] },
    { ...review(BOB, 10, 'commented'), body: '', comments: [comment('6', true), comment('7', false)] },
  ];
  assert.deepEqual(steps({ reviews: talk }).said, [3, { commented: 2, approved: 1 }, undefined], 'an answer in a thread is no review');
  assert.deepEqual(steps({ state: 'open', draft: true }).drafts, [[0, undefined]], 'an old one of which no event tells');
  const again = steps({ state: 'open', draft: true, events: [event('draft', 3), event('draft', 4)] });
  assert.deepEqual([again.at[0], again.drafts], [0, [[3, undefined]]], 'it was ready once');
  assert.deepEqual(steps({ state: 'open', draft: true }).at[0], undefined);
});

test('what is kept of a pull request is all that its host told of it', () => {
  const [checks, labels, closes] = ['failed' as const, ['bug', 'parser'], [8]];
  const [from, till] = [START + 60_000, START + 120_000];
  const [told] = normalized(
    pull({
      checks,
      labels,
      closes,
      base: 'v2',
      head: 'ada:quotes',
      additions: 30,
      deletions: 12,
      changedFiles: 3,
      mergedAt: START + 9000,
      closedAt: START + 9500,
      events: [
        { kind: 'draft', at: from },
        { kind: 'ready', at: till },
      ],
      reviews: [
        {
          key: '1',
          author: BOB,
          at: START + 1000,
          state: 'commented',
          body: '',
          comments: [
            {
              key: '2',
              author: BOB,
              at: START,
              path: 'a',
              body: 'x',
              outdated: false,
              reply: false,
              thread: '2',
              resolved: false,
              hunk: '',
            },
          ],
        },
      ],
    }),
  );
  assert.deepEqual(told?.contribution.host, {
    kind: 'pull_request',
    state: 'merged',
    draft: false,
    method: 'merge',
    base: 'v2',
    head: 'ada:quotes',
    labels,
    closes,
    checks,
    createdAt: START,
    readyAt: START,
    firstReviewAt: START + 1000,
    drafts: [{ from, to: till }],
    mergedAt: START + 9000,
    closedAt: START + 9500,
    additions: 30,
    deletions: 12,
    changedFiles: 3,
    reviews: 1,
    comments: 1,
    verdicts: { commented: 1 },
    commits: [{ sha: sha(1), at: START + 60_000, subject: 'change 1' }],
    mergeCommit: sha(999),
  });
  assert.equal(told.contribution.landedAt, START + 9000);
  const draft = normalized(pull({ state: 'open', draft: true, cut: ['files'] }))[0]?.contribution;
  assert.deepEqual(draft?.host?.kind === 'pull_request' && [draft.host.state, draft.host.draft, draft.lines], ['open', true, 'missing']);
});

test('a review is waited for since it was asked for, else since it was ready, and not while it was a draft', () => {
  const HOUR = 3_600_000;
  const waited = (...events: readonly (readonly [kind: RawPull['events'][number]['kind'], hours: number])[]): number | undefined => {
    const review = { key: '1', author: BOB, at: START + 100 * HOUR, state: 'approved', body: '', comments: [] } as const;
    const told = events.map(([kind, hours]) => ({
      kind,
      at: START + hours * HOUR,
      ...(kind === 'review-requested' ? { login: 'bob' } : {}),
    }));
    const facts = normalized(pull({ events: told, reviews: [review] }))[1]?.contribution.host;
    return facts?.kind === 'review' && facts.waited !== undefined ? facts.waited / HOUR : undefined;
  };
  assert.equal(waited(), 100);
  assert.equal(waited(['ready', 70]), 30);
  assert.equal(waited(['review-requested', 40]), 60);
  assert.equal(waited(['review-requested', 10], ['ready', 90]), 10, 'it was asked for while it was a draft');
  assert.equal(waited(['review-requested', 10], ['draft', 20], ['ready', 80]), 30, 'it was one again in between');
  assert.equal(waited(['draft', 20]), 20, 'it is one still');
});

test('commits of a fork are parts by their sha wherever they are, and after a rebase where it is known to be one', () => {
  const facts = normalized(
    pull({ commits: [commit(1), commit(2)], mergeCommit: { sha: sha(50), subject: 'change 2', at: START + 120_000, parents: 1 } }),
  )[0];
  assert.ok(facts);
  const fork = 'github.com/ada/project';
  const local = (key: string, n: number) => ({
    id: `commit:${fork}@${key}`,
    repo: fork,
    key,
    at: START + n * 60_000,
    subject: `change ${n}`,
    landedAt: START,
  });
  const commits = [local(sha(1), 1), local(sha(50), 2), local(sha(49), 1)];
  const partsIn = (family?: (repo: string) => string) => [...partsOf([facts.contribution], commits, family).of.keys()];
  assert.deepEqual(
    partsIn(),
    commits.slice(0, 2).map(({ id }) => id),
  );
  assert.deepEqual(
    partsIn((repo) => (repo === REPO ? fork : repo)),
    commits.map(({ id }) => id),
  );
});
