import type { Charts } from './charts.ts';

declare global {
  /** What the charts' bundle leaves behind. */
  var trackRecordCharts: Charts | undefined;
}

/** Loads the charts' bundle from `address` on first call; `nonce` is what the page's policy asks of a script. */
export function loadCharts(address: string, nonce: string): () => Promise<Charts> {
  let loading: Promise<Charts> | undefined;
  const load = (): Promise<Charts> =>
    new Promise((resolve, reject) => {
      const script = document.createElement('script');
      script.src = address;
      script.nonce = nonce;
      script.addEventListener('load', () => {
        if (globalThis.trackRecordCharts) resolve(globalThis.trackRecordCharts);
        else reject(new Error('the charts came without their code'));
      });
      script.addEventListener('error', () => reject(new Error('the charts could not be loaded')));
      document.head.append(script);
    });
  return () => (loading ??= load());
}
