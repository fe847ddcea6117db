import { silenceModelRuntime } from '../util/telemetry.ts';
import { probe, type ProbeJob, type ProbeSays } from './probe.ts';

// The process that tries a device: a driver that crashes takes this one with it, and no other.

silenceModelRuntime();
process.once('message', (job: ProbeJob) => {
  // Its asker may have gone; then nobody reads it.
  const say = (said: ProbeSays): void => void process.send?.(said, undefined, undefined, () => {});
  void probe(job, say).finally(() => process.disconnect?.());
});
