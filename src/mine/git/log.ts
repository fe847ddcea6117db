import type { RawCommit } from '../../domain/commit.ts';
import { within, type Period } from '../../domain/time.ts';
import { Channel } from '../../util/channel.ts';
import type { Context } from '../../util/context.ts';
import { authorsOf, type AuthorFilter } from './authors.ts';
import { inBatches } from './batches.ts';
import { readDates, type Dates } from './dates.ts';
import { Diffs } from './diffs.ts';
import { pathspecs } from './difftree.ts';
import { FRUGAL } from './env.ts';
import { LOG_ARGUMENTS, type Header } from './format.ts';
import { LogParser } from './parse.ts';
import { chooseTips, existingCommits, isSha, readRefs, refsBySha, type RefTips } from './refs.ts';
import type { Repository } from './repository.ts';
import { startGit } from './spawn.ts';

export interface LogSelection {
  /** Refs as `readRefs` told them; read again when absent. */
  readonly refs?: RefTips;
  /** Only this branch; see `chooseTips` for what is read without. */
  readonly branch?: string;
  /** Shas to start from instead of refs. */
  readonly tips?: readonly string[];
  /** Tips of an earlier run: what they reach is left out. Those that are gone are passed over. */
  readonly known?: readonly string[];
  /** By author date. Git stops walking 90 days before `from` by committer date, so a commit behind a badly wrong clock may be missed. */
  readonly period?: Pick<Period, 'from' | 'to'>;
  /** Author or co-author, with .mailmap applied or as written. */
  readonly author?: AuthorFilter;
  /** Only commits that touch these, and only their files under these. */
  readonly paths?: readonly string[];
  /** Commits a batch has at least, unless they take longer than a quarter second to come. */
  readonly batch?: number;
  /** `none`: no files at all, for when `countLines`, which tells them too, follows for every commit. */
  readonly files?: 'names' | 'none';
}

const SLACK_MS = 90 * 86_400_000;
const FLUSH_MS = 250;

/**
 * The cheap pass: commits newest first, each with its files' names and statuses and exact renames, no lines counted.
 * Two gits work side by side: one walks, one compares trees, for wanted commits only. Files are unknown (`lines: 'missing'`,
 * none listed) where trees are: at the boundary of a shallow clone, in a clone without trees. Throws TrackRecordError.
 */
export async function* mineLog(
  repository: Repository,
  selection: LogSelection,
  ctx: Context,
): AsyncGenerator<readonly RawCommit[], void, undefined> {
  const refs = selection.refs ?? (await readRefs(repository, ctx));
  const tips = (selection.tips ?? chooseTips(refs, selection.branch)).filter(isSha);
  const known = await existingCommits(repository, selection.known ?? [], ctx);
  if (tips.every((tip) => known.includes(tip))) return;

  const names = refsBySha(refs);
  const diffs = new Diffs(repository, { of: 'names', ...(selection.paths && { paths: selection.paths }) }, ctx);
  // Bounded: the walk is much faster than what follows it.
  const channel = new Channel<Promise<RawCommit[]>>(8);
  const walked = walk(repository, { ...selection, tips, known }, names, ctx);
  const produce = async (): Promise<void> => {
    for await (const commits of walked) {
      const wanted = commits.filter((commit) => isWanted(commit, selection));
      if (wanted.length === 0) continue;
      const filled = selection.files === 'none' ? Promise.resolve(wanted) : withFiles(diffs, wanted);
      // Its failure is thrown where it is taken.
      filled.catch(() => {});
      if (!(await channel.push(filled))) return;
    }
  };
  const produced = produce().then(
    () => channel.close(),
    (error: unknown) => channel.fail(error),
  );
  try {
    yield* inBatches(channel, selection.batch ?? 500, FLUSH_MS);
    await produced;
  } finally {
    diffs.close();
    // Where the consumer left early, the walk may have found nothing to offer yet, and would go on looking.
    await walked.return();
  }
}

/** Commits as the walk tells them, without files. */
async function* walk(
  repository: Repository,
  selection: LogSelection & { readonly tips: readonly string[]; readonly known: readonly string[] },
  names: ReadonlyMap<string, readonly string[]>,
  ctx: Context,
): AsyncGenerator<RawCommit[], void, undefined> {
  const { tips, known, period, paths = [] } = selection;
  const since =
    period === undefined || !Number.isFinite(period.from) || period.from - SLACK_MS <= 0
      ? []
      : [`--since=@${Math.floor((period.from - SLACK_MS) / 1000)}`];
  // Git's simplified history leaves out side branches whose changes were undone by their merge.
  const full = paths.length === 0 ? [] : ['--full-history'];
  const log = startGit({
    git: repository.git,
    cwd: repository.path,
    args: ['log', '--stdin', ...LOG_ARGUMENTS, ...since, ...full, '--', ...pathspecs(paths)],
    settings: FRUGAL,
    input: [...tips, ...known.map((sha) => `^${sha}`), ''].join('\n'),
    signal: ctx.signal,
  });
  const parser = new LogParser();
  for await (const chunk of log.output) {
    const headers = parser.push(chunk);
    const undated = headers.filter(({ authorAt, committerAt }) => authorAt === undefined || committerAt === undefined);
    const dates = await readDates(
      repository,
      undated.map(({ sha }) => sha),
      ctx,
    );
    if (headers.length > 0) yield headers.map((header) => rawCommit(header, names.get(header.sha) ?? [], dates.get(header.sha)));
  }
  parser.end();
}

/** The domain's commit from what git told; its files come later. A date that cannot be read is the other one, or 1970. */
function rawCommit(header: Header, refs: readonly string[], dates: Dates = {}): RawCommit {
  const { message } = header;
  const authored = dates.author ?? { at: header.authorAt, offset: header.authorOffset };
  const committed = dates.committer ?? { at: header.committerAt, offset: header.committerOffset };
  return {
    sha: header.sha,
    parents: header.parents,
    author: {
      name: header.authorName,
      email: header.authorEmail,
      rawName: header.authorRawName,
      rawEmail: header.authorRawEmail,
      at: authored.at ?? committed.at ?? 0,
      offset: authored.offset,
    },
    committer: {
      name: header.committerName,
      email: header.committerEmail,
      rawName: header.committerRawName,
      rawEmail: header.committerRawEmail,
      at: committed.at ?? authored.at ?? 0,
      offset: committed.offset,
    },
    message: message.text,
    messageBytes: message.bytes,
    messageHash: message.hash,
    trailers: message.trailers,
    refs,
    files: [],
    lines: 'pending',
  };
}

function isWanted(commit: RawCommit, { author, period }: LogSelection): boolean {
  if (period !== undefined && !within({ name: '', zone: '', ...period }, commit.author.at)) return false;
  return author === undefined || authorsOf(commit).some(author);
}

async function withFiles(diffs: Diffs, commits: readonly RawCommit[]): Promise<RawCommit[]> {
  const read = await diffs.read(commits.filter(({ parents }) => parents.length < 2).map(({ sha }) => sha));
  const bySha = new Map(read.map((diff) => [diff.sha, diff]));
  return commits.map((commit) => {
    const diff = bySha.get(commit.sha);
    return diff === undefined ? commit : { ...commit, files: diff.files, lines: diff.missing === undefined ? 'pending' : 'missing' };
  });
}
