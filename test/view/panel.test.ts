// What can be changed in the panel, by keyboard, over the real engine on a real repository.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { TrackRecordError } from '../../src/domain/result.ts';
import type { Story } from '../../src/protocol/rpc.ts';
import { buildBundles } from '../support/cli.ts';
import { launchBrowser } from '../support/browser.ts';
import { type PanelSession, Panels, tab } from '../support/panel.ts';
import { git } from '../support/repos.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const panels = new Panels();
let browser: Browser;
let analysed: Awaited<ReturnType<Panels['work']>>;
/** Each test has a store and a panel of its own. */
let session: PanelSession;
let page: Page;

before(async () => {
  buildBundles();
  browser = await launchBrowser();
  analysed = await panels.work();
});
beforeEach(async () => begin(await panels.again(analysed)));
afterEach(async () => {
  await page.context().close();
  await session.engine.dispose();
  assert.deepEqual(session.requests, [], 'nothing asked the network');
  assert.deepEqual(session.complaints, [], 'nothing broke the policy or made the console complain');
});
after(async () => {
  await browser.close();
  await panels.remove();
});

async function begin(work: Awaited<ReturnType<Panels['work']>>): Promise<void> {
  session = await panels.session(browser, work, { viewport: { width: 1400, height: 900 }, reducedMotion: 'reduce' });
  page = session.page;
}

const settles = async <T>(want: T, read: () => Promise<T>): Promise<void> => {
  // A busy machine takes its time.
  for (const deadline = Date.now() + 15_000; Date.now() < deadline;) {
    if (JSON.stringify(await read()) === JSON.stringify(want)) return;
    await page.waitForTimeout(30);
  }
  assert.deepEqual(await read(), want);
};
const said = (): Promise<string> => page.locator('.notice-bar [role=status]').innerText();
const typeOf = (index: number): Promise<string> => page.locator(`#row-${index} .tag`).innerText();
const focused = (): Promise<string> => page.evaluate(() => document.activeElement?.className ?? '');

async function table(): Promise<void> {
  await tab(page, /Contributions/).click();
  await page.waitForSelector('.grid-body [role=row]');
  await page.locator('.grid').focus();
  await page.keyboard.press('Home');
}

