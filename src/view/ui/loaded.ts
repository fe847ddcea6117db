import { useEffect, useState } from 'preact/hooks';
import type { MaybeAsync } from '../data/source.ts';

/** What was answered last, and why the last asking failed. Neither: it is under way. */
export interface Loaded<T> {
  readonly value?: T;
  readonly failure?: string;
}

/**
 * What `load` answers, asked for once this is drawn, and again whenever one of `inputs` is another. A newer asking aborts an older one, and what
 * was answered last stays until the new answer is there.
 */
export function useLoaded<T>(load: (signal: AbortSignal) => MaybeAsync<T>, inputs: readonly unknown[]): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>({});
  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      try {
        const value = await load(stop.signal);
        if (!stop.signal.aborted) setLoaded({ value });
      } catch (error) {
        if (!stop.signal.aborted) setLoaded(({ value }) => ({ ...(value === undefined ? {} : { value }), failure: messageOf(error) }));
      }
    })();
    return () => stop.abort();
  }, inputs);
  return loaded;
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
