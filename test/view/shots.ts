// Pictures of every section for people to look at: `node test/view/shots.ts [name...]`, into the ignored test/.cache/shots.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { launchBrowser, openSession } from '../support/browser.ts';
import { buildBundles } from '../support/cli.ts';
import { Reports } from '../support/report.ts';
import * as snapshots from '../support/snapshot.ts';

const out = path.resolve(import.meta.dirname, '../.cache/shots');
const TABS = ['overview', 'contributions', 'themes', 'draft', 'suggestions', 'noise'] as const;
const LOOKS = {
  light: { viewport: { width: 1400, height: 900 }, colorScheme: 'light' },
  dark: { viewport: { width: 1400, height: 900 }, colorScheme: 'dark' },
  forced: { viewport: { width: 1400, height: 900 }, colorScheme: 'dark', forcedColors: 'active' },
  narrow: { viewport: { width: 320, height: 640 }, colorScheme: 'light' },
  medium: { viewport: { width: 820, height: 900 }, colorScheme: 'dark' },
} as const;

mkdirSync(out, { recursive: true });
buildBundles();
const reports = new Reports();
const browser = await launchBrowser();
const wanted = process.argv.slice(2);
const cases = [
  ...(['light', 'dark', 'forced', 'narrow', 'medium'] as const).map((look) => ({ name: look, look, make: snapshots.typical })),
  { name: 'chinese', look: 'light', make: snapshots.chinese },
  { name: 'small', look: 'light', make: snapshots.small },
  { name: 'empty', look: 'dark', make: snapshots.empty },
  { name: 'hostile', look: 'light', make: snapshots.hostile },
  { name: 'large', look: 'light', make: snapshots.large },
] as const;

for (const { name, look, make } of cases) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const url = await reports.write(name, make());
  const { page, context, complaints } = await openSession(browser, LOOKS[look]);
  for (const tab of TABS) {
    await page.goto('about:blank');
    await page.goto(`${url}#${tab}`);
    await page.waitForTimeout(500);
    if (tab === 'contributions') {
      await page
        .locator('.grid-body .grid-row')
        .nth(3)
        .click({ timeout: 2000 })
        .catch(() => undefined);
      await page.waitForTimeout(200);
    }
    if (tab === 'overview' || tab === 'noise' || tab === 'themes') {
      for (const summary of (await page.locator('.dimension .signals > summary, .group > summary, .theme summary').all()).slice(0, 2))
        await summary.click();
    }
    if (tab === 'draft')
      await page
        .locator('.citations')
        .nth(1)
        .focus()
        .catch(() => undefined);
    await page.waitForTimeout(150);
    await page.screenshot({ path: path.join(out, `${name}-${tab}.png`), fullPage: tab !== 'contributions' });
  }
  if (name === 'light') {
    await page.setViewportSize({ width: 700, height: 1000 });
    await page.emulateMedia({ media: 'print' });
    await page.waitForTimeout(500);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    for (let y = 0, i = 0; y < height && i < 8; y += 1600, i++) {
      await page.screenshot({
        path: path.join(out, `print-${i}.png`),
        fullPage: true,
        clip: { x: 0, y, width: 700, height: Math.min(1600, height - y) },
      });
    }
  }
  console.log(name, complaints.length > 0 ? complaints : 'ok');
  await context.close();
}
await browser.close();
reports.remove();
