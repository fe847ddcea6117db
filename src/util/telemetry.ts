import { isMainThread } from 'node:worker_threads';

/**
 * What keeps onnxruntime from telling its makers of each session (docs/decisions/onnxruntime-reports-nothing.md): the first its opt-out where
 * it has an uploader of its own, the second what its Windows library knows.
 */
const SILENT = ['ORT_DISABLE_TELEMETRY', 'ORT_RUNNING_UNIT_TESTS'] as const;

/**
 * Turns off the telemetry built into the model runtime, for the whole process and what it starts. It is read once, when the first model
 * is loaded; and only the main thread's `process.env` is the process's own. So every entry calls this first, and every place that loads a
 * model calls it again, where it makes sure.
 * @throws Error in another thread where the main thread has not called it.
 */
export function silenceModelRuntime(env: NodeJS.ProcessEnv = process.env, main = isMainThread): void {
  for (const name of SILENT) {
    if (main) env[name] = '1';
    else if (env[name] !== '1')
      throw new Error(`${name} is not set: the main thread must call silenceModelRuntime before it starts another.`);
  }
}
