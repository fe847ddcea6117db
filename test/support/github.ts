// A GitHub that holds pull requests and answers GraphQL queries by executing them over GitHub's own public schema, so that no test rests on
// fields or arguments that are not there. Faults are put in its way one by one. It listens on this machine alone.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestContext } from 'node:test';
import { buildClientSchema, graphql, type GraphQLError, type GraphQLSchema, type IntrospectionQuery } from 'graphql';
import { costOf } from './github-cost.ts';
import { assertDescribed, schemaFile } from './github-described.ts';
import type { Limits } from './github-limits.ts';
import { type AddressSpec, ownAnswer, pathOf } from './github-own.ts';

const schemas = new Map<string, GraphQLSchema>();
/** GitHub's own schema, without fields that a server is too old to have, and without programs among those who are asked for a review. */
function publicSchema(lacks: readonly string[]): GraphQLSchema {
  const known = schemas.get(lacks.join());
  if (known) return known;
  const told = JSON.parse(schemaFile()) as { readonly __schema: { types: OlderType[] } };
  for (const type of lacks.length > 0 ? told.__schema.types : []) {
    if (type.fields) type.fields = type.fields.filter(({ name }) => !lacks.includes(name));
    if (type.name === 'RequestedReviewer') type.possibleTypes = type.possibleTypes?.filter(({ name }) => name !== 'Bot');
  }
  const schema = buildClientSchema(told as unknown as IntrospectionQuery);
  schemas.set(lacks.join(), schema);
  return schema;
}
interface OlderType {
  readonly name: string;
  fields?: readonly { readonly name: string }[];
  possibleTypes?: readonly { readonly name: string }[] | undefined;
}

/** What is no query is refused in GitHub's own words, which are not those of graphql-js. */
const inItsWords = (message: string): string =>
  message
    .replace(/^Cannot query field "(\w+)" on type "(\w+)".*$/, "Field '$1' doesn't exist on type '$2'")
    .replace(
      /^Fragment cannot be spread here as objects of type "(\w+)" can never be of type "(\w+)".*$/,
      "Fragment on $2 can't be spread inside $1",
    );

type Fields = Readonly<Record<string, unknown>>;
interface PageArgs {
  readonly first?: number;
  readonly last?: number;
  readonly after?: string | null;
  readonly itemTypes?: readonly string[];
  readonly orderBy?: { readonly field: string; readonly direction: string };
}

/** A list as GitHub pages it: a cursor names the place of the last item. */
const connection =
  (nodes: readonly unknown[]) =>
  (args: PageArgs): Fields =>
    paged(nodes, args, (after) => Number(after) + 1, String);

/** Events of a timeline: those of the types that are asked for, and no others. */
const timeline =
  <E extends { readonly __typename: string }>(events: readonly E[]) =>
  (args: PageArgs): Fields => {
    const isAsked = ({ __typename: type }: E): boolean =>
      args.itemTypes?.includes(type.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase()) ?? true;
    return connection(events.filter(isAsked))(args);
  };

/** The same in order of the last update, with cursors that name the last item's time: what was updated meanwhile moves no other. */
const byUpdate =
  (pulls: readonly PullSpec[], told: (pull: PullSpec) => Fields) =>
  (args: PageArgs): Fields => {
    const { field, direction } = args.orderBy ?? {};
    if (field !== 'UPDATED_AT' || direction !== 'DESC') throw new Error('the tests know no other order of pull requests');
    const cursorOf = (i: number): string => `${updatedAt(pulls[i])}:${pulls[i]?.number}`;
    const behind = (after: string): number => {
      const [time, number] = after.split(':').map(Number);
      const found = pulls.findIndex((pull) => pull.number === number && updatedAt(pull) === time);
      if (found >= 0) return found + 1;
      // Of those of one second the number decides, as it does in their order: the next may be of the same.
      const next = pulls.findIndex((pull) => updatedAt(pull) < (time ?? 0) || (updatedAt(pull) === time && pull.number < (number ?? 0)));
      return next < 0 ? pulls.length : next;
    };
    const { nodes, ...page } = paged(pulls, args, behind, cursorOf);
    return { ...page, nodes: nodes.map(told) };
  };

