import type { Contribution, Identity, Noise } from '../domain/contribution.ts';
import type { IdentityId } from '../domain/ids.ts';
import type { RawPull } from '../domain/pull.ts';
import type { Period } from '../domain/time.ts';
import { HostError } from '../mine/host/errors.ts';
import type { CodeHost, Place, PullPage } from '../mine/host/host.ts';
import type { Repository } from '../mine/git/repository.ts';
import type { Normalized } from '../normalize/commit.ts';
import { accountIdentity, normalizePull } from '../normalize/pull.ts';
import type { Rules } from '../normalize/rules.ts';
import type { Mark } from '../store/write.ts';
import { People } from './accounts.ts';
import type { Hosts } from './hosts.ts';
import type { Whose } from './mine.ts';
import type { Pipeline } from './open.ts';
import { messageTable, sayer } from '../util/messages.ts';
import { repoOf } from './repositories.ts';
import { repoRules } from './rules.ts';
import type { Run } from './run.ts';

export interface PullsInput {
  readonly hosts: Hosts;
  readonly repositories: readonly Repository[];
  readonly whose: Whose;
  /** How far back to read. */
  readonly periods: readonly Period[];
  readonly run: Run;
}

/**
 * Brings the store up to date with what the repositories' code hosts say of a person: their pull requests, their reviews, and whose account an
 * address is. What a host does not answer is a warning; what was read before it stays.
 * @returns whose it is, with the accounts that were learnt.
 */
export async function minePulls<W extends Whose>(pipeline: Pipeline, input: PullsInput & { readonly whose: W }): Promise<W>;
export async function minePulls(pipeline: Pipeline, { hosts, repositories, whose, periods, run }: PullsInput): Promise<Whose> {
  const { ctx } = pipeline;
  const { locale } = pipeline.options;
  const say = sayer(MESSAGES, locale);
  const connected = new Map<string, CodeHost | undefined>();
  const people = new People(whose);
  for (const repository of repositories) {
    const found = hosts.place(repository);
    if (!found) {
      if (hosts.asked) warn(run, say('elsewhere', { name: repository.name }));
      continue;
    }
    if (!connected.has(found.host)) {
      const access = await hosts.access(found.host);
      if (!access.ok) warn(run, access.error.in(locale));
      const waits = (ms: number): void =>
        run.stage('pulls').tell(0, undefined, undefined, say('wait', { host: found.host, seconds: Math.ceil(ms / 1000) }));
      connected.set(
        found.host,
        access.ok ? await hosts.connect({ access: access.value, now: ctx.now, signal: ctx.signal, waits }) : undefined,
      );
    }
    const host = connected.get(found.host);
    if (!host) continue;
    const reader = new PullReader(pipeline, { host, place: found.place, repository, people, run, rules: await repoRules(repository, ctx) });
    try {
      await run.stage('pulls').time(() => reader.read(periods));
    } catch (error) {
      ctx.signal?.throwIfAborted();
      if (!(error instanceof HostError)) throw error;
      warn(run, say('kept', { problem: error.in(locale) }));
    } finally {
      reader.report();
    }
  }
  return people.whose;
}

export const MESSAGES = messageTable({
  en: {
    elsewhere: '{name} is not on a GitHub that is known: no pull requests of it were read.',
    wait: '{host} asks to wait {seconds} s',
    kept: '{problem} What was read before is kept; the next run goes on from there.',
    odd: '{n} {n:pull request|pull requests} of {name} could not be told by {host}, or not in a way that is understood, and {n:was|were} left out.',
  },
  'zh-cn': {
    elsewhere: '{name} 不在已知的 GitHub 上：未读取其拉取请求。',
    wait: '{host} 要求等待 {seconds} 秒',
    kept: '{problem}此前读取的内容已保留，下次运行将从中断处继续。',
    odd: '{host} 未能给出 {name} 的 {n} 个拉取请求，或其回答无法理解，已略去。',
  },
});

/** Once, however often it is met. */
const warn = ({ warnings }: Run, message: string): void => void (warnings.includes(message) || warnings.push(message));

