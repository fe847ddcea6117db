// The panel in a browser, over the real engine on a real repository: what VS Code would be is a few lines here.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import manifest from '../../package.json' with { type: 'json' };
import type { Locale } from '../../src/domain/draft.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { TrackRecordError } from '../../src/domain/result.ts';
import { Engine } from '../../src/host/engine/client.ts';
import { FrameReader, FrameWriter } from '../../src/protocol/frames.ts';
import { fromPanel, PANEL_REQUESTS, type PanelMethod, type ToPanel } from '../../src/protocol/panel.ts';
import { check, type Story } from '../../src/protocol/rpc.ts';
import { silent } from '../../src/util/context.ts';
import { COMPILED } from '../engine/support.ts';
import { openSession, type Session } from './browser.ts';
import { viewFolder } from './report.ts';
import { ADA, BOB, build, type CommitSpec, git } from './repos.ts';
import { random } from './snapshot.ts';
import { AREAS, WORDS } from './snapshot-words.ts';

const MODULE = path.join(import.meta.dirname, '../../dist/engine.js');
const DAY = 86_400;
const FROM = Date.UTC(2026, 0, 5, 9) / 1000;

/** Half a year of one person's work, with what a noise ledger holds, a second address and a colleague. */
export function someWork(count = 120, zh = false): readonly CommitSpec[] {
  const rand = random(11);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(rand() ** 1.5 * from.length)] as T;
  const home = { name: ADA.name, email: 'ada@home.example.com' };
  return Array.from({ length: count }, (_, n): CommitSpec => {
    const area = pick(AREAS);
    const type = pick(TAGGED_TYPES);
    const words = pick(WORDS[type][zh ? 'zh' : 'en']).replace('{area}', zh ? area.zh : area.en);
    const stated = rand() < 0.7;
    const body = rand() < 0.4 ? `\n\nThe ${area.en} did this by hand before, case ${n}.\n` : '\n';
    const file = `${type === 'test' ? 'test' : 'src'}/${area.scope}/${pick(area.files)}.ts`;
    const who = n % 17 === 5 ? BOB : n % 29 === 7 ? home : ADA;
    const files: Record<string, string> = { [file]: `${'line\n'.repeat(3 + Math.floor(rand() * 40))}// ${n}\n` };
    if (n % 12 === 3) files['package-lock.json'] = `{ "n": ${n} }\n`;
    return {
      message: `${stated ? `${type}(${area.scope}): ` : ''}${words}${body}`,
      author: { ...who, at: Math.floor(FROM + (n * 170 * DAY) / count + rand() * 30_000) },
      files,
    };
  });
}

/** What the panel asked of the editor that no engine answers. */
export interface Asked {
  readonly opened: unknown[];
  readonly commands: string[];
}

export interface PanelSession extends Session {
  readonly asked: Asked;
  readonly engine: Engine;
  readonly story: Story;
  /** Answers a method in another way while it is set. */
  readonly instead: Map<PanelMethod, (params: unknown) => unknown>;
  /** Tells the panel something, as the editor does. */
  readonly tell: (message: ToPanel) => Promise<void>;
  /** Loads the page as the editor does when a window is reloaded: the state it kept comes back. */
  readonly reload: () => Promise<void>;
  /** Makes the panel's page anew without its state. */
  readonly open: () => Promise<void>;
}

/** Repositories and stores of a test file, removed in the end. */
export class Panels {
  readonly #dir = mkdtempSync(path.join(tmpdir(), 'track-record-panel-'));
  readonly #engines: Engine[] = [];
  #n = 0;

  /** A repository that was analysed, and the engine on its store. */
  async work(commits: readonly CommitSpec[] = someWork(), locale: Locale = 'en') {
    const dir = this.#newFolder();
    const folder = path.join(dir, 'parser');
    build(folder, commits);
    git(folder, ['config', 'user.name', String(ADA.name)]);
    git(folder, ['config', 'user.email', String(ADA.email)]);
    const engine = this.#engineOn(dir, locale);
    const story: Story = { folders: [folder], period: '2026-H1' };
    await engine.request('analyze', story);
    return { dir, folder, engine, story, locale };
  }

