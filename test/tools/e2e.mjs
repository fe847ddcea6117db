// Runs the tests in the real editor: `npm run test:e2e`. An editor is many processes of others, and once in some hundred commands it loses a
// key. What failed is run once more by itself, and the output tells ("passed on attempt 0" is what was not); failing twice is a failure.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const state = path.join(root, 'test/.cache/e2e.json');
const run = () =>
  spawnSync(process.execPath, ['--test', '--test-concurrency=1', `--test-rerun-failures=${state}`, 'test/e2e/*.test.ts'], {
    cwd: root,
    stdio: 'inherit',
  }).status === 0;

mkdirSync(path.dirname(state), { recursive: true });
// Left by a run before, it would count as passed what this one has not tried.
rmSync(state, { force: true });
let passed = run();
if (!passed) {
  console.log('\nWhat failed is run once more:\n');
  passed = run();
}
rmSync(state, { force: true });
process.exitCode = passed ? 0 : 1;
