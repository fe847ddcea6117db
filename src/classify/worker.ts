import { parentPort, workerData } from 'node:worker_threads';
import { TrackRecordError } from '../domain/result.ts';
import { ForeignModels } from './any/models.ts';
import type { Placement } from './choose.ts';
import type { Place } from './encoders.ts';
import type { End, Job, Placed, ReadJob, Reply, WorkerOptions } from './messages.ts';
import { TagService } from './service.ts';

/** The one thread that holds the model: `session.run` blocks its thread for hundreds of milliseconds. Jobs run one after the other. */
const port = parentPort;
if (port) {
  const reply = (message: Reply) => port.postMessage(message);
  const options = workerData as WorkerOptions;
  let answered: ((placed: Placed) => void) | undefined;
  /** Which device to run on is for the owner of this thread to find out, which may take seconds. */
  const place: Place = async (broken) => {
    const answer = new Promise<Placed>((resolve) => (answered = resolve));
    reply({ kind: 'place', ...(broken ? { broken } : {}) });
    return placementOf(await answer);
  };
  const service = new TagService(options, place);
  const foreign = new ForeignModels(options.threads);
  let last = Promise.resolve();
  const end = async (): Promise<void> => {
    await Promise.allSettled([service.close(), foreign.release()]);
    reply({ kind: 'idle' });
  };
  port.on('message', (message: Job | ReadJob | Placed | End) => {
    if ('id' in message) last = last.then(() => run({ service, foreign }, message, reply));
    else if ('end' in message) last = last.then(end);
    else answered?.(message);
  });
}

function placementOf(placed: Placed): Placement {
  if ('placement' in placed) return placed.placement;
  throw new TrackRecordError(placed.reason, placed.message);
}

interface Held {
  readonly service: TagService;
  readonly foreign: ForeignModels;
}

async function run({ service, foreign }: Held, job: Job | ReadJob, reply: (message: Reply) => void): Promise<void> {
  const { id } = job;
  // Nobody waits for it any more: no model need be loaded for it.
  if (Atomics.load(job.cancel, 0) === 1) return reply({ kind: 'cancelled', id });
  try {
    if ('foreign' in job) {
      const readings = await foreign.read(job);
      reply(readings ? { kind: 'read', id, readings } : { kind: 'cancelled', id });
    } else {
      const taggings = await service.tag(job);
      reply(taggings ? { kind: 'done', id, taggings } : { kind: 'cancelled', id });
    }
  } catch (error) {
    const reason = error instanceof TrackRecordError ? error.reason : 'tagger-failed';
    reply({ kind: 'failed', id, reason, message: error instanceof Error ? error.message : String(error) });
  }
}
