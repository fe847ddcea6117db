import type { Claim } from '../domain/draft.ts';
import type { Evidence, Fact, Metric } from '../domain/evidence.ts';
import { evidenceOf } from '../domain/evidence.ts';
import type { Tagged } from '../domain/tags.ts';
import { counts, isChange } from '../domain/tags.ts';
import { sayer } from '../util/messages.ts';
import { listChinese, supportChinese, workChinese } from './chinese.ts';
import { boundsText } from './dates.ts';
import { capitalised, code, listEnglish, supportEnglish, workEnglish } from './english.ts';
import { factOf, typeFacts } from './facts.ts';
import type { FactOptions } from './facts.ts';
import type { DraftInput } from './input.ts';
import { MESSAGES } from './messages.ts';
import type { Point } from './outline.ts';
import { quote, VERSION } from './phrase.ts';
import { planFor } from './plans.ts';
import { visible, withCode } from './plain.ts';
import { told } from './subject.ts';

/** A point to be told, and where it stands. */
export interface Telling {
  readonly point: Point;
  /** Becomes the claim's id. */
  readonly id: string;
  /** Whether it is the first of its section that tells of single contributions: a lead's draft names the teammate there. */
  readonly first: boolean;
}

/** Finds words for points; what it says is checked before anybody sees it. The template below is one, a language model can be another. */
export interface Narrator {
  readonly tell: (telling: Telling, input: DraftInput) => Claim | undefined | Promise<Claim | undefined>;
}

/** Says everything in set sentences, from the contributions' own words. */
export const template: Narrator = {
  tell({ point, id, first }, input) {
    const said = sentences(point, first, input);
    if (!said || point.items.length === 0) return undefined;
    return { id, text: said.text, facts: said.facts, evidence: cite(point, input) };
  },
};

interface Said {
  readonly text: string;
  readonly facts: readonly Fact[];
}

/** Claims over a whole period cite everything; the latest first, as far as anybody reads. */
const cite = ({ items }: Point, { urlOf }: DraftInput): readonly Evidence[] => items.map((item) => evidenceOf(item, urlOf?.(item)));

const list = (parts: readonly string[], { locale }: DraftInput): string => (locale === 'en' ? listEnglish(parts) : listChinese(parts));

