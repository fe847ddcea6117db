// Installs what the tests in the real editor need (code-server, vsce, mocha) into this folder's own node_modules:
// about 820 MB and half a minute once, nothing while the lock file stands. `--force` does it again.
//
// code-server's own postinstall is not run (it asks for the version of npm's Node, and compiles); what it does that
// we need is done here: the dependencies of VS Code and of its built-in extensions, each with a lock file of its own.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = import.meta.dirname ?? path.dirname(fileURLToPath(import.meta.url));
const vscode = path.join(here, 'node_modules/code-server/lib/vscode');
const stamp = path.join(here, 'node_modules/.installed');
const wanted = createHash('sha256')
  .update(readFileSync(path.join(here, 'package-lock.json')))
  .update(readFileSync(path.join(here, 'install.mjs')))
  .update(`${process.platform}-${process.arch}`)
  .digest('hex');

/** npm as it runs us, so that one on no PATH is found too; Windows cannot start `npm.cmd` without a shell. */
function npm(args, cwd) {
  const own = process.env.npm_execpath;
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const env = { ...process.env, ONNXRUNTIME_NODE_INSTALL: 'skip' };
  // What npm tells its scripts about the outer project would be read as settings of this one.
  for (const key of Object.keys(env)) if (/^npm_(config_local_prefix|config_prefix|package_|lifecycle_)/i.test(key)) delete env[key];
  const options = { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] };
  const done =
    own && /npm-cli\.[cm]?js$/.test(own)
      ? spawnSync(process.execPath, [own, ...args, ...flags], options)
      : spawnSync('npm', [...args, ...flags], { ...options, shell: process.platform === 'win32' });
  if (done.status !== 0) {
    const said = `${done.error?.message ?? ''}\n${done.stdout ?? ''}\n${done.stderr ?? ''}`.trim().split('\n').slice(-12).join('\n  ');
    throw new Error(`npm ${args.join(' ')} in ${path.relative(process.cwd(), cwd) || '.'} failed:\n  ${said}`);
  }
}

function install() {
  rmSync(stamp, { force: true });
  npm(['ci'], here);
  if (process.platform === 'linux') {
    // `npm i`, not `npm ci`: VS Code's lock file leaves out a package that one of its own dependencies asks for.
    npm(['i', '--omit=dev', '--no-save'], vscode);
    npm(['i', '--omit=dev', '--no-save'], path.join(vscode, 'extensions'));
  }
  writeFileSync(stamp, wanted);
}

const current = existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted;
if (current && !process.argv.includes('--force')) {
  console.log('test tools: up to date');
} else {
  const started = Date.now();
  try {
    install();
    const { version } = JSON.parse(readFileSync(path.join(vscode, 'package.json'), 'utf8'));
    console.log(`test tools: installed in ${Math.round((Date.now() - started) / 1000)} s (VS Code ${version})`);
  } catch (error) {
    console.error(
      `test tools: ${error.message}\nThe npm registry must be reachable and about 1 GB free; then run: node test/tools/install.mjs`,
    );
    process.exitCode = 1;
  }
}
