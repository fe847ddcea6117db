import type { Contribution, Credit, Identity, Noise, Stated } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import { pullId, reviewId } from '../domain/ids.ts';
import {
  type CommentFacts,
  type MergeMethod,
  type PullCommentFacts,
  type PullCommit,
  type PullFacts,
  type RawComment,
  type RawPull,
  type RawReview,
  type ReviewFacts,
  waitOf,
} from '../domain/pull.ts';
import { accountIdentity, botReason, GHOST, type HostPlace, written } from './account.ts';
import { generatedWith } from './assistants.ts';
import { fileNoise, type Normalized, splitMessage } from './commit.ts';
import { creditOf } from './credit.ts';
import { labelled } from './labels.ts';
import { isMergeMessage } from './merges.ts';
import { outcomeOf } from './outcome.ts';
import { machineReason, saidOf, type Words } from './said.ts';
import { statedOf } from './stated.ts';
import { draftsOf, timelineOf } from './timeline.ts';

/** A pull request and what was said of it, each a contribution of whoever made it. Whose are kept, the caller decides. */
export function normalizePull(raw: RawPull, place: HostPlace): readonly Normalized[] {
  const pull = pullOf(raw, place);
  const author = raw.author ?? GHOST;
  const given = raw.reviews.filter(({ author: by }) => by && by.login !== author.login);
  return [
    pull,
    ...given.flatMap((review) => [reviewOf(raw, review, place), ...commentsOf(raw, review, place)]),
    ...besideOf(raw, author.login, place),
  ];
}

function pullOf(raw: RawPull, place: HostPlace): Normalized {
  const { repo, host, rules } = place;
  const id = pullId(repo, raw.number);
  const method = methodOf(raw);
  const { author, credit, people, assistants, delegated } = creditOfPull(raw, method, place);
  const own = raw.commits.filter(({ message }) => !isMergeMessage(message));
  const last = own.reduce<PullCommit | undefined>((latest, commit) => (latest && latest.at >= commit.at ? latest : commit), undefined);
  const at = last?.at ?? raw.createdAt;
  const facts = factsOf(raw, method, place);
  const stated: Stated | undefined = statedOf(raw.title, raw.body) ?? labelled(raw.labels);
  const contribution: Contribution = {
    ...written(raw.title, raw.body),
    id,
    kind: 'pull_request',
    repo,
    key: String(raw.number),
    author: author.id,
    credit,
    at,
    offset: last?.offset ?? 0,
    landedAt: raw.mergedAt ?? at,
    files: raw.files,
    lines: raw.cut.includes('files') || (raw.files.length === 0 && raw.changedFiles > 0) ? 'missing' : 'counted',
    ...(stated && { stated }),
    assistants,
    host: facts,
  };
  const bot = delegated ? undefined : botReason(raw.author ?? GHOST, host, rules);
  const whole = wholeReason(raw, bot);
  return { contribution, noise: whole ? [{ contribution: id, ...whole }] : fileNoise(id, raw, rules), people };
}

function wholeReason(raw: RawPull, bot: string | undefined): Pick<Noise, 'reason' | 'detail'> | undefined {
  if (bot !== undefined) return { reason: 'bot', detail: bot };
  if (raw.changedFiles === 0 && raw.files.length === 0) return { reason: 'empty', detail: detailOf('empty') };
  return raw.state === 'closed' ? { reason: 'unmerged', detail: detailOf('unmerged') } : undefined;
}

/**
 * GitHub does not tell the method. A merge has two parents. A rebase keeps the last commit's author date and subject, or its very sha; a squash
 * is a commit of its own, written when it was merged.
 */
export function methodOf({ state, mergeCommit, commits }: Pick<RawPull, 'state' | 'mergeCommit' | 'commits'>): MergeMethod | undefined {
  if (state !== 'merged' || !mergeCommit) return undefined;
  if (mergeCommit.parents > 1) return 'merge';
  const last = commits.at(-1);
  if (!last) return 'squash';
  const kept = commits.some(({ sha }) => sha === mergeCommit.sha);
  return kept || (last.at === mergeCommit.at && splitMessage(last.message).subject === mergeCommit.subject) ? 'rebase' : 'squash';
}

interface PullCredit {
  readonly author: Identity;
  readonly credit: readonly Credit[];
  readonly people: readonly Identity[];
  readonly assistants: readonly string[];
  /** An assistant opened it for people, who are credited. */
  readonly delegated: boolean;
}

