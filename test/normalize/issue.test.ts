import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RawIssue } from '../../src/domain/issue.ts';
import type { Account } from '../../src/domain/pull.ts';
import { normalizeIssue } from '../../src/normalize/issue.ts';
import { compileRules } from '../../src/normalize/rules.ts';

const REPO = 'github.com/example/project';
const account = (login: string, kind: Account['kind'] = 'user'): Account => ({ login, kind });
const [ADA, BOB, STALE] = [account('ada'), account('bob'), account('stale', 'bot')];
const START = Date.UTC(2026, 0, 5);

const issue = (given: Partial<RawIssue> = {}): RawIssue => ({
  number: 12,
  title: 'Fields  are\ncut',
  body: 'At line breaks.\r\nAlways.',
  state: 'open',
  author: ADA,
  labels: ['bug'],
  createdAt: START,
  updatedAt: '2026-01-05T00:00:00Z',
  comments: [],
  ...given,
});
const normalized = (raw: RawIssue) => normalizeIssue(raw, { repo: REPO, host: 'github.com', rules: compileRules() });

test('an issue is its opener’s; what others say in it is theirs, what its opener says a part of it', () => {
  const [opened, ...comments] = normalized(
    issue({
      comments: [
        { key: '1', author: ADA, at: START + 1, body: 'Also here.' },
        { key: '2', author: BOB, at: START + 2, body: 'By design?\n\nSee RFC 4180.' },
        { key: '3', author: STALE, at: START + 3, body: 'Stale.' },
        { key: '4', at: START + 4, body: 'From an account that is gone.' },
      ],
    }),
  );
  assert.deepEqual(
    [opened?.contribution.id, opened?.contribution.author, opened?.contribution.subject, opened?.contribution.body, opened?.noise],
    [`issue:${REPO}#12`, 'github.com/ada', 'Fields are cut', 'At line breaks.\nAlways.', []],
  );
  assert.deepEqual(opened?.contribution.host, { kind: 'issue', state: 'open', labels: ['bug'], comments: { others: 1, own: 1 } });
  assert.deepEqual(
    comments.map(({ contribution: { id, author, subject, body, host }, noise, people }) => [
      id,
      author,
      subject,
      body,
      host,
      noise.map(({ reason }) => reason),
      people.map((person) => person.id),
    ]),
    [
      [
        `issue_comment:${REPO}#12/i2`,
        'github.com/bob',
        'By design?',
        'See RFC 4180.',
        { kind: 'issue_comment', issue: 12, of: 'github.com/ada' },
        [],
        ['github.com/bob', 'github.com/ada'],
      ],
      [
        `issue_comment:${REPO}#12/i3`,
        'github.com/stale',
        'Stale.',
        '',
        { kind: 'issue_comment', issue: 12, of: 'github.com/ada' },
        ['bot'],
        ['github.com/stale', 'github.com/ada'],
      ],
    ],
  );
});

test('bots’ issues are in the ledger; who closed one is told without a name', () => {
  assert.deepEqual(
    normalized(issue({ author: account('renovate', 'bot') }))[0]?.noise.map(({ reason, detail }) => [reason, detail]),
    [['bot', 'account type Bot: renovate']],
  );
  const closed = { state: 'closed', closedAt: START + 5, closedAs: 'completed', closer: 13 } as const;
  const facts = (raw: RawIssue) => normalized(raw)[0]?.contribution.host;
  assert.deepEqual(facts(issue({ ...closed, closedBy: BOB })), {
    kind: 'issue',
    state: 'closed',
    closedAs: 'completed',
    closedAt: START + 5,
    closedBy: 'other',
    closer: 13,
    labels: ['bug'],
    comments: { others: 0, own: 0 },
  });
  const { author: _, ...gone } = issue({ ...closed, comments: [{ key: '1', author: BOB, at: START, body: 'Hm.' }] });
  const [opened, comment] = normalized(gone);
  assert.deepEqual([opened?.contribution.author, comment?.contribution.host], ['github.com/ghost', { kind: 'issue_comment', issue: 12 }]);
});

test('who closed somebody else’s issue is told with what they said next to that, and of nobody else', () => {
  const comments = [
    { key: '1', author: BOB, at: START + 1000, body: 'Which version?' },
    { key: '2', author: ADA, at: START + 3_500_000, body: 'The last one.' },
    { key: '3', author: BOB, at: START + 3_599_000, body: 'Mended there.' },
    { key: '4', author: STALE, at: START + 3_600_000, body: 'Bye.' },
    { key: '5', author: BOB, at: START + 9_000_000, body: 'Thanks.' },
    { key: '6', at: START + 3_600_000, body: 'From an account that is gone.' },
  ];
  const closers = (more: Partial<RawIssue>): readonly string[] =>
    normalized(issue({ comments, ...more })).flatMap(({ contribution: { key, host } }) =>
      host?.kind === 'issue_comment' && host.closed ? [key] : [],
    );
  const closed = { state: 'closed', closedAt: START + 3_600_000 } as const;
  assert.deepEqual(closers({ ...closed, closedBy: BOB }), ['12/i3']);
  assert.deepEqual(closers({ ...closed, closedBy: ADA }), [], 'their own: that is told of the issue');
  assert.deepEqual(closers({ ...closed, closedBy: account('carol') }), [], 'who said nothing');
  assert.deepEqual([closers(closed), closers({})], [[], []]);
});
