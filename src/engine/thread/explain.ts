import { explainType } from '../../pipeline/explain.ts';
import type { WorkHandlers } from './serve.ts';

export const explain: WorkHandlers['explain'] = async ({ id }, _, pipeline) => (await explainType(pipeline, id)) ?? null;
