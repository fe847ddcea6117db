// Whatever a code host and the machine do in between, what is read of it ends in one and the same store.
import assert from 'node:assert/strict';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import * as fc from 'fast-check';
import type { Person } from '../../src/domain/contribution.ts';
import type { Repository } from '../../src/mine/git/repository.ts';
import { GitHub } from '../../src/mine/host/github/github.ts';
import type { Hosts } from '../../src/mine/host/hosts.ts';
import { readAddresses } from '../../src/pipeline/addresses.ts';
import type { Whose } from '../../src/pipeline/mine.ts';
import { openPipeline, type Pipeline } from '../../src/pipeline/open.ts';
import { resolvePeriod } from '../../src/pipeline/period.ts';
import { minePulls } from '../../src/pipeline/pulls.ts';
import { Run } from '../../src/pipeline/run.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';
import { type Asked, type Fault, FakeGitHub, type IssueSpec, type PullSpec, user } from '../support/github.ts';
import { ada, at, bob } from '../support/github-history.ts';
import { openFor } from '../support/pipeline.ts';
import { build, git, scratch } from '../support/repos.ts';

/** Pages of these sizes, so that a few pull requests are many pages. */
const SIZES = { pulls: 4, few: 2 };
const PERIODS = [resolvePeriod({ name: 'all' }, Date.now(), 'UTC')];
const LOCATION = 'pull requests at github.example.com';

const PULLS: readonly PullSpec[] = Array.from({ length: 22 }, (_, i) => ({
  number: i + 1,
  title: `feat: change ${i}`,
  author: i % 3 === 0 ? ada : bob,
  // Some of one second.
  createdAt: at(20) + (i - (i % 5 === 4 ? 1 : 0)) * 60_000,
  commits: [
    i % 3 === 0
      ? { sha: String(i).padStart(40, '0'), user: ada }
      : { sha: String(i).padStart(40, '0'), user: bob, name: 'Bob Example', email: 'bob@example.com' },
  ],
  comments:
    i % 4 === 2 ? Array.from({ length: i === 10 ? 24 : 1 }, (_, k) => ({ id: 3000 + 100 * i + k, author: k % 2 === 0 ? ada : bob })) : [],
  // One list that is longer than its first page.
  files: Array.from({ length: i === 9 ? 130 : 2 }, (_, k) => [`src/f${k}.ts`, k, 1] as const),
  reviews:
    i % 3 === 1
      ? [{ id: 5000 + i, author: ada, at: at(25), comments: [{ id: 9000 + i, author: ada, outdated: i % 2 === 0 }] }]
      : [{ id: 5000 + i, author: bob, at: at(25), comments: i % 6 === 0 ? [{ id: 9500 + i, author: bob }] : [] }],
}));

/** Another account of hers. */
const adaAtWork = user('ada-work');

const ISSUES: readonly IssueSpec[] = Array.from({ length: 14 }, (_, i) => ({
  number: 100 + i,
  author: i % 2 === 0 ? ada : i % 5 === 0 ? adaAtWork : bob,
  // Some so close to each other that they are looked at again.
  createdAt: at(20) + i * (i % 4 === 3 ? 400_000 : 3_600_000),
  comments: [
    ...(i % 3 === 1 ? [{ id: 7000 + i, author: i % 2 === 0 ? adaAtWork : ada }] : []),
    ...Array.from({ length: i === 5 ? 120 : 1 }, (_, k) => ({ id: 8000 + 200 * i + k, author: bob })),
  ],
}));

const ADA: Person = {
  id: 'Ada Example <ada@example.com>',
  name: 'Ada Example',
  identities: [
    { id: 'Ada Example <ada@example.com>', name: 'Ada Example', email: 'ada@example.com', login: 'ada', host: 'github.example.com' },
    { id: 'github.example.com/ada-work', name: 'ada-work', email: '', login: 'ada-work', host: 'github.example.com' },
  ],
};

