// Pull requests and reviews in the panel, over the real engine on a clone whose GitHub is the test's own.
import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { buildBundles } from '../support/cli.ts';
import { onGitHub } from '../support/github-history.ts';
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

test(
  'they stand in the table under their own keys and are cited; a click asks the editor for their page',
  { timeout: 120_000 },
  async (t) => {
    const dir = scratch(t);
    const { repo, env } = await onGitHub(t, path.join(dir, 'repo'), 'git@github.example.com:example/project.git');
    git(repo, ['update-ref', 'refs/remotes/origin/main', 'refs/heads/main']);
    for (const [name, value] of Object.entries(env)) {
      const was = process.env[name];
      process.env[name] = value;
      t.after(() => (was === undefined ? delete process.env[name] : (process.env[name] = was)));
    }
    const engine = engineOn(t, path.join(dir, 'store'));
    const story = { folders: [repo], author: 'ada@example.com', period: '2026' };
    await engine.request('analyze', { ...story, accounts: [{ host: 'github.example.com', token: 'planted' }] });
    const { page, asked } = await panels.session(browser, { dir, folder: repo, engine, story, locale: 'en' });

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
    await detail.getByText('Reviews it got: 1 approved').waitFor();
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
