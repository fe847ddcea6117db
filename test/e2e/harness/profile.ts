import type { Browser, BrowserContext } from 'playwright-core';

export interface Profile {
  readonly context: BrowserContext;
  /** Requests to anywhere but this machine; each was refused. */
  readonly blocked: readonly string[];
  /** What its pages wrote to their consoles, newest last. */
  readonly console: readonly string[];
}

const LOCAL = '127.0.0.1,localhost,[::1]';

/** A fresh browser profile: the editor keeps secrets and global state in it, so they start empty and are shared by its windows. */
export async function openProfile(browser: Browser, language: 'en' | 'zh-cn'): Promise<Profile> {
  const context = await browser.newContext({
    viewport: { width: 1400, height: 900 },
    locale: language === 'zh-cn' ? 'zh-CN' : 'en-US',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    // A user is asked once.
    permissions: ['clipboard-read', 'clipboard-write'],
    // Where nothing listens: what is not for this machine is refused. To hold each request up here instead would turn the browser's cache
    // off, and have every window load the editor anew.
    proxy: { server: 'http://127.0.0.1:9', bypass: LOCAL },
  });
  // A busy machine opens a window in ten seconds; whatever takes longer than this does not come.
  context.setDefaultTimeout(60_000);
  const blocked: string[] = [];
  const lines: string[] = [];
  context.on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'net::ERR_PROXY_CONNECTION_FAILED') blocked.push(request.url());
  });
  context.on('console', (message) => lines.push(`${message.type()}: ${message.text().slice(0, 500)}`));
  return { context, blocked, console: lines };
}
