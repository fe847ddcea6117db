// The report in a real browser: every section in every look, with nothing for axe, the console or the network to complain about.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { buildBundles } from '../support/cli.ts';
import { type Session, launchBrowser, openSession } from '../support/browser.ts';
import { Reports } from '../support/report.ts';
import { chinese, empty, hostile, makeSnapshot, small, typical } from '../support/snapshot.ts';

const TABS = ['overview', 'contributions', 'themes', 'draft', 'suggestions', 'noise'] as const;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

let browser: Browser;
const reports = new Reports();
const urls = { typical: '', small: '', empty: '', chinese: '', hostile: '' };

before(async () => {
  buildBundles();
  browser = await launchBrowser();
  for (const [name, make] of Object.entries({ typical, small, empty, chinese, hostile }))
    urls[name as keyof typeof urls] = await reports.write(name, make());
});
after(async () => {
  await browser.close();
  reports.remove();
});

interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly help: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
  }[];
}

/** What axe finds on the page as it is, one line each. It is evaluated by the test driver, which the page's policy does not bind. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe);
  const result: AxeResult = await page.evaluate('axe.run(document, { resultTypes: ["violations"] })');
  return result.violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}: ${node.html.slice(0, 200)} ${node.failureSummary ?? ''}`),
  );
}

/** Opens a report at a section and waits until it is whole; where it is open already, the section is chosen there. */
async function openTab(session: Session, url: string, tab: (typeof TABS)[number]): Promise<void> {
  if (session.page.url().startsWith(url)) await session.page.locator(`#tab-${tab}`).click();
  else await session.page.goto(`${url}#${tab}`);
  await session.page.waitForFunction((name) => document.querySelector(`#panel-${name} > *`), tab);
  if (tab === 'overview') await session.page.waitForFunction(() => !document.querySelector('.plot') || document.querySelector('.plot svg'));
  if (tab === 'contributions') await session.page.waitForSelector('.grid-body [role=row], .empty');
}

/** Opens every disclosure, so that what is behind them is looked at too; several rounds, for those inside others. */
async function openAll(page: Page): Promise<void> {
  for (let round = 0; round < 3; round++) {
    await page.evaluate(() =>
      document.querySelectorAll<HTMLElement>('details:not([open]) > summary').forEach((summary) => summary.click()),
    );
    await page.waitForTimeout(60);
  }
}

function clean(session: Session, where: string): void {
  assert.deepEqual(session.requests, [], `${where} asked the network for something`);
  assert.deepEqual(session.complaints, [], `${where} made the console complain`);
}

const WIDE = { width: 1400, height: 900 };
const LOOKS: Readonly<Record<string, { readonly of: keyof typeof urls; readonly options: BrowserContextOptions }>> = {
  light: { of: 'typical', options: { viewport: WIDE, colorScheme: 'light' } },
  dark: { of: 'typical', options: { viewport: WIDE, colorScheme: 'dark', reducedMotion: 'reduce' } },
  'forced-colors': { of: 'typical', options: { viewport: WIDE, forcedColors: 'active' } },
  '320 px': { of: 'typical', options: { viewport: { width: 320, height: 640 }, colorScheme: 'dark' } },
  '400% zoom': { of: 'typical', options: { viewport: { width: 320, height: 256 }, colorScheme: 'light' } },
  'simplified chinese': { of: 'chinese', options: { viewport: WIDE, colorScheme: 'light', locale: 'zh-CN' } },
  'three commits': { of: 'small', options: { viewport: { width: 820, height: 700 }, colorScheme: 'light' } },
  'no commits': { of: 'empty', options: { viewport: { width: 820, height: 700 }, colorScheme: 'dark' } },
  'hostile text': { of: 'hostile', options: { viewport: { width: 320, height: 640 }, colorScheme: 'light' } },
};

for (const [look, { of, options }] of Object.entries(LOOKS)) {
  test(`${look}: every section is whole, fits and is accessible`, async () => {
    const session = await openSession(browser, options);
    try {
      for (const tab of TABS) {
        await openTab(session, urls[of], tab);
        await openAll(session.page);
        if (tab === 'draft')
          await session.page
            .locator('.citations')
            .first()
            .focus({ timeout: 1000 })
            .catch(() => undefined);
        const width = await session.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(width <= (options.viewport?.width ?? 0), `${tab} is ${width} px wide`);
        assert.deepEqual(await violations(session.page), [], tab);
      }
      await openTab(session, urls[of], 'contributions');
      const row = session.page.locator('.grid-body [role=row]').nth(1);
      if (await row.isVisible()) {
        await row.click();
        await session.page.waitForSelector('.detail h3');
        assert.deepEqual(await violations(session.page), [], 'details');
        assert.ok(
          (await session.page.evaluate(() => document.documentElement.scrollWidth)) <= (options.viewport?.width ?? 0),
          'details fit',
        );
      }
      clean(session, look);
    } finally {
      await session.context.close();
    }
  });
}

