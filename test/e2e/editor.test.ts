// The packed extension in the real editor, with an engine that misbehaves on demand.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { COMMANDS } from '../../src/host/contributions.ts';
import { type Editor, enginePids, startEditor } from './harness/editor.ts';
import { packedWithTestEngine } from './harness/vsix.ts';
import { hasCommand, notifications, quickPick, runCommand, THEMES, webview } from './harness/workbench.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [await packedWithTestEngine()] });
});
after(() => editor.stop());

describe('the extension in the editor', { timeout: 300_000 }, () => {
  test('Open Panel shows the view, with nothing asked of the network', async () => {
    const { page, blocked, console: lines, close } = await editor.open('project');
    assert.deepEqual(enginePids(editor.server), [], 'nothing runs before it is asked for');
    await runCommand(page, 'Track Record: Open Panel');
    const view = webview(page);
    await view.getByRole('tab', { name: /Contributions/ }).click();
    await view.getByRole('grid').getByRole('row').nth(3).waitFor();
    assert.equal(enginePids(editor.server).length, 1);
    await page.screenshot({ path: '/tmp/exp/panel.png' });
    assert.deepEqual(blocked, []);
    assert.deepEqual(
      lines.filter((line) => /Content Security Policy|Refused to/.test(line)),
      [],
    );
    await close();
  });
});
void COMMANDS;
void hasCommand;
void notifications;
void quickPick;
void THEMES;