describe('types', () => {
  test('what carried a type is asked of the tagger, part by part', async () => {
    await table();
    await page.keyboard.press('Enter');
    const detail = page.locator('.detail');
    const guess = await detail.getByText(/^Most likely /).innerText();
    const label = /Most likely (\w+)/.exec(guess)?.[1] ?? assert.fail(guess);
    const ask = detail.getByRole('button', { name: 'What carried it?' });
    await ask.press('Enter');
    await detail.locator('.carried').first().waitFor();
    assert.match(await detail.locator('.carried-parts [role=status]').innerText(), new RegExp(`sure of ${label} the tagger is`));
    assert.equal(await ask.getAttribute('aria-expanded'), 'true');
    assert.equal(await ask.evaluate((button) => button === document.activeElement), true, 'the focus is where it was');
    const words = `${await detail.locator('.detail-subject').innerText()} ${await detail.locator('.files').innerText()}`;
    const names = await detail.locator('.carried th').allInnerTexts();
    assert.ok(
      names.some((name) => words.includes(name)),
      names.join(' | '),
    );
    assert.match(await detail.locator('.carried caption').first().innerText(), new RegExp(`^(?:For|Against) ${label}$`));

    await table();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    try {
      session.instead.set('explain', () => {
        throw new TrackRecordError('model-missing', 'The model is not there.');
      });
      await ask.click();
      await detail.getByText('The tagger could not be asked: The model is not there.').waitFor();
      session.instead.set('explain', () => null);
      await ask.click();
      await detail.getByText(/^This type is not the tagger’s/).waitFor();
    } finally {
      session.instead.delete('explain');
    }
    await ask.press('Escape');
    await detail.waitFor({ state: 'detached' });
  });

  test('T and a letter correct a type; table, counts, charts and draft follow; Ctrl+Z takes it back', async () => {
    const performance = async (): Promise<number> => {
      const { weeks } = await session.engine.request('head', session.story);
      return weeks.reduce((sum, { counts }) => sum + (counts['perf'] ?? 0), 0);
    };
    const before = await performance();
    await table();
    await page.keyboard.press('ArrowDown');
    const was = await typeOf(1);
    assert.notEqual(was, 'perf');
    await page.keyboard.press('t');
    await page.waitForFunction(() => document.activeElement?.getAttribute('role') === 'menuitemradio');
    const subject = await page.locator('#row-1 .grid-subject').innerText();
    assert.equal(await page.getByRole('menu').getAttribute('aria-label'), `Type of “${subject}”`);
    await page.keyboard.press('p');
    await settles('perf', () => typeOf(1));
    await settles(`“${subject}” now counts as perf.`, said);
    assert.match(await focused(), /^grid/, 'the focus is where it was');
    await settles(before + 1, performance);

    await tab(page, /Overview/).click();
    const drawn = (): Promise<string> => page.locator('.figures table').first().innerText();
    await page.locator('.figures summary').first().click();
    assert.match(await drawn(), /Performance/);
    await tab(page, /Draft/).click();
    assert.match(await page.locator('.claim-text').first().innerText(), new RegExp(`\\b${before + 1} performance improvement`));

    await page.keyboard.press('Control+z');
    await settles(`Undone: “${subject}” now counts as perf.`, said);
    await settles(before, performance);
    await settles(true, async () => (await page.locator('.claim-text').first().innerText()).includes(`${before} performance improvement`));
    await page.keyboard.press('Control+Shift+z');
    await settles(before + 1, performance);
    await page.keyboard.press('Control+z');
    await settles(before, performance);
  });

  test('the menu: what is chosen now has the focus, arrows wrap, Escape and a click elsewhere leave it, the mouse works too', async () => {
    await table();
    const current = (): Promise<string> => page.evaluate(() => document.activeElement?.getAttribute('data-type') ?? '');
    const chosen = await typeOf(0);
    assert.notEqual(chosen, 'Unsure', 'this repository begins with a type that is sure');
    await page.keyboard.press('t');
    await settles(chosen, current);
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowUp');
    await settles('revert', current);
    await page.keyboard.press('Escape');
    await settles(0, () => page.getByRole('menu').count());
    assert.match(await focused(), /^grid/);
    await page.locator('#row-0 .grid-type .tag').click();
    await page.getByRole('menu').waitFor();
    await page.locator('.rows-status').click();
    await settles(0, () => page.getByRole('menu').count());
    assert.equal(await typeOf(0), chosen);

    await page.locator('#row-0 .grid-type .tag').click();
    await page.getByRole('menuitemradio', { name: /^chore/ }).click();
    await settles('chore', () => typeOf(0));
    await page.keyboard.press('Enter');
    await page.locator('.detail .note', { hasText: 'Your own label' }).waitFor();
    await page.getByRole('button', { name: 'Change type' }).click();
    await page.keyboard.press('Backspace');
    await settles(chosen, () => typeOf(0));
    await settles(0, () => page.locator('.detail .note').count());
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Change type', 'the focus goes back to its button');
    await page.keyboard.press('Escape');
  });

  test('a failure is said, and what was shown before it is true again', async () => {
    await table();
    const before = await typeOf(2);
    const letter = before === 'feat' ? 'x' : 'f';
    let answer: (() => void) | undefined;
    session.instead.set(
      'act',
      () => new Promise((_, reject) => (answer = () => reject(new TrackRecordError('disk-full', 'The disk is full.')))),
    );
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('t');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press(letter);
    await settles(letter === 'f' ? 'feat' : 'fix', () => typeOf(2));
    answer?.();
    await settles('That was not saved: The disk is full.', () => page.getByRole('alert').first().innerText());
    await settles(before, () => typeOf(2));
    session.instead.clear();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    assert.equal(await page.locator('.notice-none').count(), 1);
  });

  test('among the unsure ones what is corrected leaves the list, and the details go on to the next', async () => {
    await table();
    await page.locator('vscode-checkbox').click();
    const left = async (): Promise<number> => Number(await page.locator('.grid').getAttribute('aria-rowcount')) - 1;
    await settles(true, async () => (await left()) < 60);
    const n = await left();
    await page.locator('.grid').focus();
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('.detail h3');
    const next = await page.locator('#row-2 .grid-subject').innerText();
    await page.keyboard.press('t');
    await page.getByRole('menu').waitFor();
    await page.keyboard.press('x');
    await settles(n - 1, left);
    await settles(next, () => page.locator('.detail h3').innerText());
    await settles('row-1', () => page.locator('.grid').evaluate((grid) => grid.getAttribute('aria-activedescendant') ?? ''));
    await page.keyboard.press('Control+z');
    await settles(n, left);
    await page.locator('vscode-checkbox').click();
  });

  test('what others write meanwhile moves nothing under the reader’s eyes', async () => {
    // In a repository of its own: it gets commits.
    const work = await panels.work();
    await page.context().close();
    await session.engine.dispose();
    await begin(work);
    await table();
    await page.keyboard.press('End');
    await page.keyboard.press('PageUp');
    const seen = async () => ({
      active: await page.locator('.grid-active .grid-subject').innerText(),
      top: await page.locator('.grid-active').evaluate((row) => Math.round(row.getBoundingClientRect().top)),
    });
    await page.waitForTimeout(200);
    const before = await seen();
    const total = Number(await page.locator('.grid').getAttribute('aria-rowcount'));
    git(
      work.folder,
      ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', 'commit', '-q', '--allow-empty', '-m', 'feat: later'],
      {
        env: { GIT_AUTHOR_DATE: '2026-06-29T10:00:00Z', GIT_COMMITTER_DATE: '2026-06-29T10:00:00Z' },
      },
    );
    git(work.folder, ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', 'rm', '-q', '--cached', 'package-lock.json']);
    git(
      work.folder,
      ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'fix(tree): the latest one'],
      {
        env: { GIT_AUTHOR_DATE: '2026-06-29T11:00:00Z', GIT_COMMITTER_DATE: '2026-06-29T11:00:00Z' },
      },
    );
    git(work.folder, ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', 'mv', 'src', 'lib']);
    git(work.folder, ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', 'commit', '-q', '-m', 'refactor: a library'], {
      env: { GIT_AUTHOR_DATE: '2026-06-29T12:00:00Z', GIT_COMMITTER_DATE: '2026-06-29T12:00:00Z' },
    });
    await session.engine.request('analyze', session.story);
    await session.tell({ notice: 'stale' });
    await settles(true, async () => Number(await page.locator('.grid').getAttribute('aria-rowcount')) > total);
    await settles(before, seen);
    assert.match(await focused(), /^grid/);
  });
});

