// Labels and a model of the user's own in the real editor: labels are shown and filtered by, and a model of the hub is fetched only after the
// user has been asked twice.
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { FrameLocator } from 'playwright-core';
import { classifierFiles } from '../classify/support/foreign.ts';
import { fakeHub } from '../support/hub.ts';
import { ADA, build, git, scratch } from '../support/repos.ts';
import { startEditor } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { quickPick, runCommand, webview } from './harness/workbench.ts';
import { idle, openPanel, title } from './support.ts';

const LABELS = `name: area
labels:
  - name: parsing
    description: reading input, the parser, splitting lines and fields
  - name: prose
    description: documentation, guides and explanations
`;
const COMMITS: readonly (readonly [subject: string, file: string, content: string])[] = [
  ['introduce a parser of quoted fields', 'src/parser.ts', 'export {};\n'],
  ['explain the dialects in the guide', 'docs/guide.md', 'a guide\n'],
  ['repair a crash of the parser', '.trackrecord/labels.yaml', LABELS],
];

test('labels of the user’s own are a filter, and a model is chosen, agreed to, fetched and used', { timeout: 600_000 }, async (t) => {
  const hub = await fakeHub({ id: 'example/moods', files: classifierFiles(['angry', 'eager', 'calm']), license: 'apache-2.0' });
  t.after(() => hub.close());
  const now = Math.floor(Date.now() / 1000);
  const { path: repo } = build(
    path.join(scratch(t), 'project'),
    COMMITS.map(([message, file, content], i) => ({
      message,
      author: { ...ADA, at: now - (10 - i) * 86_400 },
      files: { [file]: content },
    })),
  );
  git(repo, ['config', 'user.name', String(ADA.name)]);
  git(repo, ['config', 'user.email', String(ADA.email)]);
  const editor = await startEditor({ vsix: [packedExtension()], env: { HF_ENDPOINT: hub.base } });
  t.after(() => editor.stop());
  const { page } = await editor.open(t, { folder: repo });
  const view = await openPanel(page);
  await view.getByRole('tab', { name: /Contributions/ }).click();
  const rows = (of: FrameLocator) => of.locator('.grid-body .grid-row');
  const choose = async (of: FrameLocator, filter: string, label: string): Promise<void> => {
    await of.locator(`vscode-single-select[label="${filter}"]`).click();
    await of.getByRole('option', { name: label, exact: true }).click();
  };
  await rows(view).nth(2).waitFor();
  await choose(view, 'area', 'prose');
  await rows(view).nth(1).waitFor({ state: 'detached' });
  assert.match(await rows(view).first().innerText(), /prose[^]*explain the dialects/);

  await runCommand(page, title('chooseModel'));
  await quickPick(page).filter({ hasText: 'Hugging Face' }).click();
  await page.locator('.quick-input-widget:visible .quick-input-box input').fill('example/moods');
  await page.keyboard.press('Enter');
  const modal = page.locator('.monaco-dialog-box');
  await modal.filter({ hasText: `Ask ${hub.base} what example/moods consists of?` }).waitFor();
  assert.deepEqual(hub.asked, [], 'not before the user has agreed');
  await modal.getByRole('button', { name: 'Ask' }).click();
  await modal.filter({ hasText: 'Download example/moods' }).waitFor();
  assert.match(await modal.innerText(), /Licence: apache-2\.0[^]*onnx\/model\.onnx \(\d+ KB\)/);
  assert.deepEqual(hub.asked, ['/api/models/example/moods']);
  await modal.getByRole('button', { name: 'Download' }).click();

  const again = webview(page);
  await again.locator('vscode-single-select[label="moods"]').waitFor();
  await idle(page).waitFor();
  await choose(again, 'area', 'Any area');
  await choose(again, 'moods', 'angry');
  await rows(again).nth(1).waitFor({ state: 'detached' });
  assert.match(await rows(again).first().innerText(), /angry[^]*repair a crash/);
  if (process.env['SHOTS']) await page.screenshot({ path: path.join(process.env['SHOTS'], 'own.png') });

  await runCommand(page, title('showStored'));
  await webview(page)
    .getByRole('cell', { name: /example\/moods \(0\.0 MB, apache-2\.0\)/ })
    .waitFor();
  const storage = readdirSync(path.join(editor.server.dir, 'data'), { recursive: true, encoding: 'utf8' }).find((name) =>
    name.endsWith('hub--example--moods'),
  );
  assert.ok(storage !== undefined && existsSync(path.join(editor.server.dir, 'data', storage, 'model.json')));
});
