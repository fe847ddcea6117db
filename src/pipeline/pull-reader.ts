import type { Identity } from '../domain/contribution.ts';
import type { RawPull } from '../domain/pull.ts';
import { HostError } from '../mine/host/errors.ts';
import type { CodeHost, PullPage } from '../mine/host/host.ts';
import { accountIdentity } from '../normalize/account.ts';
import type { Normalized } from '../normalize/commit.ts';
import { normalizePull } from '../normalize/pull.ts';
import type { Mark } from '../store/write.ts';
import { type Hosted, markOf, writePage } from './hosted.ts';
import type { Pipeline } from './open.ts';
import { repoOf } from './repositories.ts';

/**
 * How far a repository's pull requests were read: all that were updated from `floor` up to `until`; where a pass was cut short, it goes on behind
 * `cursor` and then reaches up to `head`. Times as the host spells them; `floor` is '' where all were read.
 */
interface Progress {
  readonly until: string;
  /** Numbers of those that were updated in that very second: others may follow in it. */
  readonly last?: string | undefined;
  readonly floor: string;
  readonly head?: string | undefined;
  /** As `last`, of `head`. */
  readonly top?: string | undefined;
  readonly cursor?: string | undefined;
}

/** Commits of each address that its account is asked by. */
const ASKED_BY = 2;
/** Pull requests that could not be told, asked for again in one run. */
const ASKED_AGAIN = 5;

/** Reads one repository's pull requests, and whose accounts addresses are. */
export class PullReader {
  readonly #pipeline: Pipeline;
  readonly #input: Hosted;
  /** How many were read, and how many left out because they are not understood. */
  readonly seen = { read: 0, odd: 0 };
  #learnt = false;
  /** What the host could not tell yet, by number: asked for again with each run. */
  readonly #missed = new Set<number>();

  constructor(pipeline: Pipeline, input: Hosted) {
    this.#pipeline = pipeline;
    this.#input = input;
  }

  /** Reads what was updated since `floor`, a time as the host spells it; '' reads all. */
  async read(floor: string): Promise<void> {
    const seen = this.#progress(floor);
    const missedBefore = [...this.#missed].slice(0, ASKED_AGAIN);
    let from: Progress = { until: seen?.until ?? '', last: seen?.last, floor: seen?.floor ?? floor };
    if (seen?.cursor !== undefined && (await this.#resumed(seen)))
      from = { until: seen.head ?? seen.until, last: seen.top, floor: seen.floor };
    await this.#pass(from, from.until !== '');
    // Reviews that were passed over may have been by an account that has turned out to be theirs.
    if (this.#learnt && seen !== undefined) await this.#pass({ until: '', floor });
    for (const number of missedBefore) if (this.#missed.has(number)) await this.#askAgain(number);
  }

  async #askAgain(number: number): Promise<void> {
    const { host, place } = this.#input;
    const pull = await host.pull(place, number);
    if (pull === undefined) {
      this.seen.odd++;
      return;
    }
    this.#missed.delete(number);
    const items = pull ? this.#kept([pull]) : [];
    const { accounts: _accounts, missed: _missed, ...mark } = this.#mark() ?? {};
    this.#write(items, { until: '', floor: '', ...mark });
    this.#count(pull ? 1 : 0, items.length);
  }

  /** @returns false where the host does not know the cursor any more: then what lies behind it is read with the rest. */
  async #resumed(seen: Progress): Promise<boolean> {
    try {
      await this.#pass(seen);
      return true;
    } catch (error) {
      if (error instanceof HostError && error.reason === 'host-cursor') return false;
      throw error;
    }
  }

  /** From `cursor`, or from what was updated last, down to what is known. */
  async #pass(from: Progress, few = false): Promise<void> {
    const { host, place } = this.#input;
    const { floor, until, last } = from;
    let { head, top } = from;
    const before = new Set(last?.split(','));
    const pages = host.pulls({
      place,
      after: from.cursor,
      until: until > floor ? until : floor,
      few,
      shas: this.#unknownShas(),
      whole: (pull) => this.#theirs({ ...pull, reviews: [] }).length > 0,
    });
    for await (const page of pages) {
      this.#learn(page);
      const fresh = page.pulls.filter(({ number, updatedAt }) => updatedAt !== until || !before.has(String(number)));
      head ??= page.pulls[0]?.updatedAt;
      const newest = fresh.filter(({ updatedAt }) => updatedAt === head).map(({ number }) => String(number));
      if (newest.length > 0) top = [...((top ?? ((head ?? until) === until ? last : undefined))?.split(',') ?? []), ...newest].join(',');
      for (const { number } of page.pulls) this.#missed.delete(number);
      for (const number of page.missed) this.#missed.add(number);
      const items = this.#kept(fresh);
      const done = { until: head ?? until, last: top ?? last, floor };
      this.#write(items, page.next === undefined ? done : { until, last, floor, head, top, cursor: page.next });
      this.#count(fresh.length, items.length);
      this.seen.odd += page.odd;
    }
  }

  #kept(pulls: readonly RawPull[]): readonly Normalized[] {
    const items = pulls.flatMap((pull) => this.#theirs(pull));
    this.#input.people.meet(items.flatMap((item) => item.people));
    return items;
  }

  #theirs(pull: RawPull): readonly Normalized[] {
    const { host, rules, repository, people } = this.#input;
    return normalizePull(pull, { repo: repository.id, host: host.name, rules }).filter((item) => people.made(item));
  }

  #learn({ accounts }: PullPage): void {
    const { people, host, repository } = this.#input;
    const { store } = this.#pipeline;
    const known: Identity[] = [];
    for (const [sha, account] of accounts) {
      const owner = this.#askedOf.get(sha);
      if (!owner || account.kind !== 'user') continue;
      if (people.learn(account.login)) this.#learnt = true;
      known.push({ ...owner, login: account.login }, accountIdentity(account, host.name));
    }
    if (known.length > 0) {
      people.meet(known);
      store.writeBatch({ repo: repoOf(repository), identities: known });
    }
  }