describe('the noise ledger', () => {
  test('a line is put back, counts, is shown so, and is left out again by undo', async () => {
    await tab(page, /Left out/).click();
    const badge = (): Promise<string> => page.locator('#tab-noise vscode-badge').innerText();
    const before = Number(await badge());
    await page.locator('.group summary').first().focus();
    await page.keyboard.press('Enter');
    const button = page.locator('.ledger-act button').first();
    await button.waitFor();
    const name = await button.getAttribute('aria-label');
    assert.match(name ?? '', /^Let it count after all: [0-9a-f]{8} /);
    await button.focus();
    await page.keyboard.press('Enter');
    await settles('Leave out', () => button.innerText());
    assert.match(await said(), /counts again\.$/);
    await settles(String(before - 1), badge);
    assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Leave out', 'the focus stays');
    await page.keyboard.press('Control+z');
    await settles('Put back', () => button.innerText());
    await settles(String(before), badge);
  });
});

describe('identities', () => {
  test('a suggestion shows its reason; it is taken, undone, refused; what was decided is listed and can be taken back', async () => {
    await tab(page, /Identities/).click();
    const row = page.locator('.people li', { has: page.locator('.pair') });
    await row.waitFor();
    assert.match(await row.innerText(), /Same name and same e-mail name at another domain/);
    const same = page.getByRole('button', {
      name: 'Ada Example <ada@example.com> and Ada Example <ada@home.example.com> are the same person',
    });
    await same.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Ada Example <ada@home.example.com> is not Ada Example' }).waitFor();
    assert.deepEqual(session.asked.commands.splice(0), ['refresh'], 'what the other identity wrote has to be read');
    await page.locator('.people li', { hasText: 'the same person' }).waitFor();
    await page.keyboard.press('Control+z');
    await same.waitFor();
    await page.getByRole('button', { name: /are different people$/ }).click();
    await settles(0, () => same.count());
    const decided = page.getByRole('button', { name: /^Undo: .*different people$/ });
    await decided.click();
    await same.waitFor();
  });

  test('anybody else who wrote here can be counted as the person', async () => {
    await tab(page, /Identities/).click();
    await page.locator('.add-identity vscode-single-select').click();
    await page.locator('.add-identity li.option', { hasText: 'bob@example.com' }).click();
    await page.getByRole('button', { name: 'Count as Ada Example' }).click();
    await page.locator('.people li', { hasText: 'bob@example.com' }).first().waitFor();
    await page.keyboard.press('Control+z');
    await settles(0, () => page.getByRole('button', { name: 'Bob Example <bob@example.com> is not Ada Example' }).count());
  });
});

