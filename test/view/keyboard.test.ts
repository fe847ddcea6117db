// Everything by keyboard, on a real page.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { type Session, launchBrowser, openSession } from '../support/browser.ts';
import { buildBundles } from '../support/cli.ts';
import { Reports } from '../support/report.ts';
import { typical } from '../support/snapshot.ts';

const snapshot = typical();
const reports = new Reports();
let browser: Browser;
let url = '';
let session: Session;
let page: Page;

before(async () => {
  buildBundles();
  browser = await launchBrowser();
  url = await reports.write('typical', snapshot);
  session = await openSession(browser, { viewport: { width: 1300, height: 800 }, reducedMotion: 'reduce' });
  page = session.page;
});
after(async () => {
  await browser.close();
  reports.remove();
});

async function openTab(tab: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${url}#${tab}`);
  await page.waitForSelector(`#panel-${tab} > *`);
}

const selectedTab = (): Promise<string> => page.locator('[role=tab][aria-selected=true]').evaluate((tab) => tab.id);
const focusedId = (): Promise<string> => page.evaluate(() => document.activeElement?.id ?? '');
const status = (): Promise<string> => page.locator('.rows-status [role=status]').innerText();
const activeRow = (): Promise<string> => page.evaluate(() => document.querySelector('.grid')?.getAttribute('aria-activedescendant') ?? '');
const settles = async (want: string, read: () => Promise<string>): Promise<void> => {
  for (let i = 0; i < 100 && (await read()) !== want; i++) await page.waitForTimeout(30);
  assert.equal(await read(), want);
};

test('the tab list is one stop; arrows, Home and End move through it and wrap', async () => {
  await openTab('overview');
  await page.locator('#tab-overview').focus();
  for (const [key, tab] of [
    ['ArrowRight', 'contributions'],
    ['End', 'noise'],
    ['ArrowRight', 'overview'],
    ['ArrowLeft', 'noise'],
    ['Home', 'overview'],
  ] as const) {
    await page.keyboard.press(key);
    assert.equal(await selectedTab(), `tab-${tab}`);
    assert.equal(await focusedId(), `tab-${tab}`);
    assert.equal(await page.locator(`#panel-${tab}`).isVisible(), true);
  }
  assert.equal(await page.locator('[role=tab][tabindex="0"]').count(), 1);
});

test('a slash leads to the search from anywhere, and is a character inside it', async () => {
  await openTab('draft');
  await page.keyboard.press('/');
  await settles('tab-contributions', selectedTab);
  await page.waitForFunction(() => document.activeElement?.tagName === 'VSCODE-TEXTFIELD');
  await page.keyboard.type('src/tree fix');
  const wanted = snapshot.rows.filter((row) => {
    const text = [row.subject, row.body, row.key, ...row.files.map(([path]) => path)].map((part) => part.toLowerCase());
    return ['src/tree', 'fix'].every((word) => text.some((part) => part.includes(word)));
  }).length;
  assert.ok(wanted > 5 && wanted < 200);
  await settles(`${wanted} of 400 contributions`, status);
  assert.equal(await page.locator('.grid').getAttribute('aria-rowcount'), String(wanted + 1));
});

