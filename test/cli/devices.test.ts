// WebGPU for real, on a driver in software: found, compared with the CPU, used; and where there is no adapter, that is said.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import type { Attempt, DeviceReport } from '../../src/domain/device.ts';
import { buildBundles, cliArguments, trackrecord } from '../support/cli.ts';
import { ADA, build, cleanEnvironment, scratch } from '../support/repos.ts';
import { hasSwiftShader, swiftShader } from '../support/swiftshader.ts';

before(() => buildBundles());

const input = `${JSON.stringify({ id: '1', kind: 'commit', subject: 'do not crash' })}\n`;
const attemptsIn = (home: string): readonly Attempt[] =>
  (JSON.parse(readFileSync(path.join(home, 'devices.json'), 'utf8')) as { attempts: Attempt[] }).attempts;

/** A store and a cache of its own. */
function place(t: TestContext, env: Readonly<Record<string, string>> = {}) {
  const home = scratch(t);
  return { home, env: { ...env, TRACKRECORD_CACHE: home } };
}

if (hasSwiftShader) {
  describe('WebGPU', { timeout: 300_000 }, () => {
    test('runs where it has an adapter, and gives the vectors and tags of the CPU', async (t) => {
      const at = place(t, swiftShader());
      const { code, stdout, stderr } = await trackrecord(['tag', '--device', 'webgpu'], { ...at, input });
      assert.equal(code, 0, stderr);
      // This driver lacks what half precision needs: that is found out, and single precision taken.
      const half = attemptsIn(at.home).find(({ device, precision }) => device === 'webgpu' && precision === 'float16');
      assert.ok(half?.finding.kind === 'failed' && /f16/.test(half.finding.reason), JSON.stringify(half));
      const works = attemptsIn(at.home).find(({ device, finding }) => device === 'webgpu' && finding.kind === 'works');
      assert.ok(works?.finding.kind === 'works' && works.finding.agreement >= 0.999, JSON.stringify(attemptsIn(at.home)));
      const left = readdirSync(at.home).filter((name) => name.startsWith('in-use-'));
      assert.deepEqual(left, [], 'it ended in order');
      const cpu = await trackrecord(['tag', '--device', 'cpu'], { ...at, input });
      const scores = (line: string) => (JSON.parse(line) as { tags: { type: { scores: Record<string, number> } } }).tags.type.scores;
      const [ours, theirs] = [scores(stdout), scores(cpu.stdout)];
      for (const [label, p] of Object.entries(theirs)) assert.ok(Math.abs(p - (ours[label] ?? 1)) < 0.03, `${label}: ${p}, ${ours[label]}`);
    });

    test('without an adapter: the CPU runs, and the report, doctor and the refusal say why', async (t) => {
      const at = place(t, swiftShader('none'));
      const repo = path.join(at.home, 'repo');
      build(repo, [{ message: 'Handle empty rows\n', author: { ...ADA, at: 1_767_600_000 }, files: { 'src/a.ts': 'a\n' } }]);
      const ran = await trackrecord(
        ['analyze', repo, '--author', String(ADA.email), '--period', '2026', '--out', path.join(at.home, 'out')],
        at,
      );
      assert.equal(ran.code, 0, ran.stderr);
      const run = JSON.parse(readFileSync(path.join(at.home, 'out/run.json'), 'utf8')) as {
        device: string;
        devices: DeviceReport & { said: readonly string[] };
      };
      assert.deepEqual([run.device, run.devices.asked, run.devices.device], ['cpu', 'auto', 'cpu']);
      assert.match(run.devices.said.join('\n'), /WebGPU: there is no graphics adapter .*No supported adapters/);
      const doctor = await trackrecord(['doctor'], at);
      assert.match(doctor.stdout, /model .* on CPU in .*WebGPU: there is no graphics adapter/);
      const refused = await trackrecord(['tag', '--device', 'webgpu'], { ...at, input });
      assert.equal(refused.code, 1);
      assert.equal(refused.stdout, '');
      assert.match(refused.stderr, /cannot run on WebGPU: .*No supported adapters.*Choose another device/);
    });
  });
}

test('Ctrl-C in the middle of a batch ends in order', { skip: process.platform === 'win32', timeout: 120_000 }, async (t) => {
  const at = place(t);
  const child = spawn(process.execPath, [...cliArguments(), 'tag', '--device', 'cpu'], {
    env: { ...cleanEnvironment(), ...at.env, TRACKRECORD_HOME: at.home },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  // It has tagged some, and is at the others; the input does not end.
  child.stdout.once('data', () => child.kill('SIGINT')).resume();
  for (let i = 0; i < 4000; i++) child.stdin.write(input);
  child.stdin.on('error', () => {});
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  assert.deepEqual([code, signal], [130, null], said);
  assert.match(said, /^Stopped\. What was done is kept/m);
});

test('what is no device is refused, with those there are', async (t) => {
  const refused = await trackrecord(['tag', '--device', 'abacus'], { ...place(t), input });
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /"abacus" is not a device. Use one of: auto, cpu, webgpu, cuda, dml, coreml/);
});