  /** The same repository, with a store of its own that is as the other's was when it was let go of: nothing is analysed anew. */
  async again({ dir: from, ...rest }: Awaited<ReturnType<Panels['work']>>) {
    await rest.engine.dispose();
    const dir = this.#newFolder();
    cpSync(path.join(from, 'store'), path.join(dir, 'store'), { recursive: true });
    return { ...rest, dir, engine: this.#engineOn(dir, rest.locale) };
  }

  #newFolder(): string {
    const dir = path.join(this.#dir, String(this.#n++));
    mkdirSync(dir);
    return dir;
  }

  #engineOn(dir: string, locale: Locale): Engine {
    const open = async () => ({ folder: path.join(dir, 'store'), key: 'ab'.repeat(32), locale, zone: 'UTC', version: manifest.version });
    const engine = new Engine({ module: MODULE, compiled: COMPILED, open, log: silent });
    this.#engines.push(engine);
    return engine;
  }

  async session(
    browser: Browser,
    { dir, engine, story, locale }: Awaited<ReturnType<Panels['work']>>,
    options: BrowserContextOptions = {},
    themed = true,
  ): Promise<PanelSession> {
    const session = await openSession(browser, options);
    const { page } = session;
    const asked: Asked = { opened: [], commands: [] };
    const instead: PanelSession['instead'] = new Map();
    const writer = new FrameWriter();
    const reader = new FrameReader();
    const tell = async (message: ToPanel): Promise<void> => {
      for (const frame of writer.frames(message)) await page.evaluate((one) => window.postMessage(one, '*'), frame);
    };
    const running = new Map<number, AbortController>();
    const handle = async (method: PanelMethod, params: unknown, signal: AbortSignal): Promise<unknown> => {
      const other = instead.get(method);
      if (other) return other(params);
      const checked = check(PANEL_REQUESTS[method].params, params, method) as Record<string, unknown>;
      if (method === 'start') return {};
      if (method === 'open') return asked.opened.push(checked) && null;
      if (method === 'run') return asked.commands.push(String(checked['command'])) && null;
      return engine.request(method, { ...checked, ...(method === 'revert' ? {} : story) }, { signal });
    };
    const answer = async (frame: unknown): Promise<void> => {
      const whole = reader.read(frame);
      if (!whole) return;
      const message = check(fromPanel, whole.message, 'panel message');
      if ('cancel' in message) return running.get(message.cancel)?.abort();
      const { id, method, params } = message;
      const abort = new AbortController();
      running.set(id, abort);
      try {
        await tell({ id, value: await handle(method, params, abort.signal) });
      } catch (error) {
        const reason = error instanceof TrackRecordError ? error.reason : 'internal';
        await tell({ id, error: { reason, message: error instanceof Error ? error.message : String(error) } });
      } finally {
        running.delete(id);
      }
    };
    // A page that has gone takes no answer.
    await page.exposeFunction('toEditor', (frame: unknown) => void answer(frame).catch(() => {}));
    engine.onStale.add(() => void tell({ notice: 'stale' }).catch(() => {}));
    const html = path.join(dir, `panel-${this.#n++}.html`);
    writeFileSync(html, page_(locale, themed));
    const url = pathToFileURL(html).href;
    const open = async (): Promise<void> => {
      await page.evaluate(() => sessionStorage.clear());
      await page.goto('about:blank');
      await page.goto(url);
      await shown();
    };
    const reload = async (): Promise<void> => {
      await page.reload();
      await shown();
    };
    const shown = async (): Promise<void> => {
      try {
        await page.waitForSelector('[role=tab]');
      } catch (cause) {
        throw new Error(`The panel shows: ${await page.locator('body').innerText()}`, { cause });
      }
    };
    await page.goto(url);
    await shown();
    return { ...session, asked, engine, story, instead, tell, open, reload };
  }

  async remove(): Promise<void> {
    await Promise.all(this.#engines.map((engine) => engine.dispose()));
    rmSync(this.#dir, { recursive: true, force: true });
  }
}

/** The document that src/host/panel-page.ts makes, with the editor's side of the channel. */
function page_(locale: Locale, themed: boolean): string {
  const at = (file: string): string => pathToFileURL(path.join(viewFolder, file)).href;
  return `<!doctype html>
<html lang="${locale === 'zh-cn' ? 'zh-cn' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-test'; style-src file: 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Track Record</title>
${themed ? `<link rel="stylesheet" href="${at('theme.css')}">` : ''}
<link rel="stylesheet" href="${at('panel.css')}">
</head>
<body>
<div id="root"></div>
<script nonce="test">
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (frame) => void toEditor(frame),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
</script>
<script nonce="test" data-charts="${at('charts.js')}" src="${at('panel.js')}"></script>
</body>
</html>
`;
}

export const tab = (page: Page, name: RegExp | string) => page.getByRole('tab', { name });
