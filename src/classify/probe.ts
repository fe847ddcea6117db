import { TrackRecordError } from '../domain/result.ts';
import { absent, candidates } from './devices.ts';
import type { Device, DeviceChoice, DeviceTrial } from './devices.ts';
import type { Encoder } from './encoder.ts';
import type { DeviceReport } from './messages.ts';
import { cosine } from './vectors.ts';
import type { Embedding } from './vectors.ts';

/** Texts of usual and of great length. */
const PROBE = [
  'fix the parser when a header has no value',
  'add a flag to keep going after the first error\n\nThe exit code still says that something failed. '.repeat(4),
  'bump version',
];
const PROBES = Array.from({ length: 24 }, (_, i) => PROBE[i % PROBE.length] ?? '');
/** Devices compute in different orders and formats; further apart than this is another result. */
const AGREEMENT = 0.98;

interface Candidate {
  readonly device: Device;
  readonly encoder: Encoder;
  readonly milliseconds: number;
  readonly embeddings: readonly Embedding[];
}

/**
 * Opens the encoder where it runs best. `auto`: every device the machine seems to have is loaded, runs a real inference that must agree
 * with the CPU's, and the fastest stays. A fixed choice is that device or an error, never another in its place.
 * @throws TrackRecordError `device-unavailable`
 */
export async function openDevice(
  choice: DeviceChoice,
  load: (device: Device) => Promise<Encoder>,
  platform: NodeJS.Platform = process.platform,
): Promise<{ readonly encoder: Encoder; readonly report: DeviceReport }> {
  if (choice !== 'auto') {
    const encoder = await loadFixed(choice, load);
    return { encoder, report: { device: choice, tried: [{ device: choice, used: true, outcome: 'chosen' }] } };
  }
  const trials: DeviceTrial[] = [];
  const cpu: Candidate = { device: 'cpu', encoder: await load('cpu'), milliseconds: 0, embeddings: [] };
  const wanted = candidates(platform).filter((device) => {
    const reason = absent(device, platform);
    if (reason !== undefined) trials.push({ device, used: false, outcome: reason });
    return reason === undefined;
  });
  // Nothing to compare with: the CPU needs no timing.
  if (wanted.length === 0) {
    return {
      encoder: cpu.encoder,
      report: { device: 'cpu', tried: [...trials, { device: 'cpu', used: true, outcome: 'no other device' }] },
    };
  }
  let best = await timed('cpu', cpu.encoder);
  const reference = best.embeddings;
  const outcomes = new Map<Device, string>([['cpu', `${best.milliseconds.toFixed(0)} ms`]]);
  for (const device of wanted) {
    const rival = await tryDevice(device, load, reference);
    outcomes.set(device, typeof rival === 'string' ? rival : `${rival.milliseconds.toFixed(0)} ms`);
    if (typeof rival === 'string') continue;
    const [winner, loser] = rival.milliseconds < best.milliseconds ? [rival, best] : [best, rival];
    await loser.encoder.release();
    best = winner;
  }
  for (const [device, outcome] of outcomes) trials.push({ device, used: device === best.device, outcome });
  return { encoder: best.encoder, report: { device: best.device, tried: trials } };
}

async function loadFixed(device: Device, load: (device: Device) => Promise<Encoder>): Promise<Encoder> {
  try {
    return await load(device);
  } catch (cause) {
    if (cause instanceof TrackRecordError) throw cause;
    const why = absent(device) ?? reasonOf(cause);
    throw new TrackRecordError('device-unavailable', `The tagger cannot run on ${device}: ${why}. Choose "auto" or "cpu".`, { cause });
  }
}

/** The device with its time, or why it cannot be used. */
async function tryDevice(
  device: Device,
  load: (device: Device) => Promise<Encoder>,
  reference: readonly Embedding[],
): Promise<Candidate | string> {
  let encoder: Encoder | undefined;
  try {
    encoder = await load(device);
    const candidate = await timed(device, encoder);
    const least = Math.min(...candidate.embeddings.map((embedding, i) => cosine(embedding, reference[i] ?? embedding)));
    if (least >= AGREEMENT) return candidate;
    await encoder.release();
    return `its results differ from the CPU's (cosine ${least.toFixed(3)})`;
  } catch (error) {
    await encoder?.release();
    return reasonOf(error);
  }
}

async function timed(device: Device, encoder: Encoder): Promise<Candidate> {
  await encoder.embed(PROBES); // the first run compiles and allocates
  const start = performance.now();
  const embeddings = (await encoder.embed(PROBES)) ?? [];
  return { device, encoder, milliseconds: performance.now() - start, embeddings };
}

/** The last part of what the runtime says; the first is a path in its source. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message
    .replace(/^.*(?:was false\.|ONNXRuntimeError\]) ?/s, '')
    .slice(0, 200)
    .trim();
}
