// What the engine takes by itself until it has given the panel its head and first page: its start, 50,000 contributions in an encrypted store.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { Engine } from '../../src/host/engine/client.ts';
import { silent } from '../../src/util/context.ts';
import { ALL_ROWS } from '../../src/view/data/source.ts';
import type { Line } from './history.ts';
import type { Wide } from './wide.ts';

const RUNS = 10;

export async function benchEngine({ repository, store, key }: Wide, tell: (line: Line) => void): Promise<void> {
  const compiled = mkdtempSync(path.join(tmpdir(), 'track-record-bench-'));
  const open = async () => ({ folder: store, key, locale: 'en' as const, zone: 'UTC', version: manifest.version });
  const start = async (): Promise<number> => {
    const engine = new Engine({ module: path.resolve(import.meta.dirname, '../../dist/engine.js'), compiled, open, log: silent });
    const began = performance.now();
    await Promise.all([
      engine.request('head', { folders: [repository], old: true }),
      engine.request('rows', { folders: [repository], query: ALL_ROWS, offset: 0, limit: 100 }),
    ]);
    const took = performance.now() - began;
    await engine.dispose();
    return took;
  };
  try {
    // The first may have to assess, and compiles.
    await start();
    const took: number[] = [];
    for (let run = 0; run < RUNS; run++) took.push(await start());
    took.sort((a, b) => a - b);
    const range = `${took[0]?.toFixed(0)} to ${took.at(-1)?.toFixed(0)}`;
    tell({
      name: `engine by itself: start, head and first page (${range}), ms`,
      value: (took[RUNS >> 1] ?? Number.NaN).toFixed(0),
      limit: '-',
      ok: 'no limit',
    });
  } finally {
    rmSync(compiled, { recursive: true, force: true });
  }
}
