import { languageOf } from '../domain/languages.ts';
import { areasOf, pathFacts } from '../domain/measure.ts';
import { countedFiles, counts, isChange, typeOf } from '../domain/tags.ts';
import type { Tagged } from '../domain/tags.ts';
import type { EpochMs } from '../domain/time.ts';

/** When a person did what for the first time, over all their known history. */
export interface Footprint {
  /** Times of all counted contributions, rising. */
  readonly times: readonly EpochMs[];
  readonly types: ReadonlyMap<string, EpochMs>;
  /** Keyed by `areaKey`. */
  readonly areas: ReadonlyMap<string, EpochMs>;
  readonly languages: ReadonlyMap<string, EpochMs>;
  /** The first that nothing is known of the type of, not even that it is unsure; absent: there is none. */
  readonly untagged?: EpochMs;
}

export const areaKey = (repo: string, area: string): string => `${repo}\0${area}`;

/** Languages of the files of a contribution that ship or build: a fixture or a sample in another language is no use of it. */
export const languagesOf = (item: Tagged): readonly string[] => [
  ...new Set(
    countedFiles(item).flatMap((file) => {
      const { kind } = pathFacts(file.path);
      const language = kind === 'source' || kind === 'style' ? languageOf(file.path) : undefined;
      return language ? [language] : [];
    }),
  ),
];

export function footprintOf(items: Iterable<Tagged>): Footprint {
  const times: EpochMs[] = [];
  const [types, areas, languages] = [new Map<string, EpochMs>(), new Map<string, EpochMs>(), new Map<string, EpochMs>()];
  const see = (map: Map<string, EpochMs>, key: string, at: EpochMs): void => {
    if (at < (map.get(key) ?? Number.POSITIVE_INFINITY)) map.set(key, at);
  };
  let untagged: EpochMs | undefined;
  for (const item of items) {
    if (!counts(item) || !isChange(item)) continue;
    times.push(item.at);
    const type = typeOf(item);
    if (type) see(types, type, item.at);
    else if (!item.tag) untagged = Math.min(item.at, untagged ?? item.at);
    for (const area of areasOf(item)) see(areas, areaKey(item.repo, area), item.at);
    for (const language of languagesOf(item)) see(languages, language, item.at);
  }
  times.sort((a, b) => a - b);
  return { times, types, areas, languages, ...(untagged === undefined ? {} : { untagged }) };
}

/** Contributions before a moment. */
export const countBefore = (earlier: Footprint, at: EpochMs): number => {
  const after = earlier.times.findIndex((time) => time >= at);
  return after < 0 ? earlier.times.length : after;
};
