import path from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import manifest from '../../package.json' with { type: 'json' };
import type { Locale } from '../../src/domain/draft.ts';
import { Engine, type EngineOptions } from '../../src/host/engine/client.ts';
import { silent } from '../../src/util/context.ts';

const MODULE = path.join(import.meta.dirname, '../../dist/engine.js');
/** Compiled code of the engines of all tests, as the editor keeps it. */
export const COMPILED = path.resolve(import.meta.dirname, '../.cache/compiled');
export const ANY = { text: '', type: '', repo: '', theme: '', sort: 'newest' } as const;
export const KEY = 'ab'.repeat(32);

/** The real engine on a store of its own in `folder`, ended after the test. */
export function engineOn(t: TestContext, folder: string, options: Partial<EngineOptions> = {}, locale: Locale = 'en'): Engine {
  const engine = new Engine({
    module: MODULE,
    compiled: COMPILED,
    open: async () => ({ folder, key: KEY, locale, zone: 'UTC', version: manifest.version }),
    log: silent,
    ...options,
  });
  t.after(() => engine.dispose());
  return engine;
}

/** Runs until `done` holds: for what happens in another process. */
export async function until(done: () => boolean, what: string): Promise<void> {
  for (const deadline = Date.now() + 120_000; !done(); await sleep(20))
    if (Date.now() > deadline) throw new Error(`${what}: not within two minutes`);
}
