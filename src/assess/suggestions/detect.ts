import type { Fact } from '../../domain/evidence.ts';
import { areasOf, longestGap, measure, population } from '../../domain/measure.ts';
import type { Tagged } from '../../domain/tags.ts';
import type { Scope } from '../scope.ts';
import type { Source } from '../rubric.ts';
import { ALONE_SOURCE, ONE_AREA_SOURCE, QUIET_WEEKS_SOURCE, SHARE_KINDS } from './kinds.ts';
import type { ShareKind } from './kinds.ts';
import type { SuggestionKind } from './texts.ts';

/** What was found of one kind. Texts come later, so that a period that is only judged writes none. */
export interface Finding {
  readonly kind: SuggestionKind;
  readonly items: readonly Tagged[];
  readonly value: number;
  readonly total?: number;
  readonly metric: Fact['metric'];
  readonly over: 'period' | 'evidence';
  readonly unit: Fact['unit'];
  /** 0..1 */
  readonly strength: number;
  readonly source: Source;
  readonly personal?: boolean;
  /** What the texts name beside the numbers. */
  readonly words?: Readonly<Record<string, string>>;
}

/** `too-little`: not enough to say; `fine`: enough, and nothing to suggest. */
export type Verdict = Finding | 'fine' | 'too-little';

export function detect(scope: Scope): ReadonlyMap<SuggestionKind, Verdict> {
  return new Map<SuggestionKind, Verdict>([
    ...SHARE_KINDS.map((kind): [SuggestionKind, Verdict] => [kind.id, shareOf(kind, scope)]),
    ['quiet-weeks', quietWeeks(scope)],
    ['one-area', oneArea(scope)],
    ['working-alone', workingAlone(scope)],
  ]);
}

/** For each kind that could be judged, whether it held. */
export const judged = (scope: Scope): ReadonlyMap<SuggestionKind, boolean> =>
  new Map([...detect(scope)].flatMap(([kind, verdict]) => (verdict === 'too-little' ? [] : [[kind, verdict !== 'fine'] as const])));

function shareOf(kind: ShareKind, scope: Scope): Verdict {
  const { metric, minimum, from, matters, source, personal } = kind;
  const { value, total = 0, items } = measure(metric, population(metric, [...scope.all, ...scope.reviews]), scope.zone);
  if (total < minimum) return 'too-little';
  const sure = lowerBound(value, total);
  if (value / total < from || sure < from / 2) return 'fine';
  return {
    kind: kind.id,
    items,
    value,
    total,
    metric,
    over: 'period',
    unit: 'count',
    strength: matters * Math.min(1, sure / Math.min(1, from * 2) + 0.25),
    source,
    ...(personal ? { personal } : {}),
  };
}

/** Lower end of the Wilson score interval (95%, one-sided): the share that the evidence surely supports. */
export function lowerBound(part: number, whole: number): number {
  if (whole === 0) return 0;
  const z = 1.645;
  const share = part / whole;
  const spread = z * Math.sqrt((share * (1 - share)) / whole + (z * z) / (4 * whole * whole));
  return Math.max(0, (share + (z * z) / (2 * whole) - spread) / (1 + (z * z) / whole));
}

/** A shorter stretch is a holiday. Weeks. */
const QUIET = 4;

/** Weeks without work are often the fullest: the suggestion is to write down what they held. Why they were quiet is nobody else's business. */
function quietWeeks(scope: Scope): Verdict {
  const { work, zone, weeks } = scope;
  const active = measure({ of: 'active-weeks' }, work, zone).value;
  if (weeks < 12 || active < 8) return 'too-little';
  const gap = longestGap(work, zone);
  if (gap.weeks < QUIET) return 'fine';
  const edges = [work.findLast((item) => item.at < Date.parse(gap.until)), work.find((item) => item.at >= Date.parse(gap.until))];
  return {
    kind: 'quiet-weeks',
    items: edges.filter((item) => item !== undefined),
    value: gap.weeks,
    metric: { of: 'longest-gap' },
    over: 'period',
    unit: 'weeks',
    strength: 0.4 * Math.min(1, gap.weeks / 8),
    source: QUIET_WEEKS_SOURCE,
    personal: true,
  };
}

/** An area in which this person made nearly every change while others worked beside it in the same repository. */
function oneArea(scope: Scope): Verdict {
  const { work, history, from, to } = scope;
  const shared = work.filter((item) => history.othersIn(item.repo, from, to) >= 2);
  if (shared.length < 15) return 'too-little';
  const byArea = new Map<string, { repo: string; area: string; items: Tagged[] }>();
  for (const item of shared) {
    for (const area of areasOf(item)) {
      if (area === '') continue;
      const key = `${item.repo}\0${area}`;
      const known = byArea.get(key);
      if (known) known.items.push(item);
      else byArea.set(key, { repo: item.repo, area, items: [item] });
    }
  }
  const alone = [...byArea.values()].filter(({ repo, area, items }) => {
    const others = history.area(repo, area).filter((touch) => !touch.mine && touch.at >= from && touch.at < to).length;
    return items.length >= 8 && items.length >= 0.85 * (items.length + others);
  });
  const [largest] = alone.sort((a, b) => b.items.length - a.items.length);
  if (!largest) return 'fine';
  const value = largest.items.length;
  return {
    kind: 'one-area',
    items: largest.items,
    value,
    metric: { of: 'count' },
    over: 'evidence',
    unit: 'count',
    strength: 0.6 * Math.min(1, value / 20),
    source: ONE_AREA_SOURCE,
    words: { area: largest.area },
  };
}

/** Nothing names another person, nor did anybody review, though others work in the same repositories. */
function workingAlone(scope: Scope): Verdict {
  const { work, reviews, zone, history, from, to } = scope;
  if (work.length < 30) return 'too-little';
  const near = work.filter((item) => history.othersIn(item.repo, from, to) >= 2).length;
  if (near < work.length / 2) return 'too-little';
  const { value, total = 0 } = measure({ of: 'co-authored' }, work, zone);
  const gave = reviews.length > 0 || history.reviewed.some(({ at }) => at >= from && at < to);
  const got = work.some(({ host }) => host?.kind === 'pull_request' && host.reviews > 0);
  if (value > 0 || gave || got) return 'fine';
  return {
    kind: 'working-alone',
    items: work.slice(-5),
    value,
    total,
    metric: { of: 'co-authored' },
    over: 'period',
    unit: 'count',
    strength: 0.3,
    source: ALONE_SOURCE,
  };
}
