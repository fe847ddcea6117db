import type { Claim } from '../domain/draft.ts';
import type { Evidence, Fact } from '../domain/evidence.ts';
import { evidenceOf } from '../domain/evidence.ts';
import type { Tagged } from '../domain/tags.ts';
import { counts } from '../domain/tags.ts';
import { sayer } from '../util/messages.ts';
import { listChinese, supportChinese, workChinese } from './chinese.ts';
import { boundsText } from './dates.ts';
import { code, listEnglish, supportEnglish, workEnglish } from './english.ts';
import { factOf, typeFacts } from './facts.ts';
import type { FactOptions } from './facts.ts';
import type { DraftInput } from './input.ts';
import { MESSAGES } from './messages.ts';
import type { Point } from './outline.ts';
import { planFor } from './plans.ts';
import { visible, withCode } from './plain.ts';

/** A point to be told, and where it stands. */
export interface Telling {
  readonly point: Point;
  /** Becomes the claim's id. */
  readonly id: string;
  /** Position in its section, from 0. */
  readonly index: number;
}

/** Finds words for points; what it says is checked before anybody sees it. The template below is one, a language model can be another. */
export interface Narrator {
  readonly tell: (telling: Telling, input: DraftInput) => Claim | undefined | Promise<Claim | undefined>;
}

/** Says everything in set sentences, from the contributions' own words. */
export const template: Narrator = {
  tell({ point, id, index }, input) {
    const said = sentences(point, index, input);
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

function sentences(point: Point, index: number, input: DraftInput): Said | undefined {
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
      const voice = { subject: subjectOf(index, input) };
      return { text: (input.locale === 'en' ? workEnglish : workChinese)(point.items, point.scope, voice), facts: [] };
    }
    case 'support': {
      const voice = { subject: subjectOf(index, input) };
      return { text: (input.locale === 'en' ? supportEnglish : supportChinese)(point.items, point.type, voice), facts: [] };
    }
    case 'smaller':
      return smaller(point.items, input);
    case 'growth':
      return growth(point, input);
    case 'improve':
      return improve(point, input);
    default:
      return point satisfies never;
  }
}

/** A lead's draft names the teammate first in each section, and goes on with `they`. */
function subjectOf(index: number, input: DraftInput): string {
  if (input.audience === 'self') return '';
  if (index <= 1) return nameOf(input);
  return input.locale === 'en' ? 'they' : '';
}

const optionsOf = ({ period, locale }: DraftInput): Pick<FactOptions, 'zone' | 'locale'> => ({ zone: period.zone, locale });

/** The types told: all where they are few, else the most frequent, said to be some of them. */
function typesOf(items: readonly Tagged[], input: DraftInput, most: number): { readonly facts: readonly Fact[]; readonly all: boolean } {
  const facts = typeFacts(items, optionsOf(input));
  const told = facts.slice(0, most);
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
    types.facts.length === 0
      ? ''
      : say(types.all ? 'overview.types' : 'overview.among', {
          list: list(
            types.facts.map((f) => f.text),
            input,
          ),
        });
  const single = repos.value === 1 ? items[0]?.repo : undefined;
  const where = say('overview.in', { repo: single === undefined ? repos.text : code(repoName(single, input)) });
  const bounds = boundsText(until(input), input.locale);
  const span = bounds === undefined ? factOf({ of: 'span' }, items, options) : undefined;
  const when = bounds ? say('period.between', { from: bounds[0], to: bounds[1] }) : (span?.text ?? '');
  const facts = say('overview.weeks', { facts: count.text, weeks: weeks.text });
  const values = { facts, where, when, types: typed };
  const text = input.audience === 'self' ? say('overview.self', values) : say('overview.lead', { ...values, name: nameOf(input) });
  return { text, facts: [count, weeks, ...(single === undefined ? [repos] : []), ...(span ? [span] : []), ...types.facts] };
}

