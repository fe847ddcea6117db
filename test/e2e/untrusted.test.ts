// The packed extension in a window that does not trust its workspace: it reads, and neither runs nor obeys anything in it.
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { hostileRepository } from '../support/hostile.ts';
import { makeProject } from '../support/project.ts';
import { git, scratch } from '../support/repos.ts';
import { type Editor, startEditor } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { runCommand } from './harness/workbench.ts';
import { openPanel, testNothingLeft } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()], trust: true });
});
after(() => editor.stop());

describe('a workspace that is not trusted', { timeout: 300_000 }, () => {
  test('whose work is read is not for its settings to say', async (t) => {
    const folder = makeProject(path.join(scratch(t), 'project'));
    mkdirSync(path.join(folder, '.vscode'));
    writeFileSync(path.join(folder, '.vscode/settings.json'), JSON.stringify({ 'trackRecord.author': 'bob@example.com' }));
    const { page } = await editor.open(t, { folder });
    await page.locator('.statusbar-item', { hasText: 'Restricted Mode' }).waitFor();
    const view = await openPanel(page);
    await view.getByRole('heading', { name: 'Ada Example' }).waitFor();
  });

  test('nothing of a hostile repository runs, and its history is read', async (t) => {
    const hostile = hostileRepository(scratch(t));
    git(hostile.path, ['config', 'user.name', 'Ada Example']);
    git(hostile.path, ['config', 'user.email', 'ada@example.com']);
    editor.server.configure({ 'trackRecord.period': 'all' });
    t.after(() => editor.server.configure({}));
    const { page } = await editor.open(t, { folder: hostile.path });
    const view = await openPanel(page);
    await view.getByRole('heading', { name: 'Ada Example' }).waitFor();
    await runCommand(page, 'Track Record: Refresh');
    await view.getByRole('tab', { name: /Contributions\s*\d/ }).waitFor();
    assert.deepEqual(hostile.sprung(), []);
  });
});

testNothingLeft(() => editor);
