// A Chromium for tests: the one installed, else the one inside an npm package. Nothing reaches the network: every request that is not local
// is blocked and counted, and a test asserts that there was none.
import { accessSync, constants } from 'node:fs';
import path from 'node:path';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { chromium } from 'playwright-core';

const NAMES = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome', 'msedge'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];
const FLAGS = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** Path of an installed Chrome, Chromium or Edge: TRACKRECORD_CHROME, then PATH, then where installers put them. */
export function installedBrowser(): string | undefined {
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter).flatMap((folder) => NAMES.map((name) => path.join(folder, name)));
  return [process.env['TRACKRECORD_CHROME'], ...onPath, ...PLACES].find((file) => file !== undefined && isExecutable(file));
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = installedBrowser() ?? (await packagedBrowser());
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, args: [...FLAGS, ...asRoot], headless: true });
}

async function packagedBrowser(): Promise<string> {
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

export interface Session {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses asked for outside this machine; all were blocked. */
  readonly requests: readonly string[];
  /** Console errors and warnings, uncaught exceptions, policy violations. */
  readonly complaints: readonly string[];
}

/** A page of its own, cut off from the network. Close `context` when done. */
export async function openSession(browser: Browser, options: BrowserContextOptions = {}): Promise<Session> {
  const context = await browser.newContext({ ...options, serviceWorkers: 'block' });
  const requests: string[] = [];
  const complaints: string[] = [];
  await context.route(
    (url) => !isLocal(url),
    async (route) => {
      requests.push(route.request().url());
      await route.abort();
    },
  );
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`exception: ${error.message}`));
  return { context, page, requests, complaints };
}

const isLocal = (url: URL): boolean =>
  ['file:', 'data:', 'blob:', 'about:'].includes(url.protocol) || ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
