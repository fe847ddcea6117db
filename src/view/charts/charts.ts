// Loaded after first paint, as a bundle of its own: Observable Plot is larger than all the rest of the view.
export { calendar } from './calendar.ts';
export { timeline } from './timeline.ts';
import type { calendar } from './calendar.ts';
import type { timeline } from './timeline.ts';

export interface Charts {
  readonly timeline: typeof timeline;
  readonly calendar: typeof calendar;
}
