// A small history in which work landed in every way there is, and what GitHub says of it.
import type { TestContext } from 'node:test';
import {
  bot,
  type CommitSpec as HostCommit,
  DAY,
  FakeGitHub,
  type IssueSpec,
  type PullSpec,
  type RepositorySpec,
  START,
  user,
} from './github.ts';
import { ADA, BOB, build, type CommitSpec, git } from './repos.ts';

export const ada = user('ada', 'Ada Example', 7);
export const bob = user('bob', 'Bob Example', 8);
const seconds = (at: number): number => Math.floor(at / 1000);
export const at = (day: number): number => START + day * DAY;

/** Main: 0 direct, 1 2 and their merge 3 (#1), 4 squashed from 7 8 (#2), 5 6 rebased from 9 10 (#3); 11 of a closed #4; 12 of an open #7. */
const commits: readonly CommitSpec[] = [
  { message: 'chore: begin', author: { ...ADA, at: seconds(at(0)) }, files: { 'README.md': 'x\n' } },
  { message: 'feat: one', author: { ...ADA, at: seconds(at(1)) }, files: { 'src/a.ts': '1\n' }, ref: 'refs/heads/one', parents: [0] },
  { message: 'feat: one more', author: { ...ADA, at: seconds(at(2)) }, files: { 'src/a.ts': '1\n2\n' }, ref: 'refs/heads/one' },
  {
    message: 'Merge pull request #1 from ada/one',
    author: { ...BOB, at: seconds(at(3)) },
    parents: [0, 2],
    files: { 'src/a.ts': '1\n2\n' },
  },
  { message: 'feat: two (#2)', author: { ...ADA, at: seconds(at(5)) }, files: { 'src/b.ts': '1\n2\n' } },
  { message: 'fix: three', author: { ...ADA, at: seconds(at(6)) }, files: { 'src/c.ts': '1\n' } },
  { message: 'fix: three more', author: { ...ADA, at: seconds(at(6) + 5000) }, files: { 'src/c.ts': '1\n2\n' } },
  { message: 'wip two', author: { ...ADA, at: seconds(at(4)) }, files: { 'src/b.ts': '1\n' }, ref: 'refs/heads/two', parents: [3] },
  { message: 'wip two done', author: { ...ADA, at: seconds(at(4) + 9000) }, files: { 'src/b.ts': '1\n2\n' }, ref: 'refs/heads/two' },
  { message: 'fix: three', author: { ...ADA, at: seconds(at(6)) }, files: { 'src/c.ts': '1\n' }, ref: 'refs/heads/three', parents: [3] },
  { message: 'fix: three more', author: { ...ADA, at: seconds(at(6) + 5000) }, files: { 'src/c.ts': '1\n2\n' }, ref: 'refs/heads/three' },
  { message: 'feat: four', author: { ...ADA, at: seconds(at(7)) }, files: { 'src/d.ts': '1\n' }, ref: 'refs/heads/four', parents: [6] },
  { message: 'feat: seven', author: { ...ADA, at: seconds(at(8)) }, files: { 'src/e.ts': '1\n' }, ref: 'refs/heads/seven', parents: [6] },
];

/** `shas`: of the commits above, in their order. */
function pullsOf(shas: readonly string[]): readonly PullSpec[] {
  const sha = (i: number): string => shas[i] ?? '';
  const commit = (i: number, more: Partial<HostCommit> = {}): HostCommit => {
    const spec = commits[i];
    return { sha: sha(i), message: String(spec?.message), at: Number(spec?.author?.at) * 1000, user: ada, ...more };
  };
  const merge = (i: number, parents: number): NonNullable<PullSpec['merge']> => {
    const { message, at: time } = commit(i);
    return { sha: sha(i), subject: message ?? '', at: time ?? 0, parents };
  };
  const review = {
    id: 1,
    author: bob,
    state: 'APPROVED',
    at: at(2) + 1000,
    body: 'Good.',
    comments: [
      {
        id: 11,
        author: bob,
        body: 'What of an empty file?\n\nIt has no first line.',
        outdated: true,
        resolved: true,
        hunk: '@@ -0,0 +1,2 @@\n+1\n+2',
      },
      { id: 12, author: ada, body: 'It is empty.', at: at(2) + 60_000, reply: true },
    ],
  };
  const byRobot = { id: 2, author: bot('lint'), at: at(2) + 2000, body: 'Two lines.' };
  return [
    {
      number: 1,
      title: 'feat: one',
      author: ada,
      createdAt: at(2),
      mergedAt: at(3),
      merge: merge(3, 2),
      commits: [commit(1), commit(2)],
      reviews: [review, byRobot],
      files: [['src/a.ts', 2, 0, 'ADDED']],
    },
    {
      number: 2,
      title: 'feat: two',
      author: ada,
      createdAt: at(4),
      mergedAt: at(5),
      merge: merge(4, 1),
      commits: [commit(7), commit(8, { name: 'ada', email: 'ada@laptop.example.com' })],
    },
    {
      number: 3,
      title: 'fix: three',
      author: ada,
      createdAt: at(6),
      mergedAt: at(7),
      merge: merge(6, 1),
      commits: [commit(9), commit(10)],
      closes: [8, 'example/other#2'],
      checks: 'SUCCESS',
    },
    { number: 4, title: 'feat: four', author: ada, createdAt: at(7), updatedAt: at(8), state: 'CLOSED', commits: [commit(11)] },
    { number: 5, title: 'Bump everything', author: bot('dependabot'), createdAt: at(8), mergedAt: at(8) + 1000 },
    {
      number: 6,
      title: 'feat(writer): quote fields',
      author: bob,
      createdAt: at(8),
      updatedAt: at(10),
      commits: [{ sha: 'f'.repeat(40), name: 'Bob Example', email: 'bob@example.com', user: bob }],
      events: [{ type: 'ReviewRequestedEvent', at: at(9), login: 'ada' }],
      reviews: [
        {
          id: 61,
          author: ada,
          state: 'CHANGES_REQUESTED',
          body: 'The last field is lost.',
          at: at(9) + 3_600_000,
          comments: [
            {
              id: 611,
              author: ada,
              body: 'This loses the last field.\n\nSee RFC 4180.',
              outdated: true,
              resolved: true,
              hunk: '@@ -1,2 +1,3 @@\n const fields = [];\n-fields.push(field);\n+if (quoted) fields.push(field);',
            },
            { id: 612, author: bob, body: 'True.', reply: true },
          ],
        },
        { id: 62, author: bob, body: 'Done.', at: at(9) + 7_200_000 },
      ],
      comments: [
        { id: 621, author: ada, body: 'I shall look again tomorrow.\n\nWhat of tabs?', at: at(9) + 8_000_000 },
        { id: 622, author: bob, body: 'They are fields too.', at: at(9) + 9_000_000 },
        { id: 623, author: bot('coverage'), body: '@ada 98% of lines.', at: at(9) + 9_100_000 },
      ],
    },
    { number: 7, title: 'feat: seven', author: ada, createdAt: at(8), updatedAt: at(11), commits: [commit(12)], events: DRAFTED },
  ];
}