/**
 * A squash belongs to whoever opened the pull request, in equal parts with everyone else who wrote commits of it: so does its commit. Else
 * each commit belongs to who wrote it, and one of others' commits alone is theirs, whoever opened it. Programs and assistants get nothing; where
 * nobody else is left, it stands to whoever opened it.
 */
function creditOfPull(raw: RawPull, method: MergeMethod | undefined, place: HostPlace): PullCredit {
  const { host, rules } = place;
  const opener = raw.author ?? GHOST;
  const account = accountIdentity(opener, host);
  const own = addresses(raw, place);
  const opened = own.get(opener.login) ?? account;
  const assistants = new Set<string>();
  const people = new Map<string, Identity>([opened, account].map((one) => [one.id, one]));
  const shares = new Map<string, number>();
  /** Whose accounts are known; an address without one may be anybody's, whoever opened it included. */
  const others = new Set<string>();
  const add = (id: string, share: number): void => void shares.set(id, (shares.get(id) ?? 0) + share);
  const assistant = rules.assistant(account);
  const machine = assistant !== undefined || botReason(opener, host, rules) !== undefined;
  if (assistant !== undefined) assistants.add(assistant);
  const generator = generatedWith(raw.body);
  if (generator !== undefined) assistants.add(generator);

  for (const commit of raw.commits) {
    if (isMergeMessage(commit.message)) continue;
    const told = creditOf({ author: signature(commit), trailers: [], message: commit.message }, rules);
    for (const name of told.assistants) assistants.add(name);
    if (commit.account?.kind === 'bot' || rules.bot(told.author) !== undefined) continue;
    const spelled = new Map(told.people.map((person) => [person.id, person]));
    for (const { identity, share } of told.credit) {
      const written = spelled.get(identity);
      const login = identity === told.author.id ? commit.account?.login : undefined;
      const one = (login === undefined ? undefined : own.get(login)) ?? written;
      if (!one || !written || rules.assistant(one) !== undefined) continue;
      people.set(one.id, one);
      // Says that this other address is the same account's.
      if (login !== undefined && one.id !== written.id) people.set(written.id, { ...written, login, host });
      if (login !== undefined) others.add(one.id);
      add(one.id, share);
    }
  }
  if (method === 'squash') {
    const all = new Set([...(machine ? [] : [opened.id]), ...shares.keys()]);
    shares.clear();
    for (const id of all) add(id, 1);
  }
  const isOthers = !machine && !raw.cut.includes('commits') && !shares.has(opened.id) && [...shares.keys()].every((id) => others.has(id));
  const [most] = isOthers ? [...shares].toSorted(([, a], [, b]) => b - a) : [];
  const author = (most && people.get(most[0])) ?? opened;
  const sum = [...shares.values()].reduce((a, b) => a + b, 0);
  const delegated = assistant !== undefined && sum > 0;
  const base = { author, people: [...people.values()], assistants: [...assistants], delegated };
  if (sum === 0) return { ...base, credit: [{ identity: author.id, role: 'author', share: 1 }] };
  const credit = [...shares].map(([identity, share]): Credit => ({
    identity,
    role: identity === author.id ? 'author' : 'co-author',
    share: share / sum,
  }));
  return { ...base, credit };
}

/** Of each account the address it first commits under here: so the same person is one, and is called as in git. */
function addresses({ commits }: RawPull, { rules, host }: HostPlace): ReadonlyMap<string, Identity> {
  const own = new Map<string, Identity>();
  for (const { name, email, account } of commits)
    if (account && email !== '' && !own.has(account.login))
      own.set(account.login, { ...rules.identity(name, email), login: account.login, host });
  return own;
}

const signature = ({ name, email, at, offset }: PullCommit) => ({ name, email, rawName: name, rawEmail: email, at, offset });

function factsOf(raw: RawPull, method: MergeMethod | undefined, place: HostPlace): PullFacts {
  return {
    kind: 'pull_request',
    state: raw.state,
    draft: raw.draft,
    ...(method === undefined ? {} : { method }),
    base: raw.base,
    head: raw.head,
    labels: raw.labels,
    createdAt: raw.createdAt,
    ...timelineOf(raw, (account) => machineReason(account, place) !== undefined),
    ...(raw.mergedAt === undefined ? {} : { mergedAt: raw.mergedAt }),
    ...(raw.closedAt === undefined ? {} : { closedAt: raw.closedAt }),
    additions: raw.additions,
    deletions: raw.deletions,
    changedFiles: raw.changedFiles,
    commits: raw.commits.map(({ sha, at, message }) => ({ sha, at, subject: splitMessage(message).subject })),
    ...(raw.mergeCommit === undefined ? {} : { mergeCommit: raw.mergeCommit.sha }),
    ...(raw.closes.length === 0 ? {} : { closes: raw.closes }),
    ...(raw.checks === undefined ? {} : { checks: raw.checks }),
  };
}

