import { areaOf, isManifest } from './areas.ts';
import { dayOf, daysBetween, ownClock, weekOf } from './calendar.ts';
import type { Fact, Metric } from './evidence.ts';
import { fileKind } from './file-kind.ts';
import type { FileKind } from './file-kind.ts';
import { languageOf } from './languages.ts';
import * as logs from './measure-logs.ts';
import * as reviews from './measure-reviews.ts';
import { countedFiles, counts, isChange, isLogged, typeOf } from './tags.ts';
import type { Tagged } from './tags.ts';
import { isVague } from './vague.ts';

/** What came out, and the contributions it was counted from. */
export interface Measured {
  readonly value: number;
  /** The whole `value` is a part of, where the metric has one. */
  readonly total?: number;
  /** The contributions that make up `value`. */
  readonly items: readonly Tagged[];
}

/** Whether more than one person is credited: the same name under two addresses is one. */
const isShared = ({ credit }: Tagged): boolean => new Set(credit.map(({ identity }) => nameIn(identity).toLowerCase())).size > 1;

/** The name of an identity, without its address. */
export const nameIn = (identity: string): string => identity.replace(/\s*<[^<>]*>$/, '');

/** A part in whole percent: 100 is all of it and 0 is none, whatever is nearest; 0 of nothing. */
export function percentOf(part: number, whole: number): number {
  if (whole === 0 || part === 0) return 0;
  return part >= whole ? 100 : Math.min(99, Math.max(1, Math.round((100 * part) / whole)));
}

export const UNIT_OF: Readonly<Partial<Record<Metric['of'], Fact['unit']>>> = {
  'lines-added': 'lines',
  'lines-deleted': 'lines',
  'median-lines': 'lines',
  'active-weeks': 'weeks',
  'longest-gap': 'weeks',
  'share-with-tests': 'percent',
  span: 'days',
  'log-days': 'days',
};

interface PathFacts {
  readonly kind: FileKind;
  /** Code that ships: in a known language, and neither test nor build nor documentation. */
  readonly source: boolean;
  /** Its unit tests stand in itself by custom. */
  readonly testsInside: boolean;
  readonly area: string;
}

/** Languages whose unit tests are written into the file that they test: paths do not tell whether a change brings one. */
const TESTS_INSIDE: ReadonlySet<string> = new Set(['Rust', 'Zig', 'D']);

const known = new Map<string, PathFacts>();
const KNOWN = 100_000;

/** What a path tells, remembered: a history asks for the same paths again and again. */
export function pathFacts(path: string): PathFacts {
  const found = known.get(path);
  if (found) return found;
  const kind = fileKind(path);
  const language = languageOf(path);
  const source = (kind === 'source' || kind === 'style') && language !== undefined;
  const made = { kind, source, testsInside: language !== undefined && TESTS_INSIDE.has(language), area: areaOf(path) };
  if (known.size >= KNOWN) known.clear();
  known.set(path, made);
  return made;
}

export const isSource = (path: string): boolean => pathFacts(path).source;

const sourceFiles = (item: Tagged): readonly string[] => countedFiles(item).flatMap((f) => (isSource(f.path) ? [f.path] : []));
export const touchesSource = (item: Tagged): boolean => countedFiles(item).some((f) => isSource(f.path));
export const touchesTests = (item: Tagged): boolean => countedFiles(item).some((f) => pathFacts(f.path).kind === 'test');
/** Changes to source of which paths tell whether tests come along: none where they tell it of fewer than half. */
function testable(items: readonly Tagged[]): readonly Tagged[] {
  const source = items.filter(touchesSource);
  const told = source.filter((item) => sourceFiles(item).some((path) => !pathFacts(path).testsInside));
  return told.length * 2 < source.length ? [] : told;
}
const touchesDocs = (item: Tagged): boolean => countedFiles(item).some((f) => pathFacts(f.path).kind === 'docs');

/** Added and deleted lines of counted files; undefined where they are not known. */
export function linesOf(item: Tagged): number | undefined {
  if (item.lines !== 'counted') return undefined;
  return countedFiles(item).reduce((sum, f) => sum + (f.added ?? 0) + (f.deleted ?? 0), 0);
}

