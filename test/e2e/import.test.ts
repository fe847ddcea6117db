// A work log in the real editor: chosen, previewed, imported, decided upon, cited, and taken out again.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { makeProject } from '../support/project.ts';
import { git, scratch } from '../support/repos.ts';
import { type Editor, startEditor, until } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { notifications, quickPick, runCommand, told, webview } from './harness/workbench.ts';
import { axeFinds, idle, openPanel, testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

/** Answers the editor's own dialog, which looks folders up while one types. */
async function choose(page: Page, file: string): Promise<void> {
  const dialog = page
    .locator('.quick-input-widget:visible')
    .filter({ has: page.locator('.quick-input-title', { hasText: 'import work logs' }) });
  await dialog.waitFor();
  const input = dialog.locator('input').first();
  await until(async () => {
    if (!(await dialog.isVisible())) return true;
    if ((await input.inputValue().catch(() => file)) !== file) await input.fill(file, { timeout: 1000 }).catch(() => {});
    else await page.keyboard.press('Enter');
    await page.waitForTimeout(500);
    return dialog.isHidden();
  }, 'the dialog takes the answer');
}

describe('work logs', { timeout: 600_000 }, () => {
  test('a log is previewed, imported, decided upon, opened at its line, and taken out again', async (t) => {
    const folder = scratch(t);
    const project = makeProject(path.join(folder, 'project'));
    const [subject = '', day = ''] = git(project, ['log', '-1', '--author=ada@example.com', '--format=%s%n%as']).split('\n');
    const log = path.join(folder, 'work-log.md');
    writeFileSync(
      log,
      `# Work log\n\n## ${day}\n\n- 3h On-call: paged at 02:00, database failover\n- ${subject}\n- Mentoring: onboarded a colleague\n\n## 2026-02-30\n\n- never\n`,
    );
    const { page } = await editor.open(t, { folder: project });
    const view = await openPanel(page);
    await view.getByRole('tab', { name: /Contributions/ }).waitFor();

    await runCommand(page, title('importLog'));
    await choose(page, log);
    await webview(page).getByText('is no date').waitFor();
    const asked = notifications(page).filter({ hasText: 'Import 3 entries of work-log.md?' });
    await asked.getByRole('button', { name: 'Import', exact: true }).click();
    await told(page, 'Imported 3 entries of work-log.md.');
    await runCommand(page, title('openPanel'));
    await idle(page).waitFor();

    await view.getByRole('tab', { name: /Contributions/ }).click();
    await view.getByRole('row', { name: /On call .*paged at 02:00/ }).waitFor();
    await view.getByRole('tab', { name: /Left out/ }).click();
    const group = view.locator('.group', { hasText: 'Records that do not fit' });
    await group.locator('summary').click();
    await group.getByText(/reads like [0-9a-f]{8}/).waitFor();
    await group.getByRole('button', { name: /^Same work/ }).click();
    await group.getByText('the same work', { exact: true }).waitFor();
    assert.deepEqual(await axeFinds(page), []);
    await page.keyboard.press('Control+z');
    await group.getByRole('button', { name: /^Keep both/ }).waitFor();

    await view.getByRole('tab', { name: 'Draft' }).click();
    const claim = view.locator('.claim', { hasText: 'On call on 1 day' });
    await claim.click();
    await view
      .getByRole('button', { name: /work-log\.md:5.*paged/ })
      .first()
      .click();
    await page.locator('.tabs-container .tab.active', { hasText: 'work-log.md' }).waitFor();
    await page.locator('.statusbar-item', { hasText: /Ln 5, Col 1/ }).waitFor();

    await runCommand(page, title('removeLog'));
    await quickPick(page).filter({ hasText: 'work-log.md' }).click();
    await told(page, 'Took 3 entries of work-log.md out.');
  });
});

testNothingLeft(() => editor);