/** Begins to edit a sentence of the draft by its key. */
async function editing(n: number) {
  await tab(page, /Draft/).click();
  await claim(n).locator('.citations').focus();
  await page.keyboard.press('e');
  const field = page.getByRole('textbox', { name: 'Your words for this sentence' });
  await field.waitFor();
  return field;
}

const claim = (n: number) => page.locator('.claim').nth(n);
const wordsOf = (n: number): Promise<string> => claim(n).locator('.claim-text').innerText();

/** Edits the first sentence, which is generated differently since. */
async function outdated(): Promise<void> {
  await (await editing(0)).fill('I did what there was to do.');
  await page.keyboard.press('Enter');
  await settles('You edited a sentence.', said);
  const { rows } = await session.engine.request('rows', {
    ...session.story,
    query: { text: '', type: 'fix', repo: '', theme: '', own: '', sort: 'newest' },
    offset: 0,
    limit: 1,
  });
  await session.engine.request('act', { ...session.story, act: { kind: 'correct', contribution: rows[0]?.id ?? '', label: 'feat' } });
  await page.locator('.banner', { hasText: '1 sentence you edited is generated differently now.' }).waitFor();
}

describe('the draft', () => {
  test('E edits a sentence where it stands; it is saved as it is typed, checked beside its evidence, and one step to undo', async () => {
    await tab(page, /Draft/).click();
    const before = await wordsOf(1);
    const field = await editing(1);
    assert.equal(await field.evaluate((area) => area === document.activeElement), true);
    await page.keyboard.type(' And 7731 more with Zebulon.');
    await settles(true, async () =>
      /7731[^]*Zebulon/.test(
        await page
          .locator('#claim-evidence .doubts')
          .innerText()
          .catch(() => ''),
      ),
    );
    const stored = async (): Promise<string> =>
      (await session.engine.request('head', session.story)).draft.sections.flatMap(({ claims }) => claims)[1]?.text ?? '';
    assert.match(await stored(), /And 7731 more with Zebulon\.$/, 'saved before anybody left the field');
    assert.ok((await page.locator('#claim-evidence .cite').count()) > 0, 'the evidence stays beside it');
    await page.keyboard.press('Enter');
    await settles('You edited a sentence.', said);
    await settles(true, async () => (await focused()).includes('citations'));
    assert.match(await claim(1).locator('.claim-marks').innerText(), /edited\s*2 doubts/);
    await page.keyboard.press('Control+z');
    await settles(before, () => wordsOf(1));
    assert.equal(await claim(1).locator('.claim-marks').count(), 0);
  });

  test('words typed survive a reload in the middle of a word, and the place in the page too', async () => {
    await tab(page, /Draft/).click();
    await claim(4).waitFor();
    await claim(3).locator('.citations').focus();
    await page.keyboard.press('F2');
    await page.getByRole('textbox').last().waitFor();
    await page.waitForTimeout(400);
    await page.keyboard.type(' Unfinis');
    await session.reload();
    const field = page.getByRole('textbox', { name: 'Your words for this sentence' });
    await field.waitFor();
    assert.match(await field.inputValue(), / Unfinis$/);
    assert.equal(await tab(page, /Draft/).getAttribute('aria-selected'), 'true');
    await settles(true, async () =>
      (await session.engine.request('head', session.story)).draft.sections
        .flatMap(({ claims }) => claims)
        .some(({ text }) => text.endsWith(' Unfinis')),
    );
    await page.keyboard.press('Escape');
    await settles(0, () => field.count());
    await page.keyboard.press('Control+z');
    await settles(0, () => page.locator('.claim-marks').count());
  });

  test('what the disk does not take stays in the field, is said, and is saved when it is tried again', async () => {
    session.instead.set('act', () => Promise.reject(new TrackRecordError('disk-full', 'The disk is full.')));
    const field = await editing(2);
    await page.keyboard.type(' Kept.');
    await settles('Not saved: The disk is full. Your words are kept here.', () => page.locator('.claim-field-failed').innerText());
    await page.keyboard.press('Enter');
    await page.waitForTimeout(200);
    assert.match(await field.inputValue(), / Kept\.$/, 'it does not close over words that are nowhere else');
    await session.reload();
    assert.match(await field.inputValue(), / Kept\.$/);
    await page.locator('.claim-field-failed', { hasText: 'The disk is full.' }).waitFor();
    session.instead.clear();
    await page.locator('.claim-field').getByRole('button', { name: 'Try again' }).click();
    await settles('Saved', () => page.locator('#claim-field-state').innerText());
    await field.press('Enter');
    await settles(true, async () => (await wordsOf(2)).includes('Kept.'));
    await page.keyboard.press('Control+z');
    await settles(0, () => page.locator('.claim-marks').count());
  });

  test('Delete takes a sentence out, the focus goes on, and it can be put back', async () => {
    await tab(page, /Draft/).click();
    await claim(4).waitFor();
    const n = await page.locator('.claim').count();
    const gone = await wordsOf(2);
    const next = await wordsOf(3);
    await claim(2).locator('.citations').focus();
    await page.keyboard.press('Delete');
    await settles(n - 1, () => page.locator('.claim').count());
    assert.equal(
      await page.evaluate(() => document.activeElement?.closest('.claim')?.querySelector('.claim-text')?.textContent?.trim()),
      next.trim().replaceAll(/\s+/g, ' ').trim(),
    );
    await page.locator('.removed li').first().waitFor();
    await page.locator('.removed').getByRole('button').first().click();
    await settles(n, () => page.locator('.claim').count());
    assert.equal(await wordsOf(2), gone);
    await page.keyboard.press('Control+z');
    await settles(n - 1, () => page.locator('.claim').count());
    await page.keyboard.press('Control+z');
    await settles(n, () => page.locator('.claim').count());
  });

  test('a sentence of one’s own is added, told to cite nothing, and taken back by emptying it', async () => {
    await tab(page, /Draft/).click();
    await claim(4).waitFor();
    const n = await page.locator('.claim').count();
    await page.getByRole('button', { name: 'Add a sentence' }).first().click();
    await page.locator('.claim-field').waitFor();
    await page.keyboard.type('Mentored two new colleagues.');
    await page.keyboard.press('Enter');
    const own = page.locator('.claim', { hasText: 'Mentored two new colleagues.' });
    await own.locator('.claim-marks', { hasText: 'added by you' }).waitFor();
    assert.equal(await page.locator('.claim').count(), n + 1);
    await own.locator('.citations').focus();
    await page.locator('#claim-evidence .doubts', { hasText: 'it cites no evidence' }).waitFor();
    await page.keyboard.press('e');
    await page.getByRole('textbox').last().fill('');
    await page.keyboard.press('Enter');
    await settles(n, () => page.locator('.claim').count());
  });

  test('a sentence that is generated differently meanwhile is shown with both versions; either can be kept', async () => {
    await outdated();
    assert.equal((await wordsOf(0)).startsWith('I did what there was to do.'), true, 'the user’s words stand meanwhile');
    await page.getByRole('button', { name: 'Look at it' }).click();
    const review = page.locator('.review');
    await review.waitFor();
    assert.match(await review.locator('del').first().innerText(), /\d/);
    assert.match(await review.locator('ins').first().innerText(), /\d/);
    await review.getByRole('button', { name: 'Keep mine' }).click();
    await settles(0, () => page.locator('.banner').count());
    assert.equal((await wordsOf(0)).startsWith('I did what there was to do.'), true);
    await page.keyboard.press('Control+z');
    await review.getByRole('button', { name: 'Take the new one' }).click();
    await settles(false, async () => (await wordsOf(0)).startsWith('I did what'));
    await page.keyboard.press('Control+z');
    await settles(true, async () => (await wordsOf(0)).startsWith('I did what'));
    await page.locator('.banner').waitFor();
  });

  test('Enter on a sentence’s citations goes on in its evidence, Escape comes back; a citation opens the commit', async () => {
    await tab(page, /Draft/).click();
    await claim(4).waitFor();
    await claim(4).locator('.citations').focus();
    await page.keyboard.press('Enter');
    await settles(true, () => page.evaluate(() => document.activeElement?.id === 'claim-evidence'));
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const { opened } = session.asked;
    await settles(1, async () => opened.length);
    assert.match(JSON.stringify(opened), /"kind":"open-contribution","id":"commit:local\/parser-[0-9a-f]{8}@[0-9a-f]{40}"/);
    await page.keyboard.press('Escape');
    await settles(true, async () => (await focused()).includes('citations'));
    await table();
    await page.keyboard.press('o');
    await settles(2, async () => opened.length);
  });
});