/** What a request meets. */
const FAULTS = {
  'bad gateway': { status: 502 },
  'gateway timeout': { status: 504 },
  'internal error': { status: 500 },
  unavailable: { status: 503 },
  'secondary limit': { status: 403, headers: { 'retry-after': '7' }, body: { message: 'You have exceeded a secondary rate limit.' } },
  'too many': { status: 429 },
  'rate limited': {
    status: 200,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' },
    body: { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] },
  },
  timeout: { status: 200, body: { data: null, errors: [{ message: 'Something went wrong while executing your query.' }] } },
  'used up': {
    status: 200,
    headers: { 'x-ratelimit-remaining': '17', 'x-ratelimit-reset': '0' },
    body: { errors: [{ type: 'RATE_LIMIT', message: 'API rate limit already exceeded for user ID 7.' }] },
  },
  'secondary limit without a time': { status: 200, body: { errors: [{ message: 'You have exceeded a secondary rate limit.' }] } },
  'too many resources': { status: 200, body: { data: { repository: null }, errors: [{ type: 'RESOURCE_LIMITS_EXCEEDED', message: 'x' }] } },
  refused: { status: 401 },
  cut: 'cut',
  slow: 'slow',
  partial: 'partial',
} as const satisfies Readonly<Record<string, Fault>>;

/** A run ends while it waits for an answer, with an answer that is not written, or just after it was written. */
const KILLS = ['killed asking', 'killed before writing', 'killed after writing'] as const;
/** Somebody says something more of a pull request. */
type Step = 'well' | keyof typeof FAULTS | (typeof KILLS)[number] | { readonly updates: number };

class Killed extends Error {}

interface Trial {
  readonly folder: string;
  readonly repository: Repository;
  readonly server: FakeGitHub;
  readonly whose: Whose;
  /** Whether the user's own addresses are read first. */
  readonly own?: boolean;
}

/** One run of a process: the store is opened, read into, and left. @returns whether it ended with nothing left to be read. */
async function run(trial: Trial, steps: Step[] = [], rule: (asked: Asked) => Fault | undefined = () => undefined): Promise<boolean> {
  const { server, whose, repository } = trial;
  const stop = new AbortController();
  const ctx = { now: Date.now, log: silent, signal: stop.signal };
  const pipeline = openPipeline(
    { version: '0', dataDir: trial.folder, modelDir: MODEL_DIR, workerUrl: WORKER_URL, locale: 'en', zone: 'UTC' },
    ctx,
  );
  let doomed: Step | undefined;
  server.rule = (asked) => {
    const fault = rule(asked);
    if (fault) return fault;
    const step = steps.shift() ?? 'well';
    if (typeof step === 'object') {
      const now = Math.max(...server.pulls.map(({ updatedAt, createdAt }) => updatedAt ?? createdAt ?? 0)) + 1000;
      server.pulls = server.pulls.map((pull) =>
        pull.number === step.updates ? { ...pull, title: `${pull.title} again`, updatedAt: now } : pull,
      );
      return undefined;
    }
    if (step === 'killed asking') setImmediate(() => stop.abort());
    if (step === 'killed asking') return 'silence';
    doomed = step;
    const met: Fault | undefined = Object.hasOwn(FAULTS, step) ? FAULTS[step as keyof typeof FAULTS] : undefined;
    // REST has no answers of 200 that say what was wrong.
    return asked.query.startsWith('GET ') && typeof met === 'object' && met.status === 200 ? FAULTS['gateway timeout'] : met;
  };
  const killable = <T>(write: () => T): T => {
    if (doomed === 'killed before writing') throw new Killed();
    const written = write();
    if (doomed === 'killed after writing') throw new Killed();
    return written;
  };
  const store: Pipeline['store'] = {
    ...pipeline.store,
    writeBatch: (batch) => killable(() => pipeline.store.writeBatch(batch)),
    keepMailbox: (mailbox) => killable(() => pipeline.store.keepMailbox(mailbox)),
  };
  const hosts: Hosts = {
    place: () => ({ host: 'github.example.com', place: server.place }),
    access: async (host) => ({ ok: true, value: { host, api: server.api, token: 'planted' } }),
    connect: async (options) => new GitHub({ ...options, sleep: async () => {} }, SIZES),
    asked: ['GitHub'],
  };
  const report = new Run(Date.now);
  try {
    if (trial.own) await readAddresses({ ...pipeline, store }, { repositories: [repository], request: { hosts }, run: report });
    await minePulls({ ...pipeline, store }, { hosts, repositories: [repository], whose, periods: PERIODS, run: report });
    return report.warnings.length === 0;
  } catch (error) {
    if (error instanceof Killed || stop.signal.aborted) return false;
    throw error;
  } finally {
    await pipeline.close();
  }
}

