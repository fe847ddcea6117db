import type { Claim } from '../domain/draft.ts';
import type { Evidence, Fact } from '../domain/evidence.ts';
import { evidenceOf } from '../domain/evidence.ts';
import type { Tagged } from '../domain/tags.ts';
import { counts, isChange } from '../domain/tags.ts';
import { closedUp, sayer } from '../util/messages.ts';
import { supportChinese, workChinese } from './chinese.ts';
import { boundsText } from './dates.ts';
import { capitalised, supportEnglish, workEnglish } from './english.ts';
import { factOf, typeFacts } from './facts.ts';
import { growth, reviewedHere } from './growth.ts';
import { companyOf } from './highlights.ts';
import type { DraftInput } from './input.ts';
import { MESSAGES } from './messages.ts';
import type { Point } from './outline.ts';
import { quote, releaseIn } from './phrase.ts';
import { planFor } from './plans.ts';
import { code, visible, withCode } from './plain.ts';
import { told } from './subject.ts';
import { list, nameOf, optionsOf, type Said, subjectOf } from './voice.ts';

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

/** Claims over a whole period cite everything; the latest first, as far as anybody reads. */
const cite = ({ items }: Point, { urlOf }: DraftInput): readonly Evidence[] => items.map((item) => evidenceOf(item, urlOf?.(item)));

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
      const voice = { subject: subjectOf(first, input), ...(point.again ? { again: true as const } : {}) };
      return { text: (input.locale === 'en' ? workEnglish : workChinese)(point.items, point.scope, voice), facts: [] };
    }
    case 'highlight':
      return highlight(point.items, first, input);
    case 'support': {
      const voice = { subject: subjectOf(first, input) };
      return { text: (input.locale === 'en' ? supportEnglish : supportChinese)(point.items, point.type, voice), facts: [] };
    }
    case 'releases':
      return releases(point.items, input);
    case 'smaller':
      return smaller(point, input);
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
  const values = { list: apart(texts(facts), input) };
  const say = sayer(MESSAGES, input.locale);
  const text = point.most
    ? say('overview.themes.most', values)
    : say(point.besideReleases ? 'overview.themes.beside' : 'overview.themes.main', values);
  return { text: closedUp(text), facts };
}

/** A list whose parts may be lists themselves: `CI: action, lint (3 changes); and Docs (2 changes)`. */
function apart(parts: readonly string[], input: DraftInput): string {
  if (parts.length < 2 || !parts.some((part) => /, |、/.test(part))) return list(parts, input);
  return input.locale === 'en' ? `${parts.slice(0, -1).join('; ')}; and ${parts.at(-1) ?? ''}` : parts.join('；');
}

export const themeName = (name: string): string => withCode(visible(name)).slice(0, 120);

function tested(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const fact = factOf({ of: 'with-tests' }, items, optionsOf(input));
  // A small share is a suggestion, not a boast.
  if (!fact || fact.value === 0 || fact.value * 5 < (fact.total ?? 0) * 2) return undefined;
  const text = capitalised(fact.text);
  return { text: sayer(MESSAGES, input.locale)('overview.tests', { fact: text }), facts: [{ ...fact, text }] };
}

/** A share of fewer changes says nothing. */
const FEW = 4;

/** What was done, and what came with it. */
function highlight(items: readonly Tagged[], first: boolean, input: DraftInput): Said {
  const say = sayer(MESSAGES, input.locale);
  const deed = (input.locale === 'en' ? workEnglish : workChinese)(items, undefined, { subject: subjectOf(first, input) });
  const company = items.map(companyOf);
  const [breaking, tests, docs] = (['breaking', 'tests', 'docs'] as const).map((what) => company.some((came) => came[what]));
  const closed = factOf({ of: 'issues-closed' }, items, optionsOf(input));
  const facts = closed && closed.value > 0 ? [closed] : [];
  const came = [
    ...(breaking ? [say('highlight.breaking')] : []),
    ...(tests || docs ? [say(tests && docs ? 'highlight.tests.docs' : tests ? 'highlight.tests' : 'highlight.docs')] : []),
    ...facts.map(({ text }) => say('highlight.closes', { fact: text })),
  ].join('');
  return { text: came === '' ? deed : say('highlight.came', { deed: deed.replace(/[.。]$/u, ''), came }), facts };
}

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
  // `3 test changes`, and not `3 changes: 3 test changes`.
  const single = types.all && types.facts.length === 1 ? types.facts[0] : undefined;
  const typed =
    single || types.facts.length === 0 ? '' : say(types.all ? 'theme.types' : 'theme.among', { list: list(texts(types.facts), input) });
  const tests = factOf({ of: 'with-tests' }, items, options);
  const tested = tests && (tests.total ?? 0) >= FEW && tests.value * 2 >= (tests.total ?? 0) ? tests : undefined;
  const text = say('theme.summary', {
    count: (single ?? count).text,
    span: span === undefined ? '' : say('theme.span', { span: span.text }),
    types: typed,
    tests: tested === undefined ? '' : say('theme.tests', { fact: tested.text }),
  });
  return { text, facts: [...(single ? [] : [count]), ...(span ? [span] : []), ...types.facts, ...(tested ? [tested] : [])] };
}

