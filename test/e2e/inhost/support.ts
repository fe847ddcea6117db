import { setTimeout as sleep } from 'node:timers/promises';

export const EXTENSION = 'track-record.track-record';

/** Looks again until `find` gives something. */
export async function found<T>(find: () => T | undefined | Promise<T | undefined>, what: string, within = 60_000): Promise<T> {
  for (const deadline = Date.now() + within; ; await sleep(50)) {
    const value = await find();
    if (value !== undefined) return value;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${within / 1000} s`);
  }
}
