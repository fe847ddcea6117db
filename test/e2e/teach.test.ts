// The tagger learns from corrections, in the real editor: too few are told, enough are reported on, used when the user says so, and taken back.
import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { ADA, build, git, scratch } from '../support/repos.ts';
import { HABITS, teachable } from '../support/teaching.ts';
import { startEditor, until } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { hasCommand, notifications, runCommand, told, webview } from './harness/workbench.ts';
import { idle, openPanel, title } from './support.ts';

/** Of each habit; the others are what the tagger is to follow on. */
const CORRECTED = 16;

test('corrections teach the tagger, and it is rolled back', { timeout: 600_000 }, async (t) => {
  const { path: repo } = build(path.join(scratch(t), 'project'), teachable);
  git(repo, ['config', 'user.name', String(ADA.name)]);
  git(repo, ['config', 'user.email', String(ADA.email)]);
  const editor = await startEditor({ vsix: [packedExtension()] });
  t.after(() => editor.stop());
  const { page } = await editor.open(t, { folder: repo });
  const view = await openPanel(page);
  const shot = async (name: string): Promise<void> => {
    if (process.env['SHOTS']) await page.screenshot({ path: path.join(process.env['SHOTS'], `${name}.png`) });
  };
  await until(async () => !(await hasCommand(page, title('learn'))), 'there is nothing to learn from');
  assert.ok(!(await hasCommand(page, title('rollBack'))));

  const [newsletter, agreement] = HABITS;
  await view.getByRole('tab', { name: /Contributions/ }).click();
  await find(view, 'newsletter', 19);
  await correct(page, view, { key: 'i', label: newsletter.label, from: 0, to: 3 });
  await until(() => hasCommand(page, title('learn')), 'there is something to learn from');
  await runCommand(page, title('learn'));
  await notifications(page)
    .filter({ hasText: /needs 20 corrected types to learn from, and there are 3\. Correct 17 more/ })
    .waitFor();

  await correct(page, view, { key: 'i', label: newsletter.label, from: 3, to: CORRECTED });
  await find(view, 'customer', 19);
  await correct(page, view, { key: 'p', label: agreement.label, from: 0, to: CORRECTED });
  // One of that habit that is not corrected.
  await find(view, 'customer parser', 0);
  const was = await view.locator('#row-0 .tag').innerText();
  assert.doesNotMatch(was, /perf/);

  await view.getByRole('tab', { name: 'Tagger' }).click();
  await view.getByRole('button', { name: 'Learn from my corrections' }).click();
  const modal = page.locator('.monaco-dialog-box');
  await modal.filter({ hasText: 'The tagger is better on corrections it did not see. Use what it learned?' }).waitFor();
  assert.match(await modal.innerText(), /your 32 corrections: 0 % before, \d+ % after/);
  await shot('teach-dialog');
  await modal.getByRole('button', { name: 'Show Report' }).click();
  const report = webview(page);
  await report.getByRole('heading', { name: 'What the tagger learned from your corrections' }).waitFor();
  await report.getByRole('heading', { name: 'Tags that would change' }).waitFor();
  await shot('teach-report');
  await page.locator('.tabs-container .tab', { hasText: 'Track Record' }).first().click();
  await notifications(page).getByRole('button', { name: 'Use the New Head' }).click();
  await told(page, 'The tagger has learned from 32 corrections');

  const panel = webview(page);
  await panel.locator('.origin', { hasText: 'taught by 32 corrections of yours' }).waitFor();
  await shot('teach-panel');
  await panel.getByRole('tab', { name: /Contributions/ }).click();
  await find(panel, 'customer parser', 0);
  await panel.locator('#row-0 .tag').filter({ hasText: 'perf' }).waitFor();

  await runCommand(page, title('rollBack'));
  await told(page, 'The tagger is as it was shipped.');
  await panel.locator('#row-0 .tag').filter({ hasText: was }).waitFor();
  // What was corrected stays.
  await find(panel, 'customer tiles', 0);
  await panel.locator('#row-0 .tag').filter({ hasText: 'perf' }).waitFor();
  await until(async () => !(await hasCommand(page, title('rollBack'))), 'there is nothing to roll back any more');
  await idle(page).waitFor();
  assert.deepEqual(editor.network(), []);
});

/** Shows the contributions with these words in them, of which this is the last row; the first one is selected. */
async function find(view: FrameLocator, words: string, last: number): Promise<void> {
  // Not by keys: the editor selects all in a webview some time after it was asked to, when the first letters are typed already.
  await view.locator('vscode-textfield input').fill(words);
  await view.locator('.rows-status', { hasText: `${last + 1} of ` }).waitFor();
  await view.getByRole('grid').press('Home');
  await view.locator('#row-0', { hasText: words.split(' ')[0] ?? '' }).waitFor();
}

/** Corrects rows by keyboard, from the one that is selected on. */
async function correct(
  page: Page,
  view: FrameLocator,
  { key, label, from, to }: { readonly key: string; readonly label: string; readonly from: number; readonly to: number },
): Promise<void> {
  await view.getByRole('grid').press('Home');
  for (let row = 0; row < to; row++) {
    if (row >= from) {
      await page.keyboard.press('t');
      await view.getByRole('menu').waitFor();
      await page.keyboard.press(key);
      await view.locator(`#row-${row} .tag`, { hasText: label }).waitFor();
    }
    await page.keyboard.press('ArrowDown');
  }
}
