import { daysBetween, weekOf } from '../../domain/calendar.ts';
import { isRelease, measure, percentOf } from '../../domain/measure.ts';
import { typeOf } from '../../domain/tags.ts';
import { round } from './signal.ts';
import type { ReadSignal } from './signal.ts';

const LANDED = new Set(['feat', 'fix', 'perf']);

const landed: ReadSignal = ({ work, weeks, say }) => {
  const items = work.filter((item) => LANDED.has(typeOf(item) ?? ''));
  const [n, whole] = [items.length, Math.round(weeks)];
  return { n, value: round(n / weeks), basis: say('basis.landed', { n, weeks: whole }), items };
};

const steadiness: ReadSignal = ({ work, zone, say }) => {
  const weeks = [...new Set(work.map((item) => weekOf(item.at, zone)))].sort();
  const [first, last] = [weeks[0], weeks.at(-1)];
  const all = first && last ? Math.floor((daysBetween(first, last) - 1) / 7) + 1 : 0;
  return {
    n: all,
    of: 'weeks',
    value: percentOf(weeks.length, all),
    basis: say('basis.steadiness', { n: weeks.length, weeks: all }),
    items: work,
  };
};

const effort: ReadSignal = ({ work, zone, say }) => {
  const files = measure({ of: 'files' }, work, zone).value;
  const weeks = measure({ of: 'active-weeks' }, work, zone).value;
  return { n: work.length, value: weeks === 0 ? 0 : round(files / weeks), basis: say('basis.effort', { n: files, weeks }), items: work };
};

const releases: ReadSignal = ({ work, say }) => {
  const items = work.filter(isRelease);
  const n = items.length;
  return { n, value: n, basis: say('basis.releases', { n }), items, nothing: say('nothing.releases') };
};

const issuesClosed: ReadSignal = ({ work, zone, say }) => {
  const { value: n, items } = measure({ of: 'issues-closed' }, work, zone);
  const unread = !work.some(({ kind }) => kind === 'pull_request');
  const nothing = say(unread ? 'nothing.pulls-read' : 'nothing.issues-closed');
  return { n, value: n, basis: say('basis.issues-closed', { n }), items, nothing, unread };
};

export const DELIVERY = { landed, steadiness, effort, releases, 'issues-closed': issuesClosed } as const;
