import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../support/browser.ts';
import { type Server, type ServerOptions, startServer } from './server.ts';
import { openFolder, openWindow, type Window, type WindowOptions } from './workbench.ts';

/** A server with a browser, for all the tests of a run that want the same. */
export interface Editor {
  readonly server: Server;
  /** A window of its own profile on a folder made for the test, named `name`. */
  readonly open: (name: string, options?: WindowOptions) => Promise<OpenWindow>;
  /** Closes all windows and ends all it started. */
  readonly stop: () => Promise<void>;
}

export interface OpenWindow extends Window {
  readonly folder: string;
}

export async function startEditor(options: ServerOptions): Promise<Editor> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'track-record-workspaces-'));
  const [server, browser] = await Promise.all([startServer(options), launchBrowser()]);
  let opened = 0;
  return {
    server,
    open: (name, windowOptions) => open(browser, server, path.join(dir, String(opened++), name), windowOptions),
    stop: async () => {
      await browser.close();
      await server.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function open(browser: Browser, server: Server, folder: string, options?: WindowOptions): Promise<OpenWindow> {
  makeRepository(folder);
  const window = await openWindow(browser, options);
  await openFolder(window.page, server.base, folder);
  return { ...window, folder };
}

/** A repository with three commits by one person. */
function makeRepository(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const git = (...args: string[]): void => {
    const date = '2026-03-02T10:00:00+01:00';
    const env = { PATH: process.env['PATH'], HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
    execFileSync('git', ['-c', 'user.name=Ada Example', '-c', 'user.email=ada@example.com', ...args], {
      cwd: folder,
      env,
      stdio: 'ignore',
    });
  };
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'Ada Example');
  git('config', 'user.email', 'ada@example.com');
  for (const [file, text, message] of [
    ['parser.ts', 'export const parse = (text: string) => text.split(",");\n', 'feat(parser): split fields'],
    ['parser.test.ts', 'test("splits", () => {});\n', 'test(parser): cover the empty line'],
    ['README.md', '# A parser\n', 'docs: say what it does'],
  ] as const) {
    writeFileSync(path.join(folder, file), text);
    git('add', file);
    git('commit', '--quiet', '-m', message);
  }
}

/** Ids of the engine processes that run under the server. */
export function enginePids(server: Server): number[] {
  if (process.platform !== 'linux') throw new Error('processes are looked up in /proc');
  const commands = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return commands
    .filter((pid) => commandLine(pid).includes(path.join(server.dir, 'extensions')) && commandLine(pid).includes('engine.js'))
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
