// The packed extension with its own engine, for a user whose editor speaks Chinese.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Editor, startEditor } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { quickPick, runCommand, webview } from './harness/workbench.ts';
import { axeFinds, testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()], language: 'zh-cn' });
});
after(() => editor.stop());

test('commands, messages and the panel', { timeout: 300_000 }, async (t) => {
  const { page } = await editor.open(t);
  await runCommand(page, title('openPanel', 'zh-cn'));
  const view = webview(page);
  await view.getByRole('tab', { name: /贡献/ }).waitFor();
  for (const tab of await view.getByRole('tab').all()) {
    await tab.click();
    await view
      .getByRole('tabpanel')
      .filter({ hasText: /\p{Script=Han}/u })
      .waitFor();
    assert.deepEqual(await axeFinds(page), [], await tab.innerText());
  }
  await runCommand(page, title('selectPeriod', 'zh-cn'));
  await quickPick(page).filter({ hasText: '最近 90 天' }).waitFor();
  await page.keyboard.press('Escape');
  await runCommand(page, title('eraseData', 'zh-cn'));
  await page.getByRole('dialog', { name: /要清除 Track Record 存储的全部内容吗/ }).waitFor();
  await page.keyboard.press('Escape');
});

testNothingLeft(() => editor);
