import { HostError } from '../mine/host/errors.ts';
import type { RawIssue } from '../domain/issue.ts';
import type { Period } from '../domain/time.ts';
import type { CodeHost, IssuePage, IssuesRequest, Opened } from '../mine/host/host.ts';
import type { Normalized } from '../normalize/commit.ts';
import { normalizeIssue } from '../normalize/issue.ts';
import { type Hosted, markOf, writePage } from './hosted.ts';
import type { Pipeline } from './open.ts';
import { countMark, countsOf } from './reconcile.ts';
import { repoOf } from './repositories.ts';

/**
 * How far the issues of one account were read: all that were updated from `floor` up to `until`; where a pass was cut short, it goes on at `after`
 * and then reaches up to `head`. Times as the host spells them; `floor` is '' where all were read.
 */
interface Progress {
  readonly until: string;
  readonly floor: string;
  readonly head?: string | undefined;
  readonly after?: string | undefined;
  /** Numbers of those that the host could not tell yet, separated by commas: asked for again with each run. */
  readonly missed?: string | undefined;
  /** `number@time` of those that are looked at again though they are known: see LATE. */
  readonly recent?: string | undefined;
}

/** One account's issues from where they were read to. */
interface Pass {
  readonly login: string | undefined;
  readonly from: Progress;
  readonly period: Period | undefined;
  /** When each of those that are looked at again was updated, by number. */
  readonly known: Map<number, string>;
  readonly request: IssuesRequest;
}

/** Searches find what was updated a little later than it was, and not always in order: so much is looked at again, ms. */
const LATE = 15 * 60_000;
/** Issues that could not be told, asked for again in one run. */
const ASKED_AGAIN = 5;

/** Reads one repository's issues, as far as the person's accounts have to do with them. */
export class IssueReader {
  readonly #pipeline: Pipeline;
  readonly #input: Hosted;
  /** How many were read, and how many left out because they are not understood. */
  readonly seen = { read: 0, odd: 0 };

  constructor(pipeline: Pipeline, input: Hosted) {
    this.#pipeline = pipeline;
    this.#input = input;
  }

  /**
   * Reads what was updated since `floor`, a time as the host spells it; '' reads all. With it the host says how many pull requests each account
   * opened in `period`.
   */
  async read(floor: string, period: Period | undefined): Promise<void> {
    const { host, people } = this.#input;
    const logins = people.loginsAt(host.name) ?? [undefined];
    const missed = logins.map((login) => numbersOf(this.#progress(login, floor)?.missed).slice(0, ASKED_AGAIN));
    for (const login of logins) await this.#resume(login, floor);
    const passes = logins.map((login) => {
      const { until = '', floor: reached = floor, recent, missed: untold } = this.#progress(login, floor) ?? {};
      return this.#passOf(login, { until, floor: reached, recent, missed: untold }, period);
    });
    // Of each account there is mostly nothing behind the first page, and nothing new on it.
    const firsts = await host.firstIssues(passes.map(({ request }) => request));
    for (const [i, pass] of passes.entries()) await this.#pass(pass, firsts[i]);
    for (const [i, login] of logins.entries()) for (const number of missed[i] ?? []) await this.#askAgain(login, floor, number);
  }

  async #askAgain(login: string | undefined, floor: string, number: number): Promise<void> {
    const { host, place } = this.#input;
    const progress = this.#progress(login, floor);
    const missed = new Set(numbersOf(progress?.missed));
    if (!progress || !missed.has(number)) return;
    const issue = await host.issue(place, number);
    if (issue === undefined) {
      this.seen.odd++;
      return;
    }
    missed.delete(number);
    this.#write(login, issue ? this.#kept([issue]) : [], { ...progress, missed: toldNumbers(missed) });
    this.#tell(issue ? 1 : 0);
  }

  /** Goes on where an earlier run was cut short; where the host does not know that place any more, it is read anew. */
  async #resume(login: string | undefined, floor: string): Promise<void> {
    const seen = this.#progress(login, floor);
    if (seen?.after === undefined) return;
    try {
      await this.#pass(this.#passOf(login, seen));
    } catch (error) {
      if (!(error instanceof HostError) || error.reason !== 'host-cursor') throw error;
    }
  }