function paged<T>(
  all: readonly T[],
  { first, last: latest, after }: PageArgs,
  behind: (after: string) => number,
  cursorOf: (i: number) => string,
) {
  if (first === undefined && latest === undefined)
    throw new Error('You must provide a `first` or `last` value to properly paginate the connection.');
  if ((first ?? 0) > 100) throw new Error(`Requesting ${first} records exceeds the \`first\` limit of 100 records.`);
  const from = latest !== undefined ? Math.max(0, all.length - latest) : after ? behind(Buffer.from(after, 'base64').toString()) : 0;
  const nodes = all.slice(from, from + (first ?? latest ?? 0));
  const last = from + nodes.length - 1;
  const endCursor = nodes.length > 0 ? Buffer.from(cursorOf(last)).toString('base64') : null;
  return { totalCount: all.length, pageInfo: { hasNextPage: last + 1 < all.length, endCursor }, nodes };
}

const updatedAt = (pull: PullSpec | undefined): number => pull?.updatedAt ?? pull?.mergedAt ?? pull?.createdAt ?? START;

const newestFirst = (a: PullSpec, b: PullSpec): number => updatedAt(b) - updatedAt(a) || b.number - a.number;

const iso = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z');
export const DAY = 86_400_000;
export const START = Date.UTC(2026, 0, 5, 9);

export const user = (login: string, name = login, databaseId = login.length * 1000 + login.charCodeAt(0)): Fields => ({
  __typename: 'User',
  login,
  name,
  databaseId,
});
export const bot = (login: string): Fields => ({ __typename: 'Bot', login, databaseId: 49_699_333 });

export interface CommitSpec {
  readonly sha: string;
  readonly message?: string;
  readonly name?: string;
  readonly email?: string;
  readonly at?: number;
  /** `+02:00` */
  readonly zone?: string;
  readonly user?: Fields;
}

export interface CommentSpec {
  readonly id: number;
  readonly author: Fields | null;
  readonly path?: string;
  readonly body?: string;
  readonly at?: number;
  readonly outdated?: boolean;
  readonly reply?: boolean;
  /** Of a comment that begins a thread. */
  readonly resolved?: boolean;
  readonly hunk?: string;
}

export interface ReviewSpec {
  readonly id: number;
  readonly author: Fields | null;
  readonly state?: string;
  readonly body?: string;
  readonly at?: number;
  readonly comments?: readonly CommentSpec[];
}

export interface PullSpec {
  readonly number: number;
  readonly title?: string;
  readonly body?: string;
  readonly author?: Fields | null;
  readonly state?: 'OPEN' | 'CLOSED' | 'MERGED';
  readonly draft?: boolean;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly mergedAt?: number;
  readonly labels?: readonly string[];
  readonly files?: readonly (readonly [path: string, added: number, deleted: number, type?: string])[];
  readonly commits?: readonly CommitSpec[];
  readonly merge?: { readonly sha: string; readonly subject: string; readonly at: number; readonly parents: number };
  readonly reviews?: readonly ReviewSpec[];
  /** In its conversation. */
  readonly comments?: IssueSpec['comments'];
  readonly events?: readonly { readonly type: string; readonly at: number; readonly login?: string }[];
  /** State of the checks of its last commit. */
  readonly checks?: 'SUCCESS' | 'FAILURE' | 'ERROR' | 'PENDING' | 'EXPECTED';
  /** Issues it closes: of the same repository, or `other/place#7`. */
  readonly closes?: readonly (number | string)[];
}

export interface IssueSpec {
  readonly number: number;
  readonly title?: string;
  readonly body?: string;
  readonly author?: Fields | null;
  readonly createdAt?: number;
  readonly updatedAt?: number;
  readonly labels?: readonly string[];
  /** By whom it was closed before it was reopened. */
  readonly closedBefore?: Fields;
  /** By whom, when, and by the merge of which pull request. */
  readonly closed?: { readonly by: Fields | null; readonly at: number; readonly pull?: number; readonly reason?: string };
  readonly comments?: readonly Pick<CommentSpec, 'id' | 'author' | 'body' | 'at'>[];
}

