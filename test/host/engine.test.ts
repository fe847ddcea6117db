import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress } from '../../src/domain/report.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { Engine, type EngineOptions, type EngineState } from '../../src/host/engine/client.ts';
import type { Logger } from '../../src/util/context.ts';

const MODULE = path.join(import.meta.dirname, '../support/engine.ts');
const OPEN = { folder: 'a', key: '0'.repeat(64), locale: 'en', zone: 'Europe/Berlin', version: '0.1.0' } as const;
const ANY = { text: '', type: '', repo: '', theme: '', sort: 'newest' } as const;
const QUICK = { firstMs: 20, longestMs: 100, crashes: 3, withinMs: 60_000 };

let engines: Engine[] = [];
let lines: string[] = [];
const write = (message: string, data?: object): void => void lines.push(data ? `${message} ${JSON.stringify(data)}` : message);
const log: Logger = { debug: write, info: write, warn: write, error: write };

function engine(options: Partial<EngineOptions> = {}): Engine {
  const made = new Engine({ module: MODULE, open: async () => OPEN, log, backoff: QUICK, ...options });
  engines.push(made);
  return made;
}

/** Runs until `done` holds: for what happens in another process. */
async function until(done: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 10_000; !done(); await sleep(10)) if (Date.now() > deadline) assert.fail(`${what} did not happen`);
}

const alive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const refusedWith = (reason: string, message?: RegExp) => (error: unknown) =>
  error instanceof TrackRecordError && error.reason === reason && (message === undefined || message.test(error.message));

afterEach(async () => {
  await Promise.all(engines.map((one) => one.dispose()));
  engines = [];
  lines = [];
});

