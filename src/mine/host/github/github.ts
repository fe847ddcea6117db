import { createHash } from 'node:crypto';
import type { RawIssue } from '../../../domain/issue.ts';
import * as v from 'valibot';
import type { Account, RawPull } from '../../../domain/pull.ts';
import { HostError } from '../errors.ts';
import type {
  CodeHost,
  HostOptions,
  IssuePage,
  IssuesRequest,
  NumberedPage,
  OwnAddresses,
  OwnedRepositories,
  Place,
  PullPage,
  PullsRequest,
  RepositoriesRequest,
  Spent,
} from '../host.ts';
import { readAddresses } from './addresses.ts';
import { TooLarge } from './asking.ts';
import { Client } from './client.ts';
import { type Committed, committedBy } from './committed.ts';
import { ownedOf } from './owned.ts';
import { type Ask, type Asking, keyOf } from './repo.ts';
import {
  accountQuery,
  isSha,
  issuesQuery,
  namesQuery,
  numberedQuery,
  type ListName,
  MOST_SHAS,
  ONE_ISSUE_QUERY,
  ONE_QUERY,
  pageQuery,
  restQuery,
  SIZES,
  SKIP_ISSUE_QUERY,
  SKIP_QUERY,
} from './query.ts';
import {
  type AnsweredIssue,
  type FoundIssues,
  parseIssues,
  parseOneIssue,
  parseSeveral,
  parseSkippedIssue,
  rawIssue,
} from './reply-issues.ts';
import {
  type Answered,
  type Called,
  type ListPage,
  parseList,
  parseNames,
  parseNumbered,
  parseOne,
  parsePage,
  parseSkipped,
  rawPull,
} from './reply.ts';
import { actor } from './shapes.ts';
import { behind, isLogin, isPlace, openedTerms, type Spot, spotOf, termsOf } from './search.ts';

/** Items of a page, and of one that is expected to bring little. */
export interface PageSizes {
  readonly pulls: number;
  readonly few: number;
}

/** Repositories that are asked for their names at once. */
const NAMED = 100;
/** So often one pull request alone is asked for before it is passed over. */
const LAST_TRIES = 3;

/** GitHub, over its GraphQL interface: github.com and servers of one's own. */
export class GitHub implements CodeHost {
  readonly name: string;
  readonly tokenMark: string;
  readonly #client: Client;
  readonly #sizes: PageSizes;
  /** What repositories are called now, by `owner/name` as they were asked about. */
  readonly #names = new Map<string, Place>();
  /** Their numbers, in the same way. */
  readonly #numbers = new Map<string, string>();
  readonly #committed = new Map<string, Committed>();
  readonly #clock: () => number;

  /** @param sizes of the pages of pull requests and issues. */
  constructor(options: HostOptions, sizes: PageSizes = SIZES) {
    const { host, token } = options.access;
    this.name = host;
    // 32 bits: too few to tell by whether a guess is the token.
    this.tokenMark = createHash('sha256').update(`${host} ${token}`).digest('hex').slice(0, 8);
    this.#client = new Client(options);
    this.#sizes = sizes;
    this.#clock = options.now;
  }

  get spent(): Spent {
    return this.#client.spent;
  }

  get closed(): readonly HostError[] {
    return this.#client.closed;
  }

  renamed(place: Place): Place | undefined {
    return this.#names.get(keyOf(place));
  }

  number(place: Place): string | undefined {
    return this.#numbers.get(keyOf(place));
  }

  async askNames(places: readonly Place[]): Promise<void> {
    for (let at = 0; at < places.length; at += NAMED) {
      const some = places.slice(at, at + NAMED);
      const variables = Object.fromEntries(
        some.flatMap(({ owner, name }, i) => [
          [`o${i}`, owner],
          [`n${i}`, name],
        ]),
      );
      const told = await this.#again(() => this.#asked(namesQuery(some.length), variables, (data) => parseNames(data, some.length)));
      for (const [i, place] of some.entries()) this.#called(place, told[i]);
    }
  }

