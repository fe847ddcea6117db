import type { NoiseReason } from './contribution.ts';
import { detailOf } from './details.ts';
import * as table from './file-tables.ts';

/** What a file is for, as far as its path tells. */
export const FILE_KINDS = [
  'source',
  'test',
  'docs',
  'ci',
  'build',
  'config',
  'style',
  'data',
  'asset',
  'generated',
  'vendored',
  'lock',
] as const;
export type FileKind = (typeof FILE_KINDS)[number];

/** Why a file counts for nothing, and the rule that says so. */
export interface FileNoise {
  readonly reason: Extract<NoiseReason, 'lock-file' | 'minified' | 'generated' | 'vendored'>;
  readonly detail: string;
}

/** A path taken apart once: all rules read from it. */
interface Parts {
  readonly dirs: readonly string[];
  readonly name: string;
  /** Name as written, for the rules where case tells (`LexerTest.java`). */
  readonly written: string;
  /** After the last dot, or empty; `.gitignore` has none. */
  readonly ext: string;
}

function parts(path: string): Parts {
  const lower = path.toLowerCase();
  const slash = lower.lastIndexOf('/');
  const name = lower.slice(slash + 1);
  const dot = name.lastIndexOf('.');
  return {
    dirs: slash < 0 ? [] : lower.slice(0, slash).split('/'),
    name,
    written: path.slice(path.lastIndexOf('/') + 1),
    ext: dot > 0 ? name.slice(dot + 1) : '',
  };
}

const MINIFIED = /[.-]min\.(?:[cm]?js|css)$/;

function noiseOf(p: Parts): FileNoise | undefined {
  if (table.LOCK_NAMES.has(p.name)) return { reason: 'lock-file', detail: detailOf('lock-file', { name: p.name }) };
  for (const dir of p.dirs) {
    if (table.VENDORED_DIRS.has(dir)) return { reason: 'vendored', detail: detailOf('vendored-folder', { folder: dir }) };
    if (table.GENERATED_DIRS.has(dir)) return { reason: 'generated', detail: detailOf('generated-folder', { folder: dir }) };
  }
  const top = p.dirs[0];
  const pair = pairIn(p.dirs, table.VENDORED_PAIRS) ?? (top !== undefined && table.VENDORED_TOP_DIRS.has(top) ? top : undefined);
  if (pair) return { reason: 'vendored', detail: detailOf('vendored-folder', { folder: pair }) };
  if (MINIFIED.test(p.name)) return { reason: 'minified', detail: detailOf('minified') };
  if (table.VENDORED_NAMES.has(p.name)) return { reason: 'vendored', detail: detailOf('vendored-file', { name: p.name }) };
  if ((p.ext === 'js' || p.ext === 'css' || p.ext === 'less' || p.ext === 'scss') && table.VENDORED_SCRIPT.test(p.name)) {
    return { reason: 'vendored', detail: detailOf('vendored-file', { name: p.name }) };
  }
  if (table.GENERATED_NAMES.has(p.name)) return { reason: 'generated', detail: detailOf('generated-file', { name: p.name }) };
  const suffix = table.GENERATED_BY_EXTENSION.get(p.ext)?.find((s) => p.name.endsWith(s));
  if (suffix) return { reason: 'generated', detail: detailOf('generated-end', { end: suffix }) };
  const infix = p.name.includes('generated.') ? table.GENERATED_INFIXES.find((s) => p.name.includes(s)) : undefined;
  return infix ? { reason: 'generated', detail: detailOf('generated-mark', { mark: infix }) } : undefined;
}

/** The first folder and subfolder of `dirs` that `pairs` lists, as `a/b`. */
function pairIn(dirs: readonly string[], pairs: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  for (let i = 1; i < dirs.length; i++) {
    const dir = dirs[i - 1] ?? '';
    const subs = pairs.get(dir);
    if (subs?.has(dirs[i] ?? '')) return `${dir}/${dirs[i]}`;
  }
  return undefined;
}

/** Why a file at this path counts for nothing, or undefined where it counts. `.gitattributes` may say otherwise: `normalize/files`. */
export const fileNoise = (path: string): FileNoise | undefined => noiseOf(parts(path));

/** What a file at this path is for; total, and never throws. The first rule that fits wins, in the order written here. */
export function fileKind(path: string): FileKind {
  const p = parts(path);
  const noise = noiseOf(p);
  if (noise) return noise.reason === 'lock-file' ? 'lock' : noise.reason === 'vendored' ? 'vendored' : 'generated';
  const top = p.dirs[0] ?? '';
  const prose = table.DOCS_EXTENSIONS.has(p.ext) && !table.BUILD_NAMES.has(p.name);
  if (
    table.CI_NAMES.has(p.name) ||
    table.CI_TOP_DIRS.has(top) ||
    p.dirs.some((d) => table.CI_DIRS.has(d)) ||
    pairIn(p.dirs, table.CI_PAIRS)
  ) {
    return 'ci';
  }
  const stem = p.name.slice(0, Math.max(0, p.name.indexOf('.'))) || p.name;
  if (table.DOCS_STEMS.has(stem) && (p.ext === '' || prose)) return 'docs';
  if (table.TEST_NAMES.has(p.name) || (!prose && table.TEST_NAME.test(p.written))) return 'test';
  if (table.TEST_TOP_DIRS.has(top) || p.dirs.some((d) => table.TEST_DIRS.has(d))) return 'test';
  if (table.BUILD_NAMES.has(p.name) || table.BUILD_EXTENSIONS.has(p.ext) || table.BUILD_CONFIG.test(p.name)) return 'build';
  if (p.name.startsWith('dockerfile.') || p.name.startsWith('makefile.')) return 'build';
  if (table.DOCS_TOP_DIRS.has(top) || p.dirs.some((d) => table.DOCS_DIRS.has(d))) {
    return table.ASSET_EXTENSIONS.has(p.ext) ? 'asset' : 'docs';
  }
  if (prose) return 'docs';
  if (table.STYLE_EXTENSIONS.has(p.ext)) return 'style';
  if (p.name.startsWith('.') || table.CONFIG_EXTENSIONS.has(p.ext) || table.CONFIG_NAME.test(p.name)) return 'config';
  if (table.ASSET_EXTENSIONS.has(p.ext)) return 'asset';
  return table.DATA_EXTENSIONS.has(p.ext) ? 'data' : 'source';
}
