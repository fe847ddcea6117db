import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { plainText, wholeText } from '../../src/normalize/text.ts';
import { commitsOfClone } from '../model/clones.ts';
import type { LabelledCommit } from '../../src/learn/data/commits.ts';

/** The newest commits of a repository that are no merges, newest first. */
export async function newestCommits(repo: string, most: number): Promise<LabelledCommit[]> {
  const clone = path.resolve(repo);
  const name = path.basename(clone);
  const shas = execFileSync('git', ['-C', clone, 'rev-list', '--no-merges', '-n', String(most), 'HEAD'], {
    encoding: 'utf8',
    maxBuffer: 64 * most,
  })
    .trim()
    .split('\n');
  const entries = shas.map((sha) => ({ repository: name, sha, label: '', split: '' }));
  return commitsOfClone(path.dirname(clone), name, entries);
}

/** Their messages as the tagger reads them. */
export const messagesOf = async (repo: string, most: number): Promise<string[]> => (await newestCommits(repo, most)).map(messageOf);

export const messageOf = ({ subject, body }: LabelledCommit): string => wholeText(plainText({ subject, body }));