/** A name as it may stand in text: visible, no markup. */
export const nameOf = ({ person }: DraftInput): string => visible(person.name).replaceAll(/[`<>[\]]/g, '') || person.id;

function sentences(point: Point, first: boolean, input: DraftInput): Said | undefined {
  switch (point.kind) {
    case 'landed':
      return landed(point.items, input);
    case 'themes':
      return themes(point, input);
    case 'tested':
      return tested(point.items, input);
    case 'summary':
      return summary(point.items, input);
    case 'work': {
      const voice = { subject: subjectOf(first, input) };
      return { text: (input.locale === 'en' ? workEnglish : workChinese)(point.items, point.scope, voice), facts: [] };
    }
    case 'support': {
      const voice = { subject: subjectOf(first, input) };
      return { text: (input.locale === 'en' ? supportEnglish : supportChinese)(point.items, point.type, voice), facts: [] };
    }
    case 'releases':
      return releases(point.items, input);
    case 'smaller':
      return smaller(point.items, input);
    case 'reviewed':
      return reviewedHere(point.items, input);
    case 'logged':
      return logged(point, input);
    case 'growth':
      return growth(point, input);
    case 'improve':
      return improve(point, input);
    default:
      return point satisfies never;
  }
}

/** A lead's draft names the teammate first in each section, and goes on with `they`. */
function subjectOf(first: boolean, input: DraftInput): string {
  if (input.audience === 'self') return '';
  if (first) return nameOf(input);
  return input.locale === 'en' ? 'they' : '';
}

const optionsOf = ({ period, locale }: DraftInput): Pick<FactOptions, 'zone' | 'locale'> => ({ zone: period.zone, locale });

/** Types by what they weigh in a draft, so that the few that are told are the telling ones. */
const TELLING: Readonly<Record<string, number>> = { feat: 4, perf: 4, fix: 2, refactor: 1.5 };

interface Types {
  readonly facts: readonly Fact[];
  /** Whether those are all there is. */
  readonly all: boolean;
}

function typesOf(items: readonly Tagged[], input: DraftInput, most: number): Types {
  const facts = typeFacts(items, optionsOf(input));
  const rank = (fact: Fact): number => fact.value * ((fact.metric.of === 'count-type' ? TELLING[fact.metric.type] : undefined) ?? 1);
  const chosen = new Set(facts.toSorted((a, b) => rank(b) - rank(a)).slice(0, most));
  const told = facts.filter((fact) => chosen.has(fact));
  return { facts: told, all: told.reduce((sum, fact) => sum + fact.value, 0) === items.length };
}

function landed(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const options = optionsOf(input);
  const count = factOf({ of: 'count' }, items, options);
  const repos = factOf({ of: 'repos' }, items, options);
  const weeks = factOf({ of: 'active-weeks' }, items, options);
  if (!count || !repos || !weeks) return undefined;
  const types = typesOf(items, input, 4);
  const typed =
    types.facts.length === 0 ? '' : say(types.all ? 'overview.types' : 'overview.among', { list: list(texts(types.facts), input) });
  const single = repos.value === 1 ? items[0]?.repo : undefined;
  const where =
    single === undefined ? say('overview.in.many', { repos: repos.text }) : say('overview.in.one', { repo: code(repoName(single, input)) });
  const bounds = boundsText(until(input), input.locale);
  const span = bounds === undefined ? factOf({ of: 'span' }, items, options) : undefined;
  const when = capitalised(bounds ? say('period.between', { from: bounds[0], to: bounds[1] }) : (span?.text ?? ''));
  const values = { count: count.text, weeks: weeks.text, where, when, types: typed };
  const text = input.audience === 'self' ? say('overview.self', values) : say('overview.lead', { ...values, name: nameOf(input) });
  const dated = span === undefined ? [] : [{ ...span, text: capitalised(span.text) }];
  return { text, facts: [count, weeks, ...(single === undefined ? [repos] : []), ...dated, ...types.facts] };
}

const texts = (facts: readonly Fact[]): readonly string[] => facts.map((fact) => fact.text);

/** A period that is not over ends today. */
export const until = ({ period, now }: DraftInput): DraftInput['period'] =>
  now !== undefined && now > period.from && now < period.to ? { ...period, to: now + 1 } : period;

export const repoName = (repo: string, { repoNames }: DraftInput): string =>
  visible(repoNames?.get(repo) ?? '') || repo.replace(/^(?:local|[^/]+\.[^/]+)\//, '').replace(/-[0-9a-f]{8}$/, '');

function themes(point: Extract<Point, { kind: 'themes' }>, input: DraftInput): Said | undefined {
  const facts = point.parts.flatMap(
    ({ name, items }) => factOf({ of: 'count' }, items, { ...optionsOf(input), over: items.map((i) => i.id), name: themeName(name) }) ?? [],
  );
  const values = {
    list: list(
      facts.map((fact) => fact.text),
      input,
    ),
  };
  const say = sayer(MESSAGES, input.locale);
  return { text: point.most ? say('overview.themes.most', values) : say('overview.themes.main', values), facts };
}

export const themeName = (name: string): string => withCode(visible(name)).slice(0, 120);

function tested(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const fact = factOf({ of: 'with-tests' }, items, optionsOf(input));
  // A small share is a suggestion, not a boast.
  if (!fact || fact.value === 0 || fact.value * 5 < (fact.total ?? 0) * 2) return undefined;
  return { text: sayer(MESSAGES, input.locale)('overview.tests', { fact: fact.text }), facts: [fact] };
}

/** A share of fewer changes says nothing. */
const FEW = 4;

function summary(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const options = optionsOf(input);
  const count = factOf({ of: 'count' }, items, options);
  if (!count) return undefined;
  // When the work was done is worth a word where it is not simply the whole time.
  const whole = factOf({ of: 'span' }, countedWork(input), options)?.text;
  const own = factOf({ of: 'span' }, items, options);
  const span = own && own.text !== whole ? own : undefined;
  const types = typesOf(items, input, 3);
  const typed = types.facts.length === 0 ? '' : say(types.all ? 'theme.types' : 'theme.among', { list: list(texts(types.facts), input) });
  const tests = factOf({ of: 'with-tests' }, items, options);
  const tested = tests && (tests.total ?? 0) >= FEW && tests.value * 2 >= (tests.total ?? 0) ? tests : undefined;
  const text = say('theme.summary', {
    count: count.text,
    span: span === undefined ? '' : say('theme.span', { span: span.text }),
    types: typed,
    tests: tested === undefined ? '' : say('theme.tests', { fact: tested.text }),
  });
  return { text, facts: [count, ...(span ? [span] : []), ...types.facts, ...(tested ? [tested] : [])] };
}

function smaller(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const types = typesOf(items, input, 3);
  const told = list(texts(types.facts), input);
  if (types.all) return { text: say('smaller.types', { list: told }), facts: types.facts };
  const count = factOf({ of: 'count' }, items, optionsOf(input));
  if (!count) return undefined;
  const text =
    types.facts.length === 0 ? say('smaller.one', { count: count.text }) : say('smaller.some', { count: count.text, list: told });
  return { text, facts: [count, ...types.facts] };
}

/** Releases told by name. */
const RELEASES = 4;

/** Stable versions before betas and candidates, the latest first. */
function releases(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const fact = factOf({ of: 'releases' }, items, optionsOf(input));
  if (!fact) return undefined;
  const named = items.map((item) => told(item).words).filter((words) => VERSION.test(words));
  const stable = [...named.filter((words) => !/\d-/.test(words)), ...named.filter((words) => /\d-/.test(words))].slice(0, RELEASES);
  const say = sayer(MESSAGES, input.locale);
  if (stable.length === 0) return { text: say('releases.none', { fact: fact.text }), facts: [fact] };
  const values = { fact: fact.text, list: list(stable, input) };
  return { text: stable.length === items.length ? say('releases.all', values) : say('releases.some', values), facts: [fact] };
}

/** Entries told of one kind. */
const ENTRIES = 4;

/** A work log's own words: nothing else vouches for them. */
function logged({ category, items }: Extract<Point, { kind: 'logged' }>, input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const count = factOf({ of: 'logged' }, items, optionsOf(input));
  const days = category === 'on-call' ? factOf({ of: 'log-days' }, items, optionsOf(input)) : undefined;
  if (!count) return undefined;
  const what = category === 'on-call' ? say('logged.on-call', { fact: days?.text ?? '' }) : say(`logged.${category ?? 'other'}`);
  const shown = items.slice(0, ENTRIES).map((item) => quote(told(item).words || visible(item.subject)));
  const values = { what, list: list([...new Set(shown)], input), count: count.text };
  const facts = days ? [days] : [];
  if (items.length <= ENTRIES) return { text: say('logged.all', values), facts };
  return { text: say('logged.some', values), facts: [...facts, count] };
}

/** Names told; more of them would be a list. */
const NAMES = 5;

function growth({ signal, names, items }: Extract<Point, { kind: 'growth' }>, input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const name = nameOf(input);
  const lead = input.audience === 'lead';
  const shown = names.slice(0, NAMES);
  const plain = list(shown, input);
  const coded = list(shown.map(code), input);
  switch (signal) {
    case 'areas':
      return { text: lead ? say('growth.areas.lead', { name, names: coded }) : say('growth.areas', { names: coded }), facts: [] };
    case 'languages':
      return { text: lead ? say('growth.languages.lead', { name, names: plain }) : say('growth.languages', { names: plain }), facts: [] };
    case 'kinds': {
      // Once may be the tag's mistake; and where many are new, it is the history that is short.
      if (items.length < 2 || names.length > 2) return undefined;
      const words = list(
        shown.map((type) => kindName(type, input)),
        input,
      );
      return { text: lead ? say('growth.kinds.lead', { name, names: words }) : say('growth.kinds', { names: words }), facts: [] };
    }
    case 'firsts':
      return { text: lead ? say('growth.firsts.lead', { name, names: plain }) : say('growth.firsts', { names: plain }), facts: [] };
    case 'modules':
      return { text: lead ? say('growth.modules.lead', { name, names: coded }) : say('growth.modules', { names: coded }), facts: [] };
    case 'built-on':
      return { text: lead ? say('growth.built-on.lead', { name, names: coded }) : say('growth.built-on', { names: coded }), facts: [] };
    case 'co-authored': {
      const fact = factOf({ of: 'co-authored' }, items, optionsOf(input));
      const people = partners(items, input);
      if (!fact || people.length === 0) return undefined;
      const values = { fact: fact.text, names: list(people.slice(0, NAMES), input) };
      return { text: lead ? say('growth.co-authored.lead', { ...values, name }) : say('growth.co-authored', values), facts: [fact] };
    }
    case 'reviews':
      return reviews(items, input);
    case 'issues':
      return issues(items, input);
    case 'issues-closed': {
      const fact = factOf({ of: 'issues-closed' }, items, optionsOf(input));
      if (!fact || fact.value === 0) return undefined;
      const values = { issues: fact.text };
      return { text: lead ? say('growth.issues-closed.lead', { ...values, name }) : say('growth.issues-closed', values), facts: [fact] };
    }
    default:
      return undefined;
  }
}

function reviews(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const [pulls, people] = (['reviewed', 'reviewed-people'] as const).map((of) => factOf({ of }, items, optionsOf(input)));
  if (!pulls || !people || pulls.value === 0) return undefined;
  const values = { pulls: pulls.text, people: people.text };
  const text = input.audience === 'lead' ? say('growth.reviews.lead', { ...values, name: nameOf(input) }) : say('growth.reviews', values);
  // None is no news: not every host tells, and praise changes nothing.
  const outcomes = OUTCOMES.flatMap(({ metric, key }) => {
    const fact = factOf(metric, items, optionsOf(input));
    return fact && fact.value > 0 ? [{ fact, said: say(key, { fact: fact.text }) }] : [];
  });
  return { text: [text, ...outcomes.map(({ said }) => said)].join(''), facts: [pulls, people, ...outcomes.map(({ fact }) => fact)] };
}

/** What came of reviews, in the order it is told. */
const OUTCOMES = [
  { metric: { of: 'comments-followed' }, key: 'growth.reviews.followed' },
  { metric: { of: 'requests-answered' }, key: 'growth.reviews.answered' },
  { metric: { of: 'unblocked', hours: 24 }, key: 'growth.reviews.unblocked' },
] as const satisfies readonly { readonly metric: Metric; readonly key: string }[];

function reviewedHere(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const [pulls, people] = (['reviewed', 'reviewed-people'] as const).map((of) => factOf({ of }, items, optionsOf(input)));
  if (!pulls || !people || pulls.value === 0) return undefined;
  const text = sayer(MESSAGES, input.locale)('theme.reviewed', { pulls: pulls.text, people: people.text });
  return { text, facts: [pulls, people] };
}

/** What was opened with what came of it, and what was said in issues of others; only what there is. */
function issues(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const name = input.audience === 'lead' ? nameOf(input) : undefined;
  const [opened, done, discussed] = (['issues-opened', 'issues-done', 'issues-discussed'] as const).map((of) => {
    const fact = factOf({ of }, items, optionsOf(input));
    return fact && fact.value > 0 ? fact : undefined;
  });
  const first = opened && { opened: opened.text };
  const second = discussed && { discussed: discussed.text };
  const sentences = [
    first && (name === undefined ? say('growth.issues.opened', first) : say('growth.issues.opened.lead', { ...first, name })),
    done && say('growth.issues.done', { done: done.text }),
    second && opened && input.locale === 'en' && ' ',
    second && (name === undefined ? say('growth.issues.discussed', second) : say('growth.issues.discussed.lead', { ...second, name })),
  ];
  const facts = [opened, done, discussed].filter((fact) => fact !== undefined);
  return facts.length === 0 ? undefined : { text: sentences.filter(Boolean).join(''), facts };
}

const KINDS = ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore'] as const;

function kindName(type: string, { locale }: DraftInput): string {
  const known = KINDS.find((kind) => kind === type);
  return known ? sayer(MESSAGES, locale)(`type.${known}`) : type;
}

/** Names of those who share the credit, the most frequent first. */
export function partners(items: readonly Tagged[], { person }: Pick<DraftInput, 'person'>): readonly string[] {
  const me = new Set(person.identities.map((identity) => identity.id));
  const times = new Map<string, number>();
  for (const { identity } of items.flatMap((item) => item.credit)) {
    const name = visible(identity.replace(/\s*<[^<>]*>$/, '').replace(/^[^\s/]+\/(?=[^\s/]+$)/, '')).replaceAll(/[`<>[\]]/g, '');
    if (!me.has(identity) && name !== '') times.set(name, (times.get(name) ?? 0) + 1);
  }
  return [...times].sort(([, a], [, b]) => b - a).map(([name]) => name);
}

function improve({ suggestion }: Extract<Point, { kind: 'improve' }>, input: DraftInput): Said | undefined {
  const [fact] = suggestion.facts ?? [];
  if (!fact) return undefined;
  const plan = planFor(suggestion.id, input.audience, input.locale) ?? suggestion.nextStep;
  const say = sayer(MESSAGES, input.locale);
  const values = { fact: fact.text, plan };
  return { text: input.audience === 'self' ? say('improve.self', values) : say('improve.lead', values), facts: [fact] };
}

/** What counts of the work given. */
export const countedWork = (input: DraftInput): readonly Tagged[] => input.work.filter((item) => counts(item) && isChange(item));
