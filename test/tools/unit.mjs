// Runs the files of unit tests beside each other, two at least: on two processors Node would take one at a time, in half as long again.
import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

const files = process.argv.length > 2 ? process.argv.slice(2) : ['test/!(e2e)/**/*.test.ts'];
const beside = Math.max(2, availableParallelism() - 1);
const { status } = spawnSync(process.execPath, ['--test', `--test-concurrency=${beside}`, ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
