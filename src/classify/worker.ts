import { parentPort, workerData } from 'node:worker_threads';
import { TrackRecordError } from '../domain/result.ts';
import { ForeignModels } from './any/models.ts';
import type { Job, ReadJob, Reply, WorkerOptions } from './messages.ts';
import { TagService } from './service.ts';

/** The one thread that holds the model: `session.run` blocks its thread for hundreds of milliseconds. Jobs run one after the other. */
const port = parentPort;
if (port) {
  const reply = (message: Reply) => port.postMessage(message);
  const options = workerData as WorkerOptions;
  const service = new TagService(options, (report) => reply({ kind: 'device', report }));
  const foreign = new ForeignModels(options.threads);
  let last = Promise.resolve();
  port.on('message', (job: Job | ReadJob) => {
    last = last.then(() => run({ service, foreign }, job, reply));
  });
}

interface Held {
  readonly service: TagService;
  readonly foreign: ForeignModels;
}

async function run({ service, foreign }: Held, job: Job | ReadJob, reply: (message: Reply) => void): Promise<void> {
  const { id } = job;
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
