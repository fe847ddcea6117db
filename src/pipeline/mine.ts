import { createHash } from 'node:crypto';
import type { RawCommit } from '../domain/commit.ts';
import type { Contribution, Identity, Noise, Person } from '../domain/contribution.ts';
import { identityId } from '../domain/ids.ts';
import type { SlimCommit } from '../domain/slim.ts';
import { type AuthorFilter, authorsOf } from '../mine/git/authors.ts';
import { mineCounted } from '../mine/git/counted.ts';
import { mineLog } from '../mine/git/log.ts';
import { findOrphans } from '../mine/git/orphans.ts';
import { chooseTips, countCommits, readRefs, type RefTips } from '../mine/git/refs.ts';
import type { Repository } from '../mine/git/repository.ts';
import { normalizeCommit } from '../normalize/commit.ts';
import type { Rules } from '../normalize/rules.ts';
import type { Store } from '../store/store.ts';
import type { Mark } from '../store/write.ts';
import type { Context } from '../util/context.ts';
import { repoOf } from './repositories.ts';
import { repoRules } from './rules.ts';
import type { Run } from './run.ts';
import { slimOf } from './slim.ts';
import { markUnpushed } from './unpushed.ts';

/** Whose contributions are read with their text: one person's, or everyone's (an act of its own, which is logged). */
export type Whose = Person | 'everyone';

export interface MineInput {
  readonly store: Store;
  readonly repository: Repository;
  readonly whose: Whose;
  readonly branch?: string | undefined;
  readonly run: Run;
  readonly ctx: Context;
}

export interface Mined {
  /** Whether anything is there that was not before: added, changed or orphaned. */
  readonly changed: boolean;
}

/** Rows of one transaction: what a kill loses at most. */
const BATCH = 1000;
const FIRST_BATCH = 200;

/**
 * Brings the store up to date with one repository: the chosen person's commits in full, everyone's as slim rows, orphans marked.
 * Where nothing has moved since the last run it reads the refs and returns.
 */
export async function mineRepository(input: MineInput): Promise<Mined> {
  const { store, repository, whose, branch, run, ctx } = input;
  const refs = await readRefs(repository, ctx);
  const now = marked(repository, refs, branch);
  const location = branch === undefined ? repository.commonDir : `${repository.commonDir}#${branch}`;
  const person = whose === 'everyone' ? '*' : whose.id;
  const fullMark: Mark = { ...now, [WHO]: fingerprint(whose) };
  const seen = store.watermark(repository.id, location);
  const seenFull = current(store.watermark(repository.id, location, person), whose);

  const behind = { full: !same(fullMark, seenFull), slim: !same(now, seen) };
  const rules = behind.full || behind.slim ? await repoRules(repository, ctx) : undefined;
  const writer = new Writer(input, rules);
  // Where to go on from: not from what was judged by other rules, or ended where the clone did.
  const [from, fromFull] = [seen, seenFull].map((mark) =>
    mark?.[RULES] === rules?.fingerprint && mark?.[SHALLOW] === now[SHALLOW] ? mark : undefined,
  );
  const again = seen !== undefined && from === undefined;
  const full = filterOf(whose);
  // One walk serves both where both begin at the same place; but of a history read for the first time, the chosen person's part comes first.
  const together =
    behind.full && behind.slim && (whose === 'everyone' ? from === undefined && fromFull === undefined : sameTips(from, fromFull));
  // Everyone's lines would follow; after a kill, most may have been counted already.
  const counted = whose === 'everyone' && together && store.shas(repository.id).length === 0;
  if (together) await writer.pass(refs, { known: from, full, slim: true, counted, again });
  else {
    if (behind.full) await writer.pass(refs, { known: fromFull, full, slim: false });
    if (behind.slim) await writer.pass(refs, { known: from, full: undefined, slim: true, again });
  }
  const repo = repoOf(repository);
  const judged: Mark = { [RULES]: rules?.fingerprint ?? '' };
  if (behind.full) store.writeBatch({ repo, watermark: { location, person, mark: { ...fullMark, ...judged } } });
  if (behind.slim)
    store.writeBatch({ repo, orphans: await writer.orphans(seen, now), watermark: { location, mark: { ...now, ...judged } } });
  const unpushed = await markUnpushed(store, repository, refs, ctx);
  const { added, updated, orphaned, commits } = writer.written;
  run.repos.push({ id: repository.id, path: repository.path, commits, added, orphaned, ...(unpushed > 0 ? { unpushed } : {}) });
  return { changed: added + updated + orphaned > 0 };
}

/** What a slim row says that the full one of the same commit does not. */
const tellsMore = ({ reviewers, noise, reverts }: SlimCommit): boolean =>
  reviewers !== undefined || noise !== undefined || reverts !== undefined;

/** What a mark says beside the tips of refs: whose history, by which rules, of a clone that ends where. */
const [WHO, RULES, SHALLOW] = ['#who', '#rules', '#shallow'];