  #passOf(login: string | undefined, from: Progress, period?: Period): Pass {
    const { until, floor, after, recent } = from;
    const since = until === '' ? floor : earlier(until);
    const known = knownOf(recent);
    const request: IssuesRequest = {
      place: this.#input.place,
      by: login,
      since: since > floor ? since : floor,
      after,
      few: after === undefined && until !== '',
      opened: period,
      known: (number, updatedAt) => known.get(number) === updatedAt,
    };
    return { login, from, period, known, request };
  }

  /** @param first page of it, where that was asked for already */
  async #pass({ login, from, period, known, request }: Pass, first?: IssuePage): Promise<void> {
    const { until, floor, after } = from;
    let { head } = from;
    const before = known.size;
    const missed = new Set(numbersOf(from.missed));
    for await (const page of this.#pages(request, first)) {
      if (page.opened && login !== undefined && period) this.#count(login, period, page.opened);
      const { issues: fresh } = page;
      head ??= fresh[0]?.updatedAt;
      const newest = head !== undefined && head > until ? head : until;
      // As many as are known, and none of them has changed: there is nothing behind this page.
      const isKnown = after === undefined && fresh.length === 0 && page.total <= before;
      const items = this.#kept(fresh);
      for (const { number, updatedAt } of fresh) {
        known.set(number, updatedAt);
        missed.delete(number);
      }
      for (const number of page.missed) missed.add(number);
      const more = { recent: toldOf(known, newest), missed: toldNumbers(missed) };
      this.#write(
        login,
        items,
        page.next === undefined || isKnown ? { until: newest, floor, ...more } : { until, floor, head, after: page.next, ...more },
      );
      this.seen.odd += page.odd;
      this.#tell(fresh.length);
      if (isKnown) return;
    }
  }

  async *#pages(request: IssuesRequest, first: IssuePage | undefined): AsyncGenerator<IssuePage, void, undefined> {
    if (first) yield first;
    if (first && first.next === undefined) return;
    yield* this.#input.host.issues(first ? { ...request, after: first.next, few: false, opened: undefined } : request);
  }

  #kept(issues: readonly RawIssue[]): readonly Normalized[] {
    const { host, people, repository, rules, run } = this.#input;
    const where = { repo: repository.id, host: host.name, rules };
    const items = people.met(issues.flatMap((issue) => normalizeIssue(issue, where)).filter((item) => people.made(item)));
    run.stage('issues').count(issues.length, items.length);
    return items;
  }

  #tell(read: number): void {
    this.seen.read += read;
    this.#input.run.stage('issues').tell(this.seen.read, undefined, undefined, this.#input.repository.name);
  }

  #write(login: string | undefined, items: readonly Normalized[], progress: Progress): void {
    const { host, people, repository, run } = this.#input;
    const watermark = { location: locationOf(host, login), person: people.person?.id ?? '*', mark: markOf(progress) };
    writePage(this.#pipeline, repository, items, watermark, run.stage('issues'));
  }

  /** Keeps how many pull requests the host finds, for who reads the story. */
  #count(login: string, { from, to }: Period, { here, everywhere }: Opened): void {
    const { host, people, repository } = this.#input;
    const { store } = this.#pipeline;
    const mark = countMark({ kind: host.kind.id, from, to, here, everywhere });
    const watermark = { location: countsOf(host.name, login), person: people.person?.id ?? '*', mark };
    const before = store.watermark(repository.id, watermark.location, watermark.person);
    if (JSON.stringify(before) !== JSON.stringify(mark)) store.writeBatch({ repo: repoOf(repository), watermark });
  }

  /** Where to go on from; undefined to begin anew: nothing was read, or not so far back. */
  #progress(login: string | undefined, floor: string): Progress | undefined {
    const { host, people, repository } = this.#input;
    const mark = this.#pipeline.store.watermark(repository.id, locationOf(host, login), people.person?.id ?? '*');
    if (mark === undefined) return undefined;
    const { until = '', floor: reached = '', head, after, recent, missed } = mark;
    return reached <= floor ? { until, floor: reached, head, after, recent, missed } : undefined;
  }
}

const locationOf = (host: CodeHost, login: string | undefined): string =>
  `issues at ${host.name}${login === undefined ? '' : ` of ${login}`}`;

const numbersOf = (told = ''): readonly number[] => told.split(',').filter(Boolean).map(Number);
const toldNumbers = (numbers: ReadonlySet<number>): string | undefined => (numbers.size > 0 ? [...numbers].join(',') : undefined);

/** `number@time,…` as a map. */
const knownOf = (recent = ''): Map<number, string> =>
  new Map(
    recent.split(',').flatMap((spot) => (spot === '' ? [] : [[Number.parseInt(spot, 10), spot.slice(spot.indexOf('@') + 1)] as const])),
  );

/** Those of them that the next run will look at again. */
const toldOf = (known: ReadonlyMap<number, string>, newest: string): string => {
  const since = newest === '' ? '' : earlier(newest);
  return [...known].flatMap(([number, time]) => (time >= since ? [`${number}@${time}`] : [])).join(',');
};

const earlier = (time: string): string => new Date(Date.parse(time) - LATE).toISOString().replace(/\.\d+Z$/, 'Z');
