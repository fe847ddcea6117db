// Takes the walkthrough's pictures: the packed extension in the real editor, on a repository made up for it. Run it after what they show has
// changed: `npx -c 'node test/e2e/pictures.ts'` (or with part of a picture's name). They lie in media/walkthrough.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { Command } from '../../src/host/contributions.ts';
import { makeOrders } from '../support/orders.ts';
import { startEditor } from './harness/editor.ts';
import { ROOT } from './harness/paths.ts';
import { packedExtension } from './harness/vsix.ts';
import { quickPick, runCommand, THEMES, webview } from './harness/workbench.ts';
import { idle, openSummary, title } from './support.ts';

type Language = 'en' | 'zh-cn';
const LANGUAGES = ['en', 'zh-cn'] as const;
const SHADES = ['dark', 'light'] as const;
/** CSS pixels; taken twice as fine. */
const SIZE = { width: 960, height: 620 };

interface Shot {
  readonly page: Page;
  readonly language: Language;
}

const tab = ({ page, language }: Shot, en: RegExp, zh: RegExp): Locator =>
  webview(page).getByRole('tab', { name: language === 'en' ? en : zh });
const run = ({ page, language }: Shot, command: Command): Promise<void> => runCommand(page, title(command, language));

/** What each picture shows; they are taken in this order in one window. */
const PICTURES: Readonly<Record<string, (shot: Shot) => Promise<void>>> = {
  overview: async () => {},
  contributions: async (shot) => {
    await run(shot, 'openPanel');
    await tab(shot, /Contributions/, /贡献/).click();
    const grid = webview(shot.page).getByRole('grid');
    await grid.getByRole('row').nth(4).waitFor();
    await grid.focus();
    for (const key of ['Home', 'ArrowDown', 'ArrowDown', 't']) await shot.page.keyboard.press(key);
    await webview(shot.page).getByRole('menu').waitFor();
  },
  draft: async (shot) => {
    await shot.page.keyboard.press('Escape');
    await run(shot, 'draftSelf');
    await webview(shot.page).locator('.claim .citations').nth(4).focus();
  },
  suggestions: async (shot) => {
    await run(shot, 'suggest');
  },
  export: async (shot) => {
    await run(shot, 'export');
    await quickPick(shot.page).nth(3).waitFor();
  },
  stored: async (shot) => {
    await shot.page.keyboard.press('Escape');
    await run(shot, 'showStored');
    await webview(shot.page).getByRole('table').waitFor();
  },
};

const only = process.argv[2] ?? '';
for (const language of LANGUAGES)
  for (const shade of SHADES) {
    const fileOf = (name: string): string => `${name}-${shade}${language === 'en' ? '' : '.zh-cn'}.webp`;
    if (!Object.keys(PICTURES).some((name) => fileOf(name).includes(only))) continue;
    const editor = await startEditor({ vsix: [packedExtension()], language, settings: { 'workbench.colorTheme': THEMES[shade].name } });
    const after: (() => unknown)[] = [];
    try {
      const folder = makeOrders(path.join(editor.server.dir, 'orders'));
      // Stands in for a test: it ends what is opened.
      const context = { after: (work: () => unknown) => after.push(work), name: 'pictures', passed: true } as never;
      const { page } = await editor.open(context, { folder });
      await page.setViewportSize(SIZE);
      const session = await page.context().newCDPSession(page);
      await session.send('Emulation.setDeviceMetricsOverride', { ...SIZE, deviceScaleFactor: 2, mobile: false });
      await openSummary(page);
      await run({ page, language }, 'openPanel');
      await tab({ page, language }, /Overview/, /总览|概览/).waitFor();
      await idle(page).waitFor();
      for (const [name, show] of Object.entries(PICTURES)) {
        // The first shows the side bar too; the others have the room.
        if (name === 'contributions') await page.keyboard.press('ControlOrMeta+b');
        // A busy machine loses a key now and then.
        await show({ page, language }).catch(() => show({ page, language }));
        await page.mouse.move(0, 0);
        // Charts are drawn after the text, and nothing says when.
        await page.waitForTimeout(1500);
        if (fileOf(name).includes(only)) await save(page, fileOf(name));
      }
    } finally {
      for (const work of after) await work();
      await editor.stop();
    }
  }

/** Takes the picture and lets the browser encode it. */
async function save(page: Page, name: string): Promise<void> {
  const png = await page.screenshot({ scale: 'device' });
  const webp = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.codePointAt(0) ?? 0);
    const image = await createImageBitmap(new Blob([bytes], { type: 'image/png' }));
    const canvas = new OffscreenCanvas(image.width, image.height);
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    const blob = await canvas.convertToBlob({ type: 'image/webp', quality: 0.75 });
    const out = new Uint8Array(await blob.arrayBuffer());
    return btoa(Array.from(out, (byte) => String.fromCodePoint(byte)).join(''));
  }, png.toString('base64'));
  const folder = path.join(ROOT, 'media/walkthrough');
  mkdirSync(folder, { recursive: true });
  const picture = Buffer.from(webp, 'base64');
  writeFileSync(path.join(folder, name), picture);
  console.log(`${name}: ${Math.ceil(picture.length / 1024)} KB`);
}
