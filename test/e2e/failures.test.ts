// The packed extension with its own engine in the real editor, disturbed in mid-run: each ends in a state the user understands, and nothing is lost.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';
import type { FrameLocator, Page } from 'playwright-core';
import { makeProject } from '../support/project.ts';
import { scratch } from '../support/repos.ts';
import { type Editor, startEditor, until } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { notifications, reloadWindow, runCommand, told, webview } from './harness/workbench.ts';
import { idle, openPanel, testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

/** The status bar's item while texts are tagged: the longest part of a first run. */
const tagging = (page: Page) => page.locator('.statusbar-item', { hasText: /Tagging.* · \d+%/ });

/** How many contributions the panel says there are. */
async function shownIn(view: FrameLocator): Promise<number> {
  await view.getByRole('tab', { name: /Contributions/ }).click();
  return Number(await view.getByRole('grid').getAttribute('aria-rowcount')) - 1;
}

/** Long enough to be disturbed: a thousand texts to tag, of which the last twelve months have 110. */
const longProject = (t: Parameters<typeof scratch>[0]): string => makeProject(`${scratch(t)}/long`, { commits: 1500 });

describe('disturbed in mid-run', { timeout: 900_000 }, () => {
  test('its engine is killed: the user is told what to do, and doing it works', async (t) => {
    const { page, engines } = await editor.open(t, { folder: longProject(t) });
    await runCommand(page, title('openPanel'));
    await tagging(page).waitFor();
    const [pid = 0] = engines();
    process.kill(pid, 'SIGKILL');
    const crash = notifications(page).filter({ hasText: 'stopped unexpectedly' });
    await crash.waitFor();
    assert.match(await crash.innerText(), /Try again/);
    await tagging(page).waitFor({ state: 'detached' });
    await runCommand(page, title('refresh'));
    await tagging(page).waitFor();
    await idle(page).waitFor({ timeout: 180_000 });
    assert.notEqual(engines()[0], pid);
    await until(async () => (await shownIn(webview(page))) > 100, 'the panel has them all');
  });

  test('its window is reloaded: the panel comes back and the analysis goes on where it was', async (t) => {
    const { page, engines } = await editor.open(t, { folder: longProject(t) });
    await runCommand(page, title('openPanel'));
    await tagging(page).waitFor();
    const [before] = engines();
    await reloadWindow(page);
    const view = webview(page);
    await view.getByRole('tab', { name: 'Overview' }).waitFor();
    await idle(page).waitFor({ timeout: 180_000 });
    await until(() => !engines().includes(before ?? 0), 'the former engine has ended');
    await until(async () => (await shownIn(view)) > 100, 'the panel has them all');
  });

  test('two windows on the same folder: what is corrected in one is shown in the other', async (t) => {
    const { page: one, folder } = await editor.open(t);
    await openPanel(one);
    const { page: other } = await editor.open(t, { folder });
    const [first, second] = [webview(one), await openPanel(other)];
    assert.equal(await shownIn(first), await shownIn(second));
    await one.bringToFront();
    await first.getByRole('grid').press('Home');
    await one.keyboard.press('t');
    await first.getByRole('menu').waitFor();
    await one.keyboard.press('i');
    await first.locator('#row-0 .tag', { hasText: 'ci' }).waitFor();
    await other.bringToFront();
    await second.locator('#row-0 .tag', { hasText: 'ci' }).waitFor();
  });

  test('two windows on one store: what is erased in one is gone from the other too, which begins anew when it is asked', async (t) => {
    const { page: one, folder } = await editor.open(t);
    await openPanel(one);
    const { page: other, engines } = await editor.open(t, { folder });
    await openPanel(other);
    await one.bringToFront();
    await runCommand(one, title('eraseData'));
    await one
      .getByRole('dialog', { name: /Erase everything/ })
      .getByRole('button', { name: 'Erase', exact: true })
      .click();
    await told(one, 'is erased');
    await other.bringToFront();
    await told(other, 'was erased in another window');
    await other.locator('iframe.webview').waitFor({ state: 'detached' });
    await until(() => engines().length === 0, 'no engine has the store open');
    const view = await openPanel(other);
    assert.ok((await shownIn(view)) > 0);
  });

  test('its disk is full: the user is told, and with space again it goes on', async (t) => {
    const { page, engines } = await editor.open(t, { folder: longProject(t) });
    await runCommand(page, title('showStored'));
    await until(() => engines().length === 1, 'the engine runs');
    const [pid = 0] = engines();
    limitFiles(pid, '700000');
    await runCommand(page, title('openPanel'));
    const full = notifications(page).filter({ hasText: 'disk is full' });
    await full.first().waitFor();
    assert.match(await full.first().innerText(), /Free some space/);
    assert.deepEqual(engines(), [pid], 'it still runs');
    limitFiles(pid, 'unlimited');
    await runCommand(page, title('refresh'));
    await tagging(page).waitFor();
    await idle(page).waitFor({ timeout: 180_000 });
    const view = await openPanel(page);
    await until(async () => (await shownIn(view)) > 100, 'the panel has them all');
  });
});

/** Lets no file of a process grow past so many bytes. */
function limitFiles(pid: number, bytes: string): void {
  const done = spawnSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(done.stderr);
}

testNothingLeft(() => editor);
