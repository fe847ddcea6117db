// The packed extension with an engine that misbehaves on demand: a workspace's name says how (test/support/engine.ts).
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Editor, startEditor, until } from './harness/editor.ts';
import { packedWithTestEngine } from './harness/vsix.ts';
import { hasCommand, notifications, runCommand, webview } from './harness/workbench.ts';
import { testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [await packedWithTestEngine()] });
});
after(() => editor.stop());

describe('an engine that misbehaves', { timeout: 600_000 }, () => {
  test('an analysis shows its progress and can be cancelled', async (t) => {
    const { page } = await editor.open(t, { name: 'endless' });
    await runCommand(page, title('refresh'));
    const status = page.locator('.statusbar-item', { hasText: /Track Record: Reading the history · \d+%/ });
    await status.waitFor();
    assert.equal(await hasCommand(page, title('cancel')), true);
    await status.click();
    await status.waitFor({ state: 'detached' });
    assert.equal(await notifications(page).count(), 0, 'who cancels needs no telling');
  });

  test('killed in mid-run: the user is told what to do, and the next run works', async (t) => {
    const { page, engines } = await editor.open(t, { name: 'endless' });
    await runCommand(page, title('refresh'));
    await page.locator('.statusbar-item', { hasText: /Reading the history/ }).waitFor();
    const [pid] = engines();
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    const told = notifications(page).filter({ hasText: 'stopped unexpectedly' });
    await told.waitFor();
    assert.match(await told.innerText(), /Try again/);
    await told.getByRole('button', { name: 'Show Log' }).waitFor();
    await page.locator('.statusbar-item', { hasText: /Reading the history/ }).waitFor({ state: 'detached' });
    await runCommand(page, title('showStored'));
    await webview(page).getByRole('heading', { name: 'What Track Record has stored' }).waitFor();
  });

  test('one that crashes each time: the panel stays and says so', async (t) => {
    const { page } = await editor.open(t, { name: 'crash' });
    await runCommand(page, title('openPanel'));
    await notifications(page).filter({ hasText: 'stopped unexpectedly' }).first().waitFor();
  });

  test('a refusal is told in its own words', async (t) => {
    const { page } = await editor.open(t, { name: 'refuse' });
    await runCommand(page, title('refresh'));
    await notifications(page).filter({ hasText: 'git was not found. Install it' }).waitFor();
  });

  test('it ends with its window', async (t) => {
    const { page, engines, close } = await editor.open(t);
    await runCommand(page, title('showStored'));
    await until(() => engines().length === 1, 'the engine starts');
    await close();
    await until(() => engines().length === 0, 'the engine ends');
  });
});

testNothingLeft(() => editor);