  /** A search and a link know only the name of now. */
  #now(place: Place): Place {
    return this.renamed(place) ?? place;
  }

  #called(place: Place, { name: told, number }: Partial<Called> = {}): void {
    const [owner, name] = told?.split('/') ?? [];
    const asked = keyOf(place);
    if (owner && name && told?.toLowerCase() !== asked) this.#names.set(asked, { owner, name });
    if (number !== undefined) this.#numbers.set(asked, number);
  }

  async *pulls({
    place,
    after,
    until,
    few = false,
    shas = [],
    whole = () => true,
    known = () => false,
  }: PullsRequest): AsyncGenerator<PullPage, void, undefined> {
    const { pulls: most, few: least } = this.#sizes;
    let size = few ? least : most;
    let cursor = after;
    let wanted = shas.filter(isSha);
    this.#client.about(place);
    for (;;) {
      const variables = { ...place, after: cursor ?? null };
      const asked = wanted.slice(0, MOST_SHAS);
      const { answered, size: passed } = await this.#sized(
        size,
        async (first) => {
          const page = await this.#asked(pageQuery(asked), { ...variables, first }, parsePage);
          wanted = wanted.slice(asked.length);
          return page;
        },
        () => this.#asked(SKIP_QUERY, variables, (data) => parseSkipped(data, until)),
      );
      this.#called(place, answered.called);
      const fresh = answered.pulls.filter(({ updatedAt }) => updatedAt >= until);
      const pulls: RawPull[] = [];
      for (const node of fresh) if (!known(node.number, node.updatedAt)) pulls.push(await this.#whole(node, place, whole));
      const next = fresh.length < answered.pulls.length ? undefined : answered.next;
      const { odd, missed, accounts } = answered;
      yield { pulls, odd, missed, accounts, unasked: wanted.length, ...(next === undefined ? {} : { next }) };
      if (next === undefined) return;
      cursor = next;
      size = few ? most : Math.min(most, passed * 2);
    }
  }

  async *numbered(place: Place, numbers: readonly number[]): AsyncGenerator<NumberedPage, void, undefined> {
    this.#client.about(place);
    for (let [rest, most] = [numbers, this.#sizes.pulls]; rest.length > 0;) {
      const { answered, size } = await this.#sized(
        Math.min(most, rest.length),
        (first) => this.#asked(numberedQuery(rest.slice(0, first)), { ...place }, parseNumbered),
        // Not even alone: it is passed over, and asked for again with the next run.
        async () => undefined,
      );
      this.#called(place, answered?.called);
      const pulls: RawPull[] = [];
      for (const node of answered?.pulls ?? []) pulls.push(await this.#whole(node, place, () => true));
      yield { pulls, asked: answered ? rest.slice(0, size) : [], odd: answered?.odd ?? 1 };
      [rest, most] = [rest.slice(size), Math.min(this.#sizes.pulls, size * 2)];
    }
  }

  async issue(place: Place, number: number): Promise<RawIssue | null | undefined> {
    return this.#one(place, async () => {
      const node = await this.#asked(ONE_ISSUE_QUERY, { ...place, number }, parseOneIssue);
      return node && this.#wholeIssue(node, place);
    });
  }

  async pull(place: Place, number: number): Promise<RawPull | null | undefined> {
    return this.#one(place, async () => {
      const node = await this.#asked(ONE_QUERY, { ...place, number }, parseOne);
      return node && this.#whole(node, place, () => true);
    });
  }

  async repositories(request: RepositoriesRequest): Promise<OwnedRepositories | undefined> {
    const { owner } = request;
    if (owner !== undefined && !isLogin(owner)) return undefined;
    this.#client.about({ owner: owner ?? '*', name: '*' });
    const once: Ask = (query, variables, parse) => this.#asked(query, variables, parse);
    const asking: Asking = {
      once,
      alone: (query, variables, parse) => this.#again(() => once(query, variables, parse), false),
      missed: (why) => this.#client.missed(why),
    };
    return ownedOf(request, {
      ...asking,
      again: (query, variables, parse) => this.#again(() => once(query, variables, parse)),
      committed: (login) => this.#committedBy(login, request.since, asking),
    });
  }

  /** Each is asked once, however many owners are looked through; again where that was cut short. */
  async #committedBy(login: string, since: string, asking: Asking): Promise<Committed> {
    const key = `${login} ${since}`;
    const told = this.#committed.get(key) ?? (await committedBy(login, since, this.#clock(), asking));
    if (!told.cut) this.#committed.set(key, told);
    return told;
  }

  async account(login?: string): Promise<Account | undefined> {
    if (login !== undefined && !isLogin(login)) return undefined;
    try {
      const ask = () => this.#asked(accountQuery(login !== undefined), login === undefined ? {} : { login }, (data) => v.parse(ONE, data));
      return (await this.#again(ask)).account ?? undefined;
    } catch (error) {
      if (error instanceof HostError && error.reason === 'host-not-found') return undefined;
      throw error;
    }
  }

  async addresses(etag?: string): Promise<OwnAddresses | 'unchanged' | 'closed'> {
    return readAddresses(this.name, (path, request) => this.#again(() => this.#client.get(path, request)), etag);
  }

  /** undefined where it still cannot be told, nor whether it is there. */
  async #one<T>(place: Place, ask: () => Promise<T>): Promise<T | undefined> {
    this.#client.about(place);
    try {
      return await ask();
    } catch (error) {
      if (error instanceof TooLarge || (error instanceof HostError && error.reason === 'host-not-found')) return undefined;
      throw error;
    }
  }

  /** The issue with its long discussion read to its end. */
  async #wholeIssue(node: AnsweredIssue, place: Place): Promise<RawIssue> {
    return rawIssue(node, await this.#rest(node.id, 'issueComments', node.comments), this.#now(place));
  }

  async *issues(request: IssuesRequest): AsyncGenerator<IssuePage, void, undefined> {
    if (!this.#canSearch(request)) return;
    const { pulls: most, few: least } = this.#sizes;
    const { place, few = false } = request;
    let { opened } = request;
    let size = few ? least : most;
    this.#client.about(this.#now(place));
    for (let spot: Spot | undefined = spotOf(request.after); spot;) {
      const search = this.#search({ ...request, opened }, spot);
      const { answered, size: passed } = await this.#sized(
        size,
        (first) => this.#asked(issuesQuery(1, 'here0' in search), { ...search, first }, (data) => parseIssues(data)),
        () => this.#asked(SKIP_ISSUE_QUERY, { terms: search['terms0'], after: search['after0'] }, parseSkippedIssue),
      );
      const [page, next] = await this.#issuePage(request, spot, answered);
      yield page;
      spot = next;
      opened = undefined;
      size = few ? most : Math.min(most, passed * 2);
    }
  }

  async firstIssues(requests: readonly IssuesRequest[]): Promise<readonly (IssuePage | undefined)[]> {
    const all = requests.filter((request) => this.#canSearch(request));
    const pages = new Map<IssuesRequest, IssuePage>();
    const [{ place, opened } = {}] = all;
    if (all.length > 1 && place) {
      this.#client.about(this.#now(place));
      const { answered } = await this.#sized(
        all.every(({ few }) => few) ? this.#sizes.few : this.#sizes.pulls,
        (first) =>
          this.#asked(
            issuesQuery(all.length, opened !== undefined),
            Object.assign({ first }, ...all.map((request, i) => this.#search(request, {}, i))),
            (data) => parseSeveral(data, all.length),
          ),
        async () => [],
      );
      for (const [i, request] of all.entries()) {
        const told = answered[i];
        if (told) pages.set(request, (await this.#issuePage(request, {}, told))[0]);
      }
    }
    // What could not be told with the others may be told alone; else that says why not.
    for (const request of all) {
      if (pages.has(request)) continue;
      for await (const page of this.issues(request)) {
        pages.set(request, page);
        break;
      }
    }
    return requests.map((request) => pages.get(request));
  }

  #canSearch({ place, by }: IssuesRequest): boolean {
    return isPlace(this.#now(place)) && (by === undefined || isLogin(by));
  }

  /** What `issuesQuery` is given for the search of that place. */
  #search({ place: asked, by, since, opened }: IssuesRequest, spot: Spot, i = 0): Readonly<Record<string, string | null>> {
    const place = this.#now(asked);
    const counts = by !== undefined && opened ? { here: openedTerms(by, opened, place), everywhere: openedTerms(by, opened) } : {};
    const given = { terms: termsOf({ place, by, since }, spot), after: spot.cursor ?? null, ...counts };
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [`${name}${i}`, value]));
  }

  async #issuePage(
    { place, known = () => false }: IssuesRequest,
    spot: Spot,
    { issues: found, odd, missed, total, opened, ...rest }: FoundIssues,
  ): Promise<readonly [page: IssuePage, next: Spot | undefined]> {
    const issues: RawIssue[] = [];
    for (const node of found) if (!known(node.number, node.updatedAt)) issues.push(await this.#wholeIssue(node, place));
    const { next, lost } = behind(spot, { total, ...rest });
    const told = { ...(opened && { opened }), ...(next === undefined ? {} : { next: next.told }) };
    return [{ issues, odd: odd + lost, missed, total, ...told }, next];
  }

  /** What is answered for so many at once: for half of them as often as the host cannot, and at last for getting past the one it cannot tell. */
  async #sized<T>(
    first: number,
    ask: (size: number) => Promise<T>,
    skip: () => Promise<T>,
  ): Promise<{ readonly answered: T; readonly size: number }> {
    for (let [size, alone] = [first, 0]; ; size = Math.max(1, size >> 1)) {
      try {
        return { answered: await ask(size), size };
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        this.#client.repeated();
        if (size === 1 && ++alone >= LAST_TRIES) break;
      }
    }
    try {
      return { answered: await skip(), size: 1 };
    } catch (error) {
      throw error instanceof TooLarge ? this.#unreachable(error) : error;
    }
  }

  /** The pull request with its long lists read to their end. */
  async #whole(node: Answered, place: Place, wanted: (pull: RawPull) => boolean): Promise<RawPull> {
    const reviews = await this.#rest(node.id, 'reviews', node.reviews ?? NOTHING);
    const reviewThreads = await this.#rest(node.id, 'reviewThreads', node.reviewThreads ?? NOTHING);
    for (const thread of reviewThreads)
      thread.comments = { ...thread.comments, nodes: await this.#rest(thread.id, 'comments', thread.comments) };
    const pullComments = await this.#rest(node.id, 'pullComments', node.comments ?? NOTHING);
    const timelineItems = await this.#rest(node.id, 'timelineItems', node.timelineItems);
    const [files, commits] = [node.files ?? NOTHING, node.commits];
    const cut = [...(files.pageInfo.hasNextPage ? ['files'] : []), ...(commits.pageInfo.hasNextPage ? ['commits'] : [])];
    const read = { files: files.nodes, commits: commits.nodes, reviews, reviewThreads, pullComments, timelineItems };
    const pull = rawPull(node, read, { cut, place: this.#now(place) });
    if (cut.length === 0 || !wanted(pull)) return pull;
    return {
      ...pull,
      files: await this.#rest(node.id, 'files', files),
      commits: await this.#rest(node.id, 'commits', commits),
      cut: [],
    };
  }

  async #rest<K extends ListName>(id: string, name: K, first: ListPage<K>): Promise<ListPage<K>['nodes']> {
    const nodes = [...first.nodes] as ListPage<K>['nodes'];
    for (let { pageInfo } = first; pageInfo.hasNextPage && pageInfo.endCursor != null;) {
      const variables = { id, after: pageInfo.endCursor };
      const more = await this.#again(() => this.#asked(restQuery(name), variables, (data) => parseList(name, data), true));
      if (more === undefined) break;
      (nodes as unknown[]).push(...more.nodes);
      ({ pageInfo } = more);
    }
    return nodes;
  }

  /** @param answered also where the host answered that it cannot; else that is thrown. */
  async #again<T>(ask: () => Promise<T>, answered = true): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof TooLarge) || (error.answered && !answered)) throw error;
        if (tries >= LAST_TRIES) throw this.#unreachable(error);
        this.#client.repeated();
      }
    }
  }

  /** @throws TooLarge; HostError, also for an answer of another shape. */
  async #asked<T>(query: string, variables: Readonly<Record<string, unknown>>, parse: (data: unknown) => T, overflow = false): Promise<T> {
    const data = await this.#client.ask(query, variables, overflow);
    try {
      return parse(data);
    } catch (error) {
      const detail = error instanceof Error ? error.message : '';
      throw new HostError('host-strange', { host: this.name, detail });
    }
  }

  readonly #unreachable = ({ message }: Error): Error => new HostError('host-unreachable', { host: this.name, detail: message });
}

const ONE = v.object({ account: actor });

const NOTHING = { pageInfo: { hasNextPage: false }, nodes: [] };