const ADA = user('ada', 'Ada Example');

function commitOf(spec: CommitSpec): Fields {
  const { sha, message = 'Change something', name = 'Ada Example', email = 'ada@example.com', at = START, zone = 'Z' } = spec;
  const minutes = zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  const date = iso(at + minutes * 60_000).replace('Z', zone);
  return { __typename: 'Commit', oid: sha, message, author: { name, email, date, user: spec.user ?? null } };
}

const reviewOf = ({ id, author, state = 'COMMENTED', body = '', at = START + DAY }: ReviewSpec, pull: number): Fields => ({
  __typename: 'PullRequestReview',
  id: `PRR_${pull}_${id}`,
  fullDatabaseId: String(id),
  databaseId: id,
  state,
  body,
  author,
  submittedAt: state === 'PENDING' ? null : iso(at),
});

/** Each comment that is no answer begins a thread; answers go to the one that began last. */
function threadsOf({ number, reviews = [] }: PullSpec): readonly Fields[] {
  const threads: { readonly first: CommentSpec; readonly comments: Fields[] }[] = [];
  for (const { id, comments = [], at = START + DAY } of reviews) {
    for (const c of comments) {
      if (!c.reply || threads.length === 0) threads.push({ first: c, comments: [] });
      threads.at(-1)?.comments.push({
        fullDatabaseId: String(c.id),
        databaseId: c.id,
        path: c.path ?? 'src/a.ts',
        line: c.outdated ? null : 3,
        originalLine: 3,
        diffHunk: c.hunk ?? '@@ -1,2 +1,3 @@\n one\n+two',
        body: c.body ?? 'Why not?',
        createdAt: iso(c.at ?? at),
        outdated: c.outdated ?? false,
        replyTo: c.reply ? { id: 'PRRC_1' } : null,
        author: c.author,
        pullRequestReview: { fullDatabaseId: String(id), databaseId: id },
      });
    }
  }
  return threads.map(({ first, comments }) => ({
    __typename: 'PullRequestReviewThread',
    id: `PRRT_${number}_${first.id}`,
    isResolved: first.resolved ?? false,
    comments: connection(comments),
  }));
}

function pullOf(spec: PullSpec): Fields {
  const { number, createdAt = START, merge, files = [['src/a.ts', 3, 1]], commits = [], reviews = [], events = [] } = spec;
  const state = spec.state ?? (spec.mergedAt === undefined ? 'OPEN' : 'MERGED');
  return {
    __typename: 'PullRequest',
    id: `PR_${number}`,
    number,
    title: spec.title ?? `Change ${number}`,
    body: spec.body ?? '',
    state,
    isDraft: spec.draft ?? false,
    createdAt: iso(createdAt),
    updatedAt: iso(spec.updatedAt ?? spec.mergedAt ?? createdAt),
    mergedAt: spec.mergedAt === undefined ? null : iso(spec.mergedAt),
    closedAt: state === 'OPEN' ? null : iso(spec.mergedAt ?? createdAt),
    additions: files.reduce((sum, [, added]) => sum + added, 0),
    deletions: files.reduce((sum, [, , deleted]) => sum + deleted, 0),
    changedFiles: files.length,
    baseRefName: 'main',
    headRefName: `topic-${number}`,
    author: spec.author === undefined ? ADA : spec.author,
    mergeCommit: merge
      ? { oid: merge.sha, messageHeadline: merge.subject, authoredDate: iso(merge.at), parents: { totalCount: merge.parents } }
      : null,
    labels: connection((spec.labels ?? []).map((name) => ({ name }))),
    files: connection(files.map(([path, additions, deletions, changeType = 'MODIFIED']) => ({ path, additions, deletions, changeType }))),
    commits: connection(commits.map((commit) => ({ commit: commitOf(commit) }))),
    statusCheckRollup: spec.checks === undefined ? null : { state: spec.checks },
    reviews: connection(reviews.map((review) => reviewOf(review, number))),
    reviewThreads: connection(threadsOf(spec)),
    comments: saidIn(spec.comments ?? [], createdAt),
    timelineItems: timeline(
      events.map(({ type, at, login }) => ({
        __typename: type,
        createdAt: iso(at),
        ...(login === undefined ? {} : { requestedReviewer: user(login) }),
      })),
    ),
    closingIssuesReferences: connection(
      (spec.closes ?? []).map((issue) => {
        const [nameWithOwner, of] = typeof issue === 'number' ? ['example/project', issue] : issue.split('#');
        return { number: Number(of), repository: { nameWithOwner } };
      }),
    ),
  };
}