test('another story has rows of its own, though the store has not changed', async () => {
  await table();
  const all = Number(await page.locator('.grid').getAttribute('aria-rowcount'));
  const story = { ...session.story, period: '2026-01-01..2026-01-31' };
  const { rowCount } = await session.engine.request('head', story);
  assert.ok(rowCount > 0 && rowCount < all - 1);
  for (const method of ['head', 'rows'] as const)
    session.instead.set(method, (params) => session.engine.request(method, { ...(params as object), ...story }));
  try {
    await session.tell({ notice: 'stale' });
    await settles(String(rowCount + 1), () => page.locator('.grid').getAttribute('aria-rowcount'));
  } finally {
    session.instead.clear();
  }
});

test('where somebody was is where they are after a reload: section, query, selection, scroll', async () => {
  await table();
  await page.locator('vscode-textfield').click();
  await page.keyboard.type('src');
  await page.locator('.rows-status', { hasText: / of \d+ contributions/ }).waitFor();
  await page.locator('.grid').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.waitForSelector('.detail h3');
  const seen = () =>
    page.evaluate(() => ({
      tab: document.querySelector('[role=tab][aria-selected=true]')?.id,
      status: document.querySelector('.rows-status [role=status]')?.textContent,
      detail: document.querySelector('.detail h3')?.textContent,
      active: document.querySelector('.grid')?.getAttribute('aria-activedescendant'),
      top: document.querySelector('.grid')?.scrollTop,
    }));
  await page.waitForTimeout(400);
  const before = await seen();
  assert.ok((before.top ?? 0) > 100);
  await session.reload();
  await settles(before, seen);
  await table();
  await page.keyboard.press('t');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('b');
  await settles(true, async () => (await said()).endsWith('now counts as build.'));
  await session.reload();
  await page.waitForSelector('.grid-body [role=row]');
  await page.keyboard.press('Control+z');
  await settles(true, async () => (await said()).startsWith('Undone:'));
});