const marked = ({ shallow }: Repository, refs: RefTips, branch: string | undefined): Mark => ({
  ...(shallow.size === 0 ? {} : { [SHALLOW]: shortHash([...shallow].sort()) }),
  ...(branch === undefined
    ? Object.fromEntries(Object.entries(refs).filter(([name]) => name === 'HEAD' || /^refs\/(heads|remotes)\//.test(name)))
    : { [branch]: chooseTips(refs, branch)[0] ?? '' }),
});

const shortHash = (parts: readonly string[]): string => createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);

/** Changes when identities are merged or taken apart: then their history has to be looked through again. */
const fingerprint = (whose: Whose): string => (whose === 'everyone' ? '' : shortHash(whose.identities.map(({ id }) => id).sort()));

const current = (mark: Mark | undefined, whose: Whose): Mark | undefined => (mark?.[WHO] === fingerprint(whose) ? mark : undefined);

/** Whether nothing has moved. The rules are not looked at: they lie in HEAD, which moves when they change. */
function same(a: Mark, b: Mark | undefined): boolean {
  if (b === undefined) return false;
  const { [RULES]: _, ...rest } = b;
  const keys = Object.keys(a);
  return keys.length === Object.keys(rest).length && keys.every((key) => a[key] === rest[key]);
}

const sameTips = (a: Mark | undefined, b: Mark | undefined): boolean => {
  if (a === undefined || b === undefined) return false;
  const [tips, others] = [new Set(tipsOf(a)), new Set(tipsOf(b))];
  return tips.size === others.size && tips.isSubsetOf(others);
};

function filterOf(person: Whose): AuthorFilter {
  if (person === 'everyone') return () => true;
  const ids = new Set(person.identities.map(({ id }) => id));
  const emails = new Set(person.identities.flatMap(({ email }) => (email === '' ? [] : [email.toLowerCase()])));
  return ({ name, email }) => ids.has(identityId(name, email)) || emails.has(email.trim().toLowerCase());
}

interface Pass {
  readonly known: Mark | undefined;
  /** Whose commits are kept in full; undefined: nobody's. */
  readonly full: AuthorFilter | undefined;
  /** Whether all commits are kept as slim rows. */
  readonly slim: boolean;
  /** Whether lines are counted on the way: where all are wanted and none are known. */
  readonly counted?: boolean;
  /** Whether it was read before, by other rules: what no longer holds has to be taken back. */
  readonly again?: boolean;
}

/** Walks the log and writes what it meets, batch by batch. */
class Writer {
  readonly #input: MineInput;
  readonly #rules: Rules | undefined;
  /** Commits of one person's pass: the report counts each once, and a pass over all may meet them again. */
  readonly #told = new Set<string>();
  readonly written = { commits: 0, added: 0, updated: 0, orphaned: 0 };

  constructor(input: MineInput, rules: Rules | undefined) {
    this.#input = input;
    this.#rules = rules;
  }

  async pass(refs: RefTips, pass: Pass): Promise<void> {
    const { known, full, slim, counted = false } = pass;
    const { store, repository, branch, run, ctx } = this.#input;
    const stage = run.stage('mine');
    const mined = (counted ? mineCounted : mineLog)(
      repository,
      {
        refs,
        known: tipsOf(known),
        // A person's newest come at once; of everyone, fewer transactions are faster.
        batch: full && !slim ? FIRST_BATCH : BATCH,
        ...(branch === undefined ? {} : { branch }),
        ...(full && !slim ? { author: full } : {}),
      },
      ctx,
    );
    const startedAt = ctx.now();
    let read = 0;
    let total: number | undefined;
    // Of everyone's commits, which are all there are; beside the work, which does not wait for it.
    if (slim && run.watched) {
      void countCommits(repository, { tips: chooseTips(refs, branch), known: tipsOf(known) }, ctx).then(
        (count) => (total = count),
        () => {},
      );
    }
    for await (const commits of stage.timed(mined)) {
      const fresh = commits.filter(({ sha }) => !this.#told.has(sha));
      if (!slim) for (const { sha } of fresh) this.#told.add(sha);
      const batch = this.#sort(commits, pass);
      run.stage('normalize').count(fresh.length, slim ? fresh.length : batch.contributions.length);
      const written = await run.stage('store').time(() => store.writeBatch({ repo: repoOf(repository), ...batch }));
      run.stage('store').count(commits.length, written.added + written.updated);
      stage.count(fresh.length);
      read += commits.length;
      this.written.commits += fresh.length;
      this.written.added += written.added;
      this.written.updated += written.updated;
      stage.tell(read, total, startedAt, repository.name);
    }
  }

  #sort(commits: readonly RawCommit[], { full, slim, again = false }: Pass) {
    const { repository, run } = this.#input;
    const rules = this.#rules;
    if (!rules) throw new TypeError('rules are read whenever there is something to sort');
    const contributions: Contribution[] = [];
    const people = new Map<string, Identity>();
    const noise: Noise[] = [];
    const slims: SlimCommit[] = [];
    for (const raw of commits) {
      const normalized = normalizeCommit(raw, { repo: repository, rules });
      const isFull = full !== undefined && (!slim || authorsOf(raw).some(full));
      if (slim) {
        const row = slimOf(raw, normalized);
        if (!isFull || again || tellsMore(row)) slims.push(row);
      }
      if (!isFull) continue;
      contributions.push(normalized.contribution);
      for (const person of normalized.people) people.set(person.id, person);
      noise.push(...normalized.noise);
      if (raw.lines === 'missing') run.stage('mine').skip(raw.files.length === 0 ? 'files-unknown' : 'lines-unknown');
      for (const { path, reason } of normalized.noise) if (path === undefined) run.stage('normalize').skip(reason);
    }
    return { contributions, identities: [...people.values()], noise, slim: slims };
  }

  /** Commits that were reachable at the last run and are not any more: amended, rebased, force-pushed, or deleted with their branch. */
  async orphans(seen: Mark | undefined, now: Mark): Promise<readonly string[]> {
    if (seen === undefined) return [];
    const { store, repository, ctx } = this.#input;
    const shas = await findOrphans(
      repository,
      { oldTips: tipsOf(seen), newTips: tipsOf(now), known: () => store.shas(repository.id) },
      ctx,
    );
    this.written.orphaned += shas.length;
    return shas;
  }
}

const tipsOf = (mark: Mark | undefined): readonly string[] =>
  Object.entries(mark ?? {}).flatMap(([name, sha]) => ([WHO, RULES, SHALLOW].includes(name) ? [] : [sha]));
