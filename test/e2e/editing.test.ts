// What can be changed in the panel, in the real editor, by keyboard.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { type Editor, startEditor } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { chooseTheme, reloadWindow, THEMES, type ThemeName, webview } from './harness/workbench.ts';
import { axeFinds, idle, openPanel, testNothingLeft } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

const noticed = (view: FrameLocator, text: RegExp): Promise<void> => view.locator('.notice-bar [role=status]', { hasText: text }).waitFor();

async function until(what: string, is: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + 120_000; !(await is()); await new Promise((resolve) => setTimeout(resolve, 50)))
    assert.ok(Date.now() < deadline, what);
}

async function table(view: FrameLocator): Promise<Locator> {
  await view.getByRole('tab', { name: /Contributions/ }).click();
  const grid = view.getByRole('grid');
  await grid.getByRole('row').nth(3).waitFor();
  await grid.press('Home');
  return grid;
}

async function draft(view: FrameLocator): Promise<Locator> {
  await view.getByRole('tab', { name: 'Draft' }).click();
  const claims = view.locator('.claim');
  await claims.nth(1).waitFor();
  return claims;
}

const field = (view: FrameLocator): Locator => view.getByRole('textbox', { name: 'Your words for this sentence' });

/** The title of the editor in front. */
const front = (page: Page): Locator => page.locator('.tabs-container .tab.active');

describe('editing in the panel', { timeout: 600_000 }, () => {
  test('a type is corrected with one key; the table and the draft follow; Ctrl+Z undoes though the editor has that key too', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await table(view);
    const first = view.locator('#row-0 .tag');
    const was = await first.innerText();
    assert.notEqual(was, 'ci');
    await page.keyboard.press('t');
    await view.getByRole('menu').waitFor();
    await page.keyboard.press('i');
    await noticed(view, /now counts as ci\.$/);
    await first.filter({ hasText: 'ci' }).waitFor();
    await page.keyboard.press('Control+z');
    await noticed(view, /^Undone: /);
    await first.filter({ hasText: was }).waitFor();
  });

  test('a commit and a file open before and after, from the table, the details and the draft', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await table(view);
    const key = async (): Promise<string> => view.locator('.detail-origin code').innerText();
    await page.keyboard.press('Enter');
    const sha = await key();
    const file = await view.locator('.files .path').first().innerText();
    await view.locator('.files .cite').first().click();
    const name = file.split('/').at(-1) ?? '';
    await front(page)
      .filter({ hasText: `${name} (${sha})` })
      .waitFor();
    await page
      .locator('.editor.modified .view-lines', { hasText: /line.0.of/ })
      .first()
      .waitFor();
    await page.locator('.tabs-container .tab', { hasText: 'Track Record' }).click();
    await view.locator('.detail-origin code', { hasText: sha }).waitFor();
    const claims = await draft(view);
    await claims.nth(1).locator('.citations').press('Enter');
    const cited = await view.locator('#claim-evidence .cite code').first().innerText();
    await view.locator('#claim-evidence .cite').first().press('Enter');
    await front(page).filter({ hasText: cited }).waitFor();
  });

  test('a sentence edited in the middle of a word survives the reload of the window; a text field keeps its own undo', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    const claims = await draft(view);
    const before = await claims.nth(1).locator('.claim-text').innerText();
    await claims.nth(1).locator('.citations').press('e');
    await field(view).waitFor();
    await page.keyboard.type(' With 7731 more');
    await view.locator('#claim-evidence .doubts', { hasText: '7731' }).waitFor();
    await page.keyboard.type(' unfinis');
    await page.keyboard.press('Control+z');
    await until('what was typed last is undone in the field', async () => !(await field(view).inputValue()).endsWith('unfinis'));
    assert.notEqual(await field(view).inputValue(), '');
    await page.keyboard.type(' and unfinis');
    await reloadWindow(page);
    const again = webview(page);
    await field(again).waitFor();
    assert.match(await field(again).inputValue(), /and unfinis$/);
    await idle(page).waitFor();
    await field(again).press('Enter');
    await noticed(again, /^You edited a sentence\.$/);
    await again
      .locator('.claim')
      .nth(1)
      .locator('.claim-text', { hasText: /and unfinis/ })
      .waitFor();
    await page.keyboard.press('Control+z');
    await until(
      'one step takes back all that was typed',
      async () => (await again.locator('.claim').nth(1).locator('.claim-text').innerText()) === before,
    );
  });

  test('a panel that was out of sight comes back as it was left', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await table(view);
    await view.locator('vscode-textfield').click();
    await page.keyboard.type('parser');
    await view.locator('.rows-status', { hasText: / of \d+ contributions/ }).waitFor();
    await view.getByRole('grid').press('ArrowDown');
    await page.keyboard.press('Enter');
    const subject = await view.locator('.detail h3').innerText();
    await page.getByRole('treeitem', { name: 'README.md' }).dblclick();
    await front(page).filter({ hasText: 'README.md' }).waitFor();
    await page.locator('iframe.webview.ready').waitFor({ state: 'hidden' });
    await page.locator('.tabs-container .tab', { hasText: 'Track Record' }).click();
    await view.locator('.detail h3', { hasText: subject }).waitFor();
    assert.match(await view.locator('.rows-status').innerText(), / of \d+ contributions/);
  });

  test('a line of the ledger is put back; another address becomes the same person, and their work is read', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await view.getByRole('tab', { name: /Left out/ }).click();
    await view.locator('.group summary').first().press('Enter');
    await view
      .getByRole('button', { name: /^Let it count after all/ })
      .first()
      .click();
    await noticed(view, /counts again\.$/);
    await view
      .getByRole('button', { name: /^Leave it out again/ })
      .first()
      .waitFor();
    await page.keyboard.press('Control+z');
    await view.getByRole('button', { name: /^Leave it out again/ }).waitFor({ state: 'detached' });

    const rows = async (): Promise<number> => Number(await view.locator('#tab-contributions vscode-badge').innerText());
    const before = await rows();
    await view.getByRole('tab', { name: 'Identities' }).click();
    await view.locator('.add-identity vscode-single-select').click();
    await view.locator('.add-identity li.option', { hasText: 'bob@example.com' }).click();
    await view.getByRole('button', { name: 'Count as Ada Example' }).click();
    await view.getByRole('button', { name: /^Bob Example <bob@example\.com> is not Ada Example$/ }).waitFor();
    await until('their work is read', async () => (await rows()) > before);
    await page.keyboard.press('Control+z');
    await until('and no longer counted', async () => (await rows()) === before);
  });
});

