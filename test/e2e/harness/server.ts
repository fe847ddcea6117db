import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { offerChinese } from './language.ts';
import { CACHE, CODE_SERVER } from './paths.ts';

/** Everything that asks, advertises, updates or phones home is off; what is left is the editor. */
const QUIET = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.colorTheme': 'Dark Modern',
  'window.autoDetectColorScheme': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'chat.disableAIFeatures': true,
  'git.autofetch': false,
  // What a test waits for must not depend on how fast a busy machine animates.
  'workbench.reduceMotion': 'on',
};

/** Nothing is trusted, and the editor does not ask whether it is. */
const TRUST = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };

export interface ServerOptions {
  /** Packed extensions to install before the start. */
  readonly vsix?: readonly string[];
  /** User settings over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Variables the editor's server, and so the extension host, shall see. */
  readonly env?: Readonly<Record<string, string>>;
  /** Workspaces are not trusted until the user says so; else all are. */
  readonly trust?: boolean;
  /** Folders of extensions that stand in for built-in ones, by the names of those. */
  readonly builtin?: Readonly<Record<string, string>>;
  /** Lets a page run a test file inside the extension host (`inhost.ts`). */
  readonly testDriver?: boolean;
}

export interface Server {
  readonly base: string;
  /** Holds the user data, the extensions and the server's log; removed by `stop`. */
  readonly dir: string;
  readonly pid: number;
  /** Writes the user's settings anew, for windows opened from now on: an open one learns of it where files can be watched. */
  configure(settings: Readonly<Record<string, unknown>>): void;
  log(): string;
  /** Connections to other machines that the server, the extension hosts or their threads have tried; each was refused. */
  network(): readonly string[];
  stop(): Promise<void>;
}

/** Starts VS Code's server with a user of its own: no setting, extension or login of the machine's user is seen. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'track-record-editor-'));
  const [home, data, extensions] = ['home', 'data', 'extensions'].map((name) => path.join(dir, name)) as [string, string, string];
  for (const folder of [home, path.join(data, 'User'), extensions]) mkdirSync(folder, { recursive: true });
  const configure = (settings: Readonly<Record<string, unknown>>): void =>
    writeFileSync(
      path.join(data, 'User/settings.json'),
      JSON.stringify({ ...QUIET, ...(options.trust ? TRUST : {}), ...options.settings, ...settings }),
    );
  configure({});
  const flags = options.trust ? FLAGS.filter((flag) => flag !== '--disable-workspace-trust') : FLAGS;
  offerChinese(dir, data);

  const tried = path.join(dir, 'network.log');
  writeFileSync(tried, '');
  const env = {
    ...ownEnvironment(home),
    NODE_OPTIONS: `--require ${path.join(import.meta.dirname, 'guard.cjs')}`,
    TRACKRECORD_TEST_NETWORK: tried,
    ...options.env,
  };
  const where = ['--user-data-dir', data, '--extensions-dir', extensions, '--config', path.join(home, 'config.yaml')];
  installExtensions(options.vsix ?? [], where, extensions, env);

  const port = await freePort();
  const args = [entry(), ...where, ...flags, '--bind-addr', `127.0.0.1:${port}`];
  if (options.builtin) args.push('--vscode-option', `builtin-extensions-dir=${builtinWith(dir, options.builtin)}`);
  // Without it the payload that names the test file is dropped without a word.
  if (options.testDriver) args.push('--vscode-option', 'enable-smoke-test-driver');
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const logFile = path.join(dir, 'server.log');
  const sink = createWriteStream(logFile);
  child.stdout.pipe(sink, { end: false });
  child.stderr.pipe(sink, { end: false });
  const log = (): string => (existsSync(logFile) ? readFileSync(logFile, 'utf8') : '');
  const network = (): string[] => readFileSync(tried, 'utf8').split('\n').filter(Boolean);
  const stop = async (): Promise<void> => {
    await end(child);
    sink.end();
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };

  const base = `http://127.0.0.1:${port}`;
  try {
    await answering(base, child);
  } catch (cause) {
    const said = log().slice(-4000);
    await stop();
    throw new Error(`The editor's server did not start:\n${said}`, { cause });
  }
  return { base, dir, pid: child.pid ?? 0, configure, log, network, stop };
}

/** Stands for the folder of extensions in the list that is kept. */
const PLACE = '/track-record-extensions';

