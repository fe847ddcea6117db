import type { Identity } from '../domain/contribution.ts';
import type { RawPull } from '../domain/pull.ts';
import { HostError } from '../mine/host/errors.ts';
import type { PullPage } from '../mine/host/host.ts';
import { accountIdentity, knownAs } from '../normalize/account.ts';
import type { Mark } from '../store/write.ts';
import { type Hosted, type Kept, keptOf, markOf, writePage } from './hosted.ts';
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
  /** Whether an account has turned out to be theirs after pull requests were read without knowing so. */
  #late = false;
  /** What the host could not tell yet, by number: asked for again with each run. */
  readonly #missed = new Set<number>();
  /** At which address to begin, where there are more than the pages have room for. */
  #turn = 0;

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
    await this.#pass(from, from.until !== '', seen !== undefined);
    // Reviews that were passed over may have been by an account that has turned out to be theirs.
    if (this.#late) await this.#pass({ until: '', floor });
    if (this.#input.isRead()) return;
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
    const { accounts: _accounts, missed: _missed, turn: _turn, ...mark } = this.#mark() ?? {};
    this.#write(items, { until: '', floor: '', ...mark });
    this.#count(pull ? 1 : 0, items.length);
  }

  /** @returns false where the host does not know the cursor any more: then what lies behind it is read with the rest. */
  async #resumed(seen: Progress): Promise<boolean> {
    try {
      await this.#pass(seen, false, true);
      return true;
    } catch (error) {
      if (error instanceof HostError && error.reason === 'host-cursor') return false;
      throw error;
    }
  }

  /** From `cursor`, or from what was updated last, down to what is known. @param again some were read before, by the accounts that were known */
  async #pass(from: Progress, few = false, again = false): Promise<void> {
    const { host, place, isRead } = this.#input;
    if (isRead()) return;
    const { floor, until, last } = from;
    let { head, top } = from;
    const before = new Set(last?.split(','));
    const [shas, addresses] = this.#unknownShas();
    let isFirst = true;
    const pages = host.pulls({
      place,
      after: from.cursor,
      until: until > floor ? until : floor,
      few,
      shas,
      whole: (pull) => keptOf({ ...pull, reviews: [] }, this.#input).length > 0,
      known: (number, updatedAt) => updatedAt === until && before.has(String(number)),
    });
    for await (const page of pages) {
      if (isRead()) return;
      if (this.#learn(page) && (again || !isFirst)) this.#late = true;
      isFirst = false;
      const { pulls: fresh } = page;
      head ??= fresh[0]?.updatedAt;
      const newest = fresh.filter(({ updatedAt }) => updatedAt === head).map(({ number }) => String(number));
      if (newest.length > 0) top = [...((top ?? ((head ?? until) === until ? last : undefined))?.split(',') ?? []), ...newest].join(',');
      for (const { number } of fresh) this.#missed.delete(number);
      for (const number of page.missed) this.#missed.add(number);
      const items = this.#kept(fresh);
      const done = { until: head ?? until, last: top ?? last, floor };
      if (page.next === undefined) this.#takeTurns(addresses, shas.length - page.unasked);
      this.#write(items, page.next === undefined ? done : { until, last, floor, head, top, cursor: page.next });
      this.#count(fresh.length, items.length);
      this.seen.odd += page.odd;
    }
  }

  #kept(pulls: readonly RawPull[]): readonly Kept[] {
    return this.#input.people.met(pulls.flatMap((pull) => keptOf(pull, this.#input)));
  }

  /** @returns whether an account is known that was not before. */
  #learn({ accounts }: PullPage): boolean {
    const { people, host, repository } = this.#input;
    const known: Identity[] = [];
    let isNew = false;
    for (const [sha, account] of accounts) {
      const owner = this.#owners.get(sha);
      if (!owner || account.kind !== 'user') continue;
      if (people.learn({ login: account.login, host: host.name })) isNew = true;
      known.push(knownAs(owner, account, host.name), accountIdentity(account, host.name));
    }
    if (known.length > 0) {
      people.meet(known);
      this.#pipeline.store.writeBatch({ repo: repoOf(repository), identities: known });
    }
    return isNew;
  }

  readonly #owners = new Map<string, Identity>();

  /**
   * Newest commits of each address without an account, as the host knows whose they are: first one of each, then others of each. With it how many
   * addresses there are.
   */
  #unknownShas(): readonly [shas: readonly string[], addresses: number] {
    const { people, repository, host } = this.#input;
    const own = people.unknownAt(host.name).flatMap((identity) => {
      const filter = { identities: [identity.id], repos: [repository.id], kinds: ['commit'], limit: ASKED_BY } as const;
      const keys = this.#pipeline.store.query(filter).flatMap(({ key, author }) => (author === identity.id ? [key] : []));
      for (const key of keys) this.#owners.set(key, identity);
      return keys.length > 0 ? [keys] : [];
    });
    const start = own.length > 0 ? this.#turn % own.length : 0;
    const inTurn = [...own.slice(start), ...own.slice(0, start)];
    return [Array.from({ length: ASKED_BY }, (_, i) => inTurn.flatMap((keys) => keys[i] ?? [])).flat(), own.length];
  }

  /** The next run begins at the addresses that this one had no room for. */
  #takeTurns(addresses: number, asked: number): void {
    if (asked < addresses) this.#input.run.stage('pulls').skip('address-not-asked', addresses - asked);
    this.#turn = asked < addresses ? (this.#turn + asked) % addresses : 0;
  }

  #write(items: readonly Kept[], progress: Progress): void {
    const { host, people, repository, run } = this.#input;
    const missed = this.#missed.size > 0 ? [...this.#missed].join(',') : undefined;
    const turn = this.#turn > 0 ? String(this.#turn) : undefined;
    const mark = markOf({ ...progress, accounts: people.fingerprint(host.name), missed, turn });
    const watermark = { location: pullsOf(host.name), person: people.person?.id ?? '*', mark };
    writePage(this.#pipeline, repository, items, watermark, run.stage('pulls'));
  }

  /** Where to go on from; undefined to begin anew: nothing was read, or not of these accounts, or not so far back. */
  #progress(floor: string): Progress | undefined {
    const { host, people } = this.#input;
    const mark = this.#mark();
    this.#turn = Number(mark?.['turn'] ?? 0);
    if (mark?.['accounts'] !== people.fingerprint(host.name)) return undefined;
    const { until = '', last, floor: reached = '', head, top, cursor, missed } = mark;
    if (reached > floor) return undefined;
    for (const number of missed?.split(',') ?? []) this.#missed.add(Number(number));
    return { until, last, floor: reached, head, top, cursor };
  }

  #mark(): Mark | undefined {
    const { host, people, repository } = this.#input;
    return this.#pipeline.store.watermark(repository.id, pullsOf(host.name), people.person?.id ?? '*');
  }

  #count(pulls: number, kept: number): void {
    const { run, repository } = this.#input;
    const stage = run.stage('pulls');
    this.seen.read += pulls;
    stage.count(pulls, kept);
    stage.tell(this.seen.read, undefined, undefined, repository.name);
  }
}

/** Where in the store it lies how far a host's pull requests were read. */
export const pullsOf = (host: string): string => `pull requests at ${host}`;