const saidIn = (comments: NonNullable<IssueSpec['comments']>, createdAt: number) =>
  connection(
    comments.map(({ id, author, body = 'I see it too.', at = createdAt + DAY }) => ({
      fullDatabaseId: String(id),
      databaseId: id,
      body,
      createdAt: iso(at),
      author,
    })),
  );

const updateOf = ({ updatedAt, closed, createdAt = START }: IssueSpec): number => updatedAt ?? closed?.at ?? createdAt;

function issueOf(spec: IssueSpec): Fields {
  const { number, createdAt = START, closed, closedBefore, comments = [] } = spec;
  const closings = closedBefore ? [{ __typename: 'ClosedEvent', actor: closedBefore, closer: null }] : [];
  const closer =
    closed?.pull === undefined
      ? null
      : { __typename: 'PullRequest', number: closed.pull, repository: { nameWithOwner: 'example/project' } };
  return {
    __typename: 'Issue',
    id: `I_${number}`,
    number,
    title: spec.title ?? `Issue ${number}`,
    body: spec.body ?? '',
    state: closed ? 'CLOSED' : 'OPEN',
    stateReason: closed ? (closed.reason ?? 'COMPLETED') : null,
    createdAt: iso(createdAt),
    updatedAt: iso(updateOf(spec)),
    closedAt: closed ? iso(closed.at) : null,
    author: spec.author === undefined ? ADA : spec.author,
    labels: connection((spec.labels ?? []).map((name) => ({ name }))),
    comments: saidIn(comments, createdAt),
    timelineItems: timeline([...closings, ...(closed ? [{ __typename: 'ClosedEvent', actor: closed.by, closer }] : [])]),
  };
}

const typeOf = ({ originalError: error }: GraphQLError): object => (error && 'type' in error ? { type: error.type } : {});

/** GitHub hands out no more of what a search finds. */
const HANDED_OUT = 1000;

/** `>=TIME`, `<=TIME`, `TIME..TIME` in ms, both ends included. */
function spanOf(value: string): readonly [from: number, to: number] {
  const [, op, time = '', end] = /^(>=|<=)?([\dTZ:-]+)(?:\.\.([\dTZ:-]+))?$/.exec(value) ?? [];
  const [first, last] = [Date.parse(time), Date.parse(end ?? time)];
  if (Number.isNaN(first) || Number.isNaN(last) || (op === undefined) === (end === undefined)) throw new Error(`no times: ${value}`);
  return op === '>=' ? [first, Infinity] : op === '<=' ? [-Infinity, last] : [first, last];
}

/** A repository beside the one the tests are mostly about. */
export interface RepositorySpec {
  readonly pulls?: readonly PullSpec[];
  readonly issues?: readonly IssueSpec[];
  readonly archived?: boolean;
  readonly fork?: boolean;
}

