// The packed extension with its own engine in the real editor: what the panel shows of a real repository.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { makeProject } from '../support/project.ts';
import { scratch } from '../support/repos.ts';
import { type Editor, startEditor } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { chooseTheme, reloadWindow, runCommand, THEMES, type ThemeName, webview } from './harness/workbench.ts';
import { axeFinds, openPanel, testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

describe('the panel', { timeout: 600_000 }, () => {
  test('nothing runs before it is asked for; then the history is analysed and its table paged from the store', async (t) => {
    const folder = makeProject(`${scratch(t)}/long`, { commits: 600 });
    const { page, engines } = await editor.open(t, { folder });
    assert.deepEqual(engines(), []);
    const view = await openPanel(page);
    assert.equal(engines().length, 1);
    await view.getByText('Ada Example').first().waitFor();
    await view.getByRole('tab', { name: /Contributions/ }).click();
    const grid = view.getByRole('grid');
    await grid.getByRole('row').nth(3).waitFor();
    const rows = Number(await grid.getAttribute('aria-rowcount'));
    // A year of a commit every two days, two of three by Ada, one of ten of the lock file only; and the row of headings.
    assert.ok(rows > 105 && rows < 115, String(rows));
    await grid.getByRole('row').nth(3).click();
    await page.keyboard.press('End');
    await grid.locator(`[aria-rowindex="${rows}"]`).waitFor();
  });

  test('its tab survives a reload of the window, and one panel is enough', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await view.getByRole('tab', { name: /Suggestions/ }).click();
    await runCommand(page, title('openPanel'));
    assert.equal(await page.locator('.tabs-container .tab').count(), 1);
    await reloadWindow(page);
    await webview(page)
      .getByRole('tab', { name: /Suggestions/, selected: true })
      .waitFor();
  });

  test('it follows each theme, and axe finds nothing', async (t) => {
    t.after(() => editor.server.configure({}));
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    for (const theme of Object.keys(THEMES) as ThemeName[]) {
      await chooseTheme(page, theme);
      for (const tab of await view.getByRole('tab').all()) {
        await tab.click();
        await view.getByRole('tabpanel').waitFor();
        assert.deepEqual(await axeFinds(page), [], `${await tab.innerText()} in ${theme}`);
      }
    }
  });
});

testNothingLeft(() => editor);
