import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { cliArguments, trackrecord } from '../support/cli.ts';
import { build, cleanEnvironment, git } from '../support/repos.ts';
import { type Line, timed } from './history.ts';

export interface GitHubFigures {
  readonly seconds: number;
  /** Most that the reading process and its children held at once. */
  readonly megabytes: number;
  readonly requests: number;
  /** Of a second run with nothing new. */
  readonly again: number;
  /** By kind, as they lie in the store afterwards. */
  readonly stored: Readonly<Record<string, number>>;
}

/** Reads `pulls` pull requests of 40 people with `comments` review comments each, everyone's, from a server of the tests in another process. */
export async function measureGitHub(pulls: number, comments: number): Promise<GitHubFigures> {
  const folder = mkdtempSync(path.join(tmpdir(), 'track-record-github-'));
  const server = fork(path.join(import.meta.dirname, '../support/github-server.ts'), [String(pulls), String(comments)]);
  const told = async <T>(): Promise<T> => ((await once(server, 'message')) as [T])[0];
  try {
    const { api } = await told<{ api: string }>();
    const repo = path.join(folder, 'repo');
    build(repo, [{ message: 'chore: begin', files: { 'README.md': 'x\n' } }]);
    git(repo, ['remote', 'add', 'origin', 'https://github.example.com/example/project.git']);
    const env = {
      ...cleanEnvironment(),
      GITHUB_SERVER_URL: 'https://github.example.com',
      GITHUB_API_URL: api,
      GITHUB_TOKEN: 'ghp_planted0in0a0bench',
      TRACKRECORD_HOME: folder,
    };
    const asked = async (): Promise<number> => {
      server.send('count');
      return (await told<{ asked: number }>()).asked;
    };
    const args = ['mine', repo, '--github'];
    const { seconds, megabytes } = await timed(process.execPath, [...cliArguments(), ...args], env, { sampled: true });
    const requests = await asked();
    const { stdout, stderr, code } = await trackrecord([...args, '--jsonl'], { home: folder, env });
    if (code !== 0) throw new Error(stderr);
    const kinds = stdout.matchAll(/^\{.*?"kind":"(\w+)"/gm).map(([, kind = '']) => kind);
    const stored = Object.fromEntries([...Map.groupBy(kinds, String)].map(([kind, all]) => [kind, all.length]));
    return { seconds, megabytes, requests, again: (await asked()) - requests, stored };
  } finally {
    server.disconnect();
    rmSync(folder, { recursive: true, force: true });
  }
}

const [PULLS, COMMENTS] = [5000, 8];
/** One for each page, and one to learn that there are no issues. */
const REQUESTS = PULLS / 50 + 1;

export async function benchGitHub(tell: (line: Line) => void): Promise<void> {
  const { seconds, megabytes, requests, again, stored } = await measureGitHub(PULLS, COMMENTS);
  const whole = stored['pull_request'] === PULLS && stored['review_comment'] === PULLS * COMMENTS;
  const name = `${stored['pull_request']} pull requests with ${stored['review_comment']} comments read and stored`;
  tell({ name: `${name}, s`, value: seconds.toFixed(1), limit: '60', ok: whole && seconds <= 60 });
  tell({ name: 'memory of the reading process, MB', value: megabytes.toFixed(0), limit: '300', ok: megabytes <= 300 });
  tell({ name: 'requests', value: String(requests), limit: String(REQUESTS), ok: requests <= REQUESTS });
  tell({ name: 'requests of a run with nothing new', value: String(again), limit: '2', ok: again <= 2 });
}