describe('the life of the engine', () => {
  test('it starts with the first request, serves many and ends with the window', async () => {
    const one = engine();
    const states: EngineState[] = [];
    one.onState.add((state) => states.push(state));
    assert.equal(one.pid, undefined);
    const [first, second] = await Promise.all([one.request('analyze', { folders: [] }), one.request('authors', { folders: [], limit: 5 })]);
    assert.equal(first.contributions, 400);
    assert.equal(second[0]?.email, 'ada@example.com');
    const { pid } = one;
    assert.ok(pid && alive(pid));
    await one.dispose();
    assert.ok(!alive(pid));
    assert.deepEqual(states, ['starting', 'ready', 'off']);
    await assert.rejects(one.request('stored', {}), refusedWith('engine-stopped'));
  });

  test('its compiled code is kept for the next start', async (t) => {
    const compiled = path.join(mkdtempSync(path.join(tmpdir(), 'track-record-compiled-')), 'compiled');
    t.after(() => rmSync(path.dirname(compiled), { recursive: true, force: true }));
    const one = engine({ compiled });
    await one.request('stored', {});
    await one.dispose();
    assert.ok(readdirSync(compiled, { recursive: true, withFileTypes: true }).some((entry) => entry.isFile()));
  });

  for (const when of [0, 600]) {
    test(`it ends by itself when the editor is gone ${when} ms after the start`, async () => {
      const child = fork(MODULE, [], { serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
      await sleep(when);
      child.disconnect();
      assert.deepEqual(await once(child, 'exit'), [0, null]);
    });
  }

  test('a start that the store refuses tells why, and the next request tries again', async () => {
    let folder = 'newer';
    const one = engine({ open: async () => ({ ...OPEN, folder }) });
    await assert.rejects(one.request('stored', {}), refusedWith('store-newer', /Update the extension/));
    assert.equal(one.state, 'off');
    folder = 'a';
    assert.equal((await one.request('stored', {})).path, 'store.db');
  });

  test('a failure to find the key is told as it is', async () => {
    const one = engine({ open: () => Promise.reject(new TrackRecordError('key-missing', 'No key.')) });
    await assert.rejects(one.request('stored', {}), refusedWith('key-missing'));
    assert.equal(one.pid, undefined);
  });
});

describe('crashes', () => {
  for (const [how, said] of [
    ['crash', /signal SIGABRT|exit code/],
    ['exit', /exit code 3/],
    ['throw-later', /exit code 70/],
  ] as const) {
    test(`${how}: what is awaited is rejected at once with what to do, and the next request finds a new engine`, async () => {
      const one = engine();
      const crashes: TrackRecordError[] = [];
      one.onCrash.add((why) => crashes.push(why));
      await one.request('stored', {});
      const before = one.pid;
      const other = one.request('analyze', { folders: ['slow'] });
      const results = await Promise.allSettled([one.request('analyze', { folders: [how] }), other]);
      // `exclusive`: the crash waits for its turn after the slow one, or the other way round; neither may hang.
      const [crashed] = results;
      assert.equal(crashed.status, 'rejected');
      assert.ok(refusedWith('engine-crashed', said)(crashed.reason), String(crashed.reason));
      assert.match((crashed.reason as Error).message, /Try again.*Show Log/);
      assert.equal(crashes.length, 1);
      assert.equal((await one.request('stored', {})).path, 'store.db');
      assert.notEqual(one.pid, before);
    });
  }

  test('all that is awaited is rejected when the process is killed, also a page and a start', async () => {
    const one = engine();
    await one.request('stored', {});
    const awaited = [one.request('analyze', { folders: ['endless'] }), one.request('analyze', { folders: ['endless'] })];
    await sleep(50);
    const started = performance.now();
    process.kill(one.pid ?? 0, 'SIGKILL');
    for (const result of await Promise.allSettled(awaited))
      assert.ok(result.status === 'rejected' && refusedWith('engine-crashed', /signal SIGKILL/)(result.reason));
    assert.ok(performance.now() - started < 500, 'rejected at once');
  });

  test('it waits longer after each crash, then leaves it until the user asks', async () => {
    const one = engine();
    const states: EngineState[] = [];
    one.onState.add((state) => states.push(state));
    for (let crash = 0; crash < QUICK.crashes; crash++)
      await assert.rejects(one.request('analyze', { folders: ['exit'] }), refusedWith('engine-crashed'));
    assert.equal(one.state, 'failed');
    assert.equal(states.filter((state) => state === 'waiting').length, QUICK.crashes - 1);
    await assert.rejects(one.request('stored', {}), refusedWith('engine-failed', /3 times.*Refresh/));
    one.forgive();
    assert.equal((await one.request('stored', {})).path, 'store.db');
  });

  test('one that never comes up is ended', async () => {
    const one = engine({ open: async () => ({ ...OPEN, folder: 'hang' }), timing: { pingEveryMs: 50, startWithinMs: 1000 } });
    await assert.rejects(one.request('stored', {}), refusedWith('engine-hung'));
  });

  test('one that crashes while it starts is told as a crash', async () => {
    const one = engine({ open: async () => ({ ...OPEN, folder: 'crash' }) });
    await assert.rejects(one.request('stored', {}), refusedWith('engine-crashed', /exit code 9/));
  });

  test('a bundle that is not there is told as a crash, with what Node said in the log', async () => {
    const one = engine({ module: path.join(import.meta.dirname, 'no-such-engine.js') });
    await assert.rejects(one.request('stored', {}), refusedWith('engine-crashed'));
    await until(() => lines.some((line) => /Cannot find module/.test(line)), 'the line in the log');
  });

  test('what it writes to standard error is in the log', async () => {
    const one = engine();
    await assert.rejects(one.request('analyze', { folders: ['crash'] }), refusedWith('engine-crashed'));
    await until(() => lines.includes('engine: a native fault'), 'the line in the log');
  });

  test('one that hangs is ended', async () => {
    const one = engine({ timing: { pingEveryMs: 50, hangAfterMs: 500, startWithinMs: 20_000 } });
    await one.request('analyze', { folders: ['slow'] });
    await assert.rejects(one.request('analyze', { folders: ['hang'] }), refusedWith('engine-hung', /did not answer/));
    assert.equal((await one.request('stored', {})).path, 'store.db');
  });

  test('one that works for long is not taken for one that hangs', async () => {
    const one = engine({ timing: { pingEveryMs: 50, hangAfterMs: 500 } });
    for (let n = 0; n < 2; n++) assert.equal((await one.request('analyze', { folders: ['slow'] })).contributions, 400);
  });
});

describe('requests', () => {
  test('progress is told, thinned out, and ends with the last step', async () => {
    const one = engine();
    const told: Progress[] = [];
    const started = performance.now();
    await one.request('analyze', { folders: ['slow'] }, { onProgress: (progress) => told.push(progress) });
    const most = (performance.now() - started) / 100 + 2;
    assert.ok(told.length >= 5 && told.length <= most, `${told.length} of 200, at most ${most}`);
    assert.deepEqual(told.at(-1), { stage: 'mine', done: 200, total: 200 });
    assert.deepEqual(
      told.map(({ done }) => done),
      told.map(({ done }) => done).toSorted((a, b) => a - b),
    );
  });

  test('a cancelled request ends soon, and the engine goes on', async () => {
    const one = engine();
    await one.request('stored', {});
    const { pid } = one;
    const abort = new AbortController();
    const awaited = one.request('analyze', { folders: ['endless'] }, { signal: abort.signal });
    await sleep(50);
    const at = performance.now();
    abort.abort();
    await assert.rejects(awaited, refusedWith('cancelled'));
    assert.ok(performance.now() - at < 200);
    assert.equal((await one.request('analyze', { folders: [] })).contributions, 400);
    assert.equal(one.pid, pid);
  });

  test('one that waits for its turn can be cancelled too, and so can one that waits for the start', async () => {
    const one = engine();
    const early = new AbortController();
    const starting = one.request('stored', {}, { signal: early.signal });
    early.abort();
    await assert.rejects(starting, refusedWith('cancelled'));
    const long = one.request('analyze', { folders: ['slow'] });
    const abort = new AbortController();
    const queued = one.request('analyze', { folders: ['slow'] }, { signal: abort.signal });
    await sleep(100);
    abort.abort();
    await assert.rejects(queued, refusedWith('cancelled'));
    assert.equal((await long).contributions, 400);
    await assert.rejects(one.request('stored', {}, { signal: AbortSignal.abort() }), refusedWith('cancelled'));
  });

  test('the caller of a handler that blocks its thread is let go', async () => {
    const one = engine({ timing: { cancelGraceMs: 100 } });
    await one.request('stored', {});
    const abort = new AbortController();
    const awaited = one.request('analyze', { folders: ['hang'] }, { signal: abort.signal });
    abort.abort();
    await assert.rejects(awaited, refusedWith('cancelled'));
  });

  test('those that change the store run one after the other, others answer meanwhile', async () => {
    const one = engine();
    await one.request('stored', {});
    const overlapping = Promise.all([1, 2, 3].map(() => one.request('analyze', { folders: ['overlap'] })));
    const long = one.request('analyze', { folders: ['slow'] });
    const times: number[] = [];
    for (let n = 0; n < 20; n++) {
      const at = performance.now();
      await one.request('rows', { folders: [], query: ANY, offset: n * 20, limit: 20 });
      times.push(performance.now() - at);
    }
    assert.ok(Math.max(...times) < 1000, `slowest page: ${Math.max(...times)} ms`);
    assert.deepEqual(
      (await overlapping).map(({ warnings }) => warnings[0]),
      ['1', '1', '1'],
    );
    await long;
  });

  test('an answer of many megabytes arrives whole', async () => {
    const one = engine();
    const text = 'å😀\u0000x';
    const { rows } = await one.request('rows', { folders: [], query: { ...ANY, text }, offset: 0, limit: 200 });
    assert.equal(rows.length, 200);
    assert.ok(rows.every(({ body }) => body === text.repeat(2000)));
  });

  test('a refusal keeps its reason and words; what nobody planned is told and logged with its stack', async () => {
    const one = engine();
    await assert.rejects(one.request('analyze', { folders: ['refuse'] }), refusedWith('git-missing', /Install it/));
    await assert.rejects(one.request('analyze', { folders: ['fail'] }), refusedWith('internal', /index out of range/));
    await until(() => lines.some((line) => line.includes('RangeError') && line.includes('engine.ts')), 'the stack in the log');
  });

  test('parameters are checked where they arrive', async () => {
    const one = engine();
    await assert.rejects(
      one.request('rows', { folders: [], query: ANY, offset: 0, limit: 10_000 }),
      refusedWith('bad-message', /rows request: limit/),
    );
    await assert.rejects(
      engine({ open: async () => ({ ...OPEN, key: 'short' }) }).request('stored', {}),
      refusedWith('bad-message', /open request: key/),
    );
  });

  test('the editor hears that the store has changed', async () => {
    const one = engine();
    const revisions: number[] = [];
    one.onStale.add((revision) => revisions.push(revision));
    await one.request('analyze', { folders: ['change'] });
    await until(() => revisions.length > 0, 'the notice');
    assert.deepEqual(revisions, [2]);
  });
});