test('it begins at the section that was asked for, and goes to another when told', async () => {
  const shown = (): Promise<string | null> => page.locator('[role=tab][aria-selected=true]').getAttribute('id');
  session.instead.set('start', () => ({ section: 'draft' }));
  try {
    await session.open();
    await settles('tab-draft', shown);
  } finally {
    session.instead.delete('start');
  }
  await session.tell({ notice: 'section', section: 'suggestions' });
  await settles('tab-suggestions', shown);
  await tab(page, /Overview/).click();
  await session.tell({ notice: 'section', section: 'suggestions' });
  await settles('tab-suggestions', shown);
  // Where it was left, when nothing is asked for.
  await session.reload();
  await settles('tab-suggestions', shown);
});

test('progress is shown without moving the page, read out once, and can be cancelled', async () => {
  const top = (): Promise<number> => page.locator('[role=tablist]').evaluate((list) => list.getBoundingClientRect().top);
  const before = await top();
  await session.tell({ notice: 'progress', progress: { text: 'Reading the history · 40%', percent: 40 } });
  await page.getByRole('progressbar', { name: 'Reading the history · 40%' }).waitFor();
  assert.equal(await top(), before);
  await page.locator('.working').getByRole('button', { name: 'Cancel' }).click();
  await settles('cancel', async () => session.asked.commands.at(-1));
  await session.tell({ notice: 'progress', progress: null });
  await settles('Done.', () => page.locator('.working [role=status]').innerText());
});

