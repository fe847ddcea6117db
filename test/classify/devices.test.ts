import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { type Try, type Tried, tryIn } from '../../src/classify/attempt.ts';
import { choose } from '../../src/classify/choose.ts';
import { assertRuntime, type Machine } from '../../src/classify/devices.ts';
import { Placer, type PlacerOptions } from '../../src/classify/placer.ts';
import type { ProbeJob } from '../../src/classify/probe.ts';
import { type Attempt, type Device, deviceWords, findingWords, type Precision } from '../../src/domain/device.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { MODEL_DIR } from './support/model.ts';

const works = (device: Device, precision: Precision, milliseconds: number, over = false): Attempt => ({
  device,
  precision,
  finding: { kind: 'works', milliseconds, over, agreement: 1 },
});
const withReason = (reason: string, message: RegExp) => (error: unknown) =>
  error instanceof TrackRecordError && error.reason === reason && message.test(error.message);

describe('choosing', () => {
  const cpu = [works('cpu', 'float32', 20), works('cpu', 'int8', 10)];

  it('takes the fastest, each device in its best precision', () => {
    assert.deepEqual(choose('auto', cpu), { device: 'cpu', precision: 'int8' });
    assert.deepEqual(choose('auto', [...cpu, works('webgpu', 'float32', 5)]), { device: 'webgpu', precision: 'float32' });
    // The CPU is compared in 8 bits, GPUs in half precision.
    assert.deepEqual(choose('auto', [...cpu, works('webgpu', 'float32', 9), works('webgpu', 'float16', 8)]), {
      device: 'webgpu',
      precision: 'float16',
    });
    assert.deepEqual(choose('auto', [...cpu, works('webgpu', 'float32', 15)]), { device: 'cpu', precision: 'int8' });
  });

  it('puts what was not waited for last', () => {
    assert.deepEqual(choose('auto', [...cpu, works('webgpu', 'float32', 1, true)]), { device: 'cpu', precision: 'int8' });
  });

  it('takes what was chosen, however slow, and nothing else', () => {
    assert.deepEqual(choose('webgpu', [...cpu, works('webgpu', 'float32', 1000, true)]), { device: 'webgpu', precision: 'float32' });
    const crashed: Attempt = { device: 'webgpu', precision: 'float32', finding: { kind: 'crashed', how: 'SIGSEGV' } };
    assert.equal(choose('webgpu', [...cpu, crashed]), undefined);
  });

  it('runs in single precision on a CPU whose 8-bit arithmetic is wrong', () => {
    const wrong: Attempt = { device: 'cpu', precision: 'int8', finding: { kind: 'differs', agreement: 0.4 } };
    assert.deepEqual(choose('auto', [works('cpu', 'float32', 20), wrong]), { device: 'cpu', precision: 'float32' });
  });
});

const A = Int8Array.of(100, 0, 0);
const B = Int8Array.of(0, 100, 0);
const ran = (milliseconds: number, vectors = [A]): Tried => ({ kind: 'ran', vectors, milliseconds, over: false });