/** What a search looks at, of an issue or a pull request. */
interface Findable {
  readonly place: string;
  readonly is: 'issue' | 'pr';
  readonly author: Fields | null;
  readonly said: readonly { readonly by: Fields | null; readonly text: string }[];
  readonly reviewed: readonly (Fields | null)[];
  readonly told: () => Fields;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const issueFound = (place: string, issue: IssueSpec, repository: Fields): Findable => {
  const { author = ADA, body = '', comments = [] } = issue;
  return {
    place,
    is: 'issue',
    author,
    said: [{ by: author, text: body }, ...comments.map((one) => ({ by: one.author, text: one.body ?? '' }))],
    reviewed: [],
    told: () => ({ ...issueOf(issue), repository }),
    createdAt: issue.createdAt ?? START,
    updatedAt: updateOf(issue),
  };
};
const pullFound = (place: string, pull: PullSpec, repository: Fields): Findable => ({
  place,
  is: 'pr',
  author: pull.author === undefined ? ADA : pull.author,
  said: [
    { by: pull.author === undefined ? ADA : pull.author, text: pull.body ?? '' },
    ...[...(pull.comments ?? []), ...(pull.reviews ?? []).flatMap(({ comments = [] }) => comments)].map((one) => ({
      by: one.author,
      text: one.body ?? '',
    })),
  ],
  reviewed: (pull.reviews ?? []).map(({ author }) => author),
  told: () => ({ ...pullOf(pull), repository }),
  createdAt: pull.createdAt ?? START,
  updatedAt: updatedAt(pull),
});

/** What of a pull request came into the default branch as it was committed. */
const landedOf = ({ mergedAt, commits = [] }: PullSpec): readonly CommitSpec[] => (mergedAt === undefined ? [] : commits);

const isBy = (who: Fields | null, login: string): boolean => String(who?.['login']).toLowerCase() === login.toLowerCase();
const isOwnedBy = (place: string, owner: string): boolean => place.split('/')[0]?.toLowerCase() === owner.toLowerCase();
const within = (at: number, value: string): boolean => {
  const [from, to] = spanOf(value);
  return from <= at && at <= to;
};
/** The qualifiers that are asked by, and no others: a search that GitHub would not understand is a mistake. */
const QUALIFIERS: Readonly<Record<string, (item: Findable, value: string) => boolean>> = {
  is: ({ is }, value) => is === value,
  sort: (_, value) => value === 'updated-desc',
  repo: ({ place }, value) => place.toLowerCase() === value.toLowerCase(),
  org: ({ place }, owner) => isOwnedBy(place, owner),
  user: ({ place }, owner) => isOwnedBy(place, owner),
  author: ({ author }, login) => isBy(author, login),
  'reviewed-by': ({ reviewed }, login) => reviewed.some((by) => isBy(by, login)),
  commenter: ({ said }, login) => said.slice(1).some(({ by }) => isBy(by, login)),
  involves: ({ said }, login) => said.some(({ by, text }) => isBy(by, login) || text.includes(`@${login}`)),
  updated: (item, value) => within(item.updatedAt, value),
  created: (item, value) => within(item.createdAt, value),
};

/** What a search finds. */
function finds(terms: string): (item: Findable) => boolean {
  const tests = terms.split(' ').map((term) => {
    const [name = '', ...rest] = term.split(':');
    const test = QUALIFIERS[name];
    if (!test || rest.length === 0) throw new Error(`a search knows no ${term}`);
    return (item: Findable): boolean => test(item, rest.join(':'));
  });
  return (item) => tests.every((test) => test(item));
}

/**
 * What stands in a request's way: an answer of its own, a cut connection, silence, an answer in two halves that take their time, or one
 * with an error in which the last of the list is missing.
 */
export type Fault =
  | 'cut'
  | 'silence'
  | 'slow'
  | 'partial'
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown };

/** As GitHub answers where one of the list took too long: the rest is there, and an error that says so. */
function spoil(body: unknown): void {
  const answer = body as { data?: { repository?: { pullRequests?: { nodes: unknown[] } } }; errors?: unknown[] };
  answer.data?.repository?.pullRequests?.nodes.splice(-1, 1, null);
  answer.errors = [{ path: ['repository', 'pullRequests', 'nodes', 0], message: 'Something went wrong while executing your query.' }];
}

export interface Asked {
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly authorization: string | undefined;
  readonly agent: string | undefined;
  readonly path: string | undefined;
}

