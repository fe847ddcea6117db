import type { Frame, FrameLocator, Locator, Page } from 'playwright-core';

/** What a window opens: a folder, a `.code-workspace` file, or nothing. */
export type Opened = { readonly folder: string } | { readonly workspace: string } | { readonly ew: 'true' };

/** Opens a window and waits until the workbench stands. `payload` reaches the editor as its own test runner gives it. */
export async function openWindow(
  page: Page,
  base: string,
  opened: Opened,
  payload?: readonly (readonly [string, string])[],
): Promise<void> {
  const query = new URLSearchParams({ ...opened });
  if (payload) query.set('payload', JSON.stringify(payload));
  for (let tries = 1; ; tries++) {
    await page.goto(`${base}/?${query.toString()}`, { waitUntil: 'domcontentloaded' });
    await ready(page);
    if (!('workspace' in opened) || (await hasFolders(page))) return;
    if (tries === 5) throw new Error(`The editor opened ${opened.workspace} without its folders, ${tries} times`);
  }
}

/** While it starts, the editor may fail to read a workspace's file, and then holds an empty window. */
const hasFolders = (page: Page): Promise<boolean> =>
  page
    .locator('.explorer-folders-view .monaco-list-row')
    .first()
    .waitFor({ timeout: 10_000 })
    .then(
      () => true,
      () => false,
    );

/** Reloads the window as its own command does: what the editor remembers is written first. */
export async function reloadWindow(page: Page): Promise<void> {
  const left = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  await runCommand(page, 'Developer: Reload Window');
  await left;
  await ready(page);
}

const ready = (page: Page): Promise<void> => page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor();

/** How long the palette is given to show a command before it is taken not to know it, ms. */
const PATIENCE = 4000;

/**
 * Runs a command from the palette by its title. The open palette does not learn of new commands, so it is opened again until it knows
 * this one: soon at first, for a window that starts has none of ours yet. Enter takes the one in focus, while a row that is clicked may
 * just be moving.
 */
export async function runCommand(page: Page, title: string, timeout = 60_000): Promise<void> {
  const deadline = Date.now() + timeout;
  for (let patience = PATIENCE / 8; !(await findCommand(page, title, patience)); patience = Math.min(2 * patience, PATIENCE)) {
    if (Date.now() > deadline) throw new Error(`The palette has no command "${title}"`);
    await page.waitForTimeout(200);
  }
  await page.keyboard.press('Enter');
}

/** Whether the palette offers the command now. */
export async function hasCommand(page: Page, title: string): Promise<boolean> {
  const found = await findCommand(page, title, PATIENCE);
  if (found) await closePalette(page);
  return found;
}

/** Titles the palette offers for these letters now. It draws about twenty at a time. What takes the focus while it is read closes it: then again. */
export async function palette(page: Page, letters: string): Promise<readonly string[]> {
  for (let tries = 1; ; tries++)
    try {
      return await titlesIn(page, letters);
    } catch (error) {
      if (tries === 5) throw error;
      await closePalette(page);
    }
}

async function titlesIn(page: Page, letters: string): Promise<readonly string[]> {
  const rows = await openPalette(page, letters);
  await rows.first().waitFor({ timeout: 10_000 });
  const titles = await rows.locator('.label-name').allInnerTexts();
  const last = rows.and(page.locator('[data-last-element="true"]'));
  if (!(await last.isVisible())) {
    // Before the first comes the last, with those above it.
    await page.keyboard.press('ArrowUp');
    await last.waitFor({ timeout: 10_000 });
    titles.push(...(await rows.locator('.label-name').allInnerTexts()));
  }
  await closePalette(page);
  return [...new Set(titles)];
}

/** Opens the palette with the command in focus; where it is not there after `patience` ms, the palette is closed again. */
async function findCommand(page: Page, title: string, patience: number): Promise<boolean> {
  try {
    const rows = await openPalette(page, title);
    // The whole title: what is typed is a piece of its own inside a longer one.
    const whole = new RegExp(`^${title.replaceAll(/[^\w\s]/g, String.raw`\$&`)}$`);
    const wanted = rows.filter({ has: page.locator('.label-name').filter({ hasText: whole }) });
    await wanted.waitFor({ timeout: patience });
    // Others, whose title holds the same letters, may come before it.
    for (let presses = 0; !(await wanted.and(page.locator('.focused')).isVisible()); presses++) {
      if (presses === 100) throw new Error('the focus does not come to it');
      await page.keyboard.press('ArrowDown');
    }
    return true;
  } catch {
    await closePalette(page);
    return false;
  }
}

