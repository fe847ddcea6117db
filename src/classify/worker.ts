import { parentPort, workerData } from 'node:worker_threads';
import { TrackRecordError } from '../domain/result.ts';
import type { Job, Reply, WorkerOptions } from './messages.ts';
import { TagService } from './service.ts';

/** The one thread that holds the model: `session.run` blocks its thread for hundreds of milliseconds. Jobs run one after the other. */
const port = parentPort;
if (port) {
  const reply = (message: Reply) => port.postMessage(message);
  const service = new TagService(workerData as WorkerOptions, (report) => reply({ kind: 'device', report }));
  let last = Promise.resolve();
  port.on('message', (job: Job) => {
    last = last.then(() => run(service, job, reply));
  });
}

async function run(service: TagService, job: Job, reply: (message: Reply) => void): Promise<void> {
  const { id } = job;
  try {
    const taggings = await service.tag(job);
    reply(taggings ? { kind: 'done', id, taggings } : { kind: 'cancelled', id });
  } catch (error) {
    const reason = error instanceof TrackRecordError ? error.reason : 'tagger-failed';
    reply({ kind: 'failed', id, reason, message: error instanceof Error ? error.message : String(error) });
  }
}
