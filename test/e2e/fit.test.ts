// The packed extension in the real editor: in windows with nothing, with much, with what is not on disk, and with other settings.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type Command, COMMANDS } from '../../src/host/contributions.ts';
import { makeProject } from '../support/project.ts';
import { scratch } from '../support/repos.ts';
import { type Editor, startEditor, until } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { runCommand } from './harness/workbench.ts';
import { offered, openPanel, openSummary, testNothingLeft } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

const WITHOUT_FOLDER = (Object.entries(COMMANDS) as [Command, { readonly palette?: string }][])
  .filter(([, { palette }]) => palette === undefined)
  .map(([command]) => command);

describe('windows', { timeout: 900_000 }, () => {
  test('without a folder: what can be done is offered, nothing else', async (t) => {
    const { page, engines } = await editor.open(t, { folder: 'none' });
    await openSummary(page);
    await page.getByText('Open a folder with a git repository').waitFor();
    await page.getByRole('button', { name: 'Open Folder' }).waitFor();
    assert.deepEqual(await offered(page), WITHOUT_FOLDER);
    assert.deepEqual(engines(), []);
  });

  test('a virtual workspace is told why there is nothing to read', async (t) => {
    const file = path.join(scratch(t), 'virtual.code-workspace');
    writeFileSync(file, JSON.stringify({ folders: [{ uri: 'nowhere:/project', name: 'project' }] }));
    const { page, engines } = await editor.open(t, { folder: file });
    await openSummary(page);
    await page.getByText('This workspace is virtual').waitFor();
    assert.deepEqual(await offered(page), WITHOUT_FOLDER);
    assert.deepEqual(engines(), []);
  });

  test('several folders are one story', async (t) => {
    const dir = scratch(t);
    for (const name of ['app', 'library']) makeProject(path.join(dir, name), { commits: name === 'app' ? 30 : 60 });
    const file = path.join(dir, 'both.code-workspace');
    writeFileSync(file, JSON.stringify({ folders: [{ path: 'app' }, { path: 'library' }, { uri: 'nowhere:/virtual', name: 'virtual' }] }));
    const { page } = await editor.open(t, { folder: file });
    const view = await openPanel(page);
    await view
      .getByText(/app.*library|2 repositories/)
      .first()
      .waitFor();
  });

  test('the walkthrough is one click away, and each step shows its picture', async (t) => {
    const { page, engines } = await editor.open(t);
    await openSummary(page);
    await page.locator('.sidebar').getByText('How it works').click();
    const steps = page.locator('.getting-started-step');
    await steps.nth(5).waitFor();
    assert.equal(await steps.count(), 6);
    for (const index of [0, 5]) {
      await steps.nth(index).click();
      await until(
        () =>
          page.locator('.getting-started-media img').evaluateAll((all) => all.some((img) => (img as HTMLImageElement).naturalWidth > 0)),
        'the picture is drawn',
      );
    }
    assert.deepEqual(engines(), [], 'nothing runs for it');
  });

  test('a folder without a repository: the side bar says why and what to do', async (t) => {
    const folder = path.join(scratch(t), 'plain');
    mkdirSync(folder);
    const { page } = await editor.open(t, { folder });
    await openSummary(page);
    await page.getByRole('button', { name: 'Analyze My Work' }).click();
    await page
      .locator('.sidebar')
      .getByText(/is not inside a git repository/)
      .waitFor();
    await page.getByRole('treeitem', { name: 'Try Again' }).waitFor();
    await page.locator('.statusbar-item', { hasText: /^\s*Track Record\s*$/ }).click();
    await page
      .locator('.sidebar')
      .getByText(/is not inside a git repository/)
      .waitFor();
  });

  test('an engine is not started before somebody asks, and the summary comes back with the window', async (t) => {
    const first = await editor.open(t);
    const { folder } = first;
    await openSummary(first.page);
    assert.deepEqual(first.engines(), []);
    await openPanel(first.page);
    await first.page.getByRole('treeitem', { name: /^Dimensions/ }).waitFor();
    await first.page.locator('.tabs-container .tab').click({ button: 'middle' });
    await first.page.locator('iframe.webview').waitFor({ state: 'detached' });
    await first.close();
    const { page } = await editor.open(t, { folder });
    await openSummary(page);
    await page.getByRole('treeitem', { name: /^Ada Example/ }).waitFor();
  });

  test('the language of drafts and panel is a setting, and followed at once', async (t) => {
    t.after(() => editor.server.configure({}));
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await runCommand(page, 'Preferences: Open Settings (UI)');
    const settings = page.locator('.settings-editor');
    await settings.waitFor();
    await page.keyboard.type('trackRecord.language');
    await settings.getByText('Language of drafts, suggestions and the panel.').waitFor();
    await settings.locator('select').first().selectOption({ label: '简体中文' });
    await view.getByRole('tab', { name: '草稿' }).waitFor();
    await view
      .getByText(/最近 12 个月/)
      .first()
      .waitFor();
  });
});

testNothingLeft(() => editor);