// oxfmt-ignore
const FLAGS = [
  '--auth', 'none', '--disable-telemetry', '--disable-update-check', '--disable-workspace-trust', '--disable-proxy',
  '--disable-getting-started-override',
  // A closed window's extension host is kept for three hours otherwise, in case the window comes back.
  '--vscode-option', 'reconnection-grace-time=5',
];

/** The editor's own extensions, some of them others. Returns their folder. */
function builtinWith(dir: string, others: Readonly<Record<string, string>>): string {
  const [from, to] = [path.join(CODE_SERVER, 'lib/vscode/extensions'), path.join(dir, 'builtin')];
  mkdirSync(to);
  for (const name of readdirSync(from)) symlinkSync(others[name] ?? path.join(from, name), path.join(to, name));
  return to;
}

function entry(): string {
  const file = path.join(CODE_SERVER, 'out/node/entry.js');
  if (!existsSync(file)) throw new Error('The test tools are not installed: run node test/tools/install.mjs');
  return file;
}

/**
 * Puts extensions where the server looks for them. The editor installs each pack once, which takes longer than a server's start; what it
 * made is kept and copied, and its list of extensions, which says where they lie, follows.
 */
function installExtensions(packs: readonly string[], where: readonly string[], extensions: string, env: NodeJS.ProcessEnv): void {
  if (packs.length === 0) return;
  const kept = path.join(CACHE, 'installed', packs.map((vsix) => path.basename(vsix, '.vsix')).join('+'));
  const made = statSync(kept, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  const list = path.join(extensions, 'extensions.json');
  if (packs.every((vsix) => statSync(vsix).mtimeMs < made)) {
    cpSync(kept, extensions, { recursive: true });
    writeFileSync(list, readFileSync(list, 'utf8').replaceAll(PLACE, extensions));
    return;
  }
  for (const vsix of packs) {
    const done = spawnSync(process.execPath, [entry(), ...where, '--install-extension', vsix], { env, encoding: 'utf8', timeout: 120_000 });
    if (done.status !== 0) throw new Error(`${path.basename(vsix)} was not installed:\n${done.stdout}${done.stderr}`);
  }
  // Whole or not at all: another test file may be about to read it.
  const part = `${kept}.${process.pid}`;
  cpSync(extensions, part, { recursive: true });
  writeFileSync(path.join(part, 'extensions.json'), readFileSync(list, 'utf8').replaceAll(extensions, PLACE));
  rmSync(kept, { recursive: true, force: true });
  renameSync(part, kept);
}

/** This process's variables without those that would make it another editor's child, and with the user's folders elsewhere. */
function ownEnvironment(home: string): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([key]) => !/^(VSCODE_|ELECTRON_|NODE_OPTIONS$|NODE_TEST_|npm_)/.test(key));
  return {
    ...Object.fromEntries(kept),
    HOME: home,
    XDG_CONFIG_HOME: path.join(home, '.config'),
    XDG_DATA_HOME: path.join(home, '.local/share'),
    XDG_CACHE_HOME: path.join(home, '.cache'),
    TRACKRECORD_CACHE: path.join(os.tmpdir(), 'track-record-test-cache'),
    GIT_CONFIG_GLOBAL: path.join(home, '.gitconfig'),
    EXTENSIONS_GALLERY: '{"serviceUrl":""}',
  };
}

async function answering(base: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    const status = await fetch(`${base}/healthz`).then(
      (response) => response.status,
      () => 0,
    );
    if (status === 200) return;
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    if (Date.now() > deadline) throw new Error('it did not answer within 60 s');
    await sleep(50);
  }
}

/** Asks it to end, and after four seconds ends it and all it started (it leads its own process group). */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([gone, sleep(4000, undefined, { ref: false })]);
  }
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
