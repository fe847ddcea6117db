import type { Core } from './core.ts';

/** So many are kept; the oldest go. */
const MOST = 8;

/** Keeps something that was worked out of what is stored, to have it at once next time. Not a change: the revision stays. */
export function keep(core: Core, key: string, value: Uint8Array): void {
  core.db.transaction(() => {
    core.db.run('INSERT OR REPLACE INTO kept(key, at, value) VALUES (?, ?, ?)', [key, core.now(), value]);
    core.db.run('DELETE FROM kept WHERE key NOT IN (SELECT key FROM kept ORDER BY at DESC LIMIT ?)', [MOST]);
  });
}

/** What was kept under this key last, were it out of date by now. */
export const kept = (core: Core, key: string): Uint8Array | undefined => core.db.bytes('SELECT value FROM kept WHERE key = ?', [key])[0];
