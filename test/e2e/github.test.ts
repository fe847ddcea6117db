// The packed extension in the real editor with a sign-in and a GitHub of the test's own: nothing is asked before the user connects, then
// pull requests and reviews are everywhere, and the token is nowhere.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ACME, onGitHub } from '../support/github-history.ts';
import { ADA, git, scratch } from '../support/repos.ts';
import { startEditor, until } from './harness/editor.ts';
import { ROOT } from './harness/paths.ts';
import { packedExtension } from './harness/vsix.ts';
import { clickLine, hasCommand, quickPick, runCommand, told, webview } from './harness/workbench.ts';
import { idle, openPanel, openSummary, title } from './support.ts';

const TOKEN = 'gho_planted0in0a0test';

test('connect, see reviews in the panel, export, lose the session, disconnect', { timeout: 600_000 }, async (t) => {
  const { repo, server, env } = await onGitHub(t, path.join(scratch(t), 'project'), 'https://github.com/example/project.git');
  git(repo, ['config', 'user.name', String(ADA.name)]);
  git(repo, ['config', 'user.email', String(ADA.email)]);
  const editor = await startEditor({
    vsix: [packedExtension()],
    builtin: { 'github-authentication': path.join(ROOT, 'test/e2e/signin') },
    settings: { 'trackRecord.period': '2026' },
    env: { ...env, GITHUB_SERVER_URL: 'https://github.com', GITHUB_TOKEN: '', TRACKRECORD_TEST_TOKEN: TOKEN },
  });
  t.after(() => editor.stop());
  const { page } = await editor.open(t, { folder: repo });
  const line = (name: RegExp) => page.getByRole('treeitem', { name });

  await openSummary(page);
  await page.locator('.welcome-view a', { hasText: 'connect a code host' }).waitFor();
  await page.getByRole('button', { name: 'Analyze My Work' }).click();
  await line(/^Pull requests and reviews.*connect github\.com/).waitFor();
  await idle(page).waitFor();
  assert.equal(server.asked.length, 0, 'nobody has connected anything');

  await clickLine(page, /^Pull requests and reviews.*connect github\.com/);
  await quickPick(page).filter({ hasText: 'github.com' }).filter({ hasText: 'public repositories only' }).click();
  const consent = page.getByRole('dialog', { name: /Track Record.*wants to sign in using GitHub/ });
  await consent.waitFor();
  assert.equal(server.asked.length, 0, 'not before the user has agreed');
  await consent.getByRole('button', { name: 'Allow' }).click();
  await until(() => server.asked.length > 0, 'GitHub is asked');
  await idle(page).waitFor();
  await line(/^Pull requests and reviews/).waitFor({ state: 'detached' });
  assert.deepEqual([...new Set(server.asked.map(({ authorization }) => authorization))], [`token ${TOKEN}`]);

  const view = await openPanel(page);
  await view.getByRole('tab', { name: /Contributions/ }).click();
  const row = (key: string) => view.getByRole('row').filter({ hasText: key });
  for (const key of ['#1', '#7', '#6/r61', '#6/c611', '#8', '#20', '#9/i901']) await row(key).first().waitFor();
  await view.getByRole('tab', { name: /Left out/ }).click();
  const counted = view.locator('.reconciled');
  await counted.getByText('4 of the 7 pull requests that github.com finds by ada').waitFor();
  assert.deepEqual(await counted.getByRole('listitem').allInnerTexts(), [
    '1 Closed without being merged',
    '2 In repositories that are not part of this',
  ]);
  await view.getByRole('tab', { name: /Contributions/ }).click();
  await row('#6/r61').click();
  await view.getByRole('button', { name: 'Open on the web' }).click();
  // The editor asks whether to leave it, and says where to: of a long address its ends.
  const leave = page.getByRole('dialog', { name: /open the external website/ });
  await leave.waitFor();
  assert.match(await leave.innerText(), /https:\/\/github\.com\/example\/project\/pull\/6#.*requestreview-61$/m);
  await page.keyboard.press('Escape');
  await leave.waitFor({ state: 'detached' });

  const copied = async (): Promise<string> => {
    await runCommand(page, 'Notifications: Clear All Notifications');
    await runCommand(page, title('export'));
    await quickPick(page).filter({ hasText: 'Copy the self-assessment' }).click();
    await told(page, 'Copied: the self-assessment');
    return page.evaluate(() => navigator.clipboard.readText());
  };
  const exported = await copied();
  assert.match(exported, /Reviewed 1 pull request of 1 person/);
  assert.match(exported, /github\.com\/example\/project\/pull\/6#pullrequestreview-61/);
  assert.match(exported, /Opened 2 issues\. Closed as done: 1 of 2 issues\./);
  assert.match(exported, /github\.com\/example\/project\/issues\/9#issuecomment-901/);

  server.more = ACME;
  const name = async (places: string): Promise<void> => {
    await runCommand(page, title('chooseRepositories'));
    const box = page.locator('.quick-input-widget:visible');
    await box.getByRole('textbox').fill(`${places} acme`);
    await box.getByText('acme is neither owner/name nor owner/*.').waitFor();
    await box.getByRole('textbox').fill(places);
    await page.keyboard.press('Enter');
  };
  await name('acme/*');
  for (const key of ['#2/r21', '#3/i31']) await row(key).first().waitFor();
  await name('');
  await row('#2/r21').waitFor({ state: 'detached' });
  await idle(page).waitFor();

  await runCommand(page, 'Test Sign-In: Sign Out');
  await line(/^Pull requests and reviews.*the session at github\.com has ended/).waitFor();
  const asked = server.asked.length;
  assert.equal(await copied(), exported);
  assert.equal(server.asked.length, asked, 'without a session nobody is asked, and what was read stays');

  await runCommand(page, title('showStored'));
  await webview(page).getByRole('cell', { name: 'Pull requests, reviews, issues and comments', exact: true }).waitFor();
  await runCommand(page, title('disconnectHosts'));
  await told(page, 'no longer asks github.com');
  assert.equal(await hasCommand(page, title('disconnectHosts')), false);

  const files = readdirSync(path.join(editor.server.dir, 'data'), { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  const holding = files.map((file) => path.join(file.parentPath, file.name)).filter((file) => readFileSync(file).includes(TOKEN));
  assert.deepEqual(holding, []);
  for (const said of [exported, editor.server.log(), editor.console().join('\n')]) assert.ok(!said.includes(TOKEN));
  // The editor's own Copilot asks, through the editor's server, about any account it sees. It was refused, and it is not ours.
  assert.deepEqual(
    editor.network().filter((line) => !/\/copilot_internal\/| by .*code-server\/out\/node\/entry$/.test(line)),
    [],
  );
});