const DRAFTED = [
  { type: 'ConvertToDraftEvent', at: at(8) + 3_600_000 },
  { type: 'ReadyForReviewEvent', at: at(10) + 3_600_000 },
];

/** 8 is Ada's, closed by #3; 9 is Bob's, both speak in it, and Ada closes it; 10 is a program's; 20 is Ada's and open. */
const ISSUES: readonly IssueSpec[] = [
  {
    number: 8,
    title: 'Fields with a line break are cut',
    body: 'With `a\\nb` in quotes only `a` is read.',
    author: ada,
    createdAt: at(5),
    labels: ['bug'],
    closed: { by: ada, at: at(7), pull: 3 },
    comments: [
      { id: 801, author: ada, body: 'Also in the writer.' },
      { id: 802, author: bob, body: 'Seen.' },
    ],
  },
  {
    number: 9,
    title: 'How is the separator chosen?',
    author: bob,
    createdAt: at(6),
    updatedAt: at(9),
    closed: { by: ada, at: at(8) },
    comments: [
      { id: 901, author: ada, body: 'By the first line.\n\nSee the reader.' },
      { id: 902, author: bob, body: 'Thanks.' },
      { id: 903, author: bot('stale'), body: '@ada this is stale.' },
    ],
  },
  { number: 10, title: 'Dependency dashboard', author: bot('renovate'), createdAt: at(6), comments: [] },
  { number: 20, title: 'Read UTF-16', author: ada, createdAt: at(10) },
];

/** The history as a clone in `repo`, its pull requests on a server of the test's own, and the environment that names it, but for a token. */
export async function onGitHub(t: TestContext, repo: string, remote: string) {
  const { shas } = build(repo, commits);
  git(repo, ['remote', 'add', 'origin', remote]);
  const server = await new FakeGitHub().start(t);
  server.pulls = pullsOf(shas);
  server.issues = ISSUES;
  server.elsewhere = [
    { number: 1, author: ada, createdAt: at(3) },
    { number: 2, author: ada, createdAt: at(4) },
    { number: 3, author: bob, createdAt: at(4) },
    { number: 4, author: ada, createdAt: at(-40) },
  ];
  return { repo, shas, server, env: { GITHUB_SERVER_URL: 'https://github.example.com', GITHUB_API_URL: server.api } };
}

/** Repositories of an organisation: in three of them Ada opened, reviewed or said something, in the fourth Bob did alone. */
export const ACME: Readonly<Record<string, RepositorySpec>> = {
  'acme/core': {
    pulls: [{ number: 1, author: ada, title: 'feat: a core', createdAt: at(12), commits: [{ sha: 'a1'.repeat(20), user: ada }] }],
  },
  'acme/fork': {
    fork: true,
    pulls: [{ number: 2, author: bob, createdAt: at(12), reviews: [{ id: 21, author: ada, state: 'APPROVED', at: at(13) }] }],
  },
  'acme/old': { archived: true, issues: [{ number: 3, author: bob, createdAt: at(12), comments: [{ id: 31, author: ada, at: at(13) }] }] },
  'acme/theirs': { pulls: [{ number: 4, author: bob, createdAt: at(12) }], issues: [{ number: 5, author: bob, createdAt: at(12) }] },
};
