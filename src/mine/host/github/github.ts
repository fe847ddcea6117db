import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { RawIssue } from '../../../domain/issue.ts';
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
import { type Committed, committedBy } from './committed.ts';
import { Issues } from './issues.ts';
import { GITHUB } from './kind.ts';
import { Names } from './names.ts';
import { ownedOf } from './owned.ts';
import { Pulls } from './pulls.ts';
import { accountQuery } from './query.ts';
import { type PageSizes, Reader } from './reader.ts';
import type { Ask, Asking } from './repo.ts';
import { isLogin } from './search.ts';
import { actor } from './shapes.ts';

/** GitHub, over its GraphQL interface: github.com and servers of one's own. */
export class GitHub implements CodeHost {
  readonly kind = GITHUB;
  readonly name: string;
  readonly tokenMark: string;
  readonly #reader: Reader;
  readonly #names = new Names();
  readonly #pulls: Pulls;
  readonly #issues: Issues;
  readonly #committed = new Map<string, Committed>();
  readonly #clock: () => number;

  /** @param sizes of the pages of pull requests and issues. */
  constructor(options: HostOptions, sizes?: PageSizes) {
    const { host, token } = options.access;
    this.name = host;
    // 32 bits: too few to tell by whether a guess is the token.
    this.tokenMark = createHash('sha256').update(`${host} ${token}`).digest('hex').slice(0, 8);
    this.#reader = new Reader(options, sizes);
    this.#pulls = new Pulls(this.#reader, this.#names);
    this.#issues = new Issues(this.#reader, this.#names);
    this.#clock = options.now;
  }

  get spent(): Spent {
    return this.#reader.client.spent;
  }

  get closed(): readonly HostError[] {
    return this.#reader.client.closed;
  }

  renamed(place: Place): Place | undefined {
    return this.#names.renamed(place);
  }

  number(place: Place): string | undefined {
    return this.#names.number(place);
  }

  async askNames(places: readonly Place[]): Promise<void> {
    await this.#names.ask(places, this.#reader);
  }

  pulls(request: PullsRequest): AsyncIterable<PullPage> {
    return this.#pulls.list(request);
  }

  numbered(place: Place, numbers: readonly number[]): AsyncIterable<NumberedPage> {
    return this.#pulls.numbered(place, numbers);
  }

  async pull(place: Place, number: number): Promise<RawPull | null | undefined> {
    return this.#pulls.one(place, number);
  }

  issues(request: IssuesRequest): AsyncIterable<IssuePage> {
    return this.#issues.list(request);
  }

  async firstIssues(requests: readonly IssuesRequest[]): Promise<readonly (IssuePage | undefined)[]> {
    return this.#issues.first(requests);
  }

  async issue(place: Place, number: number): Promise<RawIssue | null | undefined> {
    return this.#issues.one(place, number);
  }

  async repositories(request: RepositoriesRequest): Promise<OwnedRepositories | undefined> {
    const { owner } = request;
    if (owner !== undefined && !isLogin(owner)) return undefined;
    this.#reader.client.about({ owner: owner ?? '*', name: '*' });
    const once: Ask = (query, variables, parse) => this.#reader.asked(query, variables, parse);
    const asking: Asking = {
      once,
      alone: (query, variables, parse) => this.#reader.again(() => once(query, variables, parse), false),
      missed: (why) => this.#reader.client.missed(why),
    };
    return ownedOf(request, {
      ...asking,
      again: (query, variables, parse) => this.#reader.again(() => once(query, variables, parse)),
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
      const ask = () =>
        this.#reader.asked(accountQuery(login !== undefined), login === undefined ? {} : { login }, (data) => v.parse(ONE, data));
      return (await this.#reader.again(ask)).account ?? undefined;
    } catch (error) {
      if (error instanceof HostError && error.reason === 'host-not-found') return undefined;
      throw error;
    }
  }

  async addresses(etag?: string): Promise<OwnAddresses | 'unchanged' | 'closed'> {
    return readAddresses(this.name, (path, request) => this.#reader.again(() => this.#reader.client.get(path, request)), etag);
  }
}

const ONE = v.object({ account: actor });
