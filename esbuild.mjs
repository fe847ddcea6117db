// Builds everything into dist/. `node esbuild.mjs` always builds; `--if-stale` builds, without a word, only when a source is newer than the
// last build. esbuild itself is loaded only when there is something to build: a fresh check costs little more than Node's own start.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

const root = import.meta.dirname;
const stamp = path.join(root, 'dist/.built');
const SOURCES = ['src', 'media', 'esbuild.mjs', 'package.json', 'package-lock.json'];
const KB = 1024;
/** What the view loads, gzipped. The charts come after first paint. */
const LOADED = {
  report: ['dist/view/report.js', 'dist/view/view.css', 'dist/view/theme.css'],
  panel: ['dist/view/panel.js', 'dist/view/panel.css'],
};
const BUDGETS = Object.entries(LOADED).flatMap(([name, outputs]) => [
  { what: `the ${name} before first paint`, outputs, limit: 90 * KB },
  { what: `all of the ${name}`, outputs: [...outputs, 'dist/view/charts.js'], limit: 220 * KB },
]);

/** Newest modification under a path in ms, folders included: a deleted file changes its folder. */
function newest(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat?.isDirectory()) return stat?.mtimeMs ?? 0;
  return readdirSync(file, { withFileTypes: true }).reduce((latest, entry) => {
    const child = path.join(file, entry.name);
    return Math.max(latest, entry.isDirectory() ? newest(child) : statSync(child).mtimeMs);
  }, stat.mtimeMs);
}

function isFresh() {
  const built = statSync(stamp, { throwIfNoEntry: false })?.mtimeMs;
  return built !== undefined && SOURCES.every((source) => newest(path.join(root, source)) <= built);
}

const common = { bundle: true, metafile: true, logLevel: 'warning', absWorkingDir: root, legalComments: 'none', charset: 'utf8' };
const browser = {
  ...common,
  platform: 'browser',
  format: 'iife',
  target: ['chrome118', 'firefox120', 'safari17'],
  minify: true,
  jsx: 'automatic',
  jsxImportSource: 'preact',
};
const node = {
  ...common,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Native modules stay where npm put them; the CommonJS packages among the rest still call require.
  external: ['libsql', 'onnxruntime-node', 'vscode'],
  // Its CommonJS build asks for its parts in a way no bundler sees.
  alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
  banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
};
/** What starts often is read faster; the names stay, for what an error says. */
const small = { minify: true, keepNames: true };
const css = { ...browser, format: undefined, loader: { '.svg': 'dataurl' } };

const BUNDLES = [
  { ...browser, entryPoints: ['src/view/report.tsx'], outfile: 'dist/view/report.js' },
  { ...browser, entryPoints: ['src/view/charts/charts.ts'], outfile: 'dist/view/charts.js', globalName: 'trackRecordCharts' },
  { ...css, entryPoints: ['media/view/view.css'], outfile: 'dist/view/view.css' },
  { ...css, entryPoints: ['media/view/theme.css'], outfile: 'dist/view/theme.css' },
  { ...browser, entryPoints: ['src/view/panel.tsx'], outfile: 'dist/view/panel.js' },
  { ...css, entryPoints: ['media/view/panel.css'], outfile: 'dist/view/panel.css' },
  // The editor loads CommonJS where the file says so, and brings its own module `vscode`.
  { ...node, entryPoints: ['src/extension.ts'], outfile: 'dist/extension.cjs', format: 'cjs', banner: {}, ...small },
  { ...node, entryPoints: ['src/engine/main.ts'], outfile: 'dist/engine.js', ...small },
  { ...node, entryPoints: ['src/engine/thread/main.ts'], outfile: 'dist/work.js', ...small },
  // A small entry that loads the rest: see src/cli.ts.
  { ...node, entryPoints: ['src/cli.ts'], outdir: 'dist', splitting: true, chunkNames: 'cli/[name]-[hash]', ...small },
  // Models of somebody else's need a library as large as the rest: it is read when there is one.
  { ...node, entryPoints: ['src/classify/worker.ts'], outdir: 'dist', splitting: true, chunkNames: 'worker/[name]-[hash]', ...small },
  { ...node, entryPoints: ['src/classify/probe-main.ts'], outfile: 'dist/probe.js', ...small },
].filter((bundle) => existsSync(path.join(root, bundle.entryPoints[0])));

/** The line to fail with where a budget is broken, with the largest inputs; undefined where it holds. */
function overBudget({ what, outputs, limit }, metafiles) {
  const present = outputs.filter((file) => existsSync(path.join(root, file)));
  const size = present.reduce((sum, file) => sum + gzipSync(readFileSync(path.join(root, file)), { level: 9 }).length, 0);
  if (size <= limit) return undefined;
  const largest = metafiles
    .flatMap((meta) => Object.entries(meta.outputs))
    .filter(([file]) => outputs.includes(file))
    .flatMap(([, output]) => Object.entries(output.inputs))
    .sort((a, b) => b[1].bytesInOutput - a[1].bytesInOutput)
    .slice(0, 8)
    .map(([file, input]) => `  ${(input.bytesInOutput / KB).toFixed(1)} KB ${file}`);
  const figures = `${(size / KB).toFixed(1)} KB gzipped, ${limit / KB} KB allowed`;
  return `Bundle budget broken: ${what} is ${figures}. Largest inputs before compression:\n${largest.join('\n')}`;
}

async function build() {
  const started = new Date();
  const { build: bundle } = await import('esbuild');
  rmSync(stamp, { force: true });
  mkdirSync(path.dirname(stamp), { recursive: true });
  // Its files are named by their content: those of an earlier build would stay.
  for (const chunks of ['dist/cli', 'dist/worker']) rmSync(path.join(root, chunks), { recursive: true, force: true });
  const results = await Promise.all(BUNDLES.map((options) => bundle(options)));
  const broken = BUDGETS.map((budget) =>
    overBudget(
      budget,
      results.map((r) => r.metafile),
    ),
  ).filter(Boolean);
  if (broken.length > 0) throw new Error(broken.join('\n'));
  writeFileSync(stamp, '');
  // What was saved while the build ran counts as newer than it.
  utimesSync(stamp, started, started);
}

if (!(process.argv.includes('--if-stale') && isFresh())) {
  try {
    await build();
  } catch (error) {
    // esbuild has printed its own diagnostics already.
    if (!error.errors) process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  }
}
