import type { IdentityId } from '../../domain/ids.ts';
import { isSource, measure, percentOf } from '../../domain/measure.ts';
import { countedFiles } from '../../domain/tags.ts';
import type { Tagged } from '../../domain/tags.ts';
import type { SayAssess, Scope } from '../scope.ts';
import { type Reading, type ReadSignal, round } from './signal.ts';

const coAuthored: ReadSignal = ({ work, zone, say }) => {
  const { value, total = 0, items } = measure({ of: 'co-authored' }, work, zone);
  return { n: value, value, basis: say('basis.co-authored', { n: value, total }), items, nothing: say('nothing.co-authored') };
};

/** Who knows a file best is asked of so long before the change. */
const OWNERSHIP = 2 * 365 * 86_400_000;

/** Whether others made most of the touches of its files before it; undefined without any. */
function inOthersFiles(item: Tagged, scope: Scope): boolean | undefined {
  let [mine, others] = [0, 0];
  for (const file of countedFiles(item)) {
    for (const touch of scope.history.file(item.repo, file.path)) {
      if (touch.id === item.id || touch.at >= item.at || touch.at < item.at - OWNERSHIP) continue;
      if (touch.mine) mine++;
      else others++;
    }
  }
  return mine + others === 0 ? undefined : others > mine;
}

/** Whether anybody else ever worked where this work was done: alone, nothing tells of working with others. */
const isAlone = ({ work, history }: Scope): boolean =>
  work.every(({ repo }) => history.othersIn(repo, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY) === 0);

const alone = (say: SayAssess): Reading => ({ n: 0, value: 0, basis: '', items: [], nothing: say('nothing.others') });

const othersFiles: ReadSignal = (scope) => {
  if (isAlone(scope)) return alone(scope.say);
  const known = scope.work.filter((item) => inOthersFiles(item, scope) !== undefined);
  const items = known.filter((item) => inOthersFiles(item, scope));
  const [n, total] = [items.length, known.length];
  return { n: total, value: percentOf(n, total), basis: scope.say('basis.others-files', { n, total }), items };
};

const builtOn: ReadSignal = (scope) => {
  const { work, history, say } = scope;
  if (isAlone(scope)) return alone(say);
  const people = new Set<IdentityId>();
  const items = new Set<Tagged>();
  // A fix that goes to several branches makes its file on each: one file all the same.
  const made = new Set<string>();
  const names: string[] = [];
  for (const item of work) {
    for (const file of countedFiles(item)) {
      const key = `${item.repo}\0${file.path}`;
      if (file.status !== 'A' || !isSource(file.path) || made.has(key)) continue;
      made.add(key);
      const later = history.file(item.repo, file.path).filter((touch) => !touch.mine && touch.at > item.at);
      if (later.length === 0) continue;
      names.push(file.path);
      items.add(item);
      for (const touch of later) people.add(touch.author);
    }
  }
  return {
    n: made.size,
    of: 'files',
    value: people.size,
    basis:
      people.size === 0
        ? say('basis.built-on.none', { total: made.size })
        : say('basis.built-on', { n: people.size, files: names.length, total: made.size }),
    items: [...items],
    names,
    nothing: say('nothing.built-on'),
  };
};

const reviews: ReadSignal = ({ history, reviews: said, zone, from, to, say }) => {
  const given = history.reviewed.filter(({ at }) => at >= from && at < to);
  const pulls = measure({ of: 'reviewed' }, said, zone);
  if (pulls.value > 0) {
    const owners = measure({ of: 'reviewed-people' }, said, zone).value;
    const values = { n: pulls.value, people: owners };
    const basis = given.length > 0 ? say('basis.reviewed-too', { ...values, trailers: given.length }) : say('basis.reviewed', values);
    return { n: pulls.value + given.length, value: pulls.value + given.length, basis, items: pulls.items };
  }
  const people = new Set(given.map(({ commit }) => commit.author)).size;
  const nothing = history.recordsReviews ? say('nothing.reviews') : say('nothing.reviews-recorded');
  return { n: given.length, value: given.length, basis: say('basis.reviews', { n: given.length, people }), items: [], nothing };
};

const followed: ReadSignal = ({ reviews: said, zone, say }) => {
  const { value: n, total = 0, items } = measure({ of: 'comments-followed' }, said, zone);
  const nothing = say(said.length > 0 ? 'nothing.followed' : 'nothing.reviews-read');
  return { n: total, value: percentOf(n, total), basis: say('basis.followed', { n, total }), items, nothing, unread: said.length === 0 };
};

const answered: ReadSignal = ({ reviews: said, zone, say }) => {
  const { value: n, total = 0, items } = measure({ of: 'requests-answered' }, said, zone);
  const nothing = say(said.length > 0 ? 'nothing.answered' : 'nothing.reviews-read');
  return { n: total, value: percentOf(n, total), basis: say('basis.answered', { n, total }), items, nothing, unread: said.length === 0 };
};

/** The working day after being asked is prompt. */
const PROMPT = 24;

const unblocked: ReadSignal = ({ reviews: said, zone, say }) => {
  const { value: n, items } = measure({ of: 'unblocked', hours: PROMPT }, said, zone);
  const nothing = say(said.length > 0 ? 'nothing.unblocked' : 'nothing.reviews-read');
  return { n, value: n, basis: say('basis.unblocked', { n, hours: PROMPT }), items, nothing, unread: said.length === 0 };
};

/** Once or twice is a review; from here on it is somebody's teacher. */
const AGAIN = 3;

const mentored: ReadSignal = ({ reviews: said, zone, say }) => {
  const { value: n, items } = measure({ of: 'mentored', pulls: AGAIN }, said, zone);
  const nothing = say(said.length > 0 ? 'nothing.mentored' : 'nothing.reviews-read');
  return { n, value: n, basis: say('basis.mentored', { n, pulls: AGAIN }), items, nothing, unread: said.length === 0 };
};

const DAY = 86_400_000;

const wait: ReadSignal = ({ reviews: said, say }) => {
  const first = said.flatMap((item) =>
    item.host?.kind === 'review' && item.host.waited !== undefined ? [{ item, waited: item.host.waited }] : [],
  );
  const sorted = first.map(({ waited }) => waited).sort((a, b) => a - b);
  const [low = 0, high = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  const hours = round((low + high) / 2 / 3_600_000);
  return {
    n: first.length,
    value: round((low + high) / 2 / DAY),
    basis: say('basis.review-wait', { n: first.length, hours }),
    items: first.map(({ item }) => item),
    nothing: say('nothing.reviews-read'),
    unread: said.length === 0,
  };
};

const issues: ReadSignal = ({ issues: said, zone, say }) => {
  const opened = measure({ of: 'issues-opened' }, said, zone).value;
  const done = measure({ of: 'issues-done' }, said, zone).value;
  const discussed = measure({ of: 'issues-discussed' }, said, zone).value;
  return {
    n: opened + discussed,
    value: opened + discussed,
    basis: say('basis.issues', { n: opened, done, discussed }),
    items: said,
    nothing: say('nothing.issues-read'),
    unread: said.length === 0,
  };
};

export const COLLABORATION = {
  'co-authored': coAuthored,
  'others-files': othersFiles,
  'built-on': builtOn,
  reviews,
  'comments-followed': followed,
  'requests-answered': answered,
  unblocked,
  mentored,
  'review-wait': wait,
  issues,
} as const;