describe('placing', () => {
  const dir = mkdtempSync(path.join(tmpdir(), 'track-record-devices-'));
  after(() => rmSync(dir, { recursive: true, force: true }));
  const file = path.join(dir, 'cache/devices.json');
  let tried: string[] = [];
  beforeEach(() => {
    tried = [];
    rmSync(file, { force: true });
  });
  /** What each does; others run in 10 ms and agree. */
  let does: Readonly<Record<string, Tried>> = {};
  const attempt: Try = async ({ device, precision, patience }: ProbeJob) => {
    tried.push(`${device} ${precision}`);
    const came = does[`${device} ${precision}`] ?? ran(10);
    return patience === 0 && came.kind === 'ran' ? { kind: 'ran', vectors: came.vectors, over: false } : came;
  };
  const machine = (candidates: readonly Device[], absent: ReturnType<Machine['absent']> = []): Machine => ({
    candidates: () => candidates,
    absent: (devices) => absent.filter(({ device }) => devices.includes(device)),
  });
  const placer = (options: Partial<PlacerOptions> = {}) =>
    new Placer({
      modelDir: MODEL_DIR,
      probeUrl: new URL('file:///unused'),
      choice: 'auto',
      threads: 2,
      file,
      now: () => 5,
      attempt,
      machine: machine(['webgpu']),
      ...options,
    });

  it('tries all devices once, keeps what they do, and says so', async () => {
    does = { 'cpu int8': ran(8), 'webgpu float16': { kind: 'failed', reason: 'no f16' }, 'webgpu float32': ran(3) };
    const { asked, device, precision, attempts } = await placer().place();
    assert.deepEqual({ asked, device, precision }, { asked: 'auto', device: 'webgpu', precision: 'float32' });
    assert.deepEqual(deviceWords('webgpu', { attempts, absent: [] }, 'en'), [
      'in half precision: it cannot run here (no f16)',
      'in single precision: 3 ms a batch',
    ]);
    const once = [...tried];
    assert.deepEqual(once, ['cpu float32', 'cpu int8', 'webgpu float16', 'webgpu float32']);
    assert.equal((await placer().place()).device, 'webgpu');
    assert.deepEqual(tried, once, 'known from before');
    assert.equal((await placer().state(false)).at, 5);
  });

  it('tries again for other threads, where the file is damaged, where a device has come, and where asked to', async () => {
    does = {};
    await placer({ machine: machine([]) }).place();
    const first = tried.length;
    const triedBy = async (next: () => Promise<unknown>): Promise<boolean> => {
      tried = [];
      await next();
      return tried.length > 0;
    };
    assert.ok(first > 0);
    assert.ok(!(await triedBy(() => placer({ machine: machine([]) }).place())));
    assert.ok(await triedBy(() => placer({ machine: machine([]), threads: 3 }).place()), 'other threads');
    const lacking = machine(['webgpu'], [{ device: 'webgpu', missing: 'vulkan' }]);
    assert.ok(await triedBy(() => placer({ machine: lacking }).place()), 'back to two threads');
    assert.ok(!(await triedBy(() => placer({ machine: lacking }).place())));
    assert.ok(await triedBy(() => placer().place()), 'a Vulkan loader was installed');
    assert.ok(await triedBy(() => placer().state(true)), 'the user asks');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.slice(0, text.length >> 1));
    assert.ok(await triedBy(() => placer().place()), 'damaged');
    writeFileSync(file, text.replace(/"key":"\w+/, '"key":"0'));
    assert.ok(await triedBy(() => placer().place()), 'another model');
  });

  it('places all the same where nothing can be kept', async () => {
    does = {};
    const blocked = path.join(dir, 'a-file');
    writeFileSync(blocked, '');
    assert.equal((await placer({ file: path.join(blocked, 'devices.json') }).place()).device, 'cpu');
  });

  it('does not use what disagrees with the CPU, and says by how much', async () => {
    does = { 'webgpu float16': ran(1, [B]), 'webgpu float32': ran(1, [B]) };
    const { device, attempts } = await placer().place();
    assert.equal(device, 'cpu');
    const words = deviceWords('webgpu', { attempts, absent: [] }, 'en');
    assert.deepEqual(words, ["its results differ from the CPU's (cosine 0.0000)"], 'once, for both precisions');
  });

  it('runs in single precision where 8 bits disagree, and says so', async () => {
    does = { 'cpu int8': ran(1, [B]) };
    const { device, precision, attempts } = await placer({ choice: 'cpu' }).place();
    assert.deepEqual({ device, precision }, { device: 'cpu', precision: 'float32' });
    assert.match(deviceWords('cpu', { attempts, absent: [] }, 'zh-cn').join('；'), /8 位整数：结果与 CPU 不一致/);
  });

  it('refuses a chosen device that does not work: says why and what to do, and takes no other', async () => {
    const no: Tried = { kind: 'failed', reason: 'Failed to get a WebGPU adapter: No supported adapters' };
    does = { 'webgpu float16': no, 'webgpu float32': no };
    await assert.rejects(
      placer({ choice: 'webgpu' }).place(),
      withReason(
        'device-unavailable',
        /cannot run on WebGPU: .*there is no graphics adapter .*No supported adapters.*Choose another device, or "auto"/,
      ),
    );
    does = {};
    const lacking = machine(['cuda'], [{ device: 'cuda', missing: 'cuda-libraries' }]);
    await assert.rejects(
      placer({ choice: 'cuda', machine: lacking }).place(),
      withReason('device-unavailable', /cannot run on CUDA: onnxruntime's CUDA libraries are not on this machine/),
    );
    assert.ok(!tried.includes('cuda float32'), 'it was not even tried');
    does = { 'cpu float32': { kind: 'crashed', how: 'SIGILL' } };
    await assert.rejects(
      placer({ threads: 1 }).place(),
      withReason('device-unavailable', /not even run on the CPU: it crashed \(SIGILL\)/),
    );
  });

  const GPU: Readonly<Record<string, Tried>> = { 'webgpu float16': ran(2), 'webgpu float32': ran(3) };

  it('goes elsewhere when a device cannot be loaded that had worked, where none was chosen, and tries it at the next start', async () => {
    does = GPU;
    const auto = placer();
    let report = await auto.place();
    assert.equal(report.device, 'webgpu');
    while (report.device === 'webgpu') report = await auto.place(undefined, { ...report, when: 'load', reason: 'out of memory' });
    assert.equal(report.device, 'cpu');
    assert.match(deviceWords('webgpu', report, 'en').join('; '), /it cannot run here \(out of memory\)/);
    const fixed = placer({ choice: 'webgpu' });
    const broken = async (): Promise<never> => {
      for (;;) await fixed.place(undefined, { ...(await fixed.place()), when: 'load', reason: 'out of memory' });
    };
    await assert.rejects(broken, withReason('device-unavailable', /out of memory/));
    assert.equal((await fixed.place()).device, 'webgpu', 'who asks again begins anew');
  });

  it('leaves a device that failed at work for good, until the devices are tried again', async () => {
    does = GPU;
    const auto = placer();
    const { device } = await auto.place(undefined, { ...(await auto.place()), when: 'run', reason: 'device lost' });
    assert.equal(device, 'cpu');
    const next = await placer().place();
    assert.equal(next.device, 'cpu', 'the next start does not choose it');
    assert.deepEqual(deviceWords('webgpu', next, 'en'), [
      'it failed at work (device lost); to use it again, have the devices tried again (Select Device, or doctor --probe)',
    ]);
    await assert.rejects(
      placer({ choice: 'webgpu' }).place(),
      withReason('device-unavailable', /WebGPU: it failed at work \(device lost\)/),
    );
    await placer().state(true);
    assert.equal((await placer().place()).device, 'webgpu');
  });

  it('begins anew on the CPU at the next start, whatever happened there', async () => {
    does = {};
    const alone = placer({ machine: machine([]) });
    const first = await alone.place();
    const second = await alone.place(undefined, { ...first, when: 'run', reason: 'out of memory' });
    assert.deepEqual([first.precision, second.precision], ['int8', 'float32']);
    await assert.rejects(
      alone.place(undefined, { ...second, when: 'run', reason: 'out of memory' }),
      withReason('device-unavailable', /CPU: it failed at work \(out of memory\)/),
    );
    assert.equal((await alone.place()).precision, 'int8');
    assert.equal((await placer({ machine: machine([]) }).place()).precision, 'int8');
  });

  describe('where a process dies at work', () => {
    const folder = path.dirname(file);
    const inUse = () => readdirSync(folder).filter((name) => name.startsWith('in-use-'));
    /** A process that works on WebGPU, as often as it was left there by others, and ends in one way or another. */
    const working = (how: string): void => {
      const module = new URL('../../src/classify/in-use.ts', import.meta.url).href;
      const code = `const { InUse } = await import(${JSON.stringify(module)});
        const use = new InUse(${JSON.stringify(folder)});
        use.begin('webgpu', use.abandoned().get('webgpu') ?? 0);
        ${how}`;
      spawnSync(process.execPath, ['--input-type=module', '--eval', code]);
    };
    const dies = () => working(`process.kill(process.pid, 'SIGKILL'); setInterval(() => {}, 1000);`);

    it('the device is tried again before it is trusted, and not after a second death', async () => {
      does = GPU;
      assert.equal((await placer().place()).device, 'webgpu');
      tried = [];
      dies();
      const again = placer();
      assert.equal((await again.place()).device, 'webgpu');
      assert.match(tried.join(), /webgpu float16/, 'tried in a process of its own');
      again.release();
      assert.deepEqual(inUse(), []);
      dies();
      dies();
      const given = await placer().place();
      assert.equal(given.device, 'cpu');
      assert.match(deviceWords('webgpu', given, 'en').join(), /^the process ended 2 times in a row while it was at work/);
      tried = [];
      assert.equal((await placer().place()).device, 'cpu');
      assert.deepEqual(tried, [], 'known from before');
      await assert.rejects(placer({ choice: 'webgpu' }).place(), withReason('device-unavailable', /ended 2 times in a row/));
      await placer().state(true);
      assert.equal((await placer().place()).device, 'webgpu');
    });

    it('the others are as fast as they were', async () => {
      does = { ...GPU, 'cuda float16': ran(1), 'cuda float32': ran(1) };
      const both = machine(['cuda', 'webgpu']);
      await placer({ machine: both }).place();
      dies();
      dies();
      await assert.rejects(placer({ machine: both, choice: 'webgpu' }).place(), withReason('device-unavailable', /in a row/));
      assert.equal((await placer({ machine: both }).place()).device, 'cuda');
    });

    it('a device that crashes when it is tried again is left', async () => {
      does = GPU;
      await placer().place();
      dies();
      does = { 'webgpu float16': { kind: 'crashed', how: 'SIGSEGV' }, 'webgpu float32': { kind: 'crashed', how: 'SIGSEGV' } };
      assert.equal((await placer().place()).device, 'cpu');
    });

    it('one that ends in order leaves nothing, nor does a thread that is still at work', async () => {
      does = GPU;
      const own = placer();
      await own.place();
      assert.equal(inUse().length, 1);
      working('process.exit(0);');
      assert.equal(inUse().length, 1);
      tried = [];
      await placer().place();
      assert.deepEqual(tried, []);
      own.release();
      // As left by a process that had this one's number.
      writeFileSync(path.join(folder, 'in-use-1-0.json'), JSON.stringify({ device: 'webgpu', pid: process.pid, started: 1, deaths: 0 }));
      writeFileSync(path.join(folder, 'in-use-2-0.json'), 'cut sh');
      await placer().place();
      assert.match(tried.join(), /webgpu float16/);
    });
  });
});

describe('the process that tries', { timeout: 120_000 }, () => {
  const job = (device: Device, patience = 1000): ProbeJob => ({
    device,
    precision: 'float32',
    graph: '',
    tokenizer: '',
    dimensions: 3,
    maxTokens: 8,
    threads: 1,
    patience,
  });
  const odd = tryIn(new URL('./support/odd-probe.ts', import.meta.url), 20_000);

  it('may crash, exit, or be too slow: its asker lives on and is told', async () => {
    const [crashed, exited, slow, fine] = await Promise.all([odd(job('webgpu')), odd(job('dml')), odd(job('cuda')), odd(job('cpu'))]);
    assert.deepEqual(crashed, { kind: 'crashed', how: process.platform === 'win32' ? 'exit code 1' : 'SIGSEGV' });
    assert.deepEqual(exited, { kind: 'crashed', how: 'exit code 3' });
    const vectors = [Int8Array.of(1, 2, 3)];
    assert.deepEqual(slow, { kind: 'ran', vectors, milliseconds: 900, over: true });
    assert.deepEqual(fine, { kind: 'ran', vectors, milliseconds: 7, over: false });
  });

  it('may hang: it is ended, at the latest when nobody waits for it any more', async () => {
    const patient = tryIn(new URL('./support/odd-probe.ts', import.meta.url), 300);
    assert.deepEqual(await patient(job('coreml')), { kind: 'silent', seconds: 0.3 });
    const reason = new Error('enough');
    const stop = new AbortController();
    const hung = odd(job('coreml'), stop.signal);
    stop.abort(reason);
    await assert.rejects(hung, reason);
    await assert.rejects(odd(job('coreml'), AbortSignal.abort(reason)), reason);
  });

  it('is waited for on the CPU, however slow the machine is', async () => {
    const hasty = tryIn(new URL('./support/odd-probe.ts', import.meta.url), 1);
    assert.equal((await hasty(job('cuda'))).kind, 'silent');
    assert.equal((await hasty(job('cpu'))).kind, 'ran');
  });

  it('runs the shipped model: 8 bits agree with single precision on this CPU, and other requests are answered meanwhile', async () => {
    const placer = new Placer({
      modelDir: MODEL_DIR,
      probeUrl: new URL('../../src/classify/probe-main.ts', import.meta.url),
      choice: 'cpu',
      threads: 1,
      now: Date.now,
    });
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    const { device, precision, attempts } = await placer.place();
    clearInterval(timer);
    assert.deepEqual({ device, precision }, { device: 'cpu', precision: 'int8' });
    assert.deepEqual(
      attempts.map(({ finding }) => finding.kind),
      ['works', 'works'],
    );
    assert.ok(turns > 10, `the loop came round ${turns} times`);
  });
});

it('a platform that the runtime is not built for is said to be so, in place of what a process would die of', () => {
  assertRuntime();
  assert.throws(
    () => assertRuntime({ version: '1.30.0', folder: path.join(MODEL_DIR, 'nowhere') }),
    withReason('device-unavailable', /onnxruntime 1\.30\.0\) is not built for \w+ on \w+: nothing can be tagged/),
  );
});

it('every finding has words in both languages', () => {
  const findings = [
    { kind: 'works', over: false, agreement: 1 },
    { kind: 'works', milliseconds: 3.25, over: true, agreement: 1 },
    { kind: 'differs', agreement: 0.5 },
    { kind: 'failed', reason: 'No supported adapters' },
    { kind: 'failed', reason: 'because' },
    { kind: 'crashed', how: 'SIGSEGV' },
    { kind: 'silent', seconds: 60 },
    { kind: 'broke', reason: 'because' },
    { kind: 'died', times: 2 },
  ] as const;
  assert.equal(new Set(findings.map((one) => findingWords(one, 'en'))).size, findings.length);
  for (const one of findings) assert.match(findingWords(one, 'zh-cn'), /\p{Script=Han}/u);
});
