import type { Desk } from '../desk.ts';
import type { Handlers } from '../serve.ts';
import type { Handler } from './handlers.ts';

export const open: Handler<'open'> = (desk) => async (params, call) => {
  await desk.open(params, call);
  return { revision: desk.pipeline(call).store.revision() };
};

export const analyze: Handler<'analyze'> = (desk) => async (story, call) => {
  try {
    const reply = await desk.work.request('analyze', story, call);
    desk.knows(reply.revision);
    // What there was to say at the opening: this thread came first.
    return { ...reply, warnings: [...new Set([...desk.pipeline(call).notes, ...reply.warnings])] };
  } finally {
    desk.forget();
  }
};

export const head =
  (desk: Desk, page: Handlers['rows']): Handlers['head'] =>
  async ({ old = false, first, ...story }, call) => {
    const { head } = await desk.story(story, call, old);
    if (!first) return head;
    // Of the same story, after it was assessed. What cannot be read now is asked for again when it is looked at.
    const rows = await page({ ...story, ...first, offset: 0 }, call).catch(() => undefined);
    return rows ? { ...head, first: rows } : head;
  };

export const identities: Handler<'identities'> = (desk) => (story, call) => desk.work.request('identities', story, call);

export const erase: Handler<'erase'> = (desk) => async (_, call) => {
  try {
    return await desk.work.request('erase', {}, call);
  } finally {
    desk.forget();
  }
};
