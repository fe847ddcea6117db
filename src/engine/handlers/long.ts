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

export const head: Handler<'head'> =
  (desk) =>
  async ({ old = false, ...story }, call) =>
    (await desk.story(story, call, old)).head;

export const identities: Handler<'identities'> = (desk) => (story, call) => desk.work.request('identities', story, call);

export const erase: Handler<'erase'> = (desk) => async (_, call) => {
  try {
    return await desk.work.request('erase', {}, call);
  } finally {
    desk.forget();
  }
};
