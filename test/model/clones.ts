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
  const out: LabelledCommit[] = [];
  for (let from = 0; from < known.length; from += TOGETHER) {
    const log = await logOf(clone, known.slice(from, from + TOGETHER));
    out.push(
      ...log
        .split(START)
        .slice(1)
        .map((part) => commitOf(part, repository, label)),
    );
  }
  return out;
}

/** What git prints of them fits a string; and where a file's content is missing, few others are asked for again. */
const TOGETHER = 256;

/** Without the commits whose files the clone lacks: those of a partial clone, say. */
async function logOf(clone: string, shas: readonly string[]): Promise<string> {
  try {
    return await git(clone, ['log', '--no-walk=unsorted', '--stdin', '--numstat', '--no-renames', '-z', `--format=${FORMAT}`], shas);
  } catch (error) {
    if (!(error instanceof GitFailed)) throw error;
    if (shas.length <= 1) return '';
    const half = shas.length >> 1;
    return (await logOf(clone, shas.slice(0, half))) + (await logOf(clone, shas.slice(half)));
  }
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

class GitFailed extends Error {}

/** Fetches nothing, whatever kind of clone it is. */
export async function git(clone: string, args: readonly string[], input: readonly string[] = []): Promise<string> {
  const child = spawn('git', ['-C', clone, ...args], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1', GIT_NO_REPLACE_OBJECTS: '1' },
  });
  const output = text(child.stdout);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  child.stdin.end(input.map((line) => `${line}\n`).join(''));
  const code = await ended;
  if (code !== 0) throw new GitFailed(`git ${args[0]} ended with ${code} in ${clone}`);
  return output;
}
