// The build script over a small source tree of its own: what is fresh costs nothing, what is stale is built without a word, what is too large fails.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test, type TestContext } from 'node:test';

const root = path.resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(path.join(tmpdir(), 'track-record-build-'));
const at = (file: string): string => path.join(folder, file);
const entry = at('src/view/report.tsx');

interface Run {
  readonly status: number | null;
  readonly said: string;
  readonly ms: number;
}

function build(...args: readonly string[]): Run {
  const started = performance.now();
  const run = spawnSync(process.execPath, [at('esbuild.mjs'), ...args], { cwd: folder, encoding: 'utf8' });
  return { status: run.status, said: run.stdout + run.stderr, ms: performance.now() - started };
}

/** Writes a source as if it had been saved a little after everything else. */
function save(file: string, text: string): void {
  writeFileSync(at(file), text);
  const later = new Date(Date.now() + 2000);
  utimesSync(at(file), later, later);
}

before(() => {
  for (const part of ['src/view/charts', 'media/view']) mkdirSync(at(part), { recursive: true });
  copyFileSync(path.join(root, 'esbuild.mjs'), at('esbuild.mjs'));
  symlinkSync(path.join(root, 'node_modules'), at('node_modules'), 'junction');
  for (const file of ['package.json', 'package-lock.json']) writeFileSync(at(file), '{"type":"module"}');
  writeFileSync(entry, 'document.title = "one";\n');
  for (const file of ['view.css', 'theme.css']) writeFileSync(at(`media/view/${file}`), 'body { margin: 0 }\n');
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the first check builds, the next does nothing, both without a word', (t: TestContext) => {
  assert.deepEqual([build('--if-stale').status, build('--if-stale').said], [0, '']);
  const built = statSync(at('dist/view/report.js')).mtimeMs;
  const times = Array.from({ length: 7 }, () => build('--if-stale').ms).sort((a, b) => a - b);
  const bare = Array.from({ length: 7 }, () => {
    const started = performance.now();
    spawnSync(process.execPath, ['--eval', '0']);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  assert.equal(statSync(at('dist/view/report.js')).mtimeMs, built);
  t.diagnostic(`a check of what is fresh takes ${times[3]?.toFixed(0)} ms, Node's own start ${bare[3]?.toFixed(0)} ms (medians of 7)`);
});

test('what was saved or deleted since is built again', () => {
  save('src/view/report.tsx', 'document.title = "two";\n');
  assert.deepEqual([build('--if-stale').status, build('--if-stale').said], [0, '']);
  assert.match(readFileSync(at('dist/view/report.js'), 'utf8'), /two/);
  rmSync(at('dist'), { recursive: true });
  assert.equal(build('--if-stale').status, 0);
  assert.ok(existsSync(at('dist/view/report.js')));
});

test('a source with a mistake fails with its place, and is not taken for built', () => {
  save('src/view/report.tsx', 'document.title = ;\n');
  for (let i = 0; i < 2; i++) {
    const { status, said } = build('--if-stale');
    assert.equal(status, 1);
    assert.match(said, /report\.tsx:1:17/);
  }
});

test('a view over its budget fails, and names what is large', () => {
  save('src/view/large.ts', `export const large = "${randomBytes(100_000).toString('base64')}";\n`);
  save('src/view/report.tsx', 'import { large } from "./large.ts";\ndocument.title = large;\n');
  const { status, said } = build('--if-stale');
  assert.equal(status, 1);
  assert.match(said, /the report before first paint is \d+\.\d KB gzipped, 90 KB allowed/);
  assert.match(said, /KB src\/view\/large\.ts/);
  assert.equal(build('--if-stale').status, 1, 'and it is not taken for built');
});