export class FakeGitHub {
  readonly asked: Asked[] = [];
  /** The same of REST: `query` is `GET PATH`. */
  readonly own: Asked[] = [];
  /** Met by the next requests, in order. */
  readonly faults: Fault[] = [];
  /** Asked of every request. */
  rule: (asked: Asked) => Fault | undefined = () => undefined;
  /** Absent: it lets everything through. */
  limits: Limits | undefined;
  pulls: readonly PullSpec[] = [];
  issues: readonly IssueSpec[] = [];
  /** Pull requests of another repository, `example/elsewhere`, in which nothing else is. */
  elsewhere: readonly PullSpec[] = [];
  /** Other repositories, by `owner/name`. */
  more: Readonly<Record<string, RepositorySpec>> = {};
  /** Whose the token is, and everybody else with an account. */
  viewer: Fields = ADA;
  /** Their e-mail addresses; undefined: the token may not ask for them. One nobody wrote under, as long as a test does not say. */
  addresses: readonly AddressSpec[] | undefined = [{ email: 'ada@mail.example.net' }];
  users: readonly Fields[] = [];
  /** Commits of the repository, beside those of its pull requests. */
  commits: readonly CommitSpec[] = [];
  place = { owner: 'example', name: 'project' };
  /** Its number, whatever it is called. */
  number = 1000;
  /** What the repository was called before: it answers to that too, but searches do not know it. */
  before: string | undefined;
  /** Former names of other repositories, with those of now. */
  former: Readonly<Record<string, string>> = {};
  /** Fields that this server is too old to have. */
  lacks: readonly string[] = [];
  #server: Server | undefined;
  #sorted: { readonly of: readonly PullSpec[]; readonly pulls: readonly PullSpec[] } | undefined;