/** The areas whose source a contribution touches, `repo` aside. */
export const areasOf = (item: Tagged): readonly string[] => [...new Set(sourceFiles(item).map((path) => pathFacts(path).area))];

const TRAILER = /^[A-Za-z][A-Za-z-]*: \S/;
/** A pull request, an issue or a link: where the why can be read. */
const REFERENCE = /(?:#|\bGH-)\d+|https?:\/\/\S+|\b[A-Z][A-Z\d]+-\d+\b/;

/** The body without its trailers, as one line. */
export const bodyProse = (body: string): string =>
  body
    .split('\n')
    .filter((line) => !TRAILER.test(line))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** Whether the message says why, or points to where that is said. */
export const explains = (item: Pick<Tagged, 'subject' | 'body'>): boolean =>
  REFERENCE.test(item.subject) || REFERENCE.test(item.body) || bodyProse(item.body).length >= 40;

/** What a template says to whoever fills it in. */
const COMMENTED = /<!--[\s\S]*?-->/g;
/** A shorter description says no more than the title. */
const DESCRIBED = 25;

const isDescribed = (body: string): boolean => REFERENCE.test(body) || bodyProse(body).length >= DESCRIBED;

/** Types whose subject says all there is to say. */
const NEED_NO_WHY = new Set(['docs', 'style', 'test', 'chore', 'ci', 'build']);
const needsWhy = (item: Tagged): boolean => !NEED_NO_WHY.has(typeOf(item) ?? '') && touchesSource(item);

type Of<K extends Metric['of']> = Extract<Metric, { readonly of: K }>;
type Measures = { readonly [K in Metric['of']]: (items: readonly Tagged[], zone: string, metric: Of<K>) => Measured };

const MEASURES: Measures = {
  count: (items) => amount(items),
  'count-type': (items, _, { type }) => amount(items.filter((item) => typeOf(item) === type)),
  'lines-added': (items) => ({ value: lines(items, 'added'), items }),
  'lines-deleted': (items) => ({ value: lines(items, 'deleted'), items }),
  files: (items) => distinct(items, (item) => countedFiles(item).map((f) => `${item.repo}\0${f.path}`)),
  'active-weeks': (items, zone) => distinct(items, (item) => [weekOf(item.at, zone)]),
  repos: (items) => distinct(items, (item) => [item.repo]),
  'share-with-tests': (items) => {
    const { value, total, items: tested } = part(testable(items), touchesTests);
    return { value: percentOf(value, total), items: tested };
  },
  'with-tests': (items) => part(testable(items), touchesTests),
  'without-tests': (items) => part(testable(items), (item) => !touchesTests(item)),
  span: (items, zone) => ({ value: span(items, zone), items }),
  'co-authored': (items) => part(items, isShared),
  'larger-than': (items, _, metric) =>
    part(
      items.filter((item) => linesOf(item) !== undefined),
      (item) => (linesOf(item) ?? 0) > metric.lines,
    ),
  'median-lines': (items) => {
    const known = items.filter((item) => linesOf(item) !== undefined);
    return { value: median(known.map((item) => linesOf(item) ?? 0)), items: known };
  },
  'followed-up': (items, _, { days }) => followedUp(items, days * 86_400_000),
  reverted: (items) => part(items, isReverted),
  explained: (items) => part(items.filter(needsWhy), explains),
  unexplained: (items) =>
    part(
      items.filter((item) => item.kind === 'commit' && needsWhy(item)),
      (item) => !explains(item),
    ),
  unclear: (items) =>
    part(
      items.filter((item) => !isRelease(item)),
      (item) => isVague(item.subject) && item.body.trim() === '',
    ),
  'out-of-hours': (items) => part(items, outOfHours),
  'features-without-docs': (items) =>
    part(
      items.filter((item) => typeOf(item) === 'feat' && touchesSource(item)),
      (item) => !touchesDocs(item),
    ),
  'spread-over': (items, _, { areas }) => part(items.filter(touchesSource), (item) => areasOf(item).length >= areas),
  'dependencies-only': (items) =>
    part(items, (item) => {
      const files = countedFiles(item);
      // A release raises the version in the same files, and updates nothing.
      return !isRelease(item) && files.length > 0 && files.every((f) => isManifest(f.path));
    }),
  releases: (items) => amount(items.filter(isRelease)),
  reviewed: reviews.reviewed,
  'reviewed-people': reviews.reviewedPeople,
  'comments-followed': reviews.commentsFollowed,
  'defects-found': reviews.defectsFound,
  'requests-answered': reviews.requestsAnswered,
  unblocked: (items, _, { hours }) => reviews.unblocked(items, hours),
  mentored: (items, _, { pulls }) => reviews.mentored(items, pulls),
  'waited-over': (items, _, { days }) => reviews.waitedOver(items, days),
  'awaited-over': (items, _, { days }) => reviews.awaitedOver(items, days),
  'approved-without-words': (items, _, { lines: least }) => reviews.approvedWithoutWords(items, least),
  undescribed: (items) =>
    part(
      items.filter((item) => item.kind === 'pull_request' && needsWhy(item)),
      (item) => !isDescribed(item.body.replaceAll(COMMENTED, '')),
    ),
  'issues-opened': (items) => amount(items.filter(({ kind }) => kind === 'issue')),
  'issues-done': (items) =>
    part(
      items.filter(({ kind }) => kind === 'issue'),
      ({ host }) => host?.kind === 'issue' && host.closedAs === 'completed',
    ),
  'issues-discussed': (items) => distinct(items, ({ repo, host }) => (host?.kind === 'issue_comment' ? [`${repo}#${host.issue}`] : [])),
  'issues-closed': (items) =>
    distinct(
      items.filter((item) => closedBy(item).length > 0),
      (item) => closedBy(item).map((issue) => `${item.repo}#${issue}`),
    ),
  logged: (items) => amount(items.filter(isLogged)),
  'log-days': (items, zone) => distinct(items.filter(logs.isOfDays), (item) => logs.loggedDays(item, zone)),
  'longest-gap': (items, zone) => ({ value: longestGap(items, zone).weeks, items }),
};

/**
 * Computes a metric over contributions that count, in any order; `zone` decides on days and weeks.
 * `reverted` alone reads the noise ledger, and wants what was reverted among `items`.
 */
export function measure<K extends Metric['of']>(metric: Of<K> & { readonly of: K }, items: readonly Tagged[], zone: string): Measured {
  const compute: Measures[K] = MEASURES[metric.of];
  return compute(items, zone, metric);
}

/** `v5.0.0`, `release-2.1`, `pkg@1.2.3`: a version among the names that point at a commit. */
const VERSION_REF =
  /(?:^|[/@v_-])(\d+\.\d+(?:\.\d+)*(?:[-.+]?(?:rc|alpha|beta|a|b|pre|preview|dev|next|canary|snapshot|final|ga|post|hotfix)?[-.]?\d*)?)$/i;
const RELEASE_SUBJECT =
  /^(?:(?:chore|build)(?:\([^)]*\))?!?: )?(?:release|publish|version bump|bump version)\b.*\d+\.\d+|^(?:[A-Z]\w* )?v?\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?$/i;

