// The packed extension in the real editor: what a user takes out, for themselves, for a chat, for a teammate, and what is logged of it.
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeProject } from '../support/project.ts';
import { scratch } from '../support/repos.ts';
import { type Editor, startEditor, until } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { notifications, quickPick, runCommand, told, webview } from './harness/workbench.ts';
import { testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

/** What the page's user would paste now. */
async function clipboard(page: Page): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Chooses a format and answers where to. */
async function exportTo(page: Page, format: string, file: string): Promise<void> {
  await runCommand(page, title('export'));
  await quickPick(page).filter({ hasText: format }).first().click();
  const dialog = page.locator('.quick-input-widget:visible').filter({ has: page.locator('.quick-input-title', { hasText: format }) });
  await dialog.waitFor();
  // It looks folders up, and writes what it proposes over what was typed before: only what stays counts.
  const input = dialog.locator('input').first();
  const stays = (wanted: (value: string) => boolean): Promise<void> =>
    until(async () => {
      const before = await input.inputValue();
      await page.waitForTimeout(400);
      return wanted(before) && before === (await input.inputValue());
    }, 'the dialog has looked the folder up');
  await stays((value) => /last-12-months\.\w+$/.test(value));
  await input.fill(file);
  await stays((value) => value === file);
  // While it looks the folder up, it takes no answer.
  await until(async () => {
    if (!(await dialog.isVisible())) return true;
    await dialog
      .getByRole('button', { name: 'OK' })
      .click({ timeout: 1000 })
      .catch(() => {});
    await page.waitForTimeout(300);
    return dialog.isHidden();
  }, 'the dialog takes the answer');
  await told(page, `to ${path.basename(file)}.`);
  // Three are shown at most.
  await runCommand(page, 'Notifications: Clear All Notifications');
}

/** The lines of the document in front; the editor draws those that fit. */
const lines = (page: Page): Promise<string> =>
  page
    .locator('.editor-instance .view-lines')
    .last()
    .innerText()
    .then((text) => text.replaceAll('\u00a0', ' '));

describe('documents', { timeout: 900_000 }, () => {
  test('an export in every format is whole, where the user said, and nothing else is there', async (t) => {
    const folder = scratch(t);
    const { page } = await editor.open(t);
    const read = async (format: string, name: string): Promise<string> => {
      await exportTo(page, format, path.join(folder, name));
      return readFileSync(path.join(folder, name), 'utf8');
    };
    assert.match(await read('Self-assessment (Markdown)', 'self.md'), /^# Self-assessment: last 12 months\n[\s\S]*## Evidence/);
    assert.match(await read('Report (HTML)', 'report.html'), /^<!doctype html>[\s\S]*<\/html>\n$/);
    assert.equal((JSON.parse(await read('Everything (JSON)', 'all.json')) as { rowCount: number }).rowCount, 36);
    assert.equal((await read('Contributions (CSV)', 'table.csv')).trimEnd().split('\r\n').length, 41);
    assert.deepEqual(readdirSync(folder).toSorted(), ['all.json', 'report.html', 'self.md', 'table.csv']);
    await runCommand(page, title('export'));
    await quickPick(page).filter({ hasText: 'Copy the self-assessment' }).click();
    await told(page, 'Copied: the self-assessment, from 36 contributions.');
    assert.equal(await clipboard(page), readFileSync(path.join(folder, 'self.md'), 'utf8'));
    // The next export begins where the last one went.
    await runCommand(page, title('export'));
    await quickPick(page).filter({ hasText: 'Contributions (CSV)' }).click();
    const place = page.locator('.quick-input-widget:visible input').first();
    await until(
      async () => (await place.inputValue()) === path.join(folder, 'contributions-last-12-months.csv'),
      'the folder is remembered',
    );
    await page.keyboard.press('Escape');
  });

  test('an export that is cancelled leaves nothing', async (t) => {
    const folder = scratch(t);
    const { page, engines } = await editor.open(t);
    const report = quickPick(page).filter({ hasText: 'Report (HTML)' });
    await runCommand(page, title('export'));
    await report.waitFor();
    await page.keyboard.press('Escape');
    await report.waitFor({ state: 'hidden' });
    await runCommand(page, title('export'));
    await report.click();
    await page.locator('.quick-input-title', { hasText: 'Report (HTML)' }).waitFor();
    await page.keyboard.press('Escape');
    assert.deepEqual(engines(), [], 'nothing was read for it');
    assert.ok(!existsSync(path.join(folder, 'report.html')));
  });

  test('a weekly update is copied with its commits, and says so when there is nothing', async (t) => {
    const { page } = await editor.open(t);
    await runCommand(page, title('copyUpdate'));
    await quickPick(page).filter({ hasText: 'Last 7 days' }).click();
    const told = notifications(page).filter({ hasText: /Copied an update from \d+ contributions\./ });
    await told.waitFor();
    const text = await clipboard(page);
    assert.match(text, /^From .* I made \d+ changes in `project`/);
    for (const line of text.split('\n').filter((one) => one.startsWith('- '))) assert.match(line, /\([\da-f]{8}(, [\da-f]{8})*\)$/);
    await told.getByRole('button', { name: 'Show' }).click();
    await until(async () => (await lines(page)).includes('I made'), 'the text is shown');

    const old = makeProject(path.join(scratch(t), 'old'), { commits: 6, last: Date.UTC(2024, 5, 1) / 1000 });
    const { page: other } = await editor.open(t, { folder: old });
    await runCommand(other, title('copyUpdate'));
    await quickPick(other).filter({ hasText: 'Since Monday' }).click();
    await notifications(other).filter({ hasText: 'Ada Example has no contributions in these days' }).waitFor();
    assert.equal(await clipboard(page), text, 'what was copied before is still there');
  });

  test('a review is about the teammate who was chosen, to be seen by them first, and is in the history', async (t) => {
    const { page } = await editor.open(t);
    await runCommand(page, title('draftReview'));
    await page.locator('.quick-input-widget:visible input[placeholder*="they are to see the draft first"]').waitFor();
    await quickPick(page).filter({ hasText: 'bob@example.com' }).waitFor();
    assert.equal(await quickPick(page).filter({ hasText: 'ada@example.com' }).count(), 0, 'nobody reviews themselves');
    await quickPick(page).filter({ hasText: 'bob@example.com' }).click();
    await page.getByRole('tab', { name: /Review draft for Bob Example/ }).waitFor();
    const shown = await lines(page);
    assert.match(shown, /for Bob Example to see first/);
    assert.doesNotMatch(shown, /\bI\b|\bmy\b/);

    await runCommand(page, title('showAccessLog'));
    const log = webview(page);
    await log.getByRole('heading', { name: 'Who looked at whose work' }).waitFor();
    assert.deepEqual(
      await log
        .getByRole('row')
        .nth(1)
        .getByRole('cell')
        .allInnerTexts()
        .then((cells) => cells.slice(1)),
      ['drafted a review', 'Bob Example <bob@example.com>', 'last 12 months'],
    );
  });

  test('Draft Self-Assessment and Suggest Improvements lead to their sections, also from another', async (t) => {
    const { page } = await editor.open(t);
    const selected = (name: RegExp) => webview(page).getByRole('tab', { name, selected: true });
    await runCommand(page, title('draftSelf'));
    await selected(/Draft/).waitFor();
    await webview(page)
      .getByText(/I made 36 changes/)
      .first()
      .waitFor();
    await runCommand(page, title('suggest'));
    await selected(/Suggestions/).waitFor();
    // Behind another document its page is gone; it comes back at what is asked for.
    await page.keyboard.press('Control+Alt+n');
    await page.locator('iframe.webview.ready').waitFor({ state: 'hidden' });
    await runCommand(page, title('draftSelf'));
    await selected(/Draft/).waitFor();
  });
});

testNothingLeft(() => editor);
