import { createRequire } from 'node:module';
import { registerSuites } from './suites.ts';

interface Mocha {
  readonly suite: { emit(event: 'pre-require', globals: typeof globalThis, file: string, mocha: Mocha): void };
  run(done: (failures: number) => void): void;
}

/** Called by the editor within its extension host; rejects where a test has failed. */
export function run(): Promise<void> {
  const Mocha = createRequire(__filename)(MOCHA) as new (options: object) => Mocha;
  const mocha = new Mocha({ ui: 'tdd', reporter: 'spec', color: false, timeout: 120_000 });
  mocha.suite.emit('pre-require', globalThis, __filename, mocha);
  registerSuites();
  return new Promise((resolve, reject) =>
    mocha.run((failures) => (failures === 0 ? resolve() : reject(new Error(`${failures} of the tests inside the extension host failed`)))),
  );
}
