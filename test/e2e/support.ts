import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { type Command, COMMANDS } from '../../src/host/contributions.ts';
import type { Editor } from './harness/editor.ts';
import { palette, runCommand, webview, webviewFrame } from './harness/workbench.ts';

type Language = 'en' | 'zh-cn';

const nls = (language: Language): Record<string, string> =>
  JSON.parse(readFileSync(new URL(`../../package.nls${language === 'en' ? '' : '.zh-cn'}.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >;

/** A command as the palette shows it. */
export const title = (command: Command, language: Language = 'en'): string => `Track Record: ${nls(language)[`command.${command}`]}`;

/** Our commands that the palette offers now, in the order of their table. */
export async function offered(page: Page): Promise<readonly Command[]> {
  const titles = await palette(page, 'Track Record:');
  return (Object.keys(COMMANDS) as Command[]).filter((command) => titles.includes(title(command)));
}

/** Opens the panel and waits until the analysis has filled it. */
export async function openPanel(page: Page): Promise<FrameLocator> {
  await runCommand(page, title('openPanel'));
  const view = webview(page);
  await view.getByRole('tab', { name: 'Overview' }).waitFor();
  await idle(page).waitFor();
  return view;
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds wrong in the panel. */
export async function axeFinds(page: Page): Promise<string[]> {
  const frame = await webviewFrame(page);
  await frame.evaluate(axe);
  return frame.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run({ resultTypes: ['violations'] });
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
  });
}

/** Shows the extension's view in the side bar. */
export const openSummary = (page: Page): Promise<void> => page.locator('.activitybar').getByRole('tab', { name: 'Track Record' }).click();

/** The status bar's item while nothing is under way. */
export const idle = (page: Page): Locator => page.locator('.statusbar-item').filter({ hasText: /^\s*Track Record\s*$/ });

/** The last test of a file: it counts what all before it have tried. */
export function testNothingLeft(editor: () => Editor): void {
  test('nothing was asked of the network, and no policy was broken', () => {
    assert.deepEqual(editor().network(), []);
    assert.deepEqual(
      editor()
        .console()
        .filter((line) => /Content Security Policy|Refused to/i.test(line)),
      [],
    );
  });
}
