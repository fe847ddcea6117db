import { changesOf, fileOf } from '../../pipeline/show.ts';
import type { Handler } from './handlers.ts';

export const changes: Handler<'changes'> =
  (desk) =>
  async ({ id }, call) =>
    changesOf(desk.pipeline(call), id);

export const file: Handler<'file'> = (desk) => async (asked, call) => ({ text: await fileOf(desk.pipeline(call), asked) });
