import type { Metric } from '../domain/evidence.ts';
import { areasOf, nameIn } from '../domain/measure.ts';
import type { Tagged } from '../domain/tags.ts';
import { sayer } from '../util/messages.ts';
import { factOf } from './facts.ts';
import type { DraftInput } from './input.ts';
import { MESSAGES } from './messages.ts';
import type { Point } from './outline.ts';
import { code, visible } from './plain.ts';
import { list, nameOf, optionsOf, type Said } from './voice.ts';

/** Names told; more of them would be a list. */
const NAMES = 5;

/** Signals whose names are places in a repository. */
const PLACES: ReadonlySet<string> = new Set(['areas', 'modules', 'built-on']);

/** Whether a contribution shows an area, a folder or a file: of what a signal counted only the latest are cited. */
const isIn = (item: Tagged, place: string): boolean =>
  areasOf(item).includes(place) || item.files.some(({ path }) => path === place || path.startsWith(`${place}/`));

/** How somebody grew and worked with others: a sentence for each signal that has one. */
export function growth({ signal, names, items }: Extract<Point, { kind: 'growth' }>, input: DraftInput): Said | undefined {
  const say = sayer(MESSAGES, input.locale);
  const name = nameOf(input);
  const lead = input.audience === 'lead';
  const shown = names.slice(0, NAMES);
  const plain = list(shown, input);
  // A folder says all that its subfolders would.
  const places = names
    .filter((place) => !names.some((other) => place.startsWith(`${other}/`)) && items.some((item) => isIn(item, place)))
    .slice(0, NAMES);
  if (PLACES.has(signal) && places.length === 0) return undefined;
  const coded = list(places.map(code), input);
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
      const values = { fact: fact.text, names: some(people, input) };
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
  { metric: { of: 'defects-found' }, key: 'growth.reviews.defects' },
  { metric: { of: 'requests-answered' }, key: 'growth.reviews.answered' },
  { metric: { of: 'unblocked', hours: 24 }, key: 'growth.reviews.unblocked' },
] as const satisfies readonly { readonly metric: Metric; readonly key: string }[];

/** What was said in reviews of one theme. */
export function reviewedHere(items: readonly Tagged[], input: DraftInput): Said | undefined {
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

/** The first of them, and that there are more; in Chinese with the space that a name wants after it. */
function some(names: readonly string[], input: DraftInput): string {
  const first = names.slice(0, NAMES);
  const more = first.length < names.length;
  return input.locale === 'en' ? list(more ? [...first, 'others'] : first, input) : `${list(first, input)} ${more ? '等人' : ''}`;
}

const KINDS = ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore'] as const;

function kindName(type: string, { locale }: DraftInput): string {
  const known = KINDS.find((kind) => kind === type);
  return known ? sayer(MESSAGES, locale)(`type.${known}`) : type;
}

/** Names of those who share the credit, the most frequent first. */
export function partners(items: readonly Tagged[], { person }: Pick<DraftInput, 'person'>): readonly string[] {
  const me = new Set(person.identities.map((identity) => identity.id));
  const mine = new Set([person.name, ...[...me].map(nameIn)].map((name) => name.toLowerCase()));
  const times = new Map<string, number>();
  for (const { identity } of items.flatMap((item) => item.credit)) {
    const name = visible(nameIn(identity).replace(/^[^\s/]+\/(?=[^\s/]+$)/, '')).replaceAll(/[`<>[\]]/g, '');
    // Another address of the same name is most likely another address.
    if (!me.has(identity) && !mine.has(name.toLowerCase()) && name !== '') times.set(name, (times.get(name) ?? 0) + 1);
  }
  return [...times].sort(([, a], [, b]) => b - a).map(([name]) => name);
}