/** A period that is not over ends today. */
export const until = ({ period, now }: DraftInput): DraftInput['period'] =>
  now !== undefined && now > period.from && now < period.to ? { ...period, to: now + 1 } : period;

export const repoName = (repo: string, { repoNames }: DraftInput): string =>
  repoNames?.get(repo) ?? repo.replace(/^(?:local|[^/]+\.[^/]+)\//, '').replace(/-[0-9a-f]{8}$/, '');

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
  return { text: point.most ? say('overview.themes.most', values) : say('overview.themes.largest', values), facts };
}

export const themeName = (name: string): string => withCode(visible(name)).slice(0, 120);

function tested(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const fact = factOf({ of: 'with-tests' }, items, optionsOf(input));
  // A small share is a suggestion, not a boast.
  if (!fact || fact.value === 0 || fact.value * 5 < (fact.total ?? 0) * 2) return undefined;
  return { text: sayer(MESSAGES, input.locale)('overview.tests', { fact: fact.text }), facts: [fact] };
}

function summary(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const options = optionsOf(input);
  const count = factOf({ of: 'count' }, items, options);
  const span = factOf({ of: 'span' }, items, options);
  const tests = factOf({ of: 'with-tests' }, items, options);
  if (!count || !span) return undefined;
  const types = typesOf(items, input, 3);
  const typed =
    types.facts.length === 0
      ? ''
      : say(types.all ? 'theme.types' : 'theme.among', {
          list: list(
            types.facts.map((f) => f.text),
            input,
          ),
        });
  const telling = tests && tests.value > 0 && tests.value * 2 >= (tests.total ?? 0) ? tests : undefined;
  const withTests = telling ? say('theme.tests', { fact: telling.text }) : '';
  return {
    text: say('theme.summary', { count: count.text, span: span.text, types: typed, tests: withTests }),
    facts: [count, span, ...types.facts, ...(telling ? [telling] : [])],
  };
}

function smaller(items: readonly Tagged[], input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const types = typesOf(items, input, 4);
  if (types.all)
    return {
      text: say('smaller.types', {
        list: list(
          types.facts.map((f) => f.text),
          input,
        ),
      }),
      facts: types.facts,
    };
  const count = factOf({ of: 'count' }, items, optionsOf(input));
  return count && { text: say('smaller.one', { count: count.text }), facts: [count] };
}

/** Names told; more of them would be a list. */
const NAMES = 5;

function growth({ signal, names, items }: Extract<Point, { kind: 'growth' }>, input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const name = nameOf(input);
  const lead = input.audience === 'lead';
  const told = names.slice(0, NAMES);
  const plain = list(told, input);
  const coded = list(told.map(code), input);
  switch (signal) {
    case 'areas':
      return { text: lead ? say('growth.areas.lead', { name, names: coded }) : say('growth.areas', { names: coded }), facts: [] };
    case 'languages':
      return { text: lead ? say('growth.languages.lead', { name, names: plain }) : say('growth.languages', { names: plain }), facts: [] };
    case 'kinds': {
      const words = list(
        told.map((type) => kindName(type, input)),
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
    default:
      return undefined;
  }
}

const KINDS = ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore'] as const;

function kindName(type: string, { locale }: DraftInput): string {
  const known = KINDS.find((kind) => kind === type);
  return known ? sayer(MESSAGES, locale)(`type.${known}`) : type;
}

/** Names of those who share the credit, the most frequent first. */
export function partners(items: readonly Tagged[], { person }: DraftInput): readonly string[] {
  const me = new Set(person.identities.map((identity) => identity.id));
  const times = new Map<string, number>();
  for (const { identity } of items.flatMap((item) => item.credit)) {
    const name = visible(identity.replace(/\s*<[^<>]*>$/, '')).replaceAll(/[`<>[\]]/g, '');
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
export const countedWork = (input: DraftInput): readonly Tagged[] => input.work.filter(counts);
