import type { Handler } from './handlers.ts';

export const previewLog: Handler<'previewLog'> = (desk) => (asked, call) => desk.work.request('previewLog', asked, call);

/** What is shown is old now, and an entry may name somebody new. */
const changing =
  <M extends 'importLog' | 'removeLog' | 'undoLog'>(method: M): Handler<M> =>
  (desk) =>
  async (asked, call) => {
    const reply = await desk.work.request(method, asked, call);
    desk.forget();
    desk.changed();
    return reply;
  };

export const importLog = changing('importLog');
export const removeLog = changing('removeLog');
export const undoLog = changing('undoLog');

export const logs: Handler<'logs'> = (desk) => async (_, call) => {
  const { store } = desk.pipeline(call);
  return store.logs().map(({ id, name, path }) => ({ file: path, name, entries: store.count({ repos: [id] }) }));
};
