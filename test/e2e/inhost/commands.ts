import assert from 'node:assert/strict';
import { commands, env, type Tab, TabInputWebview, window, workspace } from 'vscode';
import { COMMANDS, PANEL_TYPE, qualified, SETTINGS } from '../../../src/host/contributions.ts';
import { found } from './support.ts';

const panels = (): Tab[] =>
  window.tabGroups.all.flatMap(({ tabs }) =>
    tabs.filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith(PANEL_TYPE)),
  );

export function registerCommands(): void {
  suite('commands', () => {
    teardown(async () => {
      await commands.executeCommand('workbench.action.closeAllEditors');
    });

    test('each that the code knows is there, and no other', async () => {
      const own = (await commands.getCommands(true)).filter(
        (id) => id.startsWith('trackRecord.') && !/\.(focus|open|resetViewLocation|removeView|toggleVisibility)$/.test(id),
      );
      assert.deepEqual(
        own.toSorted(),
        Object.keys(COMMANDS)
          .map((name) => qualified(name))
          .toSorted(),
      );
    });

    test('settings have the defaults that the code has', () => {
      const configured = workspace.getConfiguration('trackRecord');
      for (const [name, value] of Object.entries(SETTINGS)) assert.deepEqual(configured.inspect(name)?.defaultValue, value, name);
    });

    test('Open Panel opens one panel, however often, whatever it is given', async () => {
      await commands.executeCommand(qualified('openPanel'));
      await commands.executeCommand(qualified('openPanel'), 'no such section');
      await commands.executeCommand(qualified('openPanel'), { any: 1 });
      await found(() => (panels().length === 1 ? true : undefined), 'one panel');
    });

    test('Refresh analyses the repository and is done when it is', async () => {
      await commands.executeCommand(qualified('refresh'));
    });

    test('Copy Weekly Update puts text on the clipboard', async () => {
      await env.clipboard.writeText('');
      void commands.executeCommand(qualified('copyUpdate'));
      const text = await found(async () => {
        // It asks for the days first: those that it offers first will do.
        await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
        return (await env.clipboard.readText()) || undefined;
      }, 'text on the clipboard');
      assert.match(text, /\p{L}{3}/u);
    });

    test('Show What Is Stored shows a document that can be kept', async () => {
      await commands.executeCommand(qualified('showStored'));
      await found(() => window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => /stored/i.test(label)), 'the document');
    });
  });
}
