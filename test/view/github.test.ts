// Pull requests and reviews in the panel, over the real engine on a clone whose GitHub is the test's own.
import assert from 'node:assert/strict';
import path from 'node:path';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, before, test, type TestContext } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Locale } from '../../src/domain/draft.ts';
import { DOCUMENTS } from '../../src/protocol/documents.ts';
import { launchBrowser } from '../support/browser.ts';
import { buildBundles } from '../support/cli.ts';
import { type PullSpec, user } from '../support/github.ts';
import { ada, at, onGitHub } from '../support/github-history.ts';
import { Panels, tab } from '../support/panel.ts';
import { git, scratch } from '../support/repos.ts';
import { engineOn } from '../engine/support.ts';

const panels = new Panels();
let browser: Browser;
before(async () => {
  buildBundles();
  browser = await launchBrowser();
});
after(async () => {
  await browser.close();
  await panels.remove();
});

/** The panel on the small history of Ada's. @param change what else lies on the server */
async function opened(
  t: TestContext,
  change: (pulls: readonly PullSpec[]) => readonly PullSpec[] = (pulls) => pulls,
  locale: Locale = 'en',
) {
  const dir = scratch(t);
  const { repo, server, env } = await onGitHub(t, path.join(dir, 'repo'), 'git@github.example.com:example/project.git');
  server.pulls = change(server.pulls);
  git(repo, ['update-ref', 'refs/remotes/origin/main', 'refs/heads/main']);
  for (const [name, value] of Object.entries(env)) {
    const was = process.env[name];
    process.env[name] = value;
    t.after(() => (was === undefined ? delete process.env[name] : (process.env[name] = was)));
  }
  const engine = engineOn(t, path.join(dir, 'store'), {}, locale);
  const story = { folders: [repo], author: 'ada@example.com', period: '2026' };
  await engine.request('analyze', { ...story, accounts: [{ kind: 'github', host: 'github.example.com', token: 'planted' }] });
  return { ...(await panels.session(browser, { dir, folder: repo, engine, story, locale })) };
}

test(
  'they stand in the table under their own keys and are cited; a click asks the editor for their page',
  { timeout: 120_000 },
  async (t) => {
    const { engine, page, asked } = await opened(t);

    await tab(page, /Contributions/).click();
    const row = (key: string) => page.locator('.grid-body [role=row]', { hasText: key });
    for (const key of ['#1', '#7', '#6/r61', '#6/c611', '#8', '#20', '#9/i901']) await row(key).waitFor();
    await row('#6/r61').click();
    const detail = page.locator('.detail');
    assert.equal(
      await detail.getByRole('link', { name: '#6/r61' }).getAttribute('href'),
      'https://github.example.com/example/project/pull/6#pullrequestreview-61',
    );
    assert.match(await row('#6/r61').innerText(), /Review/);
    assert.match(await row('#6/c611').innerText(), /Comment/);
    assert.match(await row('#9/i901').innerText(), /Comment.*By the first line/s);
    assert.match(await row('#8').innerText(), /Issue/);
    assert.equal(await detail.getByRole('button', { name: 'Change type' }).count(), 0, 'it is of no type of change');
    await detail.getByRole('button', { name: 'Open on the web' }).click();

    await row('#6/c611').click();
    await detail.getByText('A later commit changed these lines · Thread resolved').waitFor();
    assert.match(await detail.locator('.hunk').innerText(), /-fields\.push\(field\);\n\+if \(quoted\)/);
    await row('#3').filter({ hasText: 'fix: three' }).click();
    await detail.getByText('Merged · Rebased · Checks passed · Closes #8').waitFor();
    await row('#1').filter({ hasText: 'feat: one' }).click();
    await detail.getByText('Reviews it got: 1 approved · 1 by a program').waitFor();
    assert.deepEqual(await detail.locator('.host-steps li').allInnerTexts(), [
      'opened Jan 7, 2026',
      'first review Jan 7, 2026',
      'approved Jan 7, 2026',
      'merged Jan 8, 2026',
    ]);
    await row('#7').filter({ hasText: 'feat: seven' }).click();
    await detail.getByText('a draft for 2 days').waitFor();
    await row('feat: four').click();
    await detail.getByText('Only in this clone: it is on no branch of the remote yet.').waitFor();
    assert.equal(await detail.locator('.detail-origin').getByRole('link').count(), 0, 'its page would not be there');
    await row('#8').click();
    await detail.getByText('Closed as done · Closed by #3').waitFor();
    await row('#9/i901').click();
    await detail.getByText('Closed the issue').waitFor();
    assert.equal(
      await detail.getByRole('link', { name: '#9/i901' }).getAttribute('href'),
      'https://github.example.com/example/project/issues/9#issuecomment-901',
    );

    await tab(page, /Left out/).click();
    const reconciled = page.locator('.reconciled');
    assert.match(
      await reconciled.innerText(),
      /4 of the 7 pull requests that github\.example\.com finds by ada in this period count here\. The others:/,
    );
    assert.deepEqual(await reconciled.getByRole('listitem').allInnerTexts(), [
      '1 Closed without being merged',
      '2 In repositories that are not part of this',
    ]);
    assert.match(
      (await reconciled.getByRole('link', { name: 'In repositories that are not part of this' }).getAttribute('href')) ?? '',
      /^https:\/\/github\.example\.com\/search\?q=.*-repo%3Aexample%2Fproject&type=pullrequests$/,
    );

    await tab(page, /Draft/).click();
    const issues = page.locator('.claim', { hasText: 'Opened 2 issues. Closed as done: 1 of 2 issues. Took part in 1 issue of others.' });
    await issues.locator('.citations').click();
    await page.getByTitle('Open #20 on the web').first().waitFor();
    const claim = page.locator('.claim', { hasText: 'Reviewed 1 pull request' });
    await claim.locator('.citations').click();
    await page.getByTitle('Open #6/r61 on the web').first().click();
    const intents = asked.opened as readonly { readonly kind: string; readonly id: string }[];
    assert.deepEqual(
      intents.map(({ kind }) => kind),
      ['open-contribution', 'open-contribution'],
    );
    assert.equal(intents[0]?.id, intents[1]?.id);
    assert.equal((await engine.request('changes', { id: intents[0]?.id ?? '' })).key, '#6/r61');
  },
);

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const HOSTILE = '<img src=x onerror="document.title=1">\u202e[x](javascript:alert(1))';
const carol = user('carol');