test('hostile text stays text: nothing ran, no link leaves the web', async () => {
  const session = await openSession(browser);
  try {
    for (const tab of TABS) {
      await openTab(session, urls.hostile, tab);
      await openAll(session.page);
      const found = await session.page.evaluate(() => ({
        title: document.title,
        scripts: document.querySelectorAll('#root script, #root img, #root iframe, #root object').length,
        links: [...document.querySelectorAll('a[href]')].map((a) => a.getAttribute('href') ?? ''),
        unsafe: [...document.querySelectorAll('a[target=_blank]')].filter((a) => !(a.getAttribute('rel') ?? '').includes('noopener'))
          .length,
      }));
      assert.match(found.title, /^Track Record · /);
      assert.equal(found.scripts, 0);
      assert.equal(found.unsafe, 0);
      for (const href of found.links) assert.match(href, /^https?:\/\//);
    }
    clean(session, 'hostile text');
  } finally {
    await session.context.close();
  }
});

test('paper: every section follows the other, everything is open, nothing is only for the screen', async () => {
  const session = await openSession(browser, { viewport: { width: 700, height: 1000 }, colorScheme: 'dark' });
  try {
    const { page } = session;
    await openTab(session, urls.typical, 'overview');
    await page.emulateMedia({ media: 'print' });
    await page.waitForSelector('.printed tbody tr:nth-child(400)');
    await page.waitForFunction(() => document.querySelectorAll('.ledger > li').length >= 60);
    const seen = await page.evaluate(() => ({
      hidden: [...document.querySelectorAll('[role=tabpanel]')].filter((panel) => panel.getBoundingClientRect().height === 0).length,
      closed: document.querySelectorAll('details:not([open])').length,
      controls: [...document.querySelectorAll('.tabs, .filters, .more')].filter((e) => e.getBoundingClientRect().height > 0).length,
      ground: getComputedStyle(document.body).backgroundColor,
      width: document.documentElement.scrollWidth,
    }));
    assert.deepEqual(seen, { hidden: 0, closed: 0, controls: 0, ground: 'rgb(255, 255, 255)', width: 700 });
    assert.deepEqual(await violations(page), []);
    const pdf = await page.pdf({ format: 'A4' });
    assert.ok(pdf.length > 50_000);
    await page.emulateMedia({ media: 'screen' });
    await page.waitForFunction(() => !document.querySelector('.printed'));
    clean(session, 'paper');
  } finally {
    await session.context.close();
  }
});

test('the overview says what stands out, and a citation leads to its contribution', async () => {
  const session = await openSession(browser);
  try {
    const { page } = session;
    await openTab(session, urls.typical, 'overview');
    const [first] = typical().draft.sections.find(({ id }) => id === 'highlights')?.claims ?? [];
    const told = page.locator('.highlights > li').first();
    assert.ok((await told.innerText()).startsWith(first?.text.replaceAll('`', '') ?? '?'));
    await told.getByRole('button').click();
    await page.waitForSelector('.detail h3');
    assert.equal(
      await page
        .locator('[role=tab][aria-selected=true]')
        .innerText()
        .then((tab) => tab.split(/\s/)[0]),
      'Contributions',
    );
    assert.ok((await page.innerText('.detail')).includes(first?.evidence[0]?.label ?? '?'));
    const snapshot = typical();
    const evidence = snapshot.draft.sections.flatMap(({ claims }) => claims.find((claim) => claim.evidence.length > 4)?.evidence ?? []);
    const sections = snapshot.draft.sections.map((one) =>
      one.id === 'highlights' ? { ...one, claims: one.claims.map((claim) => ({ ...claim, evidence })) } : one,
    );
    await openTab(session, await reports.write('often', { ...snapshot, draft: { ...snapshot.draft, sections } }), 'overview');
    await page
      .locator('.highlights > li')
      .first()
      .getByText(/^Evidence \(\d+\)$/)
      .waitFor();
    assert.equal(await page.locator('.highlights > li').first().getByRole('button').count(), 0, 'many citations stand behind one line');
    clean(session, 'highlights');
  } finally {
    await session.context.close();
  }
});

test('a report of another version says so instead of showing nothing', async () => {
  const session = await openSession(browser);
  try {
    const url = await reports.write('future', { ...typical(), schema: 2 as 1 });
    await session.page.goto(url);
    assert.match(await session.page.innerText('main'), /different version of Track Record/);
  } finally {
    await session.context.close();
  }
});

test('what tagged is named with its device, and without one where nothing had to be tagged', async () => {
  const session = await openSession(browser);
  try {
    const snapshot = small();
    for (const [device, said, corrections] of [
      ['webgpu', /^Tagged by all-MiniLM-L6-v2 on WebGPU$/m],
      ['not needed: everything was tagged before', /^Tagged by all-MiniLM-L6-v2$/m],
      ['cpu', /^Tagged by all-MiniLM-L6-v2 \(taught by 40 corrections of yours\) on CPU$/m, 40],
    ] as const) {
      const model = { ...snapshot.run.model, ...(corrections === undefined ? {} : { corrections }) };
      await session.page.goto(await reports.write(device.slice(0, 6).trim(), { ...snapshot, run: { ...snapshot.run, device, model } }));
      assert.match(await session.page.locator('header').innerText(), said);
    }
  } finally {
    await session.context.close();
  }
});

test('a week of one is seen beside a week of sixty, labels leave each other room, and all evidence is counted', async () => {
  const session = await openSession(browser, { viewport: { width: 1400, height: 900 } });
  const { page } = session;
  try {
    const snapshot = makeSnapshot({ rows: 400, locale: 'zh-cn', days: 365 });
    const url = await reports.write('year', {
      ...snapshot,
      previous: { name: '2024-11-27 to 2025-11-26', from: Date.parse('2024-11-27'), to: Date.parse('2025-11-26T12:00Z'), zone: 'UTC' },
      weeks: snapshot.weeks.map(({ date }, i) => ({ date, counts: i === 0 ? { feat: 60 } : { fix: 1 } })),
      headlines: snapshot.headlines.map((headline) => ({ ...headline, evidenceCount: 1234 })),
    });
    await openTab(session, url, 'overview');
    const [, rows, ...blocks] = await page.locator('.plot svg').all();
    assert.ok(rows && blocks.length > 0);
    const heights = await rows.locator('rect').evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().height));
    assert.equal(heights.length, snapshot.weeks.length);
    assert.ok(Math.min(...heights) >= 1.5 && Math.max(...heights) > 15, String(heights));
    for (const block of [rows, ...blocks]) {
      const labels = await block
        .locator('text')
        .evaluateAll((all) => all.map((label) => label.getBoundingClientRect().toJSON() as DOMRect));
      const apart = labels.every((a, i) =>
        labels.every((b, j) => i === j || a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top),
      );
      assert.ok(apart, JSON.stringify(labels));
    }
    assert.match(await page.locator('header').innerText(), /与 2024年11月27日 – 2025年11月26日 相比/);
    assert.match(await page.locator('.headlines').innerText(), /证据（1,234）/);
  } finally {
    await session.context.close();
  }
});

test('where message and change differ, the details say so beside the type, in both languages', async () => {
  for (const [make, said] of [
    [small, /the message speaks of better performance, and only documentation was changed\. Both may be right/],
    [chinese, /说明提到性能提升，而只改动了文档/],
  ] as const) {
    const snapshot = make();
    const [row] = snapshot.rows;
    assert.ok(row);
    const rows = snapshot.rows.map((one) => (one === row ? { ...one, mismatch: { claim: 'performance', shows: 'docs' } as const } : one));
    const session = await openSession(browser, { viewport: { width: 1200, height: 800 } });
    await openTab(session, await reports.write(`mismatch-${snapshot.locale}`, { ...snapshot, rows }), 'contributions');
    await session.page.getByRole('searchbox').or(session.page.locator('vscode-textfield')).first().waitFor();
    await session.page
      .locator('.grid-body [role=row]', { hasText: row.subject.slice(0, 40) })
      .first()
      .click();
    await session.page.locator('.detail .mismatch').waitFor();
    assert.match(await session.page.locator('.detail .mismatch').innerText(), said);
    assert.deepEqual(await violations(session.page), []);
    await session.context.close();
  }
});