/** Opens the palette at these letters and answers its rows. What opens meanwhile may take the focus, and with it the palette: it fails then. */
async function openPalette(page: Page, letters: string): Promise<Locator> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  const rows = page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');
  await input.waitFor({ timeout: 10_000 });
  // The list may still show what it showed when it was last open; Enter on that closes it and runs nothing.
  await input.fill('>qqzzqq', { timeout: 4000 });
  await rows.filter({ hasText: 'No matching commands' }).waitFor({ timeout: 4000 });
  await input.fill(`>${letters}`, { timeout: 4000 });
  return rows;
}

/** What takes the focus meanwhile takes the key with it: then it is given back, and the key pressed again. */
async function closePalette(page: Page): Promise<void> {
  const palette = page.locator('.quick-input-widget');
  for (let tries = 0; tries < 10; tries++) {
    await page.keyboard.press('Escape');
    const closed = await palette.waitFor({ state: 'hidden', timeout: 3000 }).then(
      () => true,
      () => false,
    );
    if (closed) return;
    await palette
      .locator('.quick-input-box input')
      .focus({ timeout: 3000 })
      .catch(() => {});
  }
  throw new Error('The palette does not close');
}

/** The document an extension wrote into its webview: it lies two frames deep. */
export const webview = (page: Page): FrameLocator => page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');

/** The frame that document is in: for running scripts in it. */
export async function webviewFrame(page: Page): Promise<Frame> {
  const root = await webview(page).locator('html').elementHandle();
  const frame = await root?.ownerFrame();
  if (!frame) throw new Error('the webview has no document');
  return frame;
}

/** Notifications shown now, newest first. */
export const notifications = (page: Page): Locator => page.locator('.notifications-toasts .notification-list-item');

/** Waits until the user was told so. When several come at once the editor shows no toast for some: then its list of them has it. */
export async function told(page: Page, text: string): Promise<void> {
  const toast = notifications(page).filter({ hasText: text });
  const listed = page.locator('.notifications-center .notification-list-item').filter({ hasText: text });
  const seen = (): Promise<boolean> =>
    toast
      .or(listed)
      .first()
      .waitFor({ timeout: 5000 })
      .then(
        () => true,
        () => false,
      );
  for (const deadline = Date.now() + 60_000; !(await seen());) {
    if (Date.now() > deadline) throw new Error(`The user was not told "${text}"`);
    await runCommand(page, 'Notifications: Show Notifications');
  }
}

/** The list a command asks to pick from. */
export const quickPick = (page: Page): Locator => page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');

/** Clicks a line of a tree. The pointer goes away first: what the editor shows over one line covers those above it for as long as it is there. */
export async function clickLine(page: Page, name: RegExp): Promise<void> {
  await page.mouse.move(0, 0);
  await page.getByRole('treeitem', { name }).click();
}

/** The settings name of each theme the tests cover, and the class the workbench carries under it. */
export const THEMES = {
  dark: { name: 'Dark Modern', label: 'Dark Modern', css: 'vs-dark' },
  light: { name: 'Light Modern', label: 'Light Modern', css: 'vs' },
  'high-contrast': { name: 'Default High Contrast', label: 'Dark High Contrast', css: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', label: 'Light High Contrast', css: 'hc-light' },
} as const;
export type ThemeName = keyof typeof THEMES;

/** Chooses a theme from the list of its command, and waits until the window and the webview in front have followed. */
export async function chooseTheme(page: Page, theme: ThemeName): Promise<void> {
  const { label, css } = THEMES[theme];
  await runCommand(page, 'Preferences: Color Theme');
  await page.keyboard.type(label);
  await quickPick(page)
    .filter({ has: page.locator('.label-name').filter({ hasText: new RegExp(`^${label}$`) }) })
    .click();
  await page.locator(`.monaco-workbench.${css}`).waitFor();
  await webview(page).locator(`body[data-vscode-theme-kind="vscode-${theme}"]`).waitFor();
}
