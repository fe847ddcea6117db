// Packs the extension for the platform this runs on: `npm run package`. The VSIX holds the bundles and, of the native modules, this platform's
// files only; everything else that npm installed stays out. `--out FILE` says where to; `--engine FILE` packs another engine (tests do).
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = path.resolve(import.meta.dirname, '..');
const STAGE = path.join(ROOT, 'dist/vsix');
/** Bytes; a marketplace download on a slow line is what it limits. */
const LIMIT = 60 * 1024 * 1024;

const musl = process.platform === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined;
const system = musl ? 'alpine' : process.platform;
const target = `${system}-${process.arch}`;
/** libsql's name of the platform. */
const libsql = { linux: '-gnu', alpine: '-musl', win32: '-msvc', darwin: '' }[system];

/** What the extension is made of. Folders are taken whole but for what `leave` names. */
const FILES = [
  'package.nls.json',
  'package.nls.zh-cn.json',
  'l10n',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'NOTICE',
  'media',
  'models',
  'dist/extension.cjs',
  'dist/engine.js',
  'dist/work.js',
  'dist/worker.js',
  'dist/worker',
  'dist/probe.js',
  'dist/view',
];
const LEAVE = [/^media[\\/]view/];

/** Native modules and the little JavaScript that loads them: found from the bundles beside them, which vsce takes for plain files. */
const onnx = `bin/napi-v6/${process.platform}/${process.arch}`;
const MODULES = {
  libsql: ['package.json', 'LICENSE', 'index.js', 'auth.js', 'sqlite-error.js'],
  [`@libsql/${process.platform}-${process.arch}${libsql}`]: ['package.json', 'index.node'],
  '@neon-rs/load': ['package.json', 'dist/index.js'],
  'detect-libc': ['package.json', 'LICENSE', 'lib'],
  'onnxruntime-node': ['package.json', 'dist', onnx],
  'onnxruntime-common': ['package.json', 'dist/cjs'],
};
const LEAVE_OF_MODULES = /\.(map|d\.[cm]?ts)$/;

function stage(engine) {
  rmSync(STAGE, { recursive: true, force: true });
  mkdirSync(path.join(STAGE, 'dist'), { recursive: true });
  for (const file of FILES) {
    const from = path.join(ROOT, file);
    if (existsSync(from))
      cpSync(from, path.join(STAGE, file), {
        recursive: true,
        filter: (name) => !LEAVE.some((rule) => rule.test(path.relative(ROOT, name))),
      });
  }
  if (engine) cpSync(engine, path.join(STAGE, 'dist/engine.js'));
  for (const [name, files] of Object.entries(MODULES)) {
    for (const file of files) {
      const from = path.join(ROOT, 'node_modules', name, file);
      if (!existsSync(from)) throw new Error(`${path.relative(ROOT, from)} is missing: run npm ci on the platform to pack for (${target})`);
      cpSync(from, path.join(STAGE, 'dist/node_modules', name, file), { recursive: true, filter: (one) => !LEAVE_OF_MODULES.test(one) });
    }
  }
  // The editor shows no picture of a package's own in its page: the walkthrough has them.
  const readme = path.join(STAGE, 'README.md');
  writeFileSync(readme, readFileSync(readme, 'utf8').replaceAll(/<picture>.*?<\/picture>\n+/gs, ''));
  const manifest = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
  for (const key of ['scripts', 'bin', 'dependencies', 'devDependencies', 'optionalDependencies']) delete manifest[key];
  // vsce compares the types with the oldest editor supported.
  writeFileSync(path.join(STAGE, 'package.json'), JSON.stringify({ ...manifest, engines: { vscode: manifest.engines.vscode } }, null, 2));
}

function run(args, cwd) {
  const done = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`${path.basename(args[0])} failed:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}

const { values } = parseArgs({ options: { out: { type: 'string' }, engine: { type: 'string' } } });
const { version } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8'));
const out = path.resolve(values.out ?? `track-record-${target}-${version}.vsix`);
try {
  run([path.join(ROOT, 'test/tools/install.mjs'), 'editor'], ROOT);
  run([path.join(ROOT, 'esbuild.mjs'), '--if-stale'], ROOT);
  stage(values.engine && path.resolve(values.engine));
  mkdirSync(path.dirname(out), { recursive: true });
  const vsce = path.join(ROOT, 'test/tools/node_modules/@vscode/vsce/vsce');
  run([vsce, 'package', '--target', target, '--no-dependencies', '--allow-missing-repository', '--out', out], STAGE);
  const { size } = statSync(out);
  const megabytes = (size / 1024 / 1024).toFixed(1);
  if (size > LIMIT) throw new Error(`${path.basename(out)} is ${megabytes} MB; at most ${LIMIT / 1024 / 1024} MB are allowed`);
  console.log(`${path.relative(process.cwd(), out)}: ${megabytes} MB for ${target}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(STAGE, { recursive: true, force: true });
}
