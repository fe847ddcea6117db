// Devices in the engine: tried while it answers others, chosen, refused; what was tagged stays.
import assert from 'node:assert/strict';
import path from 'node:path';
import { before, test, type TestContext } from 'node:test';
import manifest from '../../package.json' with { type: 'json' };
import { TrackRecordError } from '../../src/domain/result.ts';
import { buildBundles } from '../support/cli.ts';
import { build, scratch } from '../support/repos.ts';
import { ANY, engineOn, KEY } from './support.ts';

before(() => buildBundles());

const on = (t: TestContext, folder: string, device?: string) =>
  engineOn(t, folder, {
    open: async () => ({ folder, key: KEY, locale: 'en', zone: 'UTC', version: manifest.version, ...(device ? { device } : {}) }),
  });
/** One that no platform has together with the others. */
const FOREIGN = process.platform === 'win32' ? 'coreml' : 'dml';

test('devices are tried when asked for, in other processes: meanwhile others are answered, and a cancel is heard', async (t) => {
  const engine = on(t, scratch(t));
  const order: string[] = [];
  const tried = engine.request('devices', { again: true }).finally(() => order.push('devices'));
  for (let i = 0; i < 5; i++) await engine.request('stored', {});
  order.push('stored');
  const { placement, attempts, at } = await tried;
  assert.deepEqual(order, ['stored', 'devices']);
  assert.ok(placement && at !== undefined);
  assert.ok(attempts.some(({ device, finding }) => device === 'cpu' && finding.kind === 'works' && finding.milliseconds !== undefined));
  assert.deepEqual(await engine.request('devices', { again: false }), await tried, 'kept');
  const abort = new AbortController();
  const cancelled = engine.request('devices', { again: true }, { signal: abort.signal });
  abort.abort();
  await assert.rejects(cancelled, (error) => error instanceof TrackRecordError && error.reason === 'cancelled');
});

test('a chosen device that does not work is an error that says why; with another one all goes on, and what was tagged stays', async (t) => {
  const dir = scratch(t);
  const { path: repo } = build(path.join(dir, 'repo'), [{ message: 'handle the empty line', files: { a: '1' } }]);
  const story = { folders: [repo], period: 'all', author: 'ada@example.com' };
  const folder = path.join(dir, 'store');
  const refusing = on(t, folder, FOREIGN);
  await assert.rejects(
    refusing.request('analyze', story),
    (error) =>
      error instanceof TrackRecordError &&
      error.reason === 'device-unavailable' &&
      /cannot run on \w+.*Choose another device/.test(error.message),
  );
  assert.equal((await refusing.request('tagger', {})).devices.placement, undefined);
  await refusing.stop();
  const { device, devices } = await on(t, folder, 'cpu').request('analyze', story);
  assert.deepEqual([device, devices?.asked, devices?.device], ['cpu', 'cpu', 'cpu']);
  const auto = on(t, folder);
  const again = await auto.request('analyze', story);
  assert.equal(again.devices, undefined, 'nothing had to be tagged again');
  const { rows } = await auto.request('rows', { ...story, query: ANY, offset: 0, limit: 10 });
  assert.ok(rows[0]?.tag);
});