interface ReaderInput {
  readonly host: CodeHost;
  readonly place: Place;
  readonly repository: Repository;
  readonly people: People;
  readonly run: Run;
  readonly rules: Rules;
}

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

class PullReader {
  readonly #pipeline: Pipeline;
  readonly #input: ReaderInput;
  readonly #before: CodeHost['spent'];
  #pulls = 0;
  #odd = 0;
  #learnt = false;
  /** What the host could not tell yet, by number: asked for again with each run. */
  readonly #missed = new Set<number>();

  constructor(pipeline: Pipeline, input: ReaderInput) {
    this.#pipeline = pipeline;
    this.#input = input;
    this.#before = input.host.spent;
  }

  async read(periods: readonly Period[]): Promise<void> {
    const floor = floorOf(periods);
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
    if (!pull) {
      this.#odd++;
      return;
    }
    this.#missed.delete(number);
    const items = this.#kept([pull]);
    const { accounts: _accounts, missed: _missed, ...mark } = this.#mark() ?? {};
    this.#write(items, { until: '', floor: '', ...mark });
    this.#count(1, items.length);
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

  /** What was asked for this repository, into the run's report. */
  report(): void {
    const { host, repository, run } = this.#input;
    if (this.#odd > 0) {
      run.stage('pulls').skip('not-understood', this.#odd);
      warn(run, sayer(MESSAGES, this.#pipeline.options.locale)('odd', { host: host.name, n: this.#odd, name: repository.name }));
    }
    const [spent, before] = [host.spent, this.#before];
    const since = (key: keyof CodeHost['spent']): number => spent[key] - before[key];
    run.hosts.push({
      host: host.name,
      repo: repository.id,
      requests: since('requests'),
      overflow: since('overflow'),
      repeated: since('repeated'),
      points: since('points'),
      waited: since('waited'),
      pulls: this.#pulls,
    });
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
      this.#odd += page.odd;
    }
  }

  #kept(pulls: readonly RawPull[]): readonly Normalized[] {
    const items = pulls.flatMap((pull) => this.#theirs(pull));
    this.#input.people.meet(items.flatMap((item) => item.people));
    return items;
  }

  #theirs(pull: RawPull): readonly Normalized[] {
    const { host, rules, repository } = this.#input;
    return normalizePull(pull, { repo: repository.id, host: host.name, rules }).filter((item) => this.#isTheirs(item));
  }

  #isTheirs({ people: credited, contribution }: Normalized): boolean {
    const ids = new Set([contribution.author, ...contribution.credit.map(({ identity }) => identity)]);
    return credited.some((identity) => ids.has(identity.id) && this.#input.people.has(identity));
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
    const { store } = this.#pipeline;
    const contributions: Contribution[] = [];
    const identities = new Map<IdentityId, Identity>();
    const noise: Noise[] = [];
    for (const item of items) {
      contributions.push(item.contribution);
      noise.push(...item.noise);
      for (const person of item.people) identities.set(person.id, person);
      for (const { path, reason } of item.noise) if (path === undefined) run.stage('pulls').skip(reason);
    }
    const missed = this.#missed.size > 0 ? [...this.#missed].join(',') : undefined;
    const mark: Mark = Object.fromEntries(
      Object.entries({ ...progress, accounts: people.fingerprint, missed }).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    );
    const person = people.person?.id ?? '*';
    if (items.length === 0 && JSON.stringify(this.#mark()) === JSON.stringify(mark)) return;
    const watermark = { location: locationOf(host), person, mark };
    store.writeBatch({ repo: repoOf(repository), contributions, identities: [...identities.values()], noise, watermark });
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
    this.#pulls += pulls;
    stage.count(pulls, kept);
    stage.tell(this.#pulls, undefined, undefined, repository.name);
  }
}

const locationOf = (host: CodeHost): string => `pull requests at ${host.name}`;

/** What was last updated before the periods began says nothing of them. */
function floorOf(periods: readonly Period[]): string {
  const from = Math.min(...periods.map((period) => period.from));
  return from > 0 && Number.isFinite(from) && from < 8.64e15 ? new Date(from).toISOString().replace(/\.\d+Z$/, 'Z') : '';
}
