// What each device of this machine makes of the newest commits of a real repository: `npm run bench -- --devices --repo PATH`.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { THIS_MACHINE } from '../../src/classify/devices.ts';
import { createTagger, type Tagged, type TaggerInput } from '../../src/classify/tagger.ts';
import type { Device } from '../../src/domain/device.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { silent } from '../../src/util/context.ts';
import type { Line } from './history.ts';
import { messageOf, newestCommits } from './messages.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const COMMITS = 4000;
const ROUNDS = 3;

export async function benchDevices(repo: string, tell: (line: Line) => void): Promise<void> {
  const commits = await newestCommits(repo, COMMITS);
  const inputs = commits.map((commit): TaggerInput => ({ id: commit.sha, kind: 'commit', text: messageOf(commit), files: commit.files }));
  const scratch = mkdtempSync(path.join(tmpdir(), 'track-record-bench-'));
  try {
    const reference = await run('cpu', inputs, scratch);
    tell(line('cpu', `${reference.rate.toFixed(0)} a second`));
    for (const device of THIS_MACHINE.candidates()) {
      const made = await run(device, inputs, scratch).catch((error: unknown) => {
        if (error instanceof TrackRecordError && error.reason === 'device-unavailable') return error.message;
        throw error;
      });
      if (typeof made === 'string') tell(line(device, made));
      else tell(line(device, `${made.rate.toFixed(0)} a second, ${agreement(reference.tagged, made.tagged)}`));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

const line = (device: Device, value: string): Line => ({ name: `${device}: commits tagged`, value, limit: '-', ok: 'no limit' });

/** The rate is the median of rounds, after one that loads and, on a GPU, finds how large its batches may be. */
async function run(device: Device, inputs: readonly TaggerInput[], scratch: string): Promise<{ rate: number; tagged: Tagged[] }> {
  const tagger = await createTagger({
    modelDir: path.join(ROOT, 'models'),
    workerUrl: pathToFileURL(path.join(ROOT, 'dist/worker.js')),
    device,
    findings: path.join(scratch, 'devices.json'),
    ctx: { now: Date.now, log: silent },
  });
  try {
    const round = async (): Promise<Tagged[]> => {
      const tagged: Tagged[] = [];
      for await (const one of tagger.tag(inputs)) tagged.push(one);
      return tagged;
    };
    const tagged = await round();
    const rates: number[] = [];
    for (let k = 0; k < ROUNDS; k++) {
      const start = performance.now();
      await round();
      rates.push(inputs.length / ((performance.now() - start) / 1000));
    }
    return { rate: rates.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN, tagged };
  } finally {
    await tagger.close();
  }
}

function agreement(one: readonly Tagged[], other: readonly Tagged[]): string {
  const pairs = one.flatMap(({ tags }, i) => (tags.type && !tags.type.unsure ? [[tags.type.label, other[i]?.tags.type?.label]] : []));
  return `the CPU's label for ${pairs.filter(([a, b]) => a === b).length} of the ${pairs.length} it is sure of`;
}
