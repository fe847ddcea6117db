import { teachingOf } from '../../pipeline/teach.ts';
import type { Handler } from './handlers.ts';

export const teaching: Handler<'teaching'> = (desk) => async (_, call) => teachingOf(desk.pipeline(call));

export const learn: Handler<'learn'> = (desk) => async (asked, call) => desk.work.request('learn', asked, call);

export const promote: Handler<'promote'> = (desk) => async (asked, call) => {
  try {
    return await desk.work.request('promote', asked, call);
  } finally {
    // Also where it was stopped on the way: the head is in use, and what it has not tagged follows with the next analysis.
    desk.changed();
  }
};

export const rollBack: Handler<'rollBack'> = (desk) => async (asked, call) => {
  try {
    return await desk.work.request('rollBack', asked, call);
  } finally {
    desk.changed();
  }
};
