import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TestContext } from 'node:test';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { makeProject } from '../../support/project.ts';
import { openProfile } from './profile.ts';
import { ROOT } from './paths.ts';
import { type Server, type ServerOptions, startServer } from './server.ts';
import { type Opened, openWindow } from './workbench.ts';

export interface EditorOptions extends ServerOptions {
  /** What the user's browser asks for. */
  readonly language?: 'en' | 'zh-cn';
}

/** The editor of one user: a server, and a browser profile that all windows share as a user's windows do. */
export interface Editor {
  readonly server: Server;
  /** A window, closed after the test; where the test fails, its picture and logs are kept in test/.cache/failures. */
  readonly open: (t: TestContext, options?: OpenOptions) => Promise<OpenWindow>;
  /** Runs suites inside the extension host of a window of its own; the server must have been started with `testDriver`. */
  readonly runInHost: (t: TestContext, options: InHostOptions) => Promise<InHostResult>;
  /** Requests to anywhere but this machine, by the windows and by the server with its extension hosts. Each was refused. */
  readonly network: () => readonly string[];
  /** What the windows wrote to their consoles. */
  readonly console: () => readonly string[];
  /** Closes all windows and ends all it started. */
  readonly stop: () => Promise<void>;
}

export interface OpenOptions {
  /** A folder or a `.code-workspace` file that is there, or `none`; absent: a repository made for the test by `makeProject`. */
  readonly folder?: string;
  /** Name of the folder that is made. */
  readonly name?: string;
}

export interface InHostOptions {
  /** Folder of the extension the editor takes to be under development. */
  readonly helper: string;
  /** File that exports `run`. */
  readonly suites: string;
}

export interface InHostResult {
  /** 0: all passed. */
  readonly failures: number;
  /** What the suites wrote. */
  readonly lines: readonly string[];
}

export interface OpenWindow {
  readonly page: Page;
  readonly folder: string;
  /** Ids of the engine processes that were started since it was opened. */
  readonly engines: () => readonly number[];
  readonly close: () => Promise<void>;
}

export async function startEditor(options: EditorOptions): Promise<Editor> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'track-record-workspaces-'));
  // One after the other: a browser beside a server that did not start would keep the process alive.
  const server = await startServer(options);
  const browser = await launchBrowser().catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const profile = await openProfile(browser, options.language ?? 'en');
  let made = 0;
  const project = (name = 'project'): string => makeProject(path.join(dir, String(made++), name));
  const newPage = async (t: TestContext): Promise<Page> => {
    const page = await profile.context.newPage();
    t.after(async () => {
      // The types do not have it yet.
      if (!(t as { readonly passed?: boolean }).passed) await keepEvidence(t.name, page, server, profile.console).catch(() => {});
      await page.close();
    });
    return page;
  };
  return {
    server,
    runInHost: async (t, { helper, suites }) => {
      const page = await newPage(t);
      const lines: string[] = [];
      const ended = Promise.withResolvers<number>();
      await page.exposeFunction('codeAutomationLog', (_: string, args: readonly unknown[]) => lines.push(...format(...args).split('\n')));
      await page.exposeFunction('codeAutomationExit', (code: number) => ended.resolve(code));
      const uri = (file: string): string => `vscode-remote://${new URL(server.base).host}${file}`;
      await openWindow(page, server.base, { folder: project() }, [
        ['extensionDevelopmentPath', uri(helper)],
        ['extensionTestsPath', uri(suites)],
        ['skipWelcome', 'true'],
      ]);
      return { failures: await ended.promise, lines };
    },
    open: async (t, { folder: given, name } = {}) => {
      const folder = given ?? project(name);
      const opened: Opened = folder === 'none' ? { ew: 'true' } : folder.endsWith('.code-workspace') ? { workspace: folder } : { folder };
      const before = new Set(enginePids(server));
      const page = await newPage(t);
      await openWindow(page, server.base, opened);
      return {
        page,
        folder,
        engines: () => enginePids(server).filter((pid) => !before.has(pid)),
        close: () => page.close(),
      };
    },
    network: () => [...profile.blocked, ...server.network()],
    console: () => profile.console,
    stop: async () => {
      await browser.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    },
  };
}

/** Looks again until `done` holds: for what happens in other processes. */
export async function until(done: () => boolean | Promise<boolean>, what: string, within = 60_000): Promise<void> {
  for (const deadline = Date.now() + within; !(await done()); await sleep(50))
    if (Date.now() > deadline) throw new Error(`${what}: not within ${within / 1000} s`);
}

async function keepEvidence(name: string, page: Page, server: Server, lines: readonly string[]): Promise<void> {
  const folder = path.join(ROOT, 'test/.cache/failures');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name.replaceAll(/[^\w-]+/g, '-').slice(0, 80));
  await page.screenshot({ path: `${file}.png`, timeout: 10_000 });
  writeFileSync(`${file}.log`, `${server.log()}\n\n${lines.join('\n')}\n\n${extensionLogs(server)}`);
}

/** What the extension hosts and the extension wrote. */
function extensionLogs(server: Server): string {
  const logs = path.join(server.dir, 'data/logs');
  const files = readdirSync(logs, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /exthost|Track Record/.test(file) && file.endsWith('.log'),
  );
  return files.map((file) => `== ${file}\n${readFileSync(path.join(logs, file), 'utf8').slice(-5000)}`).join('\n');
}

/** Ids of the engine processes that run under the server. */
function enginePids(server: Server): number[] {
  if (process.platform !== 'linux') throw new Error('processes are looked up in /proc');
  const extensions = path.join(server.dir, 'extensions');
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => commandLine(pid).includes(extensions) && commandLine(pid).includes('engine.js'))
    .map(Number);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    // It has just ended.
    return '';
  }
}
