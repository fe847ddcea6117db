// Nothing but the store, and what devices do, is written, and nobody is told, when the model runs: the runtime's own telemetry is off.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { silenceModelRuntime } from '../../src/util/telemetry.ts';
import { engineOn } from '../engine/support.ts';
import { buildBundles, CLI } from '../support/cli.ts';
import { build, scratch } from '../support/repos.ts';

before(() => buildBundles());

/** Of a user's machine: the runtime is silent by itself where a variable says that it runs in CI. */
const homely = (home: string): NodeJS.ProcessEnv => {
  const kept = ['PATH', 'SYSTEMROOT', 'SYSTEMDRIVE', 'WINDIR', 'LD_LIBRARY_PATH'];
  const own = Object.entries(process.env).filter(([name]) => kept.includes(name.toUpperCase()));
  return {
    ...Object.fromEntries(own),
    HOME: home,
    USERPROFILE: home,
    LOCALAPPDATA: home,
    APPDATA: home,
    XDG_CACHE_HOME: path.join(home, 'cache'),
  };
};
/** But for the command line's compiled code: test/cli/compiled.test.ts. */
const written = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((one) =>
        one.isFile() && !one.parentPath.split(path.sep).includes('compiled') ? [one.name] : [],
      )
    : [];

const LINE = `${JSON.stringify({ id: '1', kind: 'commit', subject: 'handle the empty line' })}\n`;

/** What the devices of the machine do: written by us, told to nobody. */
const OURS = ['devices.json'];

describe('the model runs and leaves nothing of its own at home', () => {
  test('on the command line', (t) => {
    const [home, data] = [scratch(t), scratch(t)];
    const env = { ...homely(home), TRACKRECORD_HOME: data };
    const told = execFileSync(process.execPath, [CLI, 'tag', '--jsonl'], { input: LINE, env, encoding: 'utf8' });
    assert.match(told, /"label"/);
    assert.deepEqual(written(home), OURS);
  });

  test('in the engine of the editor', async (t) => {
    const [home, data] = [scratch(t), scratch(t)];
    const { path: repo } = build(path.join(scratch(t), 'repo'), [{ message: 'handle the empty line', files: { a: '1' } }]);
    const before = { ...process.env };
    t.after(() => (process.env = before));
    process.env = homely(home);
    const { device } = await engineOn(t, data).request('analyze', { folders: [repo], period: 'all', author: 'ada@example.com' });
    assert.ok(device.length > 0);
    assert.deepEqual(written(home), OURS);
  });

  test(
    'and would not, if nobody turned it off',
    { skip: !['linux', 'darwin'].includes(process.platform) && 'this library has no uploader' },
    (t) => {
      const home = scratch(t);
      const graph = path.join(import.meta.dirname, '../../models/encoder-cpu.onnx');
      const script = `import('onnxruntime-node').then(({ default: ort }) => ort.InferenceSession.create(${JSON.stringify(graph)}))`;
      execFileSync(process.execPath, ['-e', script], { cwd: path.dirname(graph), env: homely(home) });
      assert.ok(written(home).includes('deviceid'), 'the runtime has no telemetry any more: docs/decisions says what to take out');
    },
  );
});

test('a thread cannot turn it off, and says so where the process did not', () => {
  const env: NodeJS.ProcessEnv = {};
  assert.throws(() => silenceModelRuntime(env, false), /must call silenceModelRuntime/);
  silenceModelRuntime(env, true);
  silenceModelRuntime(env, false);
  assert.equal(env['ORT_DISABLE_TELEMETRY'], '1');
});
