// How fast a large report opens, scrolls and filters. The limits are those of the design; each figure is the best of a few tries, because
// the machine that runs tests may have other work.
import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser, openSession } from '../support/browser.ts';
import { buildBundles } from '../support/cli.ts';
import { Reports } from '../support/report.ts';
import { huge, large } from '../support/snapshot.ts';

const reports = new Reports();
let browser: Browser;

before(async () => {
  buildBundles();
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  reports.remove();
});

const megabytes = (url: string): string => `${(statSync(fileURLToPath(url)).size / 1e6).toFixed(1)} MB`;
const percentile = (values: readonly number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;

async function bestOf<T>(tries: number, measure: () => Promise<T>, figure: (value: T) => number, limit: number): Promise<T> {
  let best = await measure();
  for (let i = 1; i < tries && figure(best) > limit; i++) {
    const next = await measure();
    if (figure(next) < figure(best)) best = next;
  }
  return best;
}

test('a report of 20,000 contributions paints within 1.5 s and has its charts soon after', async (t: TestContext) => {
  const url = await reports.write('large', large());
  const measure = async (): Promise<{ paint: number; charts: number; rows: number }> => {
    const { page, context } = await openSession(browser);
    await page.goto(url, { waitUntil: 'commit' });
    await page.waitForSelector('.plot svg', { timeout: 60_000 });
    const charts = await page.evaluate(() => performance.now());
    const paint = await page.evaluate(
      () => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.POSITIVE_INFINITY,
    );
    const before = await page.evaluate(() => performance.now());
    await page.locator('#tab-contributions').click();
    await page.waitForSelector('.grid-body [role=row]', { timeout: 60_000 });
    const rows = (await page.evaluate(() => performance.now())) - before;
    await context.close();
    return { paint, charts, rows };
  };
  const best = await bestOf(4, measure, (m) => m.paint, 1500);
  t.diagnostic(
    `${megabytes(url)}: first paint ${best.paint.toFixed(0)} ms, charts ${best.charts.toFixed(0)} ms, first row ${best.rows.toFixed(0)} ms after its tab`,
  );
  assert.ok(best.paint <= 1500, `first paint after ${best.paint.toFixed(0)} ms`);
});

test('50,000 rows: scrolling and filtering stay within 100 ms at the 95th percentile', async (t: TestContext) => {
  const url = await reports.write('huge', huge());
  const { page, context, requests, complaints } = await openSession(browser, { viewport: { width: 1300, height: 800 } });
  await page.goto(`${url}#contributions`, { waitUntil: 'commit' });
  await page.waitForSelector('.grid-body [role=row]', { timeout: 120_000 });

  const scroll = async (): Promise<readonly number[]> =>
    page.evaluate(async () => {
      const grid = document.querySelector('.grid');
      if (!grid) throw new Error('no table');
      const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
      const gaps: number[] = [];
      let last = await frame();
      for (let i = 0; i < 90; i++) {
        // Mostly a fling, now and then a jump to somewhere else.
        grid.scrollTop = i % 15 === 14 ? grid.scrollHeight * ((i * 7) % 10) * 0.1 : grid.scrollTop + 400;
        const now = await frame();
        gaps.push(now - last);
        last = now;
      }
      return gaps;
    });
  const gaps = await bestOf(4, scroll, (values) => percentile(values, 0.95), 100);
  const blank = await page.evaluate(() => {
    const grid = document.querySelector('.grid')?.getBoundingClientRect();
    return grid ? document.elementFromPoint(grid.left + 300, grid.top + grid.height / 2)?.closest('[role=row]') === null : true;
  });
  assert.equal(blank, false, 'there are rows where one looks');

  const type = async (): Promise<readonly number[]> => {
    await page.evaluate(() => {
      const seen: number[] = [];
      Object.assign(window, { seen });
      new PerformanceObserver((list) => seen.push(...list.getEntries().map((entry) => entry.duration))).observe({
        type: 'event',
        durationThreshold: 16,
      } as PerformanceObserverInit);
    });
    await page.locator('vscode-textfield').focus();
    for (const key of 'lexer guides') await page.keyboard.press(key === ' ' ? 'Space' : key, { delay: 40 });
    for (let i = 0; i < 6; i++) await page.keyboard.press('Backspace', { delay: 40 });
    await page.waitForTimeout(800);
    const seen = await page.evaluate('window.seen');
    await page.locator('vscode-textfield').press('Control+A');
    await page.keyboard.press('Delete');
    return (seen as number[]).length > 0 ? (seen as number[]) : [0];
  };
  const keys = await bestOf(4, type, (values) => percentile(values, 0.95), 100);

  const asked = Date.now();
  await page.locator('vscode-textfield').focus();
  await page.keyboard.type('arena');
  await page.waitForFunction(() => / of 50,000/.test(document.querySelector('.rows-status')?.textContent ?? ''));
  const answered = Date.now() - asked;
  t.diagnostic(
    `${megabytes(url)}: frames while scrolling p95 ${percentile(gaps, 0.95).toFixed(0)} ms (median ${percentile(gaps, 0.5).toFixed(0)}), ` +
      `keys to next paint p95 ${percentile(keys, 0.95).toFixed(0)} ms, answer to a search ${answered} ms`,
  );
  assert.ok(percentile(gaps, 0.95) <= 100, 'scrolling');
  assert.ok(percentile(keys, 0.95) <= 100, 'typing');
  assert.deepEqual([requests, complaints], [[], []]);
  await context.close();
});
