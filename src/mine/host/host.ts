import type { RawIssue } from '../../domain/issue.ts';
import type { Account, RawPull } from '../../domain/pull.ts';
import type { Result } from '../../domain/result.ts';
import type { EpochMs, Period } from '../../domain/time.ts';
import type { HostError } from './errors.ts';
import type { HostKind } from './kind.ts';

/** A repository on its host. */
export interface Place {
  /** With slashes where owners lie in one another. */
  readonly owner: string;
  readonly name: string;
}

export interface PullsRequest {
  readonly place: Place;
  /** Goes on behind this cursor of an earlier page; absent: from what was updated last. */
  readonly after?: string | undefined;
  /** Ends at the first pull request that was last updated before this time, as the host spells times; '' reads all. */
  readonly until: string;
  /** Expects few: the first page is a small one. */
  readonly few?: boolean;
  /** Commits to be told the accounts of, the most telling first: a few with each page. */
  readonly shas?: readonly string[];
  /** Of which pull requests long lists of files and commits are read to their end. */
  readonly whole?: (pull: RawPull) => boolean;
  readonly known?: Known;
}

/** Whether it is known as it was updated then, as the host spells times: it is left out of its page, and no long list of it is read. */
export type Known = (number: number, updatedAt: string) => boolean;

export interface PullPage {
  /** Newest update first. */
  readonly pulls: readonly RawPull[];
  /** Behind which the next page begins; absent on the last. */
  readonly next?: string;
  /** How many of the page could not be told, or not in a way that is understood, and are left out. */
  readonly odd: number;
  /** Numbers of those of them that the host could not tell now, and may later. */
  readonly missed: readonly number[];
  /** Accounts of the authors of some of `shas`, by sha. */
  readonly accounts: ReadonlyMap<string, Account>;
  /** How many of `shas` were not asked about up to here. */
  readonly unasked: number;
}

export interface NumberedPage {
  readonly pulls: readonly RawPull[];
  /** What was asked for and answered: one that is not among the pull requests is gone, or closed to the token. */
  readonly asked: readonly number[];
  /** How many could not be told, or not in a way that is understood, and are left out. */
  readonly odd: number;
}

export interface IssuesRequest {
  readonly place: Place;
  /** Only issues this account has to do with: it opened them, said something in them, was assigned or named. Absent: all. */
  readonly by?: string | undefined;
  /** Only what was updated since then, as the host spells times; '' reads all. */
  readonly since: string;
  /** `next` of an earlier page of the same request. */
  readonly after?: string | undefined;
  /** Expects few: the first page is a small one. */
  readonly few?: boolean;
  /** With the first page: how many pull requests the account opened in this time. */
  readonly opened?: Pick<Period, 'from' | 'to'> | undefined;
  readonly known?: Known;
}

/** Pull requests that an account opened: in the place asked about, and in all that the token may see. */
export interface Opened {
  readonly here: number;
  readonly everywhere: number;
}

export interface IssuePage {
  /** Newest update first. */
  readonly issues: readonly RawIssue[];
  /** Numbers of those of them that the host could not tell now, and may later. */
  readonly missed: readonly number[];
  /** Where it was asked for. */
  readonly opened?: Opened;
  /** How many there are in all; of a page that goes on, up to where it begins. */
  readonly total: number;
  /** Where the next page begins; absent on the last. */
  readonly next?: string;
  /** How many could not be told, or not in a way that is understood, and are left out. */
  readonly odd: number;
}

export interface RepositoriesRequest {
  /** An organisation, or somebody who has repositories; absent: anybody's. */
  readonly owner?: string;
  /** Only where one of these accounts opened, reviewed or commented on something; absent: wherever there is anything. */
  readonly by?: readonly string[] | undefined;
  /** Only where such a thing was updated since then, as the host spells times; '' looks at all. */
  readonly since: string;
  /** Repositories that are read whole anyway: what commits came with is not looked for in them. */
  readonly known?: (place: Place) => boolean;
}

/** Pull requests that an account opened in a period, as a person would search for them. */
export interface OpenedSearch {
  readonly login: string;
  readonly period: Pick<Period, 'from' | 'to'>;
  /** As `owner/name`. */
  readonly places: readonly string[];
  /** In these places alone, or in all but them; absent: everywhere. */
  readonly where?: 'in' | 'outside';
  /** Only those that were closed without a merge. */
  readonly unmerged?: boolean;
}

export interface OwnedRepository {
  readonly place: Place;
  readonly archived: boolean;
  readonly fork: boolean;
  /** When each pull request that was found in it was last updated, by number, as the host spells times. */
  readonly pulls: ReadonlyMap<number, string>;
}

export interface OwnedRepositories {
  /** All that the token may see; absent where it was about nobody's in particular. */
  readonly total?: number;
  /** Those with work in them, by name. */
  readonly repositories: readonly OwnedRepository[];
  /** How often the host could not tell where, or with which pull requests, commits were; absent: never. */
  readonly untold?: number;
}

