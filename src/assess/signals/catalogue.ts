import { COLLABORATION } from './collaboration.ts';
import { DELIVERY } from './delivery.ts';
import { GROWTH } from './growth.ts';
import { INNOVATION } from './innovation.ts';
import { LOGGED } from './logged.ts';
import { QUALITY } from './quality.ts';
import type { ReadSignal } from './signal.ts';

/** Every signal a rubric can name; the default rubric names them all (tested). */
export const SIGNALS: ReadonlyMap<string, ReadSignal> = new Map(
  Object.entries({ ...DELIVERY, ...QUALITY, ...COLLABORATION, ...INNOVATION, ...GROWTH, ...LOGGED }),
);
