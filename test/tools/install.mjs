// Installs what is too large to come with the rest: what the tests in the real editor need (code-server, vsce, mocha; 820 MB, half a minute)
// into this folder's own node_modules, and GitHub's descriptions of its interfaces (400 MB) into those of `github`. Once; nothing while
// the lock files stand. `github` installs that alone, `editor` the rest, `--force` does it again.
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
const stampOf = (folder) => path.join(folder, 'node_modules/.installed');
const wantedIn = (folder) =>
  createHash('sha256')
    .update(readFileSync(path.join(folder, 'package-lock.json')))
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

function install(folder) {
  rmSync(stampOf(folder), { force: true });
  npm(['ci'], folder);
  if (folder === here && process.platform === 'linux') {
    // `npm i`, not `npm ci`: VS Code's lock file leaves out a package that one of its own dependencies asks for.
    npm(['i', '--omit=dev', '--no-save'], vscode);
    npm(['i', '--omit=dev', '--no-save'], path.join(vscode, 'extensions'));
  }
  writeFileSync(stampOf(folder), wantedIn(folder));
}

const isCurrent = (folder) => existsSync(stampOf(folder)) && readFileSync(stampOf(folder), 'utf8') === wantedIn(folder);

const github = path.join(here, 'github');
const asked = Object.entries({ editor: here, github }).filter(([name]) => process.argv.includes(name));
const missing = (asked.length > 0 ? asked.map(([, folder]) => folder) : [here, github]).filter(
  (folder) => process.argv.includes('--force') || !isCurrent(folder),
);
if (missing.length === 0) console.log('test tools: up to date');
else {
  const started = Date.now();
  try {
    for (const folder of missing) install(folder);
    console.log(`test tools: installed in ${Math.round((Date.now() - started) / 1000)} s`);
  } catch (error) {
    console.error(
      `test tools: ${error.message}\nThe npm registry must be reachable and about 1.5 GB free; then run: node test/tools/install.mjs`,
    );
    process.exitCode = 1;
  }
}
