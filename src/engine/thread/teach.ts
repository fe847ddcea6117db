import { Run } from '../../pipeline/run.ts';
import * as teach from '../../pipeline/teach.ts';
import type { WorkHandlers } from './serve.ts';

export const learn: WorkHandlers['learn'] = (_, call, pipeline) => teach.learn(pipeline, new Run(call.now, call.progress, true));

export const promote: WorkHandlers['promote'] = ({ head }, call, pipeline) =>
  teach.promote(pipeline, head, new Run(call.now, call.progress, true));

export const rollBack: WorkHandlers['rollBack'] = ({ to }, call, pipeline) =>
  teach.rollBack(pipeline, to, new Run(call.now, call.progress, true));
