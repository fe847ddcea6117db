import * as v from 'valibot';
import type { OwnedRepositories, OwnedRepository, RepositoriesRequest } from '../host.ts';
import { type Committed, pullsWith } from './committed.ts';
import { type Ask, type Asking, keyOf, REPO, repo } from './repo.ts';
import { behind, isLogin, type Spot, workedTerms } from './search.ts';
import { count, time } from './shapes.ts';

/**
 * What makes a repository one somebody has worked in, by the name of the search for it. Pull requests and issues apart: tokens of some kinds are
 * refused a search for both.
 */
const ROLES = ['is:pr author', 'is:pr reviewed-by', 'is:pr commenter', 'is:issue author', 'is:issue commenter'] as const;
/** Searches of one request. */
const AT_ONCE = ROLES.length;

/** Pages of so many searches `s0`, `s1`, … for what somebody did; with `total` also whose repositories these are, and how many there are. */
export const workQuery = (total: boolean, searches: number = AT_ONCE): string => {
  const numbers = Array.from({ length: searches }, (_, i) => i);
  const parameters = numbers.map((i) => `$q${i}: String!, $a${i}: String`);
  const asked = numbers.map(
    (i) => `s${i}: search(type: ISSUE, query: $q${i}, first: 100, after: $a${i}) {
    issueCount pageInfo { hasNextPage endCursor }
    nodes { ... on PullRequest { number updatedAt repository { ...repo } } ... on Issue { updatedAt repository { ...repo } } }
  }`,
  );
  return `query (${total ? '$owner: String!, ' : ''}${parameters.join(', ')}) {
  rateLimit { cost }
  ${total ? 'repositoryOwner(login: $owner) { __typename repositories(first: 1, ownerAffiliations: [OWNER]) { totalCount } }' : ''}
  ${asked.join('\n  ')}
}
${REPO}`;
};

/** A page of all repositories of an owner. */
export const ALL_QUERY = `query ($owner: String!, $after: String) {
  rateLimit { cost }
  repositoryOwner(login: $owner) {
    repositories(first: 100, after: $after, ownerAffiliations: [OWNER], orderBy: { field: NAME, direction: ASC }) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes { ...repo pullRequests { totalCount } issues { totalCount } }
    }
  }
}
${REPO}`;

const pageInfo = v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) });
const counted = v.object({ totalCount: count });

const found = v.pipe(
  v.object({
    issueCount: count,
    pageInfo,
    nodes: v.array(v.nullable(v.object({ number: v.optional(count), updatedAt: time, repository: repo }))),
  }),
  v.transform(({ issueCount, pageInfo: { hasNextPage, endCursor }, nodes }) => ({
    total: issueCount,
    next: hasNextPage ? (endCursor ?? undefined) : undefined,
    oldest: nodes.findLast((node) => node !== null)?.updatedAt,
    finds: nodes.filter((node) => node !== null),
  })),
);
const ownerOf = v.object({ repositoryOwner: v.nullish(v.object({ __typename: v.string(), repositories: counted })) });
const listed = v.object({
  repositoryOwner: v.nullable(
    v.object({
      repositories: v.object({
        totalCount: count,
        pageInfo,
        nodes: v.array(v.nullable(v.intersect([repo, v.object({ pullRequests: counted, issues: counted })]))),
      }),
    }),
  ),
});

/** How GitHub is asked: as much again where it failed, or for less; and where an account has commits. */
export interface OwnedAsking extends Asking {
  readonly again: Ask;
  readonly committed: (login: string) => Promise<Committed>;
}

/** Repositories of an owner with work in them; undefined where there is no such owner. */
export async function ownedOf(request: RepositoriesRequest, asking: OwnedAsking): Promise<OwnedRepositories | undefined> {
  const { owner, by, since } = request;
  if (!by) return owner === undefined ? undefined : all(owner, asking.again);
  const logins = by.filter(isLogin);
  const found = await worked({ owner, by: logins, since }, asking.again, 'org');
  return found && withCommits(found, { ...request, by: logins }, asking);
}

