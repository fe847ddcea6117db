import type { Context } from '../../util/context.ts';
import { DIFF_ARGUMENTS } from './format.ts';
import { FRUGAL } from './env.ts';
import { GitError } from './errors.ts';
import { DiffTreeParser, type DiffRecord } from './parse.ts';
import type { Repository } from './repository.ts';
import { startGit, type GitProcess } from './spawn.ts';

export interface DiffTreeOptions {
  /** `names`: statuses and exact renames, no blob is read. `lines`: counts and similar renames too. `words`: as `lines`, white space ignored. */
  readonly of: 'names' | 'lines' | 'words';
  /** Only files under these, relative to the repository's root. */
  readonly paths?: readonly string[];
  /** Tell the blobs compared, too. */
  readonly blobs?: boolean;
  /** A git keeps every commit it has looked at, so after so many another takes its place: memory does not grow with the history. */
  readonly renewAfter?: number;
}

/** What became of the shas of one request, in their order. */
export interface DiffAnswer {
  readonly records: readonly DiffRecord[];
  /** The commit git died on: an object of its is not there, or cannot be read. */
  readonly failed?: { readonly sha: string; readonly error: GitError };
  /** Shas not looked at, because git died before it came to them: ask again. */
  readonly left: readonly string[];
  /** Git was killed on one of `left`, and only asking for one at a time tells which. */
  readonly killed?: boolean;
}

interface Request {
  readonly shas: readonly string[];
  readonly records: DiffRecord[];
  readonly answered: Promise<DiffAnswer>;
  readonly settle: (answer: DiffAnswer) => void;
  readonly reject: (error: unknown) => void;
}

const WHAT: Readonly<Record<DiffTreeOptions['of'], readonly string[]>> = {
  names: ['-M100%'],
  lines: ['--numstat', '-M', '-l1000'],
  words: ['--numstat', '-M', '-l1000', '-w', '--ignore-blank-lines'],
};

/** Failures that asking again would only repeat. */
const FINAL: ReadonlySet<string> = new Set(['git-timeout', 'git-missing', 'closed']);
const closed = (): GitError => new GitError('closed', 'The diffs were closed while they were read.');

const RENEW_AFTER = 4096;

/** diff-tree writes lines that are no object name through as they are, and flushes: the end of one request's answer. */
const MARK = '.\n';

/**
 * A `git diff-tree --stdin` that stays: feeding it shas as they come costs no process per commit, keeps its caches warm
 * and tells exactly which commit it died on. It is started again when it died.
 */
export class DiffTree {
  readonly #repository: Repository;
  readonly #options: DiffTreeOptions;
  readonly #ctx: Context;
  #process: GitProcess | undefined;
  #requests: Request[] = [];
  /** Commits this git was asked for. */
  #asked = 0;
  #renewal: Promise<void> | undefined;
  #closed = false;

  constructor(repository: Repository, options: DiffTreeOptions, ctx: Context) {
    this.#repository = repository;
    this.#options = options;
    this.#ctx = ctx;
  }

  /** Files of each commit against its first parent. Merges have none. Several requests may be under way; they are answered in order. */
  async request(shas: readonly string[]): Promise<DiffAnswer> {
    if (shas.length === 0) return { records: [], left: [] };
    if (this.#asked >= (this.#options.renewAfter ?? RENEW_AFTER)) await (this.#renewal ??= this.#renew());
    if (this.#closed) throw closed();
    this.#asked += shas.length;
    const { promise: answered, resolve: settle, reject } = Promise.withResolvers<DiffAnswer>();
    this.#requests.push({ shas, records: [], answered, settle, reject });
    this.#process ??= this.#start();
    await this.#process.write(`${shas.join('\n')}\n${MARK}`);
    return answered;
  }

  /** Ends git. What was asked and not answered yet is rejected. */
  close(): void {
    this.#closed = true;
    this.#process?.stop();
    this.#process = undefined;
  }

  /** Lets git answer what it was asked, and ends it; the next request starts another. */
  async #renew(): Promise<void> {
    await Promise.allSettled(this.#requests.map(({ answered }) => answered));
    const old = this.#process;
    this.#process = undefined;
    this.#asked = 0;
    this.#renewal = undefined;
    old?.stop();
  }

  #start(): GitProcess {
    const { objects: git, path } = this.#repository;
    const { of, paths = [] } = this.#options;
    const started = startGit({
      git,
      cwd: path,
      args: ['diff-tree', '--stdin', '--always', '--root', '-z', '--raw', ...WHAT[of], ...DIFF_ARGUMENTS, '--', ...pathspecs(paths)],
      settings: FRUGAL,
      signal: this.#ctx.signal,
    });
    void this.#read(started);
    return started;
  }

  async #read(from: GitProcess): Promise<void> {
    const { of, blobs } = this.#options;
    const parser = new DiffTreeParser(MARK, { blobs, uncounted: of === 'words' });
    try {
      for await (const chunk of from.output) this.#take(parser.push(chunk));
      throw new GitError('git-failed', `git diff-tree ended before it was told to in ${this.#repository.path}.`, { exit: 0 });
    } catch (error) {
      // Another git has taken its place, and the requests are that one's.
      if (this.#process !== from && !this.#closed) return;
      this.#process = undefined;
      this.#take(parser.end());
      this.#died(this.#closed ? closed() : error);
    }
  }

  #take(answers: readonly (DiffRecord | 'mark')[]): void {
    for (const answer of answers) {
      const request = this.#requests[0];
      if (request === undefined) return;
      if (answer !== 'mark') request.records.push(answer);
      else {
        this.#requests.shift();
        request.settle({ records: request.records, left: [] });
      }
    }
  }

  #died(error: unknown): void {
    const waiting = this.#requests;
    this.#requests = [];
    for (const [index, { shas, records, settle, reject }] of waiting.entries()) {
      // Aborted, hanging, not there at all: asking again would not help.
      if (!(error instanceof GitError) || FINAL.has(error.reason)) {
        reject(error);
        continue;
      }
      const left = shas.slice(records.length);
      const [sha] = left;
      // By exit, git's buffer was written out and the first unanswered commit is the one. By a signal it may be any of them.
      if (index > 0 || sha === undefined) settle({ records, left });
      else if (error.exit === undefined && left.length > 1) settle({ records, left, killed: true });
      else settle({ records, failed: { sha, error }, left: left.slice(1) });
    }
  }
}

/** Paths as they are, from the repository's root, whatever characters they hold and wherever git runs. */
export const pathspecs = (paths: readonly string[]): string[] => paths.map((path) => `:(top,literal)${path}`);