test('axe finds nothing, with progress, a menu, a field, a review and a notice open, light, dark and 320 px wide', async () => {
  await outdated();
  for (const [colorScheme, width] of [
    ['light', 1400],
    ['dark', 1400],
    ['dark', 320],
  ] as const) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ colorScheme });
    await session.open();
    await page.evaluate(axe);
    const finds = () =>
      page.evaluate(async () => {
        const { violations } = await (
          globalThis as unknown as { axe: { run(options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
        ).axe.run({ preload: false, resultTypes: ['violations'] });
        return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)}`);
      });
    for (const id of ['overview', 'contributions', 'themes', 'draft', 'suggestions', 'noise', 'identities', 'tagger']) {
      await page.locator(`#tab-${id}`).click();
      await page.waitForTimeout(250);
      if (id === 'overview') {
        await session.tell({ notice: 'progress', progress: { text: 'Reading the history · 40%', percent: 40 } });
        await page.getByRole('progressbar').waitFor();
        assert.deepEqual(await finds(), [], `progress, ${colorScheme} ${width}`);
        await session.tell({ notice: 'progress', progress: null });
      }
      if (id === 'contributions') {
        await page.locator('.grid').focus();
        await page.keyboard.press('t');
        await page.getByRole('menu').waitFor();
        assert.deepEqual(await finds(), [], `the menu of types, ${colorScheme} ${width}`);
        await page.keyboard.press('Escape');
      }
      if (id === 'draft') {
        await claim(0).locator('.citations').focus();
        await page.locator('.review').waitFor();
        assert.deepEqual(await finds(), [], `a review, ${colorScheme} ${width}`);
        await page.keyboard.press('e');
        await page.locator('.claim-field').waitFor();
      }
      if (id === 'noise' || id === 'tagger') await page.locator(`.panel-${id} .group summary`).first().click();
      assert.deepEqual(await finds(), [], `${id}, ${colorScheme} ${width}`);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(wide <= 0, `${id} is ${wide} px too wide at ${width}`);
    }
  }
});

test('what was typed, chosen and done of one period is not shown, undone or saved in another, and is there when it is shown again', async () => {
  const other = { ...session.story, period: 'all' };
  const show = async (story: Story): Promise<void> => {
    for (const method of ['head', 'rows', 'row', 'act', 'claim'] as const)
      session.instead.set(method, (params) => session.engine.request(method, { ...(params as object), ...story }));
    await session.tell({ notice: 'stale' });
  };
  const sentencesOf = async (story: Story): Promise<readonly string[]> =>
    (await session.engine.request('head', story)).draft.sections.flatMap(({ claims }) => claims).map(({ text }) => text);
  await table();
  await page.keyboard.press('t');
  await page.getByRole('menu').waitFor();
  await page.keyboard.press('b');
  await settles(true, async () => (await said()).endsWith('now counts as build.'));
  session.instead.set('act', () => Promise.reject(new TrackRecordError('disk-full', 'The disk is full.')));
  const field = await editing(0);
  await page.keyboard.type(' Kept.');
  await page.locator('.claim-field-failed', { hasText: 'The disk is full.' }).waitFor();
  session.instead.clear();

  await show(other);
  await settles(0, () => field.count());
  assert.equal(await tab(page, /Draft/).getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Control+z');
  await settles('There is nothing to undo.', said);
  assert.ok(!(await sentencesOf(other)).some((text) => text.endsWith('Kept.')));

  await show(session.story);
  await settles(true, async () => (await sentencesOf(session.story)).some((text) => text.endsWith('Kept.')));
  assert.ok(!(await sentencesOf(other)).some((text) => text.endsWith('Kept.')));
});

test('rows that cannot be read are said to be so, and read when they are looked at again', async () => {
  await table();
  session.instead.set('rows', () => {
    throw new TrackRecordError('engine-crashed', 'It stopped.');
  });
  await page.keyboard.press('End');
  await page.locator('.rows-status', { hasText: 'could not be read: It stopped.' }).waitFor();
  session.instead.clear();
  await page.keyboard.press('Home');
  await page.locator('#row-0').waitFor();
  await page.keyboard.press('End');
  await page.locator('.grid-active').waitFor();
});
