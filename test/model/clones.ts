import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { LabelledCommit } from '../../src/learn/data/commits.ts';
import type { ManifestEntry } from '../../src/learn/data/manifest.ts';

/** The commits of a repository that its clone still has, with their changed files; none where there is no clone. */
export async function commitsOfClone(dir: string, repository: string, entries: readonly ManifestEntry[]): Promise<LabelledCommit[]> {
  const clone = [path.join(dir, repository), path.join(dir, `${repository}.git`)].find((folder) => existsSync(folder));
  if (clone === undefined) return [];
  const label = new Map(entries.map((entry) => [entry.sha, entry.label]));
  const known = await present(clone, [...label.keys()]);
  const log = await git(clone, ['log', '--no-walk=unsorted', '--stdin', '--numstat', '--no-renames', '-z', `--format=${FORMAT}`], known);
  return log
    .split(START)
    .slice(1)
    .map((part) => commitOf(part, repository, label));
}

/** Control characters that a message does not hold. */
const START = '\u0001';
const END = '\u0002';
const FORMAT = '%x01%H%x00%B%x02';

function commitOf(part: string, repository: string, label: ReadonlyMap<string, string>): LabelledCommit {
  const [head = '', stats = ''] = part.split(END);
  const cut = head.indexOf('\0');
  const sha = head.slice(0, cut);
  const message = head.slice(cut + 1).trim();
  const [subject = '', ...rest] = message.split('\n');
  const files = [...stats.matchAll(/(\d+|-)\t(\d+|-)\t([^\0]+)\0/g)].map(
    ([, added = '-', deleted = '-', name = '']) => [name, linesOf(added), linesOf(deleted)] as const,
  );
  return { repo: repository, sha, type: label.get(sha) ?? '', subject, body: rest.join('\n').trim(), files };
}

const linesOf = (count: string): number | null => (count === '-' ? null : Number(count));

/** Of the commits, those that are there: history may have been rewritten, or the clone be shallow. */
async function present(clone: string, shas: readonly string[]): Promise<string[]> {
  const answer = await git(clone, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], shas);
  return answer.split('\n').flatMap((line) => (line.endsWith(' commit') ? line.slice(0, line.indexOf(' ')) : []));
}

async function git(clone: string, args: readonly string[], input: readonly string[]): Promise<string> {
  const child = spawn('git', ['-C', clone, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
  const output = text(child.stdout);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(input.map((line) => `${line}\n`).join(''));
  const code = await ended;
  if (code !== 0) throw new Error(`git ${args[0]} ended with ${code} in ${clone}`);
  return output;
}
