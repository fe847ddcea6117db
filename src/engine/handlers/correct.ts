import type { Handler } from './handlers.ts';

export const correct: Handler<'correct'> =
  (desk) =>
  async ({ contribution, family, label }, call) => {
    const { store } = desk.pipeline(call);
    await desk.write(call, () => {
      if (label === undefined) store.uncorrect(contribution, family);
      else store.correct({ contribution, family, label });
    });
    return { revision: store.revision() };
  };
