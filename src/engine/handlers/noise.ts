import { noiseRowOf } from '../../pipeline/snapshot.ts';
import { urlsOf } from '../../pipeline/story.ts';
import { unpushedIn } from '../../pipeline/unpushed.ts';
import type { Handler } from './handlers.ts';

export const noise: Handler<'noise'> = (desk) => async (asked, call) => {
  const { store, options } = desk.pipeline(call);
  const { repos, filter } = await desk.place(asked, call);
  const { reason, offset, limit } = asked;
  const urlOf = urlsOf(repos, unpushedIn(store, repos));
  return {
    revision: store.revision(),
    total: (store.ledgerCounts({ ...filter, reason })[reason] ?? 0) + (store.putBackCounts({ ...filter, reason })[reason] ?? 0),
    rows: store
      .ledger({ ...filter, reason, offset, limit })
      .map((line) => noiseRowOf(line, urlOf({ ...line, noise: [line] }), options.locale)),
  };
};