/** With a tag on it, a subject that says so or names the tag's version; the tag alone lies on whatever was landed last. */
const TAGGED_SUBJECT = /\b(?:releas|publish|prepare)|\bbump(?:s|ed|ing)? (?:the )?version/i;

export const isRelease = (item: Pick<Tagged, 'refs' | 'subject'>): boolean =>
  RELEASE_SUBJECT.test(item.subject) ||
  item.refs.some((ref) => {
    const version = VERSION_REF.exec(ref)?.[1];
    return version !== undefined && (TAGGED_SUBJECT.test(item.subject) || names(item.subject, version));
  });

/** Whether a text has the version as a whole: `1.0` is none of `11.0.3`. */
const names = (text: string, version: string): boolean =>
  new RegExp(String.raw`(?<![\d.])${version.replaceAll(/[.+]/g, String.raw`\$&`)}(?!\.?\d)`, 'i').test(text);

/** Numbers of the issues that a merged pull request closed. */
const closedBy = ({ host }: Tagged): readonly number[] =>
  host?.kind === 'pull_request' && host.state === 'merged' ? (host.closes ?? []) : [];

const isReverted = (item: Tagged): boolean => item.noise.some((n) => n.reason === 'reverted' && n.path === undefined);

/** Metrics of what was said in reviews; all others are of changes. */
const OF_REVIEWS: ReadonlySet<Metric['of']> = new Set([
  'reviewed',
  'reviewed-people',
  'comments-followed',
  'defects-found',
  'requests-answered',
  'unblocked',
  'mentored',
  'waited-over',
  'approved-without-words',
]);

