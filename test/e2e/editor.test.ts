// The packed extension in the real editor, with an engine that misbehaves on demand: a workspace's name says how (test/support/engine.ts).
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Command, COMMANDS } from '../../src/host/contributions.ts';
import { type Editor, enginePids, type OpenWindow, startEditor } from './harness/editor.ts';
import { packedWithTestEngine } from './harness/vsix.ts';
import { hasCommand, notifications, quickPick, runCommand, THEMES, type ThemeName, webview } from './harness/workbench.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const nls = (language: 'en' | 'zh-cn'): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../package.nls${language === 'en' ? '' : '.zh-cn'}.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
const title = (command: Command, language: 'en' | 'zh-cn' = 'en'): string => `Track Record: ${nls(language)[`command.${command}`]}`;

let editor: Editor;
let all: OpenWindow[] = [];
const open = async (...args: Parameters<Editor['open']>): Promise<OpenWindow> => {
  const window = await editor.open(...args);
  all.push(window);
  return window;
};

before(async () => {
  editor = await startEditor({ vsix: [await packedWithTestEngine()] });
});
after(() => editor.stop());

/** The panel, with its first view drawn. */
async function openPanel(page: Page): Promise<ReturnType<typeof webview>> {
  await runCommand(page, title('openPanel'));
  const view = webview(page);
  await view.getByRole('tab', { name: 'Overview' }).waitFor();
  return view;
}

