// Where the tagger runs, in the real editor: shown, chosen, and told where it does not work.
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Editor, startEditor } from './harness/editor.ts';
import { packedExtension } from './harness/vsix.ts';
import { quickPick, told } from './harness/workbench.ts';
import { axeFinds, idle, openPanel, testNothingLeft } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()] });
});
after(() => editor.stop());

describe('devices', { timeout: 600_000 }, () => {
  test('the page of the tagger says which device runs; Select Device moves the engine over, what was tagged stays, and what does not work is told', async (t) => {
    const { page } = await editor.open(t);
    const view = await openPanel(page);
    await view.getByRole('button', { name: 'About the tagger' }).click();
    await view.locator('.device-used', { hasText: 'CPU' }).waitFor();
    await view.locator('.origin', { hasText: /Tagged by .* on CPU/ }).waitFor();
    assert.deepEqual(await axeFinds(page), []);

    await view.getByRole('button', { name: 'Select device' }).click();
    const line = (name: string) => quickPick(page).filter({ hasText: name });
    await line('Automatic').filter({ hasText: 'chosen' }).waitFor();
    await line('WebGPU').waitFor();
    await line('Try the devices again').click();
    await line('CPU').filter({ hasText: 'ms a batch' }).click();
    await view.getByText('The settings ask for CPU.').waitFor();
    await idle(page).waitFor();
    // What it reads out: nothing was tagged anew.
    await page.locator('.statusbar-item[aria-label*="nothing new to tag"]').waitFor();

    // One that cannot be used is said to be so as soon as it is chosen, and in the page.
    await view.getByRole('button', { name: 'Select device' }).click();
    await quickPick(page).filter({ hasText: 'CUDA' }).click();
    await told(page, 'The tagger cannot run on CUDA');
    await view.getByText(/It cannot run on CUDA: .*Choose another device/).waitFor();
    await idle(page).waitFor();
  });
});

testNothingLeft(() => editor);
