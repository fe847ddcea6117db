import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ADA, BOB, type CommitSpec, git, importCommits, init } from './repos.ts';

const DAY = 86_400;
const WORK: readonly (readonly [subject: string, file: string])[] = [
  ['feat(parser): split fields at commas', 'src/parser.ts'],
  ['test(parser): cover the empty line', 'test/parser.test.ts'],
  ['fix(parser): keep the last field of a line', 'src/parser.ts'],
  ['docs: say what the parser does', 'README.md'],
  ['refactor(store): one place that opens files', 'src/store.ts'],
  ['perf(store): read in blocks', 'src/store.ts'],
  ['build: a bundle for browsers', 'build.mjs'],
  ['ci: run the tests on every push', '.github/workflows/ci.yml'],
  ['Handle quotes in the first column', 'src/parser.ts'],
  ['chore: update the lock file', 'package-lock.json'],
];

export interface ProjectOptions {
  /** How many commits; two of three are Ada's, who is the git config's user. Default 60. */
  readonly commits?: number;
  /** When the last one was made, epoch seconds; the others lie two days apart before it. Default: yesterday. */
  readonly last?: number;
}

/** A small project with a history of the last months, in `folder`, which is made. Returns the folder. */
export function makeProject(folder: string, options: ProjectOptions = {}): string {
  const { commits = 60, last = Math.floor(Date.now() / 1000) - DAY } = options;
  mkdirSync(path.dirname(folder), { recursive: true });
  init(folder);
  importCommits(
    folder,
    Array.from({ length: commits }, (_, n) => commitOf(n, last - (commits - 1 - n) * 2 * DAY)),
  );
  git(folder, ['config', 'user.name', ADA.name as string]);
  git(folder, ['config', 'user.email', ADA.email as string]);
  return folder;
}

function commitOf(n: number, at: number): CommitSpec {
  const [subject, file] = WORK[n % WORK.length] ?? ['', ''];
  const who = n % 3 === 2 ? BOB : ADA;
  const again = n >= WORK.length ? `, step ${Math.floor(n / WORK.length) + 1}` : '';
  const lines = Array.from({ length: 5 + (n % 7) }, (_, line) => `line ${line} of ${n}\n`).join('');
  return { message: `${subject}${again}\n`, author: { ...who, at }, files: { [file]: lines } };
}
