// An engine to fork in tests: the real server and transport around handlers that misbehave when a folder is named after a misbehaviour.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeviceState } from '../../src/domain/device.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { runEngine } from '../../src/engine/process.ts';
import type { Handlers } from '../../src/engine/serve.ts';
import type { Reply } from '../../src/protocol/rpc.ts';
import { makeSnapshot } from './snapshot.ts';

const STEPS = 200;
const NO_DEVICES: DeviceState = { asked: 'auto', candidates: ['cpu'], attempts: [], absent: [] };

/** Blocks this thread for good, as an endless loop in native code would. */
const hang = (): never => {
  for (;;);
};

runEngine(({ log, stale }) => {
  let data = makeSnapshot({ rows: 400 });
  let revision = 1;
  let underWay = 0;
  /** What a run answers where nothing goes wrong. */
  const done = (warnings: string[] = []): Reply<'analyze'> => ({
    revision,
    contributions: data.rows.length,
    added: 0,
    milliseconds: 1,
    device: 'cpu',
    warnings,
  });

  const handlers: Handlers = {
    open: async ({ folder, locale }) => {
      if (locale !== data.locale) data = makeSnapshot({ rows: 400, locale });
      if (folder === 'crash') process.exit(9);
      if (folder === 'hang') hang();
      if (folder === 'newer')
        throw new TrackRecordError('store-newer', 'The store was written by a newer Track Record. Update the extension.');
      log.info('store opened', { folder });
      return { revision };
    },
    analyze: async ({ folders }, call) => {
      switch (path.basename(folders[0] ?? '')) {
        case 'crash':
          process.stderr.write('a native fault\n');
          return process.abort();
        case 'exit':
          return process.exit(3);
        case 'throw-later':
          setTimeout(() => {
            throw new Error('nobody awaited this');
          });
          await sleep(60_000);
          return done();
        case 'hang':
          return hang();
        case 'refuse':
          throw new TrackRecordError('git-missing', 'git was not found. Install it, or set "git.path".');
        case 'fail':
          throw new RangeError('index out of range');
        case 'overlap':
          underWay++;
          await sleep(30);
          return done([String(underWay--)]);
        case 'slow':
          for (let step = 1; step <= STEPS; step++) {
            call.progress({ stage: 'mine', done: step, total: STEPS });
            await sleep(5, undefined, { signal: call.signal });
          }
          return done();
        case 'endless':
          for (let step = 0; ; step++) {
            call.progress({ stage: 'mine', done: step % STEPS, total: STEPS });
            await sleep(5, undefined, { signal: call.signal });
          }
        case 'change':
          stale(++revision);
          return done();
        default:
          return done();
      }
    },
    head: async () => {
      const { rows: _, noise: __, themes, ...rest } = data;
      return { ...rest, themes: themes.map(({ contributions, ...theme }) => ({ ...theme, count: contributions.length })), noiseCounts: {} };
    },
    // Asked for more than a frame holds, where the body is long.
    rows: async ({ offset, limit, query }) => ({
      revision,
      total: data.rows.length,
      rows: data.rows.slice(offset, offset + limit).map((row) => (query.text ? { ...row, body: query.text.repeat(2000) } : row)),
    }),
    row: async ({ id }) => {
      const position = data.rows.findIndex((row) => row.id === id);
      const row = data.rows[position];
      return { revision, position, ...(row ? { row } : {}) };
    },
    noise: async ({ offset, limit, reason }) => {
      const lines = data.noise.filter((line) => line.reason === reason);
      return { revision, total: lines.length, rows: lines.slice(offset, offset + limit) };
    },
    authors: async () => [{ id: 'Ada Example <ada@example.com>', name: 'Ada Example', email: 'ada@example.com', commits: 41, self: true }],
    teaching: async () => ({ corrections: 0, promoted: 0 }),
    learn: async () => {
      throw new TrackRecordError('too-few-corrections', 'There are no corrections to learn from.');
    },
    promote: async () => ({ corrections: 0, promoted: 0 }),
    rollBack: async () => ({ corrections: 0, promoted: 0 }),
    act: async () => ({ revision: ++revision, done: [`act-${revision}`], undone: [] }),
    revert: async () => ({ revision: ++revision }),
    claim: async () => ({ revision }),
    previewLog: async () => ({ name: 'log.md', digest: '', text: '# log.md\n', entries: 0, changes: 0, problems: 0, doubts: 0 }),
    importLog: async () => ({ revision: ++revision, name: 'log.md', entries: 0 }),
    removeLog: async () => ({ revision: ++revision, name: 'log.md', entries: 0 }),
    undoLog: async () => ({ revision: ++revision, name: 'log.md', entries: 0 }),
    logs: async () => [],
    identities: async () => ({
      revision,
      person: { id: data.person.id, name: data.person.name, identities: [] },
      suggestions: [],
      decisions: [],
      others: [],
    }),
    changes: async ({ id }) => ({ key: id.slice(-8), subject: '', files: [] }),
    file: async () => ({ text: '' }),
    document: async ({ as }) => ({ text: `# ${as}\n`, person: data.person.name, period: data.period.name, contributions: 1, warnings: [] }),
    accessLog: async () => [{ at: 0, act: 'view', subject: 'Ada Example <ada@example.com>', detail: 'all' }],
    rubricFile: async () => ({}),
    checkRubric: async () => [],
    explain: async () => null,
    devices: async () => NO_DEVICES,
    tagger: async () => ({ model: data.run.model, devices: NO_DEVICES, corrections: [] }),
    modelState: async ({ model }) => ({ model, ready: true }),
    modelOffer: async () => ({ revision: 'a', license: null, from: 'https://hub.example.com', bytes: 0, files: [] }),
    modelDownload: async ({ model }) => ({ folder: model }),
    stored: async () => ({ path: 'store.db', bytes: 4096, items: [{ name: 'contributions', count: data.rows.length, note: '' }] }),
    erase: async () => ({ removed: ['store.db'] }),
  };
  return handlers;
});