  /** Where its interface begins, as GITHUB_API_URL has it. */
  get api(): string {
    if (!this.#server) throw new Error('it is not started');
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(t: Pick<TestContext, 'after'>): Promise<this> {
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => {
        // Whatever the server itself stumbles on is a mistake of the test.
        process.stderr.write(`${String(error)}\n`);
        response.destroy();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
    t.after(() => {
      server.closeAllConnections();
      server.close();
    });
    return this;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'GET') return this.#answerOwn(request, response);
    const { query, variables } = JSON.parse(Buffer.concat(chunks).toString()) as Pick<Asked, 'query' | 'variables'>;
    const asked = {
      query,
      variables,
      authorization: request.headers.authorization,
      agent: request.headers['user-agent'],
      path: request.url,
    };
    this.asked.push(asked);
    const fault = this.faults.shift() ?? this.rule(asked);
    if (fault === 'silence') return;
    if (fault === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":{"repos');
      setImmediate(() => response.destroy());
      return;
    }
    const own = typeof fault === 'object' ? fault : this.limits?.refuses(costOf(query, variables).points);
    const body = own ? (own.body ?? { message: `status ${own.status}` }) : await this.#execute(query, variables);
    if (fault === 'partial') spoil(body);
    const headers = { 'content-type': 'application/json', 'x-ratelimit-remaining': '4999', ...this.limits?.headers, ...own?.headers };
    response.writeHead(own?.status ?? 200, headers);
    const text = JSON.stringify(body);
    if (fault === 'slow') {
      response.write(text.slice(0, text.length >> 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    response.end(fault === 'slow' ? text.slice(text.length >> 1) : text);
  }

  /** Over REST nothing but the token's owner is told of. */
  #answerOwn(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '', this.api);
    const path = pathOf(url);
    const { authorization, 'user-agent': agent, 'if-none-match': etag } = request.headers;
    const asked = {
      query: `GET ${path}`,
      variables: { etag, page: url.searchParams.get('page') },
      authorization,
      agent,
      path: request.url,
    };
    this.own.push(asked);
    const fault = this.faults.shift() ?? this.rule(asked);
    if (fault === 'silence') return;
    const own = typeof fault === 'object' ? { headers: {}, body: { message: `status ${fault.status}` }, ...fault } : undefined;
    if (own) assertDescribed(path, own.status, own.body);
    const answer = own ?? ownAnswer(url, { authorization, 'if-none-match': etag }, this);
    const text = answer.body === undefined ? '' : JSON.stringify(answer.body);
    response.writeHead(answer.status, { 'content-type': 'application/json', 'x-ratelimit-remaining': '4999', ...answer.headers });
    if (fault !== 'cut') return void response.end(text);
    response.write(text.slice(0, text.length >> 1));
    setImmediate(() => response.destroy());
  }

  /** Errors say of what type they are beside their message, as GitHub's do. */
  async #execute(source: string, variableValues: Asked['variables']): Promise<unknown> {
    const rootValue = this.#root(costOf(source, variableValues).points);
    const { errors, ...rest } = await graphql({ schema: publicSchema(this.lacks), source, variableValues, rootValue });
    if (!errors) return rest;
    return { ...rest, errors: errors.map((error) => ({ ...error.toJSON(), ...typeOf(error), message: inItsWords(error.message) })) };
  }

  #repositories(): readonly { readonly place: string; readonly spec: RepositorySpec; readonly fields: Fields }[] {
    const all: Readonly<Record<string, RepositorySpec>> = {
      [`${this.place.owner}/${this.place.name}`]: { pulls: this.pulls, issues: this.issues },
      'example/elsewhere': { pulls: this.elsewhere },
      ...this.more,
    };
    return Object.entries(all).map(([place, spec]) => ({
      place,
      spec,
      fields: {
        nameWithOwner: place,
        isArchived: spec.archived ?? false,
        isFork: spec.fork ?? false,
        pullRequests: { totalCount: spec.pulls?.length ?? 0 },
        issues: { totalCount: spec.issues?.length ?? 0 },
      },
    }));
  }

  /** Where an account has commits on the default branch, a year of them at most. */
  #contributions(login: string) {
    return ({ from, to }: { readonly from: string; readonly to: string }): Fields => {
      if (Date.parse(to) - Date.parse(from) > 366 * DAY)
        throw new Error("The total time spanned by 'from' and 'to' must not exceed 1 year");
      const all = this.#repositories().map(({ spec: { pulls = [] }, fields }) => ({
        fields,
        own: pulls.flatMap(landedOf).filter(({ user: by }) => by && isBy(by, login)),
      }));
      const isWithin = ({ at = START }: CommitSpec): boolean => at >= Date.parse(from) && at <= Date.parse(to);
      const years = all.flatMap(({ own }) => own.map(({ at = START }) => new Date(at).getUTCFullYear()));
      return {
        contributionYears: [...new Set(years)].toSorted((a, b) => b - a),
        commitContributionsByRepository: ({ maxRepositories }: { readonly maxRepositories: number }) =>
          all.flatMap(({ fields, own }) => (own.some(isWithin) ? [{ repository: fields }] : [])).slice(0, maxRepositories),
      };
    };
  }

  /** A repository's default branch, as far as pull requests that were merged tell, and which of them each commit came with. */
  #history(place: string, pulls: readonly PullSpec[]) {
    return ({ author, since, ...page }: PageArgs & { readonly author?: { readonly id?: string }; readonly since?: string }): unknown => {
      const repository = this.#repositories().find((one) => one.place === place)?.fields;
      const found = pulls.flatMap((pull) =>
        landedOf(pull)
          .filter(
            ({ user: by, at = START }) => `U_${String(by?.['login']).toLowerCase()}` === author?.id && at >= Date.parse(since ?? iso(0)),
          )
          .map((commit) => ({ ...commitOf(commit), associatedPullRequests: connection([{ ...pullOf(pull), repository }]) })),
      );
      return connection(found)(page);
    };
  }

  #root(cost: number): Fields {
    if (this.#sorted?.of !== this.pulls) this.#sorted = { of: this.pulls, pulls: this.pulls.toSorted(newestFirst) };
    const { pulls } = this.#sorted;
    return {
      rateLimit: { cost },
      viewer: this.viewer,
      user: ({ login }: { login: string }): Fields => {
        const found = this.users.find((one) => isBy(one, login));
        if (!found) throw Object.assign(new Error(`Could not resolve to a User with the login of '${login}'.`), { type: 'NOT_FOUND' });
        return { ...found, id: `U_${login.toLowerCase()}`, contributionsCollection: this.#contributions(login) };
      },
      repositoryOwner: ({ login }: { login: string }): Fields | null => {
        const own = this.#repositories().filter(({ place }) => place.startsWith(`${login}/`));
        if (own.length === 0) return null;
        const isUser = this.users.some((one) => isBy(one, login));
        return { __typename: isUser ? 'User' : 'Organization', login, repositories: connection(own.map(({ fields }) => fields)) };
      },
      repository: ({ owner, name }: { owner: string; name: string }) => {
        const others: Readonly<Record<string, RepositorySpec>> = { 'example/elsewhere': { pulls: this.elsewhere }, ...this.more };
        const called = this.former[`${owner}/${name}`] ?? `${owner}/${name}`;
        const other = others[called];
        // Forks share their objects.
        const object = ({ oid }: { oid: string }): Fields | null => {
          const commits = [...pulls.flatMap(({ commits: own = [] }) => own), ...this.commits];
          const found = commits.find(({ sha }) => sha === oid);
          return found ? commitOf(found) : null;
        };
        const { pulls: own = [] } = other ?? { pulls: this.pulls };
        const defaultBranchRef = { target: { __typename: 'Commit', history: this.#history(`${owner}/${name}`, own) } };
        const nameWithOwner = other ? called : `${this.place.owner}/${this.place.name}`;
        const databaseId = other ? 2000 + Object.keys(others).indexOf(nameWithOwner) : this.number;
        if (other) {
          const pullRequest = ({ number }: { number: number }): Fields | null => {
            const found = other.pulls?.find((one) => one.number === number);
            if (!found)
              throw Object.assign(new Error(`Could not resolve to a PullRequest with the number of ${number}.`), { type: 'NOT_FOUND' });
            return pullOf(found);
          };
          return {
            nameWithOwner,
            databaseId,
            defaultBranchRef,
            object,
            pullRequest,
            pullRequests: byUpdate((other.pulls ?? []).toSorted(newestFirst), pullOf),
          };
        }
        if (`${owner}/${name}` !== nameWithOwner && `${owner}/${name}` !== this.before) {
          throw Object.assign(new Error(`Could not resolve to a Repository with the name '${owner}/${name}'.`), { type: 'NOT_FOUND' });
        }
        const pullRequest = ({ number }: { number: number }): Fields | null => {
          const found = pulls.find((one) => one.number === number);
          return found ? pullOf(found) : null;
        };
        const issue = ({ number }: { number: number }): Fields | null => {
          const found = this.issues.find((one) => one.number === number);
          return found ? issueOf(found) : null;
        };
        return { nameWithOwner, databaseId, defaultBranchRef, object, issue, pullRequest, pullRequests: byUpdate(pulls, pullOf) };
      },
      node: ({ id }: { id: string }) => {
        const [, type, number] = /^(PR|PRRT|I)_(\d+)(?:_(\d+))?$/.exec(id) ?? [];
        const issue = type === 'I' && this.issues.find((one) => one.number === Number(number));
        if (issue) return issueOf(issue);
        const pull = pulls.find((one) => one.number === Number(number));
        if (type === 'PR') return pull ? pullOf(pull) : null;
        return (pull && threadsOf(pull).find((thread) => thread['id'] === id)) ?? null;
      },
      search: ({ query, ...page }: PageArgs & { readonly query: string }) => {
        const found = this.#repositories()
          .flatMap(({ place, fields, spec }) => [
            ...(spec.issues ?? []).map((one) => issueFound(place, one, fields)),
            ...(spec.pulls ?? []).map((one) => pullFound(place, one, fields)),
          ])
          .filter(finds(query))
          .toSorted((a, b) => b.updatedAt - a.updatedAt);
        const { nodes, ...rest } = connection(found.slice(0, HANDED_OUT))(page) as { readonly nodes: readonly Findable[] };
        return { ...rest, issueCount: found.length, nodes: nodes.map(({ told }) => told()) };
      },
    };
  }
}
