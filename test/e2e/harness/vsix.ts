import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { CACHE, ROOT } from './paths.ts';

const SOURCES = [
  'src',
  'media',
  'l10n',
  'models',
  'package.json',
  'package.nls.json',
  'package.nls.zh-cn.json',
  '.ci/package.mjs',
  'esbuild.mjs',
];

/** Packs the extension as it is released, where no pack is newer than its sources. Returns the VSIX's path. */
export function packedExtension(): string {
  return packed('track-record.vsix', []);
}

/** The same with the engine of test/support, which misbehaves on demand: everything but the pipeline is what is released. */
export const packedWithTestEngine = (): Promise<string> => packedWithEngine('test-engine', 'test/support/engine.ts');

/** The same with another engine. @param words constants that its source declares and does not define. */
export async function packedWithEngine(name: string, source: string, words: Readonly<Record<string, string>> = {}): Promise<string> {
  const engine = path.join(CACHE, name, 'engine.js');
  await build({
    entryPoints: [path.join(ROOT, source)],
    outfile: engine,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    external: ['libsql', 'onnxruntime-node'],
    // As the released one is made: what is measured with it is what users have.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    minify: true,
    keepNames: true,
    define: Object.fromEntries(Object.entries(words).map(([word, value]) => [word, JSON.stringify(value)])),
    logLevel: 'warning',
    banner: { js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);" },
  });
  return packed(`track-record-${name}.vsix`, ['--engine', engine], [...SOURCES, path.dirname(source)]);
}

function packed(name: string, args: readonly string[], sources: readonly string[] = SOURCES): string {
  const vsix = path.join(CACHE, name);
  const made = statSync(vsix, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  if (sources.every((source) => newest(path.join(ROOT, source)) < made)) return vsix;
  mkdirSync(CACHE, { recursive: true });
  // Another test file may be reading it, or packing it too.
  const part = path.join(CACHE, `${process.pid}.${name}`);
  const done = spawnSync(process.execPath, [path.join(ROOT, '.ci/package.mjs'), '--out', part, ...args], { cwd: ROOT, encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`npm run package failed:\n${done.stdout}${done.stderr}`);
  renameSync(part, vsix);
  return vsix;
}

function newest(file: string): number {
  if (!existsSync(file)) return 0;
  const stat = statSync(file);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return readdirSync(file).reduce((latest, name) => Math.max(latest, newest(path.join(file, name))), stat.mtimeMs);
}
