// `npm run test:electron`: the suites of test/e2e/inhost in VS Code itself, on the installed package. VS Code comes from the internet; where it
// cannot be downloaded this says so and ends well, and only then.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { makeProject } from '../support/project.ts';
import { bundledSuites, HELPER } from './harness/inhost.ts';
import { CACHE, TOOLS } from './harness/paths.ts';
import { packedExtension } from './harness/vsix.ts';

/** What is used of @vscode/test-electron, which lies with the other test tools. */
interface TestElectron {
  downloadAndUnzipVSCode(options: { readonly version: string; readonly cachePath: string }): Promise<string>;
  resolveCliArgsFromVSCodeExecutablePath(executable: string): [cli: string, ...args: string[]];
  runTests(options: {
    readonly vscodeExecutablePath: string;
    readonly extensionDevelopmentPath: string;
    readonly extensionTestsPath: string;
    readonly launchArgs: readonly string[];
  }): Promise<number>;
}

/** Not reached, not found, cut off, or not what was asked for because something stands between. */
const UNREACHED =
  /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|EPROTO|CERT|socket hang up|tunneling socket|status code (403|407|5\d\d)|Timeout/i;

const electron = createRequire(path.join(TOOLS, 'noop.js'))('@vscode/test-electron') as TestElectron;
const skipped = (why: string): void => console.log(`test:electron: skipped: ${why}`);

async function download(): Promise<string | undefined> {
  try {
    return await electron.downloadAndUnzipVSCode({ version: 'stable', cachePath: path.join(CACHE, 'vscode') });
  } catch (error) {
    const { message, code, cause } = error as NodeJS.ErrnoException;
    const said = [code, message, cause instanceof Error ? cause.message : undefined].filter(Boolean).join(': ');
    if (!UNREACHED.test(said)) throw error;
    skipped(`VS Code could not be downloaded (${said}). The same suites run in code-server: npm run test:e2e`);
    return undefined;
  }
}

async function main(): Promise<void> {
  const executable = await download();
  if (executable === undefined) return;
  if (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'])
    throw new Error('VS Code needs a display. Run: xvfb-run -a npm run test:electron');
  const dir = mkdtempSync(path.join(os.tmpdir(), 'track-record-electron-'));
  try {
    const where = ['--user-data-dir', path.join(dir, 'data'), '--extensions-dir', path.join(dir, 'extensions')];
    const [cli, ...args] = electron.resolveCliArgsFromVSCodeExecutablePath(executable);
    const installed = spawnSync(cli, [...args, ...where, '--install-extension', packedExtension()], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    if (installed.status !== 0) throw new Error(`the package was not installed:\n${installed.stdout}${installed.stderr}`);
    await electron.runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: HELPER,
      extensionTestsPath: await bundledSuites(),
      launchArgs: [makeProject(path.join(dir, 'project')), ...where, '--disable-workspace-trust', '--skip-welcome', '--disable-telemetry'],
    });
  } finally {
    rmSync(dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
}

await main();
