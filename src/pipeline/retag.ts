import { setImmediate as breathe } from 'node:timers/promises';
import type { Head } from '../classify/head.ts';
import { tagsOf } from '../classify/heads.ts';
import type { ModelIdentity } from '../classify/model.ts';
import { unpack } from '../classify/packed.ts';
import type { Retagging } from '../store/retag.ts';
import type { Pipeline } from './open.ts';
import type { Run } from './run.ts';

/**
 * Has heads tag what others tagged before, by what was kept for them to read: no contribution is read and no encoder loaded, so that 50,000
 * take less than a second. What nothing was kept of, or what has changed since, stays as it is.
 */
export async function retag(
  { store, ctx, heads }: Pick<Pipeline, 'store' | 'ctx'> & { readonly heads: readonly Head[] },
  { model, ...of }: Omit<Retagging, 'model' | 'family' | 'encoder'> & { readonly model: ModelIdentity },
  run: Run,
): Promise<void> {
  const stage = run.stage('classify');
  const tasks = new Map(heads.map(({ settings: { family, encoder } }) => [`${family} ${encoder}`, { family, encoder }]));
  let done = 0;
  for (const { family, encoder } of tasks.values()) {
    const page = (after: number | undefined) =>
      store.retag({ ...of, family, encoder, model: model.hash, ...(after === undefined ? {} : { after }) }, ({ vector, features }) => {
        const read = unpack(features);
        return read && tagsOf(heads, read, vector, model.hash)[family];
      });
    let next: number | undefined;
    do {
      ctx.signal?.throwIfAborted();
      const { tagged, unsure, next: more } = await stage.time(() => page(next));
      stage.count(tagged);
      if (family === 'type' && unsure > 0) stage.skip('unsure', unsure);
      stage.tell((done += tagged));
      next = more;
      await breathe();
    } while (next !== undefined);
  }
}
