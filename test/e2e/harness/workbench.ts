import type { Browser, BrowserContext, FrameLocator, Locator, Page } from 'playwright-core';

export interface Window {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Requests to anywhere but this machine; each was refused. A test asserts that there is none. */
  readonly blocked: readonly string[];
  /** What the page wrote to its console, newest last. */
  readonly console: readonly string[];
  readonly close: () => Promise<void>;
}

export interface WindowOptions {
  readonly language?: 'en' | 'zh-cn';
  readonly width?: number;
  readonly height?: number;
}

const LOCAL = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** A fresh profile: in the browser the editor keeps secrets and global state in the page's own storage, so they start empty. */
export async function openWindow(browser: Browser, options: WindowOptions = {}): Promise<Window> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 1400, height: options.height ?? 900 },
    locale: options.language === 'zh-cn' ? 'zh-CN' : 'en-US',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
  });
  const blocked: string[] = [];
  const lines: string[] = [];
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (LOCAL.has(url.hostname) || url.protocol === 'data:' || url.protocol === 'blob:') return route.continue();
    blocked.push(url.href);
    return route.abort();
  });
  const page = await context.newPage();
  page.on('console', (message) => lines.push(`${message.type()}: ${message.text().slice(0, 500)}`));
  return { page, context, blocked, console: lines, close: () => context.close() };
}

/** Opens a folder in the window and waits until the workbench stands. `payload` reaches the editor as its own test runner gives it. */
export async function openFolder(
  page: Page,
  base: string,
  folder: string,
  payload?: readonly (readonly [string, string])[],
): Promise<void> {
  const query = new URLSearchParams({ folder });
  if (payload) query.set('payload', JSON.stringify(payload));
  await page.goto(`${base}/?${query.toString()}`, { waitUntil: 'domcontentloaded' });
  await page.locator('.monaco-workbench .part.statusbar .statusbar-item').first().waitFor({ timeout: 60_000 });
}

/** Runs a command from the palette by its title. The open palette does not learn of new commands, so it is opened again until it knows this one. */
export async function runCommand(page: Page, title: string, timeout = 45_000): Promise<void> {
  const deadline = Date.now() + timeout;
  for (;;) {
    const row = await findCommand(page, title);
    if (row) return row.click();
    if (Date.now() > deadline) throw new Error(`The palette has no command "${title}"`);
    await page.waitForTimeout(200);
  }
}

/** Whether the palette offers the command now. */
export async function hasCommand(page: Page, title: string): Promise<boolean> {
  const row = await findCommand(page, title);
  if (row) await page.keyboard.press('Escape');
  return row !== undefined;
}

async function findCommand(page: Page, title: string): Promise<Locator | undefined> {
  await page.keyboard.press('F1');
  const input = page.locator('.quick-input-widget:visible .quick-input-box input');
  await input.waitFor({ timeout: 10_000 });
  await input.fill(`>${title}`);
  const row = page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first();
  try {
    await row.waitFor({ timeout: 1500 });
    return row;
  } catch {
    await page.keyboard.press('Escape');
    return undefined;
  }
}

/** The document an extension wrote into its webview: it lies two frames deep. */
export const webview = (page: Page): FrameLocator => page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');

/** Notifications shown now, newest first. */
export const notifications = (page: Page): Locator => page.locator('.notifications-toasts .notification-list-item');

/** The list a command asks to pick from. */
export const quickPick = (page: Page): Locator => page.locator('.quick-input-widget:visible .quick-input-list .monaco-list-row');

/** The settings name of each theme the tests cover, and the class the workbench carries under it. */
export const THEMES = {
  dark: { name: 'Dark Modern', css: 'vs-dark' },
  light: { name: 'Light Modern', css: 'vs' },
  'high-contrast': { name: 'Default High Contrast', css: 'hc-black' },
  'high-contrast-light': { name: 'Default High Contrast Light', css: 'hc-light' },
} as const;
export type ThemeName = keyof typeof THEMES;
