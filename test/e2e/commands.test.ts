// The packed extension with its own engine in the real editor: every command, from the palette.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Command, COMMANDS } from '../../src/host/contributions.ts';
import { type Editor, startEditor, until } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { clickLine, hasCommand, notifications, quickPick, runCommand, webview } from './harness/workbench.ts';
import { idle, offered, openPanel, openSummary, testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

describe('commands', { timeout: 600_000 }, () => {
  test('the palette has those that can run now, and no other; of them Show Log opens the log, Show What Is Stored a document', async (t) => {
    const { page } = await editor.open(t);
    await until(() => hasCommand(page, title('openPanel')), 'the extension is known');
    const all = Object.keys(COMMANDS) as Command[];
    assert.deepEqual(
      await offered(page),
      all.filter((command) => command !== 'cancel'),
    );

    await runCommand(page, title('showLog'));
    // What is in it cannot be looked at here: the editor's native logger is not built by a plain install.
    const channel = page
      .locator('.part.panel select')
      .filter({ has: page.locator('option[value="Track Record"]') })
      .first();
    await until(async () => (await channel.inputValue()) === 'Track Record', 'the channel is chosen');

    await runCommand(page, title('showStored'));
    await webview(page).getByRole('heading', { name: 'What Track Record has stored' }).waitFor();
    await webview(page).getByRole('cell', { name: 'Repositories', exact: true }).waitFor();
  });

  test('Select Period asks and analyses anew', async (t) => {
    const { page } = await editor.open(t);
    await runCommand(page, title('selectPeriod'));
    await quickPick(page).filter({ hasText: 'Last 90 days' }).click();
    await idle(page).waitFor();
    await runCommand(page, title('selectPeriod'));
    await quickPick(page).filter({ hasText: 'Last 90 days' }).filter({ hasText: 'shown now' }).waitFor();
    await page.keyboard.press('Escape');
  });

  test('Choose Identity lists who wrote here; whom one chooses, the panel shows', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await view.getByRole('heading', { name: 'Ada Example' }).waitFor();
    await runCommand(page, title('chooseIdentity'));
    await quickPick(page).filter({ hasText: 'ada@example.com' }).filter({ hasText: '36 commits' }).waitFor();
    await quickPick(page).filter({ hasText: 'bob@example.com' }).filter({ hasText: '18 commits' }).click();
    await view.getByRole('heading', { name: 'Bob Example' }).waitFor();
  });

  test('Erase My Data asks first, and does nothing when it is not confirmed', async (t) => {
    const { page } = await editor.open(t);
    await openPanel(page);
    await runCommand(page, title('eraseData'));
    const dialog = page.getByRole('dialog', { name: /Erase everything/ });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await webview(page).getByRole('tab', { name: 'Overview' }).waitFor();
    await runCommand(page, title('eraseData'));
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click();
    await notifications(page).filter({ hasText: 'is erased' }).waitFor();
    await page.locator('iframe.webview').waitFor({ state: 'detached' });
    // What can be read again is read again.
    await openPanel(page);
  });

  test('the summary shows what the analysis found, and its lines lead to where it is told, by keyboard too', async (t) => {
    const { page } = await editor.open(t);
    await openSummary(page);
    await page.getByRole('button', { name: 'Analyze My Work' }).click();
    const line = (name: RegExp) => page.getByRole('treeitem', { name });
    for (const name of [/^Ada Example/, /^last 12 months.*36 contributions/, /^Dimensions/, /^Themes/, /^Suggestions/])
      await line(name).waitFor();
    await idle(page).waitFor();
    await clickLine(page, /^Left out/);
    await webview(page)
      .getByRole('tab', { name: /Left out/, selected: true })
      .waitFor();
    await clickLine(page, /^Quality/);
    await line(/^Changes with tests.*of \d+ changes/).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await webview(page).getByRole('tab', { name: 'Overview', selected: true }).waitFor();
    await clickLine(page, /^last 12 months/);
    await quickPick(page).filter({ hasText: 'Last 90 days' }).click();
    await line(/^last 90 days/).waitFor();
  });
});

testNothingLeft(() => editor);
