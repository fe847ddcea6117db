// Stands in for the process that tries a device: does what the device's name says here.
import type { ProbeJob, ProbeSays } from '../../../src/classify/probe.ts';

process.once('message', ({ device }: ProbeJob) => {
  const say = (said: ProbeSays): void => void process.send?.(said);
  // As a driver does that goes wrong.
  if (device === 'webgpu') process.kill(process.pid, 'SIGSEGV');
  else if (device === 'dml') process.exit(3);
  // Says nothing, for ever.
  else if (device === 'coreml') setInterval(() => {}, 1000);
  else {
    say({ kind: 'vectors', vectors: [Int8Array.of(1, 2, 3)] });
    say(device === 'cuda' ? { kind: 'timed', milliseconds: 900, over: true } : { kind: 'timed', milliseconds: 7, over: false });
  }
});