/** What axe finds wrong in the panel. */
async function axeFinds(page: Page): Promise<string[]> {
  const frame = page.frames().find((one) => one.parentFrame()?.parentFrame() === page.mainFrame() && one.name() === 'active-frame');
  assert.ok(frame, 'the panel has its frame');
  await frame.evaluate(axe);
  return frame.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

describe('the panel', { timeout: 600_000 }, () => {
  test('nothing runs before it is asked for; then the view is shown and its table paged', async () => {
    const { page, close } = await open('project');
    assert.deepEqual(enginePids(editor.server), []);
    const view = await openPanel(page);
    assert.equal(enginePids(editor.server).length, 1);
    await view.getByRole('tab', { name: /Contributions/ }).click();
    const grid = view.getByRole('grid');
    await grid.getByRole('row').nth(3).waitFor();
    assert.equal(await grid.getAttribute('aria-rowcount'), '401');
    await grid.getByRole('row').nth(3).click();
    await page.keyboard.press('End');
    await grid.locator('[aria-rowindex="401"]').waitFor();
    await close();
  });

  test('its tab survives a reload of the window, and one panel is enough', async () => {
    const { page, close } = await open('project');
    const view = await openPanel(page);
    await view.getByRole('tab', { name: /Suggestions/ }).click();
    await runCommand(page, title('openPanel'));
    assert.equal(await page.locator('.tab[data-resource-name], .tabs-container .tab').count(), 1);
    await page.reload();
    await webview(page)
      .getByRole('tab', { name: /Suggestions/, selected: true })
      .waitFor();
    await close();
  });

  for (const theme of Object.keys(THEMES) as ThemeName[]) {
    test(`it follows the ${theme} theme, and axe finds nothing`, async () => {
      editor.server.configure({ 'workbench.colorTheme': THEMES[theme].name });
      const { page, close } = await open('project');
      await page.locator(`.monaco-workbench.${THEMES[theme].css}`).waitFor();
      const view = await openPanel(page);
      for (const tab of await view.getByRole('tab').all()) {
        await tab.click();
        await page.waitForTimeout(200);
        assert.deepEqual(await axeFinds(page), [], `${await tab.innerText()} in ${theme}`);
      }
      editor.server.configure({});
      await close();
    });
  }
});

describe('commands', { timeout: 600_000 }, () => {
  test('the palette has those that can run now, and no other', async () => {
    const { page, close } = await open('project');
    await hasCommand(page, title('openPanel'));
    for (const command of Object.keys(COMMANDS) as Command[])
      assert.equal(await hasCommand(page, title(command)), command !== 'cancel', command);
    await close();
  });

  test('Select Period asks and analyses anew', async () => {
    const { page, close } = await open('project');
    await runCommand(page, title('selectPeriod'));
    await quickPick(page).filter({ hasText: 'Last 90 days' }).click();
    await page.locator('.statusbar-item', { hasText: 'Track Record' }).waitFor();
    await runCommand(page, title('selectPeriod'));
    await quickPick(page).filter({ hasText: 'Last 90 days' }).filter({ hasText: 'shown now' }).waitFor();
    await page.keyboard.press('Escape');
    await close();
  });

  test('Choose Identity lists who wrote here', async () => {
    const { page, close } = await open('project');
    await runCommand(page, title('chooseIdentity'));
    await quickPick(page).filter({ hasText: 'ada@example.com' }).filter({ hasText: '41 commits' }).click();
    await close();
  });

  test('Show What Is Stored opens a document', async () => {
    const { page, close } = await open('project');
    await runCommand(page, title('showStored'));
    await page.locator('.view-lines', { hasText: 'What Track Record has stored' }).waitFor();
    await close();
  });

  test('Erase My Data asks first, and does nothing when it is not confirmed', async () => {
    const { page, close } = await open('project');
    await openPanel(page);
    await runCommand(page, title('eraseData'));
    const dialog = page.getByRole('dialog', { name: /Erase everything/ });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    await webview(page).getByRole('tab', { name: 'Overview' }).waitFor();
    await runCommand(page, title('eraseData'));
    await dialog.getByRole('button', { name: 'Erase', exact: true }).click();
    await notifications(page).filter({ hasText: 'is erased' }).waitFor();
    await page.locator('iframe.webview').waitFor({ state: 'detached' });
    await close();
  });

  test('Show Log opens the log', async () => {
    const { page, close } = await open('project');
    await runCommand(page, title('showLog'));
    await page.locator('.part.panel').getByText('Track Record').first().waitFor();
    await close();
  });

  test('an analysis shows its progress and can be cancelled', async () => {
    const { page, close } = await open('endless');
    await runCommand(page, title('refresh'));
    const status = page.locator('.statusbar-item', { hasText: /Track Record: Reading the history · \d+%/ });
    await status.waitFor();
    assert.equal(await hasCommand(page, title('cancel')), true);
    await status.click();
    await status.waitFor({ state: 'detached' });
    assert.equal(await notifications(page).count(), 0, 'who cancels needs no telling');
    await close();
  });

  test('the summary shows what the analysis found', async () => {
    const { page, close } = await open('project');
    await page.getByRole('tab', { name: 'Track Record' }).first().click();
    await page.getByRole('button', { name: 'Analyze My Work' }).click();
    for (const line of ['Dimensions', 'Themes', 'Suggestions'])
      await page.getByRole('treeitem', { name: new RegExp(`^${line}`) }).waitFor();
    await close();
  });
});

describe('failures', { timeout: 600_000 }, () => {
  test('an engine that is killed in mid-run: the user is told what to do, and the next run works', async () => {
    const { page, close } = await open('endless');
    await runCommand(page, title('refresh'));
    await page.locator('.statusbar-item', { hasText: /Reading the history/ }).waitFor();
    const [pid] = enginePids(editor.server);
    assert.ok(pid);
    process.kill(pid, 'SIGKILL');
    const told = notifications(page).filter({ hasText: 'stopped unexpectedly' });
    await told.waitFor();
    assert.match(await told.innerText(), /Try again/);
    await told.getByRole('button', { name: 'Show Log' }).waitFor();
    await page.locator('.statusbar-item', { hasText: /Reading the history/ }).waitFor({ state: 'detached' });
    await runCommand(page, title('showStored'));
    await page.locator('.view-lines', { hasText: 'What Track Record has stored' }).waitFor();
    await close();
  });

  test('one that crashes each time: the panel stays and says so', async () => {
    const { page, close } = await open('crash');
    await runCommand(page, title('openPanel'));
    await notifications(page).filter({ hasText: 'stopped unexpectedly' }).first().waitFor();
    await close();
  });

  test('a refusal is told in its own words', async () => {
    const { page, close } = await open('refuse');
    await runCommand(page, title('refresh'));
    await notifications(page).filter({ hasText: 'git was not found. Install it' }).waitFor();
    await close();
  });

  test('the engine ends with its window', async () => {
    const { page, close } = await open('project');
    await openPanel(page);
    const before = enginePids(editor.server);
    await close();
    for (
      const deadline = Date.now() + 30_000;
      enginePids(editor.server).some((pid) => before.includes(pid));
      await new Promise((resolve) => setTimeout(resolve, 100))
    ) {
      assert.ok(Date.now() < deadline, 'it still runs');
    }
  });
});

describe('in Simplified Chinese', { timeout: 600_000 }, () => {
  test('commands, messages and the panel', async () => {
    const { page, close } = await open('project', { language: 'zh-cn' });
    await runCommand(page, title('openPanel', 'zh-cn'));
    const view = webview(page);
    await view.getByRole('tab', { name: /贡献/ }).waitFor();
    await runCommand(page, title('selectPeriod', 'zh-cn'));
    await quickPick(page).filter({ hasText: '最近 90 天' }).waitFor();
    await page.keyboard.press('Escape');
    await runCommand(page, title('eraseData', 'zh-cn'));
    await page.getByRole('dialog', { name: /要清除 Track Record 存储的全部内容吗/ }).waitFor();
    await page.keyboard.press('Escape');
    await close();
  });
});

test('nothing was asked of the network, and no policy was broken', () => {
  assert.ok(all.length > 10);
  assert.deepEqual(
    all.flatMap(({ blocked }) => blocked),
    [],
  );
  assert.deepEqual(
    all.flatMap(({ console: lines }) => lines.filter((line) => /Content Security Policy|Refused to/i.test(line))),
    [],
  );
  all = [];
});