test(
  'axe finds nothing in what carried a type, the menu of types, a field with doubts and a notice, in each theme',
  { timeout: 600_000 },
  async (t) => {
    t.after(() => editor.server.configure({}));
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    // Each theme with a row, a type and a sentence of its own: what is looked at is what was done under it.
    const types = { dark: 'feat', light: 'docs', 'high-contrast': 'ci', 'high-contrast-light': 'perf' } as const;
    const keys = { feat: 'f', docs: 'd', perf: 'p', ci: 'i' } as const;
    for (const [n, theme] of (Object.keys(THEMES) as ThemeName[]).entries()) {
      const select = async (): Promise<void> => {
        await table(view);
        for (let row = 0; row < n; row++) await page.keyboard.press('ArrowDown');
      };
      await chooseTheme(page, theme);
      await select();
      await page.keyboard.press('Enter');
      // Of the row before they may be open still.
      const subject = await view.locator(`#row-${n} .grid-subject`).innerText();
      await view.locator('.detail h3', { hasText: subject }).waitFor();
      await view.getByRole('button', { name: 'What carried it?' }).click();
      await view.locator('.carried th').first().waitFor();
      assert.deepEqual(await axeFinds(page), [], `what carried it, ${theme}`);
      await select();
      await page.keyboard.press('t');
      await view.getByRole('menu').waitFor();
      assert.deepEqual(await axeFinds(page), [], `the menu, ${theme}`);
      await page.keyboard.press(keys[types[theme]]);
      await noticed(view, new RegExp(`now counts as ${types[theme]}\\.$`));
      const claims = await draft(view);
      await claims
        .nth(1 + n)
        .locator('.citations')
        .press('e');
      await field(view).fill(`Landed ${7731 + n} changes.`);
      await view.locator('#claim-evidence .doubts', { hasText: String(7731 + n) }).waitFor();
      assert.deepEqual(await axeFinds(page), [], `the field, ${theme}`);
      await field(view).press('Enter');
      await noticed(view, /^You edited a sentence\.$/);
      assert.deepEqual(await axeFinds(page), [], `the notice, ${theme}`);
    }
  },
);

testNothingLeft(() => editor);