/** All that lies in the store. */
async function stored({ folder, repository, whose }: Trial): Promise<unknown> {
  const ctx = { now: Date.now, log: silent };
  const pipeline = openPipeline(
    { version: '0', dataDir: folder, modelDir: MODEL_DIR, workerUrl: WORKER_URL, locale: 'en', zone: 'UTC' },
    ctx,
  );
  const { store } = pipeline;
  const all = store.query({}).toSorted((a, b) => (a.id < b.id ? -1 : 1));
  const received =
    whose === 'everyone'
      ? []
      : store.received(
          all.map(({ id }) => id),
          whose.identities.map(({ id }) => id),
        );
  const { last = '', ...mark } = store.watermark(repository.id, LOCATION, whose === 'everyone' ? '*' : whose.id) ?? {};
  const own = store.mailboxes().map((mailbox) => ({ ...mailbox, at: 0 }));
  const people = store.identities().toSorted((a, b) => (a.id < b.id ? -1 : 1));
  await pipeline.close();
  return { all, received, mark, last: last.split(',').toSorted(), people, own };
}

async function setUp(t: TestContext) {
  const folder = scratch(t);
  const repo = path.join(folder, 'repo');
  build(repo, [{ message: 'chore: begin', files: { 'README.md': 'x\n' } }]);
  git(repo, ['remote', 'add', 'origin', 'https://github.example.com/example/project.git']);
  const { repository } = await openFor(t, folder, repo);
  const server = await new FakeGitHub().start(t);
  let trials = 0;
  return (whose: Whose, pulls = PULLS, issues: readonly IssueSpec[] = []): Trial => {
    server.pulls = pulls;
    server.issues = issues;
    server.asked.length = 0;
    server.rule = () => undefined;
    return { folder: path.join(folder, `trial-${trials++}`), repository, server, whose };
  };
}

/** Of pull requests, or of issues. */
const isPage = ({ query, variables }: Asked): boolean => 'first' in variables && /\.\.\.(?:pull|issue)\b/.test(query);

test(
  'any order of faults, kills and resumes ends in the store of an undisturbed run, with at most the page in flight asked for twice',
  { timeout: 240_000 },
  async (t) => {
    const begin = await setUp(t);
    const undisturbed = new Map<string, unknown>();
    const expected = async (whose: Whose, pulls: readonly PullSpec[]): Promise<unknown> => {
      const key = JSON.stringify([whose, pulls]);
      if (!undisturbed.has(key)) {
        const trial = { ...begin(whose, pulls, ISSUES), own: true };
        assert.ok(await run(trial));
        undisturbed.set(key, await stored(trial));
      }
      return undisturbed.get(key);
    };
    const step: fc.Arbitrary<Step> = fc.oneof(
      { weight: 6, arbitrary: fc.constant('well' as const) },
      { weight: 8, arbitrary: fc.constantFrom(...(Object.keys(FAULTS) as (keyof typeof FAULTS)[])) },
      { weight: 4, arbitrary: fc.constantFrom(...KILLS) },
      { weight: 1, arbitrary: fc.record({ updates: fc.integer({ min: 1, max: PULLS.length }) }) },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 24 }), fc.boolean(), async (script, everyone) => {
        const trial = { ...begin(everyone ? 'everyone' : ADA, PULLS, ISSUES), own: true };
        const { server } = trial;
        const steps = [...script];
        let last = false;
        for (let runs = 0; (steps.length > 0 || !last) && runs < 40; runs++) last = await run(trial, steps);
        assert.ok(last, 'it comes to an end');
        // What was said while the last run read has moved ahead of where it was: the next sees it.
        assert.ok(await run(trial));
        const kept = await stored(trial);
        const pages = server.asked
          .filter(isPage)
          .flatMap(({ variables: { after, after0, terms0 } }) =>
            typeof (after ?? after0) === 'string' ? [JSON.stringify([terms0, after ?? after0])] : [],
          );
        const disturbances = script.filter((one) => one !== 'well' && typeof one !== 'object').length;
        // Each page once, but for what was in flight when something stood in its way.
        assert.ok(pages.length - new Set(pages).size <= disturbances, `${pages.length} pages, ${new Set(pages).size} of them different`);
        assert.deepEqual(kept, await expected(trial.whose, server.pulls));
      }),
      {
        numRuns: Number(process.env['RUNS'] ?? 16),
        // The last of a page moves ahead, and the first of the next was updated in the same second.
        examples: [[['well', 'well', 'well', 'well', { updates: 15 }], true]],
      },
    );
  },
);

