import type { Handler } from './handlers.ts';

export const devices: Handler<'devices'> =
  (desk) =>
  ({ again }, call) =>
    desk.pipeline(call).tagger.devices(again, call.signal);

/** The tagger is the work thread's. */
export const explain: Handler<'explain'> =
  (desk) =>
  ({ id }, call) =>
    desk.work.request('explain', { id }, call);

export const tagger: Handler<'tagger'> = (desk) => async (_, call) => {
  const { store, tagger: source } = desk.pipeline(call);
  const { name, hash } = await source.identity();
  const card = await source.card();
  return {
    model: { name, hash },
    devices: await source.devices(false),
    corrections: store.confusion('type'),
    ...(card ? { card } : {}),
  };
};
