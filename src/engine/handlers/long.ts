import type { Handler } from './handlers.ts';

export const open: Handler<'open'> = (desk) => async (params, call) => {
  await desk.open(params, call);
  return { revision: desk.pipeline(call).store.revision() };
};

export const analyze: Handler<'analyze'> = (desk) => async (story, call) => {
  try {
    return await desk.work.request('analyze', story, call);
  } finally {
    desk.forget();
  }
};

export const head: Handler<'head'> = (desk) => async (story, call) => (await desk.story(story, call)).head;

export const identities: Handler<'identities'> = (desk) => (story, call) => desk.work.request('identities', story, call);

export const erase: Handler<'erase'> = (desk) => async (_, call) => {
  try {
    return await desk.work.request('erase', {}, call);
  } finally {
    desk.forget();
  }
};
