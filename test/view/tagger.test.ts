// The tagger's page in the panel, over the real engine on a real repository.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { deviceName, type DeviceState } from '../../src/domain/device.ts';
import { buildBundles } from '../support/cli.ts';
import { launchBrowser } from '../support/browser.ts';
import { type PanelSession, Panels, someWork, tab } from '../support/panel.ts';

const panels = new Panels();
let browser: Browser;
let session: PanelSession;
let page: Page;

before(async () => {
  buildBundles();
  browser = await launchBrowser();
  session = await panels.session(browser, await panels.work(someWork(24)), { viewport: { width: 1400, height: 900 } });
  page = session.page;
});
after(async () => {
  await browser.close();
  await panels.remove();
});

/** The page, in a panel opened anew: no test stands where another left off. */
async function openPage(): Promise<void> {
  await session.open();
  await tab(page, /Tagger/).click();
}

describe("the tagger's page", { timeout: 120_000 }, () => {
  test('is reached from the line that names the model; says which device runs, and why not the others', async () => {
    await session.open();
    await page.getByRole('button', { name: 'About the tagger' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Where it runs' }).waitFor();
    const { devices } = await session.engine.request('tagger', {});
    const { device } = devices.placement ?? assert.fail('it has tagged something');
    assert.equal(await page.locator('.device-used dt').innerText(), `${deviceName(device)} in use`);
    assert.match(await page.locator('.device-used').innerText(), /in [\w -]+: (works|[\d,.]+ ms a batch)/);
    assert.equal(await page.locator('.devices dt').count(), devices.candidates.length);
    for (const line of await page.locator('.devices > div:not(.device-used) dd').allInnerTexts()) assert.ok(line.length > 10, line);
    await page.getByRole('button', { name: 'Select device' }).click();
    assert.deepEqual(session.asked.commands.splice(0), ['selectDevice']);
  });

  test('shows where the user said otherwise, with counts', async () => {
    await openPage();
    await page.getByText('You have corrected nothing yet.').waitFor();
    const { engine, story } = session;
    const query = { text: '', type: '', repo: '', theme: '', sort: 'newest' } as const;
    const { rows } = await engine.request('rows', { ...story, query, offset: 0, limit: 4 });
    const expected = new Map<string, number>();
    for (const { id, tag } of rows) {
      await engine.request('act', { ...story, act: { kind: 'correct', contribution: id, label: 'perf' } });
      const tagged = tag?.label ?? assert.fail();
      expected.set(tagged, (expected.get(tagged) ?? 0) + 1);
    }
    await tab(page, /Overview/).click();
    await tab(page, /Tagger/).click();
    await page.getByText('You said the type of 4 contributions yourself.').waitFor();
    const table = page.getByRole('region', { name: 'Your corrections' });
    assert.equal(await table.locator('tbody tr').count(), expected.size);
    assert.deepEqual(new Set(await table.locator('tbody tr td:nth-child(2)').allInnerTexts()), new Set(['Performance']));
    const counts = (await table.locator('tbody tr td:nth-child(3)').allInnerTexts()).map(Number);
    assert.deepEqual(
      counts,
      [...expected.values()].toSorted((a, b) => b - a),
    );
  });

  test("tells the essentials of the model's card in its own words, and opens it", async () => {
    await openPage();
    const card = readFileSync(new URL('../../models/README.md', import.meta.url), 'utf8');
    const shown = await page.locator('#tagger-card').innerText();
    const sentence = /^## Limits\n(.*?\.)/m.exec(card)?.[1] ?? assert.fail();
    assert.ok(shown.includes(sentence), sentence);
    await page.getByText('How good it is').click();
    const row = card.split('\n').find((line) => line.startsWith('| tagger |')) ?? assert.fail();
    const cells = row.split('|').flatMap((cell) => (cell.trim() ? [cell.trim()] : []));
    await page.locator('.figures-table td', { hasText: cells[1] ?? '' }).waitFor();
    const drawn = await page.locator('#tagger-card tbody tr').allInnerTexts();
    assert.ok(
      drawn.some((line) => line.replaceAll(/\s+/g, ' ') === cells.join(' ')),
      drawn.join('\n'),
    );
    await page.getByRole('button', { name: 'Open the whole card' }).click();
    assert.deepEqual(session.asked.opened.splice(0), [{ kind: 'open-card' }]);
  });

  test('says what is not known, what was chosen, and what has failed', async (t) => {
    t.after(() => session.instead.clear());
    const state: DeviceState = {
      asked: 'webgpu',
      candidates: ['cpu', 'cuda', 'webgpu'],
      attempts: [
        { device: 'cpu', precision: 'float32', finding: { kind: 'works', over: false, milliseconds: 40, agreement: 1 } },
        { device: 'webgpu', precision: 'float32', finding: { kind: 'crashed', how: 'SIGSEGV' } },
      ],
      absent: [{ device: 'cuda', missing: 'cuda-libraries' }],
    };
    session.instead.set('tagger', () => ({ model: { name: 'a model', hash: 'abc' }, devices: state, corrections: [] }));
    await openPage();
    await page.getByText(/^It cannot run on WebGPU: it crashed .* Choose another device\. The settings ask for WebGPU\.$/).waitFor();
    assert.deepEqual(await page.locator('.devices > div').allInnerTexts(), [
      'CPU\nin single precision: 40 ms a batch',
      "CUDA\nonnxruntime's CUDA libraries are not on this machine",
      'WebGPU\nit crashed when it was tried (SIGSEGV); the engine was not touched',
    ]);
    await page.getByText('This model has no card.').waitFor();
    session.instead.set('tagger', () => {
      throw new Error('the model is gone');
    });
    await openPage();
    await page.getByRole('alert').filter({ hasText: 'the model is gone' }).waitFor();
  });
});
