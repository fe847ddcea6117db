// Commits whose type was read by the published definitions, the whole change in view: in two independent readings, and settled with a reason
// where those differ. Only which commits they are is kept, and what was read; their texts come from clones.
import { readFileSync } from 'node:fs';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { confusion } from '../../src/learn/evaluate/confusion.ts';
import type { Confusion } from '../../src/learn/evaluate/confusion.ts';
import type { TuneItem } from '../../src/learn/tune/examples.ts';
import { plainText, wholeText } from '../../src/normalize/text.ts';
import { commitsOfClone } from './clones.ts';

export interface ReadCommit {
  readonly repository: string;
  readonly sha: string;
  /** By its author; `none` where nothing was. */
  readonly stated: string;
  readonly first: string;
  readonly second: string;
  readonly label: string;
  /** Why this label, where the readings differ. */
  readonly reason: string;
}

const TYPES: readonly string[] = TAGGED_TYPES;
const COLUMNS = ['repository', 'sha', 'stated', 'first', 'second', 'label', 'reason'] as const;
export const fileOf = (set: string): string => `test/model/clean/${set}.tsv`;

export function readingsOf(set: string): ReadCommit[] {
  const [head, ...lines] = readFileSync(fileOf(set), 'utf8').split('\n');
  if (head !== COLUMNS.join('\t')) throw new Error(`${fileOf(set)} has other columns than ${COLUMNS.join(', ')}`);
  return lines.flatMap((line) => {
    const [repository = '', sha = '', stated = '', first = '', second = '', label = '', reason = ''] = line.split('\t');
    return line === '' ? [] : [{ repository, sha, stated, first, second, label, reason }];
  });
}

export const readingsText = (commits: readonly ReadCommit[]): string =>
  [COLUMNS.join('\t'), ...commits.map((commit) => COLUMNS.map((column) => commit[column]).join('\t')), ''].join('\n');

/** A commit that was read, with what the tagger sees of it. */
export interface ReadItem extends TuneItem {
  readonly stated: string;
}

/** Those that clones under `dir` (OWNER/NAME) still have. */
export async function readItems(set: string, dir: string): Promise<ReadItem[]> {
  const all = readingsOf(set);
  const items: ReadItem[] = [];
  for (const [repository, own] of Map.groupBy(all, (commit) => commit.repository)) {
    const bySha = new Map(own.map((commit) => [commit.sha, commit]));
    const entries = own.map(({ sha, label }) => ({ repository, sha, label, split: set }));
    for (const { sha, subject, body, files } of await commitsOfClone(dir, repository, entries)) {
      const { label = '', stated = 'none' } = bySha.get(sha) ?? {};
      items.push({
        id: `${repository}@${sha}`,
        text: wholeText(plainText({ subject, body })),
        files,
        label: TYPES.indexOf(label),
        group: repository,
        stated,
      });
    }
  }
  if (items.length < all.length) console.error(`${set}: ${all.length - items.length} of ${all.length} commits are not in the clones`);
  return items;
}

/** How often each label of the first reading (row) was another in the second (column). */
export const agreement = (commits: readonly ReadCommit[]): Confusion =>
  confusion(
    commits.map(({ first }) => TYPES.indexOf(first)),
    commits.map(({ second }) => TYPES.indexOf(second)),
    TYPES.length,
  );
