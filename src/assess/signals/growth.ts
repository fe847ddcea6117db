import { areasOf, percentOf } from '../../domain/measure.ts';
import { typeOf } from '../../domain/tags.ts';
import type { Tagged } from '../../domain/tags.ts';
import type { EpochMs } from '../../domain/time.ts';
import { areaKey, countBefore, languagesOf } from '../footprint.ts';
import type { Scope } from '../scope.ts';
import { judged } from '../suggestions/detect.ts';
import type { SuggestionKind } from '../suggestions/texts.ts';
import type { Reading, ReadSignal } from './signal.ts';

/** What is new in the period by its key, with the work that shows it. */
function firstTimes(
  scope: Scope,
  seen: ReadonlyMap<string, EpochMs>,
  keysOf: (item: Tagged) => readonly string[],
): ReadonlyMap<string, readonly Tagged[]> {
  const found = new Map<string, Tagged[]>();
  for (const item of scope.work) {
    for (const key of keysOf(item)) {
      const first = seen.get(key);
      if (first === undefined || first < scope.from) continue;
      const items = found.get(key);
      if (items) items.push(item);
      else found.set(key, [item]);
    }
  }
  return found;
}

/** `n` is what there is to be new against: work before the period. `shown`: what a key is called in the basis. */
function reading(
  scope: Scope,
  found: ReadonlyMap<string, readonly Tagged[]>,
  basis: (n: number, names: string) => string,
  shown = (name: string): string => name,
): Reading {
  const names = [...found.keys()].map((key) => key.slice(key.indexOf('\0') + 1));
  return {
    n: countBefore(scope.earlier, scope.from),
    value: found.size,
    basis: basis(
      found.size,
      names.length > 0 ? scope.say('names', { names: names.map((name) => shown(name)).join(scope.say('join')) }) : '',
    ),
    items: [...new Set([...found.values()].flat())],
    names,
    nothing: scope.say('nothing.earlier'),
  };
}

const areas: ReadSignal = (scope) => {
  const all = firstTimes(scope, scope.earlier.areas, (item) => areasOf(item).map((area) => areaKey(item.repo, area)));
  // Once is passing through; and the top of a repository is no area one can name.
  const found = new Map([...all].filter(([key, items]) => items.length > 1 && !key.endsWith('\0')));
  return reading(scope, found, (n, names) => scope.say('basis.areas', { n, names }));
};

/** What takes a skill of its own; not reverts, maintenance and style. */
const SKILLS = ['feat', 'fix', 'docs', 'refactor', 'perf', 'test', 'build', 'ci'] as const;
const isSkill = (type: string): type is (typeof SKILLS)[number] => SKILLS.some((skill) => skill === type);

const kinds: ReadSignal = (scope) => {
  const typesOf = (item: Tagged): readonly string[] => {
    const type = typeOf(item);
    return type && isSkill(type) ? [type] : [];
  };
  const all = reading(
    scope,
    firstTimes(scope, scope.earlier.types, typesOf),
    (n, names) => scope.say('basis.kinds', { n, names }),
    (type) => (isSkill(type) ? scope.say(`kind.${type}`) : type),
  );
  // What nobody has looked at may have been of that kind.
  const known = (scope.earlier.untagged ?? scope.from) >= scope.from;
  return known ? all : { ...all, n: 0, nothing: scope.say('nothing.untagged') };
};

const languages: ReadSignal = (scope) =>
  reading(scope, firstTimes(scope, scope.earlier.languages, languagesOf), (n, names) => scope.say('basis.languages', { n, names }));

const actedOn: ReadSignal = (scope) => {
  const { say } = scope;
  const was = scope.before ? judged(scope.before) : new Map<SuggestionKind, boolean>();
  const is = judged(scope);
  const both = [...was].filter(([kind, held]) => held && is.has(kind)).map(([kind]) => kind);
  const done = both.filter((kind) => !is.get(kind));
  const [n, total] = [done.length, both.length];
  return {
    n: total,
    value: percentOf(n, total),
    basis: say('basis.acted-on', { n, total }),
    items: [],
    nothing: say('nothing.acted-on'),
  };
};

export const GROWTH = { areas, kinds, languages, 'acted-on': actedOn } as const;