function smaller({ items, beside }: Extract<Point, { kind: 'smaller' }>, input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const types = typesOf(items, input, 3);
  const told = list(texts(types.facts), input);
  if (types.all) return { text: say(beside === 'nothing' ? 'smaller.only' : 'smaller.types', { list: told }), facts: types.facts };
  const count = factOf({ of: 'count' }, items, optionsOf(input));
  // Of a summary they are a part already, and there is nothing to add.
  if (!count || (types.facts.length === 0 && beside === 'summary')) return undefined;
  const some = beside === 'nothing' ? 'smaller.only.some' : 'smaller.some';
  const one = beside === 'nothing' ? 'smaller.only' : 'smaller.one';
  const text = types.facts.length === 0 ? say(one, { list: count.text }) : say(some, { count: count.text, list: told });
  return { text, facts: [count, ...types.facts] };
}

/** Releases told by name. */
const RELEASES = 4;

/** Before a package's version stands its name. */
const isPackage = (words: string): boolean => /[A-Za-z]{2}.*\d+\.\d/.test(words);
const isBeta = (words: string): boolean => /\.\d+-/.test(words);

/** One of each package, the latest, and only then the older ones. */
function latestOfEach(names: readonly string[]): readonly string[] {
  const packages = new Set<string>();
  const first = names.filter((name) => packages.size < packages.add(name.replace(/[@ -]?v?\d+\.\d.*$/, '')).size);
  return [...first, ...names.filter((name) => !first.includes(name))];
}

/** Stable versions before betas and candidates, the whole before its packages, the latest first. */
function releases(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const fact = factOf({ of: 'releases' }, items, optionsOf(input));
  if (!fact) return undefined;
  const named = items.flatMap((item) => releaseIn(told(item).words) ?? []);
  const groups = Map.groupBy(named, (words) => (isBeta(words) ? 'beta' : isPackage(words) ? 'package' : 'whole'));
  const stable = [...(groups.get('whole') ?? []), ...latestOfEach(groups.get('package') ?? []), ...(groups.get('beta') ?? [])].slice(
    0,
    RELEASES,
  );
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
  const dated = category === 'on-call' ? factOf({ of: 'log-days' }, items, optionsOf(input)) : undefined;
  // An entry for a whole month or longer says nothing of days.
  const days = dated && dated.value > 0 ? dated : undefined;
  if (!count) return undefined;
  const what = days ? say('logged.on-call.days', { fact: days.text }) : say(`logged.${category ?? 'other'}`);
  const shown = items.slice(0, ENTRIES).map((item) => quote(told(item).words || visible(item.subject)));
  const values = { what, list: list([...new Set(shown)], input), count: count.text };
  const facts = days ? [days] : [];
  if (items.length <= ENTRIES) return { text: say('logged.all', values), facts };
  return { text: say('logged.some', values), facts: [...facts, count] };
}

function improve({ suggestion }: Extract<Point, { kind: 'improve' }>, input: DraftInput): Said | undefined {
  const [fact] = suggestion.facts ?? [];
  if (!fact) return undefined;
  const plan = planFor(suggestion.id, input.audience, input.locale) ?? suggestion.nextStep;
  const say = sayer(MESSAGES, input.locale);
  const values = { fact: fact.text, plan };
  // `15 changes to `gateway` are nearly all …` is one sentence.
  const goesOn = /^\p{Ll}/u.test(plan) || plan.startsWith('几乎');
  return { text: goesOn ? say('improve.joined', values) : say('improve', values), facts: [fact] };
}

/** What counts of the work given. */
export const countedWork = (input: DraftInput): readonly Tagged[] => input.work.filter((item) => counts(item) && isChange(item));
