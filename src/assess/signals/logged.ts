import type { LogCategory } from '../../domain/log.ts';
import { measure } from '../../domain/measure.ts';
import { categoryIn } from '../../domain/tags.ts';
import type { ReadSignal } from './signal.ts';

/** Entries of a work log that say they are of a kind. Without any it is nothing that is missing: not everyone is on call, or keeps a log. */
const entries =
  (category: LogCategory, of: 'logged' | 'log-days' = 'logged'): ReadSignal =>
  ({ logged, zone, say }) => {
    const { value, items } = measure(
      { of },
      logged.filter((item) => categoryIn(item) === category),
      zone,
    );
    const basis = of === 'logged' ? say('basis.logged', { n: value }) : say('basis.log-days', { n: items.length, days: value });
    return { n: items.length, value, basis, items, nothing: say('nothing.logged'), unread: items.length === 0 };
  };

export const LOGGED = {
  'on-call': entries('on-call', 'log-days'),
  incidents: entries('incident'),
  mentoring: entries('mentoring'),
  design: entries('design'),
} as const;
