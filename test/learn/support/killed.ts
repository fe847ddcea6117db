import { train } from '../../../src/learn/train/trainer.ts';
import { LORA, tinyRun } from './training.ts';

// Trains with a checkpoint at every step, and says each step aloud; the test kills it in the middle.
const path = process.argv[2] ?? '';
await train(
  tinyRun(LORA, {
    checkpoint: { path, every: 1 },
    onProgress: ({ step }) => {
      process.stdout.write(`${step}\n`);
    },
  }),
);
