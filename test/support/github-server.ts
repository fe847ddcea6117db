// A GitHub of the tests in a process of its own, so that what reads from it is measured alone: `node github-server.ts PULLS COMMENTS`.
// Says its address once it listens, and how often it was asked whenever it is told anything.
import { DAY, FakeGitHub, type PullSpec, START, user } from './github.ts';

const [pulls = 0, comments = 0] = process.argv.slice(2).map(Number);
const PEOPLE = Array.from({ length: 40 }, (_, i) => user(`dev${i}`, `Dev ${i}`, 1000 + i));
const person = (i: number) => PEOPLE[i % PEOPLE.length] ?? user('dev0');
const hex = (n: number): string => n.toString(16).padStart(40, '0');
/** As long as such texts are. */
const TEXT = 'The last field is lost where a quote ends the line: see the second case of the table, and what the reader does with it. ';

function pullOf(i: number): PullSpec {
  const at = START + i * 600_000;
  const commit = (n: number) => ({
    sha: hex(i * 10 + n),
    message: `feat: part ${n} of ${i}\n\n${TEXT}`,
    at: at + n * 1000,
    user: person(i),
  });
  const review = (n: number, each: number) => ({
    id: i * 10 + n,
    author: person(i + n),
    state: n === 1 ? 'CHANGES_REQUESTED' : 'APPROVED',
    body: TEXT,
    at: at + DAY + n * 3_600_000,
    comments: Array.from({ length: each }, (_, k) => ({
      id: i * 100 + n * 10 + k,
      author: person(i + n),
      body: TEXT.repeat(1 + (k % 3)),
      path: `src/m${i % 50}/f${k}.ts`,
      outdated: k % 2 === 0,
    })),
  });
  const half = comments >> 1;
  return {
    number: i,
    title: `feat(parser): change number ${i}`,
    body: TEXT.repeat(4),
    author: person(i),
    createdAt: at,
    mergedAt: at + 2 * DAY,
    merge: { sha: hex(i * 10 + 9), subject: `feat(parser): change number ${i} (#${i})`, at: at + 2 * DAY, parents: 1 },
    labels: ['enhancement'],
    files: Array.from({ length: 6 }, (_, k) => [`src/m${i % 50}/f${k}.ts`, 12, 3] as const),
    commits: [commit(1), commit(2), commit(3)],
    events: [{ type: 'ReviewRequestedEvent', at: at + 1000, login: `dev${(i + 1) % PEOPLE.length}` }],
    reviews: [review(1, half), review(2, comments - half)],
  };
}

const server = await new FakeGitHub().start({ after: () => {} });
server.pulls = Array.from({ length: pulls }, (_, i) => pullOf(i + 1));
process.on('message', () => process.send?.({ asked: server.asked.length }));
process.on('disconnect', () => process.exit());
process.send?.({ api: server.api });
