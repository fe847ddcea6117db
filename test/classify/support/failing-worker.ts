// Stands in for the worker: does what a text says, to see what its owner makes of it.
import { parentPort } from 'node:worker_threads';
import type { Job, Reply } from '../../../src/classify/messages.ts';

parentPort?.on('message', (job: Job) => {
  const text = job.inputs[0]?.text;
  if (text === 'exit') process.exit(3);
  if (text === 'throw') throw new Error('out of luck');
  if (text === 'never') return;
  const reply: Reply = { kind: 'done', id: job.id, taggings: job.inputs.map(() => ({ tags: {}, embedding: new Int8Array(1) })) };
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not window.postMessage
  parentPort?.postMessage(reply);
});
