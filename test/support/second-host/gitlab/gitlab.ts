import type { Account, RawPull } from '../../../../src/domain/pull.ts';
import type { RawIssue } from '../../../../src/domain/issue.ts';
import type { CodeHost, HostAccess, IssuesRequest, OwnedRepositories, Place, PullsRequest } from '../../../../src/mine/host/host.ts';
import { GITLAB } from './kind.ts';

/** What the test's server tells of itself: all there is, at once. */
export interface Told {
  /** The token's own. */
  readonly account: Account;
  readonly others: readonly Account[];
  readonly emails: readonly string[];
  /** By `owner/name`. */
  readonly repositories: Readonly<Record<string, { readonly pulls: readonly RawPull[]; readonly issues: readonly RawIssue[] }>>;
}

/** A stand-in for GitLab: it asks one question, and shows one page. */
export class GitLab implements CodeHost {
  readonly kind = GITLAB;
  readonly name: string;
  readonly tokenMark: string;
  readonly closed = [];
  readonly spent = { requests: 0, overflow: 0, repeated: 0, points: 0, waited: 0 };
  readonly #access: HostAccess;

  constructor(access: HostAccess) {
    this.#access = access;
    this.name = access.host;
    this.tokenMark = String(access.token.length);
  }

  async #told(): Promise<Told> {
    this.spent.requests++;
    const response = await fetch(this.#access.api, { headers: { authorization: `token ${this.#access.token}` } });
    return (await response.json()) as Told;
  }

  async #at({ owner, name }: Place) {
    return (await this.#told()).repositories[`${owner}/${name}`] ?? { pulls: [], issues: [] };
  }

  renamed(): undefined {}
  number(): undefined {}
  async askNames(): Promise<void> {}

  async *pulls({ place }: PullsRequest) {
    const { pulls } = await this.#at(place);
    yield { pulls, odd: 0, missed: [], accounts: new Map(), unasked: 0 };
  }

  async *numbered(place: Place, numbers: readonly number[]) {
    const { pulls } = await this.#at(place);
    yield { pulls: pulls.filter(({ number }) => numbers.includes(number)), asked: numbers, odd: 0 };
  }

  async pull(place: Place, number: number): Promise<RawPull | null> {
    return (await this.#at(place)).pulls.find((one) => one.number === number) ?? null;
  }

  async *issues({ place, by, opened }: IssuesRequest) {
    const { pulls, issues } = await this.#at(place);
    const here = pulls.filter(({ author }) => author?.login === by).length;
    yield { issues, missed: [], total: issues.length, odd: 0, ...(opened ? { opened: { here, everywhere: here + 1 } } : {}) };
  }

  async firstIssues(requests: readonly IssuesRequest[]) {
    return Promise.all(requests.map(async (request) => (await this.issues(request).next()).value ?? undefined));
  }

  async issue(place: Place, number: number): Promise<RawIssue | null> {
    return (await this.#at(place)).issues.find((one) => one.number === number) ?? null;
  }

  async repositories({ owner }: { readonly owner?: string }): Promise<OwnedRepositories> {
    const all = Object.entries((await this.#told()).repositories).map(([path, { pulls }]) => {
      const at = path.lastIndexOf('/');
      const updated = new Map(pulls.map(({ number, updatedAt }) => [number, updatedAt]));
      return { place: { owner: path.slice(0, at), name: path.slice(at + 1) }, archived: false, fork: false, pulls: updated };
    });
    return { repositories: all.filter(({ place }) => owner === undefined || `${place.owner}/`.startsWith(`${owner}/`)) };
  }

  async account(login?: string): Promise<Account | undefined> {
    const { account, others } = await this.#told();
    return login === undefined ? account : [account, ...others].find((one) => one.login === login);
  }

  async addresses() {
    const { account, emails } = await this.#told();
    return { account, emails };
  }
}