/** And those with commits alone, which no search tells of: of an owner's all, else as far as pull requests hold them. */
async function withCommits(
  found: OwnedRepositories,
  { owner, by, since, known = () => false }: RepositoriesRequest & { readonly by: readonly string[] },
  asking: OwnedAsking,
): Promise<OwnedRepositories> {
  const all = new Map(found.repositories.map((one) => [keyOf(one.place), { ...one, pulls: new Map(one.pulls) }]));
  let untold = 0;
  for (const login of by) {
    const { id, repositories, untold: hidden } = await asking.committed(login);
    untold += hidden;
    const others = [...repositories.values()].filter(({ place }) => !known(place));
    if (owner !== undefined) {
      for (const one of others)
        if (one.place.owner.toLowerCase() === owner.toLowerCase() && !all.has(keyOf(one.place)))
          all.set(keyOf(one.place), { ...one, pulls: new Map() });
    } else if (id !== undefined && others.length > 0) {
      const { pulls, untold: unread } = await pullsWith({ id, repositories: others.map(({ place }) => place) }, since, asking);
      untold += unread;
      for (const { number, updatedAt, repository } of pulls) {
        const one = all.get(keyOf(repository.place)) ?? { ...repository, pulls: new Map<number, string>() };
        one.pulls.set(number, updatedAt);
        all.set(keyOf(repository.place), one);
      }
    }
  }
  return { ...found, ...(untold > 0 ? { untold } : {}), repositories: [...all.values()].sort(byName) };
}

interface WorkedRequest extends Pick<RepositoriesRequest, 'since'> {
  readonly owner: string | undefined;
  readonly by: readonly string[];
}

async function worked(request: WorkedRequest, ask: Ask, scope: 'org' | 'user'): Promise<OwnedRepositories | undefined> {
  const { owner, by, since } = request;
  const within = owner === undefined ? '' : `${scope}:${owner}`;
  const places = new Map<string, OwnedRepository & { readonly pulls: Map<number, string> }>();
  const open = new Map<string, Spot>(by.flatMap((login) => ROLES.map((role) => [`${role}:${login}`, {}] as const)));
  let total: number | undefined;
  while (open.size > 0) {
    const asked = [...open].slice(0, AT_ONCE);
    const spots = asked.map(([who, spot], i) => ({
      [`q${i}`]: workedTerms({ within, who, since }, spot),
      [`a${i}`]: spot.cursor ?? null,
    }));
    const isFirst = owner !== undefined && total === undefined;
    const variables = Object.assign({}, isFirst ? { owner } : {}, ...spots) as Readonly<Record<string, unknown>>;
    const answer = await ask(workQuery(isFirst, asked.length), variables, (data) => ({
      of: isFirst ? v.parse(ownerOf, data).repositoryOwner : undefined,
      searches: asked.map((_, i) => v.parse(v.object({ [`s${i}`]: found }), data)[`s${i}`]),
    }));
    if (isFirst) {
      if (!answer.of) return undefined;
      // People own repositories too, and are searched for by another word.
      if (answer.of.__typename === 'User' && scope === 'org') return worked(request, ask, 'user');
      total = answer.of.repositories.totalCount;
    }
    asked.forEach(([who, spot], i) => {
      const told = answer.searches[i];
      for (const { number, updatedAt, repository } of told?.finds ?? []) {
        const key = keyOf(repository.place);
        const known = places.get(key) ?? { ...repository, pulls: new Map() };
        if (number !== undefined) known.pulls.set(number, updatedAt);
        places.set(key, known);
      }
      const { next } = told ? behind(spot, told) : {};
      if (next) open.set(who, next);
      else open.delete(who);
    });
  }
  return { ...(owner === undefined ? {} : { total: total ?? 0 }), repositories: [...places.values()].sort(byName) };
}

async function all(owner: string, ask: Ask): Promise<OwnedRepositories | undefined> {
  const repositories: OwnedRepository[] = [];
  for (let after: string | null = null; ;) {
    const answer: v.InferOutput<typeof listed> = await ask(ALL_QUERY, { owner, after }, (data) => v.parse(listed, data));
    if (!answer.repositoryOwner) return undefined;
    const { totalCount, nodes, pageInfo: info } = answer.repositoryOwner.repositories;
    for (const node of nodes)
      if (node && node.pullRequests.totalCount + node.issues.totalCount > 0)
        repositories.push({ place: node.place, archived: node.archived, fork: node.fork, pulls: new Map() });
    if (!info.hasNextPage || info.endCursor == null) return { total: totalCount, repositories };
    after = info.endCursor;
  }
}

const byName = ({ place: a }: OwnedRepository, { place: b }: OwnedRepository): number =>
  `${a.owner}/${a.name}` < `${b.owner}/${b.name}` ? -1 : 1;