test('the table: one stop, arrows move, Enter shows, details follow, Escape closes and the focus stays', async () => {
  await openTab('contributions');
  await page.waitForSelector('.grid-body [role=row]');
  await page.locator('.grid').focus();
  for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
  await settles('row-3', activeRow);
  await page.keyboard.press('Enter');
  const subject = (): Promise<string> => page.locator('.detail h3').innerText();
  await page.waitForSelector('.detail h3');
  await settles(snapshot.rows[3]?.subject ?? '', subject);
  await page.keyboard.press('ArrowDown');
  await settles(snapshot.rows[4]?.subject ?? '', subject);
  assert.equal(await page.locator('#row-4').getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  await page.waitForFunction(() => !document.querySelector('.detail'));
  assert.equal(await page.evaluate(() => document.activeElement?.className.includes('grid')), true);

  await page.keyboard.press('End');
  await settles('row-399', activeRow);
  assert.equal(await page.locator('#row-399').getAttribute('aria-rowindex'), '401');
  const inSight = (): Promise<boolean> =>
    page.evaluate(() => {
      const grid = document.querySelector('.grid')?.getBoundingClientRect();
      const id = document.querySelector('.grid')?.getAttribute('aria-activedescendant') ?? '';
      const row = document.getElementById(id)?.getBoundingClientRect();
      const head = document.querySelector('.grid-head')?.getBoundingClientRect();
      return grid !== undefined && row !== undefined && head !== undefined && row.bottom <= grid.bottom + 1 && row.top >= head.bottom - 1;
    });
  assert.ok(await inSight(), 'the last row is in sight');
  await page.keyboard.press('PageUp');
  await page.waitForTimeout(100);
  assert.ok(await inSight(), 'a page up is in sight');
  await page.keyboard.press('Home');
  await settles('row-0', activeRow);
  assert.ok(await inSight(), 'the first row is in sight, not under the header');
});

test('filters: chosen, combined, cleared', async () => {
  await openTab('contributions');
  await page.waitForSelector('.grid-body [role=row]');
  const count = (test: (row: (typeof snapshot.rows)[number]) => boolean): string =>
    `${snapshot.rows.filter(test).length} of 400 contributions`;
  const [type, repo, theme, sort] = await page.locator('vscode-single-select').all();
  assert.ok(type && repo && theme && sort);
  await type.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await settles(
    count((row) => row.type === 'feat'),
    status,
  );
  await repo.click();
  await page.locator('vscode-single-select').nth(1).locator('li.option').nth(1).click();
  await settles(
    count((row) => row.type === 'feat' && row.repo === snapshot.repos[0]?.id),
    status,
  );
  const gridTop = (): Promise<number> => page.locator('.grid').evaluate((grid) => grid.getBoundingClientRect().top);
  const filtered = await gridTop();
  await page.getByRole('button', { name: 'Clear filters' }).focus();
  await page.keyboard.press('Enter');
  await settles('400 contributions', status);
  assert.equal(await gridTop(), filtered, 'nothing has moved');
  assert.equal(await page.evaluate(() => document.activeElement?.localName), 'vscode-textfield', 'the focus is not lost with the button');
  await page.locator('vscode-checkbox').focus();
  await page.keyboard.press('Space');
  await settles(
    count((row) => row.type === undefined),
    status,
  );
  await page.keyboard.press('Space');
  await settles('400 contributions', status);
  await sort.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  const largest = Math.max(...snapshot.rows.map((row) => (row.added ?? 0) + (row.deleted ?? 0)));
  const top = snapshot.rows.find((row) => (row.added ?? 0) + (row.deleted ?? 0) === largest);
  await settles(top?.subject ?? '', () => page.locator('#row-0 .grid-subject').innerText());
});

test('a sentence shows its evidence on focus, and the evidence leads to the contribution', async () => {
  await openTab('draft');
  const claim = snapshot.draft.sections[1]?.claims[0];
  assert.ok(claim);
  await page.locator('.citations').nth(3).focus();
  await page.waitForFunction((label) => document.querySelector('#claim-evidence code')?.textContent === label, claim.evidence[0]?.label);
  assert.equal(await page.locator('.claim-active').count(), 1);
  await page.locator('#claim-evidence .cite').first().focus();
  await page.keyboard.press('Enter');
  await settles('tab-contributions', selectedTab);
  await page.waitForSelector('.detail h3');
  assert.equal(await page.locator('.detail h3').innerText(), claim.evidence[0]?.title);
  await page.waitForSelector('.grid-row[aria-selected=true]');
  assert.equal(await page.locator('.grid-row[aria-selected=true] .grid-subject').innerText(), claim.evidence[0]?.title);
});

test('pointing at a sentence shows its evidence too; numbers say where they come from', async () => {
  await openTab('draft');
  await page.locator('.claim').nth(4).hover();
  await page.waitForSelector('#claim-evidence .numbers');
  assert.match(await page.locator('#claim-evidence .numbers').innerText(), /\d+\s+contributions/);
  assert.match(await page.locator('.refused').innerText(), /cannot be computed/);
});

test('a theme leads to its contributions', async () => {
  await openTab('themes');
  const largest = [...snapshot.themes].sort((a, b) => b.contributions.length - a.contributions.length)[0];
  await page.locator('.theme summary').first().focus();
  await page.keyboard.press('Enter');
  await page.locator('.theme .more').first().click();
  await settles(`${largest?.contributions.length} of 400 contributions`, status);
});

test('where the focus is can be seen on every kind of control', async () => {
  const kinds: readonly (readonly [tab: string, selector: string])[] = [
    ['overview', '#tab-overview'],
    ['overview', '.headlines summary'],
    ['overview', '.head a'],
    ['contributions', 'vscode-textfield'],
    ['contributions', 'vscode-single-select'],
    ['contributions', 'vscode-checkbox'],
    ['contributions', '.grid'],
    ['draft', '.citations'],
    ['themes', '.theme summary'],
    ['noise', '.group > summary'],
  ];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [tab, selector] of kinds) {
      await openTab(tab);
      if (tab === 'contributions') await page.waitForSelector('.grid-body [role=row]');
      const target = page.locator(selector).first();
      await target.scrollIntoViewIfNeeded();
      const box = await target.boundingBox();
      assert.ok(box);
      const clip = { x: Math.max(0, box.x - 4), y: Math.max(0, box.y - 4), width: box.width + 8, height: Math.min(box.height + 8, 200) };
      // A key press first: focus rings are for those who use keys.
      await page.keyboard.press('Shift');
      const shot = (): Promise<Buffer> => page.screenshot({ clip });
      let before = await shot();
      // What has just been drawn may settle yet.
      await settles('still', async () => {
        const earlier = before;
        before = await shot();
        return before.equals(earlier) ? 'still' : `${selector} changes by itself`;
      });
      await target.focus();
      await settles('seen', async () =>
        before.equals(await shot()) ? `${selector} looks the same with the focus (${colorScheme})` : 'seen',
      );
    }
  }
});

test('nothing of all this asked the network or made the console complain', () => {
  assert.deepEqual(session.requests, []);
  assert.deepEqual(session.complaints, []);
});