function reviewOf(raw: RawPull, review: RawReview, place: HostPlace): Normalized {
  const waited = waitedFor(raw, review);
  return said(
    raw,
    {
      kind: 'review',
      state: review.state,
      comments: review.comments.length,
      ...(waited === undefined ? {} : { waited }),
      lines: raw.additions + raw.deletions,
      outcome: outcomeOf(raw, review, (account) => machineReason(account, place) !== undefined),
    },
    { key: `${raw.number}/r${review.key}`, at: review.at, subject: raw.title, body: review.body, by: review.author ?? GHOST },
    place,
  );
}

/** Of a person's first review of it: since they were last asked, else since it was ready. */
function waitedFor(raw: RawPull, { key, author, at }: RawReview): number | undefined {
  const { reviews, events, createdAt } = raw;
  const mine = reviews.filter((other) => other.author?.login === author?.login);
  if (mine.some((other) => other.at < at || (other.at === at && other.key < key))) return undefined;
  const before = events.filter((event) => event.at <= at);
  const asked = before.findLast(({ kind, login }) => kind === 'review-requested' && login === author?.login);
  return waitOf([asked?.at ?? before.findLast(({ kind }) => kind === 'ready')?.at ?? createdAt, at], draftsOf(raw));
}

/** Comments of a review are its author's, but for answers that others gave in its threads; those of whose work it is are no review. */
const commentsOf = (raw: RawPull, review: RawReview, place: HostPlace): readonly Normalized[] =>
  review.comments
    .filter(({ author }) => author?.login !== raw.author?.login)
    .map((comment: RawComment) =>
      said(
        raw,
        {
          kind: 'review_comment',
          review: reviewId('review', place.repo, `${raw.number}/r${review.key}`),
          path: comment.path,
          ...(comment.line === undefined ? {} : { line: comment.line }),
          outdated: comment.outdated,
          reply: comment.reply,
          ...(comment.reply ? { thread: comment.thread } : {}),
          ...(isAnswered(raw, comment) ? { answered: true } : {}),
          ...(comment.resolved ? { resolved: true } : {}),
          ...hunkOf(comment.hunk),
        },
        { key: `${raw.number}/c${comment.key}`, at: comment.at, ...splitMessage(comment.body), by: comment.author ?? GHOST },
        place,
      ),
    );

const isAnswered = ({ author, reviews }: RawPull, { thread, at }: RawComment): boolean =>
  author !== undefined &&
  reviews.some(({ comments }) =>
    comments.some((other) => other.thread === thread && other.at > at && other.author?.login === author.login),
  );

/** What others said in the conversation; what whoever opened it says there is a part of it. */
const besideOf = (raw: RawPull, opener: string, place: HostPlace): readonly Normalized[] =>
  raw.comments
    .filter(({ author }) => author && author.login !== opener)
    .map(({ key, at, body, author }) =>
      said(raw, { kind: 'pull_comment' }, { key: `${raw.number}/i${key}`, at, ...splitMessage(body), by: author ?? GHOST }, place),
    );

/** Lines of a hunk that are kept, and characters: it is somebody else's work, quoted to show what was meant. */
const HUNK = { lines: 8, text: 800 };

/** The last lines, where the comment stands. */
function hunkOf(hunk: string): Pick<CommentFacts, 'hunk'> {
  const kept = hunk.trimEnd().split('\n').slice(-HUNK.lines).join('\n').slice(-HUNK.text);
  return kept === '' ? {} : { hunk: kept.toWellFormed() };
}

type Said = Omit<ReviewFacts, 'pull' | 'of'> | Omit<CommentFacts, 'pull' | 'of'> | Omit<PullCommentFacts, 'pull' | 'of'>;

function said(raw: RawPull, told: Said, words: Words, place: HostPlace): Normalized {
  const of = accountIdentity(raw.author ?? GHOST, place.host);
  const facts = { ...told, pull: raw.number, of: of.id };
  const item = saidOf(facts, reviewId(facts.kind, place.repo, words.key), words, place);
  return { ...item, people: [...item.people, of] };
}
