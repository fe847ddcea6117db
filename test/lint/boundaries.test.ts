import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { violation } from './boundaries.js';

const root = path.resolve(import.meta.dirname, '../..');

test('the folder table: one direction only', () => {
  assert.match(violation('src/assess/signals.ts', '../store/store.ts') ?? '', /src\/assess may not import src\/store/);
  assert.match(violation('src/domain/tags.ts', '../util/text.ts') ?? '', /src\/domain may not import src\/util/);
  assert.match(violation('src/cli/tag.ts', '../classify/tagger.ts') ?? '', /src\/cli may not import src\/classify/);
  assert.match(violation('src/engine/server.ts', 'vscode') ?? '', /only src\/host imports vscode/);
  assert.match(violation('src/view/app.tsx', 'node:fs') ?? '', /browser code/);
  assert.match(violation('src/view/app.tsx', '../../test/support/snapshot.ts') ?? '', /outside src/);
  assert.match(violation('src/host/panel.ts', '../mine/host/hosts.ts') ?? '', /src\/host may not import src\/mine/);
  assert.match(violation('src/view/app.tsx', '../mine/host/kinds.ts') ?? '', /src\/view may not import src\/mine/);
  assert.equal(violation('src/host/panel.ts', '../mine/host/kinds.ts'), undefined, 'facts');
  assert.equal(violation('src/host/engine/client.ts', '../../mine/host/kinds.ts'), undefined);
  assert.equal(violation('src/host/panel.ts', 'vscode'), undefined);
  assert.equal(violation('src/mine/git/log.ts', '../../domain/commit.ts'), undefined);
  assert.equal(violation('src/pipeline/run.ts', '../store/store.ts'), undefined);
  assert.equal(violation('test/mine/log.test.ts', '../../src/store/store.ts'), undefined);
});

test('oxlint fails on a known violation in every form an import takes', () => {
  const dir = mkdtempSync(path.join(root, 'test/lint/tmp-'));
  const fileOf = (form: number): string => path.join(dir, `src/assess/bad-${form}.ts`);
  const forms = [
    "import { openStore } from '../store/store.ts';\nexport const x = openStore;",
    "export { openStore } from '../store/store.ts';",
    "export * from '../store/store.ts';",
    "export const x = (): Promise<unknown> => import('../store/store.ts');",
    "export type X = import('../store/store.ts').Store;",
    "import type { Store } from '../store/store.ts';\nexport type X = Store;",
  ];
  try {
    mkdirSync(path.dirname(fileOf(0)), { recursive: true });
    for (const [n, form] of forms.entries()) writeFileSync(fileOf(n), `${form}\n`);
    // Of all of them at once: each start reads the types of the whole project.
    const run = spawnSync(
      process.execPath,
      [path.join(root, 'node_modules/oxlint/bin/oxlint'), '--no-ignore', '--format=unix', path.dirname(fileOf(0))],
      { cwd: root, encoding: 'utf8' },
    );
    assert.notEqual(run.status, 0);
    const lines = run.stdout.split('\n');
    for (const [n, form] of forms.entries())
      assert.ok(
        lines.some((line) => line.includes(`bad-${n}.ts:`) && line.includes('src/assess may not import src/store')),
        `${form}\n${run.stdout}`,
      );
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});
