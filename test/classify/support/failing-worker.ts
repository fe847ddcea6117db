// Stands in for the worker: does what a text says, to see what its owner makes of it.
import { parentPort } from 'node:worker_threads';
import type { End, Job, Placed, Reply } from '../../../src/classify/messages.ts';

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's port, not window.postMessage
const reply = (message: Reply) => parentPort?.postMessage(message);
/** The job during which the device fails. */
let moving: Job | undefined;

parentPort?.on('message', (message: Job | Placed | End) => {
  if ('end' in message) return reply({ kind: 'idle' });
  if (!('id' in message)) return placed(message);
  const text = message.inputs[0]?.text;
  if (text === 'exit') process.exit(3);
  if (text === 'throw') throw new Error('out of luck');
  if (text === 'never') return;
  if (text === 'move') {
    moving = message;
    reply({ kind: 'place' });
  } else done(message);
});

const done = ({ id, inputs }: Job) => reply({ kind: 'done', id, taggings: inputs.map(() => ({ tags: {}, embedding: new Int8Array(1) })) });

function placed(answer: Placed): void {
  if (!('placement' in answer) || !moving) throw new Error('no place');
  const { device, precision } = answer.placement;
  if (precision === 'float32') done(moving);
  else reply({ kind: 'place', broken: { device, precision, when: 'run', reason: 'device lost' } });
}