/** What else was said of #1: changes asked for on a line nobody touched, in words that are no markup, and an answer by a third. */
const contested = (pulls: readonly PullSpec[]): readonly PullSpec[] =>
  pulls.map((pull) =>
    pull.number === 1
      ? {
          ...pull,
          reviews: [
            ...(pull.reviews ?? []),
            {
              id: 3,
              author: carol,
              state: 'CHANGES_REQUESTED',
              at: at(2) + 90_000,
              body: `${HOSTILE} ${'and so on '.repeat(60)}`,
              comments: [
                { id: 31, author: carol, path: `src/${'deep/'.repeat(12)}a.ts`, body: HOSTILE },
                { id: 32, author: user('dave'), body: 'I think so too.', reply: true },
              ],
            },
            { id: 4, author: ada, at: at(2) + 95_000, body: 'Later.' },
          ],
        }
      : pull,
  );

test(
  'details of a pull request say what others said of it, and what came of it; nothing of that is markup',
  { timeout: 120_000 },
  async (t) => {
    const { page, engine, story } = await opened(t, contested);
    const received = page.locator('.received');
    await tab(page, /Contributions/).click();
    await page.locator('.grid-body [role=row]', { hasText: '#1' }).filter({ hasText: 'feat: one' }).click();
    await received.getByRole('heading', { name: 'Reviews it was given' }).waitFor();
    const reviews = received.locator('> ul > li');
    assert.equal(await reviews.count(), 2, 'neither the program’s nor her own');
    const [first, second] = await reviews.allInnerTexts();
    assert.match(
      first ?? '',
      /^bob\s*Approved\s*Jan 7, 2026\s*Good\.\s*src\/a\.ts:3\s*bob\s*Jan 7, 2026\s*What of an empty file\?\s*It has no first line\.\s*A later commit changed these lines · Thread resolved · Answered by the author/,
    );
    assert.match(second ?? '', /^carol\s*Changes requested.*<img src=x.*….*Neither answered nor resolved.*dave.*I think so too\./s);
    assert.equal(await received.locator('img, a[href^="javascript"]').count(), 0);
    const links = await received
      .getByRole('link')
      .evaluateAll((all) => all.map((link) => [link.getAttribute('aria-label'), link.getAttribute('href')]));
    const page1 = 'https://github.example.com/example/project/pull/1';
    assert.deepEqual(links.slice(0, 3), [
      ['Open the review by bob on the web', `${page1}#pullrequestreview-1`],
      ['Open the comment on src/a.ts:3 on the web', `${page1}#discussion_r11`],
      ['Open the review by carol on the web', `${page1}#pullrequestreview-3`],
    ]);
    // By the keyboard alone.
    await received.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    assert.match(await received.locator('.hunk').first().innerText(), /\+1\n\+2/);

    await page.evaluate(axe);
    for (const [colorScheme, contrast, width] of [
      ['light', 'no-preference', 1400],
      ['dark', 'no-preference', 1400],
      ['dark', 'more', 1400],
      ['light', 'no-preference', 320],
    ] as const) {
      await page.setViewportSize({ width, height: 800 });
      await page.emulateMedia({ colorScheme, contrast });
      await received.waitFor();
      await page.waitForTimeout(250);
      const found = await page.evaluate(
        `axe.run(document, { preload: false, resultTypes: ['violations'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes[0].html))`,
      );
      assert.deepEqual(found, [], `${colorScheme} ${contrast} ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${wide} px too wide at ${width}`);
    }

    // Words of others are in no document, and in no page of the table.
    const { rows } = await engine.request('rows', {
      ...story,
      query: { text: '', type: '', repo: '', theme: '', sort: 'newest' },
      offset: 0,
      limit: 100,
    });
    assert.ok(rows.length > 5 && rows.every((row) => row.received === undefined));
    for (const as of DOCUMENTS) {
      const { text } = await engine.request('document', { ...story, accounts: [], as });
      for (const word of ['carol', 'empty file', 'document.title=1', 'no first line']) assert.ok(!text.includes(word), `${word} in ${as}`);
    }
  },
);

test('they are told in Chinese', { timeout: 120_000 }, async (t) => {
  const { page } = await opened(t, contested, 'zh-cn');
  await tab(page, /贡献/).click();
  await page.locator('.grid-body [role=row]', { hasText: '#1' }).filter({ hasText: 'feat: one' }).click();
  const received = page.locator('.received');
  await received.getByRole('heading', { name: '收到的评审' }).waitFor();
  assert.match(await received.innerText(), /已批准.*讨论已解决 · 作者已答复.*请求修改.*未答复、未解决，所涉及的行也未再修改/s);
});