test('a pull request that could not be told is counted, asked for with the next run, and then no more', async (t) => {
  const begin = await setUp(t);
  const trial = begin('everyone');
  assert.ok(!(await run(trial, ['well', ...Array.from({ length: 5 }, () => 'timeout' as const)])), 'it is warned of');
  const whole = begin('everyone');
  await run(whole);
  assert.notDeepEqual(await stored(trial), await stored(whole));
  trial.server.asked.length = 0;
  assert.ok(await run(trial));
  assert.deepEqual(await stored(trial), await stored(whole));
  assert.deepEqual(
    trial.server.asked.map(({ variables }) => variables['number']),
    [undefined, PULLS.length - SIZES.pulls, undefined],
    'and then issues',
  );
  await run(trial);
  assert.equal(trial.server.asked.length, 5);
});

test('one that is gone by then is asked for once more, and not warned of for ever', async (t) => {
  const begin = await setUp(t);
  const trial = begin('everyone');
  assert.ok(!(await run(trial, ['well', ...Array.from({ length: 5 }, () => 'timeout' as const)])));
  const number = PULLS.length - SIZES.pulls;
  trial.server.pulls = trial.server.pulls.filter((pull) => pull.number !== number);
  trial.server.asked.length = 0;
  assert.ok(await run(trial));
  assert.ok(await run(trial));
  assert.deepEqual(
    trial.server.asked.flatMap(({ variables }) => variables['number'] ?? []),
    [number],
  );
});

test('so is an issue', async (t) => {
  const begin = await setUp(t);
  const trial = begin('everyone', [], ISSUES);
  const spot = (after: unknown): number => (typeof after === 'string' ? Number(Buffer.from(after, 'base64').toString()) + 1 : 0);
  // The seventh is too much for the host, alone or with others.
  const isOdd = ({ query, variables: { after0: after, first } }: Asked): boolean =>
    query.includes('...issue') && spot(after) <= 6 && spot(after) + Number(first) > 6;
  const { server } = trial;
  assert.ok(!(await run(trial, [], (asked) => (isOdd(asked) ? FAULTS.timeout : undefined))), 'it is warned of');
  const odd = ISSUES.toSorted((a, b) => (b.createdAt ?? 0) - (a.createdAt ?? 0))[6];
  const whole = begin('everyone', [], ISSUES);
  assert.ok(await run(whole));
  assert.notDeepEqual(await stored(trial), await stored(whole));
  server.asked.length = 0;
  assert.ok(await run(trial));
  assert.deepEqual(await stored(trial), await stored(whole));
  assert.deepEqual(
    server.asked.flatMap(({ variables }) => variables['number'] ?? []),
    [odd?.number],
  );
  const gone = begin('everyone', [], ISSUES);
  assert.ok(!(await run(gone, [], (asked) => (isOdd(asked) ? FAULTS.timeout : undefined))));
  gone.server.issues = ISSUES.filter((issue) => issue !== odd);
  gone.server.asked.length = 0;
  assert.ok(await run(gone));
  assert.ok(await run(gone));
  assert.deepEqual(
    gone.server.asked.flatMap(({ variables }) => variables['number'] ?? []),
    [odd?.number],
    'and not once more where it is gone',
  );
});