/** What a metric is computed over when it is over a whole period: what counts, and for `reverted` also what a revert took out. */
export const population = (metric: Metric, work: readonly Tagged[]): readonly Tagged[] =>
  work.filter(
    (item) =>
      isChange(item) !== OF_REVIEWS.has(metric.of) && (counts(item) || (metric.of === 'reverted' && !item.orphan && isReverted(item))),
  );

const amount = (items: readonly Tagged[]): Measured => ({ value: items.length, items });

function part(all: readonly Tagged[], test: (item: Tagged) => boolean): Measured & { readonly total: number } {
  const items = all.filter(test);
  return { value: items.length, total: all.length, items };
}

function distinct(items: readonly Tagged[], keys: (item: Tagged) => readonly string[]): Measured {
  return { value: new Set(items.flatMap(keys)).size, items };
}

const lines = (items: readonly Tagged[], side: 'added' | 'deleted'): number =>
  items.reduce((sum, item) => sum + countedFiles(item).reduce((n, f) => n + (f[side] ?? 0), 0), 0);

function span(items: readonly Tagged[], zone: string): number {
  const days = items.map((item) => dayOf(item.at, zone)).sort();
  const [first, last] = [days[0], days.at(-1)];
  return first && last ? daysBetween(first, last) : 0;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low, high] = [sorted[middle - 1] ?? 0, sorted[middle] ?? 0];
  return sorted.length % 2 === 1 ? high : Math.round((low + high) / 2);
}

/** A later own fix to at least half of the smaller change's source files, within `ms`. */
function followedUp(items: readonly Tagged[], ms: number): Measured & { readonly total: number } {
  const keys = (item: Tagged): readonly string[] => sourceFiles(item).map((path) => `${item.repo}\0${path}`);
  const isFix = (item: Tagged): boolean => typeOf(item) === 'fix';
  const changes = items.filter(touchesSource);
  const fixes = changes.filter(isFix).map((item) => ({ at: item.at, files: keys(item) }));
  fixes.sort((a, b) => a.at - b.at);
  return part(
    changes.filter((item) => !isFix(item)),
    (item) => {
      const files = new Set(keys(item));
      for (let i = firstAfter(fixes, item.at); i < fixes.length; i++) {
        const fix = fixes[i];
        if (!fix || fix.at > item.at + ms) return false;
        const both = fix.files.filter((path) => files.has(path)).length;
        if (both > 0 && both * 2 >= Math.min(fix.files.length, files.size)) return true;
      }
      return false;
    },
  );
}

function firstAfter(sorted: readonly { readonly at: number }[], at: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.at ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function outOfHours(item: Tagged): boolean {
  const { hour, weekday } = ownClock(item.at, item.offset);
  return weekday === 0 || weekday === 6 || hour >= 22 || hour < 6;
}

/** The longest run of weeks without work between two weeks with work, and the Mondays of those two. */
export function longestGap(
  items: readonly Tagged[],
  zone: string,
): { readonly weeks: number; readonly after: string; readonly until: string } {
  const weeks = [...new Set(items.map((item) => weekOf(item.at, zone)))].filter(Boolean).sort();
  let longest = { weeks: 0, after: '', until: '' };
  for (let i = 1; i < weeks.length; i++) {
    const [after, until] = [weeks[i - 1] ?? '', weeks[i] ?? ''];
    const gap = Math.round((daysBetween(after, until) - 1) / 7) - 1;
    if (gap > longest.weeks) longest = { weeks: gap, after, until };
  }
  return longest;
}