  readonly #askedOf = new Map<string, Identity>();

  /** Newest commits of each address without an account: the host knows whose they are. */
  #unknownShas(): readonly string[] {
    const { people, repository } = this.#input;
    for (const identity of people.unknown) {
      const filter = { identities: [identity.id], repos: [repository.id], kinds: ['commit'], limit: ASKED_BY } as const;
      for (const { key, author } of this.#pipeline.store.query(filter)) if (author === identity.id) this.#askedOf.set(key, identity);
    }
    return [...this.#askedOf.keys()];
  }

  #write(items: readonly Normalized[], progress: Progress): void {
    const { host, people, repository, run } = this.#input;
    const missed = this.#missed.size > 0 ? [...this.#missed].join(',') : undefined;
    const mark = markOf({ ...progress, accounts: people.fingerprint, missed });
    const watermark = { location: locationOf(host), person: people.person?.id ?? '*', mark };
    writePage(this.#pipeline, repository, items, watermark, run.stage('pulls'));
  }

  /** Where to go on from; undefined to begin anew: nothing was read, or not of these accounts, or not so far back. */
  #progress(floor: string): Progress | undefined {
    const mark = this.#mark();
    if (mark?.['accounts'] !== this.#input.people.fingerprint) return undefined;
    const { until = '', last, floor: reached = '', head, top, cursor, missed } = mark;
    if (reached > floor) return undefined;
    for (const number of missed?.split(',') ?? []) this.#missed.add(Number(number));
    return { until, last, floor: reached, head, top, cursor };
  }

  #mark(): Mark | undefined {
    const { host, people, repository } = this.#input;
    return this.#pipeline.store.watermark(repository.id, locationOf(host), people.person?.id ?? '*');
  }

  #count(pulls: number, kept: number): void {
    const { run, repository } = this.#input;
    const stage = run.stage('pulls');
    this.seen.read += pulls;
    stage.count(pulls, kept);
    stage.tell(this.seen.read, undefined, undefined, repository.name);
  }
}

const locationOf = (host: CodeHost): string => `pull requests at ${host.name}`;
