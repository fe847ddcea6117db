// What becomes of work when the device that does it fails half way.
import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Broken, Placement } from '../../src/classify/choose.ts';
import { Encoder, type EncoderOptions } from '../../src/classify/encoder.ts';
import { type EncoderInput, Encoders, type Place } from '../../src/classify/encoders.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { MODEL_DIR } from './support/model.ts';

const GPU: Placement = { device: 'webgpu', precision: 'float32' };
const CPU: Placement = { device: 'cpu', precision: 'int8' };
const never = () => false;
const commit: EncoderInput = { kind: 'commit', text: 'fix a crash', files: [] };
const issue: EncoderInput = { kind: 'issue', text: 'it crashes' };

/** Encoders whose GPU is the CPU, and fails where `fails` says so; with what was loaded and asked on the way. */
function encodersOn(fails: (runs: number) => boolean, left: Placement[] = [CPU]) {
  const [asked, loaded]: [Broken[], string[]] = [[], []];
  let runs = 0;
  const place: Place = async (broken) => {
    if (!broken) return GPU;
    asked.push(broken);
    const next = left.shift();
    if (!next) throw new TrackRecordError('device-unavailable', `no device is left (${broken.reason})`);
    return next;
  };
  const load = async (options: EncoderOptions): Promise<Encoder> => {
    loaded.push(options.provider);
    const encoder = await Encoder.load({ ...options, provider: 'cpu' });
    if (options.provider === 'cpu') return encoder;
    const run = encoder.embedTokens.bind(encoder);
    const embedTokens: Encoder['embedTokens'] = (...given) => {
      if (fails(++runs)) throw new Error('[ONNXRuntimeError] device lost');
      return run(...given);
    };
    // What was lost cannot be let go of either.
    return Object.assign(encoder, { embedTokens, release: () => Promise.reject(new Error('device lost')) });
  };
  return { asked, loaded, encoders: new Encoders({ modelDir: MODEL_DIR, threads: 1 }, place, load) };
}

it('a device that fails at work is left for the next one, by both encoders, and nothing is lost', async () => {
  const { asked, loaded, encoders } = encodersOn((runs) => runs > 2);
  const embed = async (by: Encoders) => [
    ...((await by.vectors([commit, issue], 'both', never)) ?? assert.fail()),
    ...((await by.meanings([issue.text], never)) ?? assert.fail()),
  ];
  assert.equal((await embed(encoders)).length, 3);
  assert.deepEqual(loaded, ['webgpu', 'webgpu']);
  const made = await embed(encoders);
  assert.deepEqual(loaded.slice(2), ['cpu', 'cpu']);
  assert.deepEqual(asked, [{ ...GPU, when: 'run', reason: 'device lost' }]);
  const alone = encodersOn(() => true);
  assert.deepEqual(await embed(alone.encoders), made);
  await encoders.release();
});

it('where no device is left that is an error, and the next text begins anew', async () => {
  let lost = true;
  const { asked, encoders } = encodersOn(() => lost, []);
  await assert.rejects(encoders.vectors([commit], 'both', never), { reason: 'device-unavailable', message: /device lost/ });
  lost = false;
  assert.equal((await encoders.vectors([commit], 'both', never))?.length, 1);
  assert.equal(asked.length, 1);
});
