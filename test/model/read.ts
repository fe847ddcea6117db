// Commits whose type was read by the published definitions, the whole change in view: in two independent readings, and settled with a reason
// where those differ. Only which commits they are is kept, and what was read; their texts come from clones.
import { readFileSync } from 'node:fs';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import type { TuneItem } from '../../src/learn/tune/examples.ts';
import { plainText } from '../../src/normalize/text.ts';
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
      const plain = plainText({ subject, body });
      items.push({
        id: `${repository}@${sha}`,
        text: plain.body === '' ? plain.subject : `${plain.subject}\n\n${plain.body}`,
        files,
        label: (TAGGED_TYPES as readonly string[]).indexOf(label),
        group: repository,
        stated,
      });
    }
  }
  if (items.length < all.length) console.error(`${set}: ${all.length - items.length} of ${all.length} commits are not in the clones`);
  return items;
}

/** Share of equal labels, and Cohen's kappa: how far it is above chance. */
export function agreement(commits: readonly ReadCommit[]): { readonly share: number; readonly kappa: number } {
  const n = commits.length;
  const of = (column: 'first' | 'second', label: string) => commits.filter((commit) => commit[column] === label).length / n;
  const share = commits.filter(({ first, second }) => first === second).length / n;
  const chance = TAGGED_TYPES.reduce((sum, label) => sum + of('first', label) * of('second', label), 0);
  return { share, kappa: (share - chance) / (1 - chance) };
}