/** Whose the token is, and which e-mail addresses the host has verified as theirs. */
export interface OwnAddresses {
  readonly account: Account;
  /** Lower-cased. */
  readonly emails: readonly string[];
  /** To ask by whether anything has changed; absent: then all is told again. */
  readonly etag?: string;
}

/** What was asked of a host so far. */
export interface Spent {
  /** All requests, those that failed and those for long lists included. */
  readonly requests: number;
  /** Requests that read on in a long list of one pull request or issue. */
  readonly overflow: number;
  /** Requests that failed and were made again. */
  readonly repeated: number;
  /** Of the hourly allowance, as the host counts it. */
  readonly points: number;
  /** Milliseconds waited because the host asked for it. */
  readonly waited: number;
}

/** A service that keeps repositories and what people say of changes to them. GitHub is one; each lives in a folder of its own beside this file. */
export interface CodeHost {
  readonly kind: HostKind;
  /** Lower-cased name: `github.com`. */
  readonly name: string;
  readonly spent: Spent;
  /** Why parts of what was asked for so far were not told, each reason once. */
  readonly closed: readonly HostError[];
  /** The name a repository goes by now, as far as it was asked about and was found under another. */
  renamed(place: Place): Place | undefined;
  /** The host's own number of what answered to that name, which stays whatever it is called; as far as it was asked about. */
  number(place: Place): string | undefined;
  /** Asks what these are called, for `renamed` and `number`; what is gone, or closed to the token, is passed over. Throws HostError. */
  askNames(places: readonly Place[]): Promise<void>;
  /** Pull requests, a page at a time, newest update first. Throws HostError; pages that were yielded stay good. */
  pulls(request: PullsRequest): AsyncIterable<PullPage>;
  /** Those of these numbers that there are, in their order. Throws HostError; pages that were yielded stay good. */
  numbered(place: Place, numbers: readonly number[]): AsyncIterable<NumberedPage>;
  /** One that was missed, whole; null where it is gone, or closed to the token; undefined where it still cannot be told. Throws HostError. */
  pull(place: Place, number: number): Promise<RawPull | null | undefined>;
  /** Issues with what was said in them, as `pulls`. */
  issues(request: IssuesRequest): AsyncIterable<IssuePage>;
  /** The first page of each of several such requests about one repository, all at once; undefined where nothing can be asked. Throws HostError. */
  firstIssues(requests: readonly IssuesRequest[]): Promise<readonly (IssuePage | undefined)[]>;
  /** One that was missed, as `pull`. */
  issue(place: Place, number: number): Promise<RawIssue | null | undefined>;
  /** Where in an owner's repositories work was done; undefined where there is no such owner. Throws HostError. */
  repositories(request: RepositoriesRequest): Promise<OwnedRepositories | undefined>;
  /** An account by its login, without one that of the token; undefined where there is none. Throws HostError. */
  account(login?: string): Promise<Account | undefined>;
  /** Tells whether a token is another than an earlier one, and nothing more of it. */
  readonly tokenMark: string;
  /** The token's owner's addresses; `closed`: the token may not ask. @param etag of an earlier answer. Throws HostError. */
  addresses(etag?: string): Promise<OwnAddresses | 'unchanged' | 'closed'>;
}

/** How to reach a host. The token goes there and nowhere else; it is never logged or stored. */
export interface HostAccess {
  readonly host: string;
  /** `https://api.github.com`, `https://git.example.com/api/v3`. */
  readonly api: string;
  readonly token: string;
}

export interface HostOptions {
  readonly access: HostAccess;
  readonly now: () => EpochMs;
  readonly signal?: AbortSignal | undefined;
  /** Told before a wait the host asked for, in ms. */
  readonly waits?: ((ms: number) => void) | undefined;
  /** Waits `ms`, or rejects when the signal is aborted. */
  readonly sleep?: ((ms: number, signal: AbortSignal | undefined) => Promise<void>) | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What there is of a kind of code host that needs the network or the environment. */
export interface Connector {
  /** The server the environment's token is for, and names without a host are on. */
  readonly ownServer: (env: Environment) => string;
  /** Whether a host is one of them, as far as its lower-cased name and the environment tell. */
  readonly isHost: (host: string, env: Environment) => boolean;
  /** A token for a host, of the environment or the host's own command line, and where its interface is. */
  readonly access: (host: string, env: Environment) => Promise<Result<HostAccess, HostError>>;
  /** Where the interface of a host is, for a token that was made for it elsewhere: the token goes nowhere else, whatever the environment says. */
  readonly accessBy: (host: string, token: string, env: Environment) => Result<HostAccess, HostError>;
  readonly connect: (options: HostOptions) => Promise<CodeHost>;
  /** Owners may lie in one another: `group/subgroup`. */
  readonly groups?: true;
  /** The host's own page of what such a search finds: only hosts that count pull requests are asked for one. */
  readonly openedPage: (host: string, search: OpenedSearch) => string;
}
