import path from 'node:path';
import { build } from 'esbuild';
import { CACHE, ROOT, TOOLS } from './paths.ts';

/** The extension that the editor takes to be under development, so that it runs tests: it does nothing. */
export const HELPER = path.join(ROOT, 'test/e2e/inhost/extension');

/** Bundles the suites for the extension host. Returns the path of the file to run, which exports `run`. */
export async function bundledSuites(): Promise<string> {
  const outfile = path.join(CACHE, 'inhost/run.cjs');
  await build({
    entryPoints: [path.join(ROOT, 'test/e2e/inhost/run.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode'],
    define: { MOCHA: JSON.stringify(path.join(TOOLS, 'mocha')) },
    logLevel: 'warning',
  });
  return outfile;
}
