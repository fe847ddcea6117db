// The packed extension in the real editor: a rubric of one's own.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';
import { type Editor, startEditor, until } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { runCommand } from './harness/workbench.ts';
import { idle, openPanel, testNothingLeft, title } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

const shipped = readFileSync(new URL('../../media/rubric.default.yaml', import.meta.url), 'utf8');

/** Replaces the whole text of the document in front. */
async function write(page: Page, text: string): Promise<void> {
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.insertText(text);
}

describe('Edit Rubric', { timeout: 600_000 }, () => {
  test('asks before it makes a file; faults stand at their lines; a sound one assesses anew', async (t) => {
    const { page, folder } = await editor.open(t);
    const file = path.join(folder, '.trackrecord/rubric.yaml');
    const view = await openPanel(page);
    await view.getByRole('heading', { name: 'Innovation' }).waitFor();

    await runCommand(page, title('editRubric'));
    const dialog = page.getByRole('dialog', { name: /Make a rubric of your own in "project"/ });
    await dialog.waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.ok(!existsSync(file));

    await runCommand(page, title('editRubric'));
    await dialog.getByRole('button', { name: 'Create' }).click();
    const tab = page.getByRole('tab', { name: /rubric\.yaml/ });
    await tab.waitFor();
    assert.equal(readFileSync(file, 'utf8'), shipped);
    assert.equal(await page.locator('.squiggly-error').count(), 0);

    await page.locator('.monaco-editor .view-lines').last().click();
    await write(page, 'extends: default\nremove: [innovation]\ncoverage: lots\n');
    await page.locator('.squiggly-error').waitFor();
    await page.keyboard.press('F8');
    await page.locator('.zone-widget', { hasText: 'coverage must be a number from 0 to 1, got "lots"' }).waitFor();
    const position = page.locator('.statusbar-item', { hasText: /^Ln 3, Col 11/ });
    await position.waitFor();
    await page.keyboard.press('Escape');

    await write(page, 'extends: default\nremove: [innovation]\n');
    await page.locator('.squiggly-error').waitFor({ state: 'detached' });
    await page.keyboard.press('ControlOrMeta+s');
    await until(() => readFileSync(file, 'utf8').includes('remove: [innovation]'), 'the file is saved');
    await page.locator('.tabs-container').getByRole('tab', { name: 'Track Record' }).click();
    await view.getByRole('heading', { name: 'Quality' }).waitFor();
    await view.getByRole('heading', { name: 'Innovation' }).waitFor({ state: 'detached' });

    // The one that is there is opened, without a question.
    await runCommand(page, title('editRubric'));
    await page.getByRole('tab', { name: /rubric\.yaml/, selected: true }).waitFor();
    await idle(page).waitFor();
  });
});

testNothingLeft(() => editor);
