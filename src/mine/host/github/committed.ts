import * as v from 'valibot';
import { HostError, type HostReason } from '../errors.ts';
import type { OwnedRepository, Place } from '../host.ts';
import { TooLarge } from './octokit.ts';
import { count, time } from './shapes.ts';
import { type Asking, keyOf, REPO, repo } from './repo.ts';

type Found = Omit<OwnedRepository, 'pulls'>;

/** Where an account has commits, as far as GitHub tells: on default branches, and of somebody else's only in public. */
export interface Committed {
  /** Of the account; undefined where there is none. */
  readonly id: string | undefined;
  /** By `owner/name` in lower case. */
  readonly repositories: ReadonlyMap<string, Found>;
  /** Times that it could not tell of, and those of which it names no more repositories than these. */
  readonly untold: number;
  /** Ended before all was told: another time it may be. */
  readonly cut: boolean;
}

/** It tells at most a year at once, and so many repositories of it. */
const [YEAR, MOST] = [365 * 86_400_000, 100];
/** Less than that is not asked for where more is too much for it. */
const SHORTEST = 92 * 86_400_000;

/** In which repositories an account has commits. */
export const COMMITTED = `query ($login: String!, $from: DateTime!, $to: DateTime!) {
  rateLimit { cost }
  user(login: $login) {
    id
    contributionsCollection(from: $from, to: $to) {
      contributionYears
      commitContributionsByRepository(maxRepositories: ${MOST}) { repository { ...repo } }
    }
  }
}
${REPO}`;

const answer = v.object({
  user: v.nullable(
    v.object({
      id: v.string(),
      contributionsCollection: v.object({
        contributionYears: v.array(count),
        commitContributionsByRepository: v.array(v.nullable(v.object({ repository: v.nullable(repo) }))),
      }),
    }),
  ),
});

const second = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, 'Z');

type Span = readonly [from: number, to: number];
const yearsOf = (began: number, to: number): Span[] =>
  Array.from({ length: Math.ceil(Math.max(0, to - began) / YEAR) }, (_, i) => [Math.max(began, to - (i + 1) * YEAR), to - i * YEAR]);

/** @param since as the host spells times; '': for as long as the account has done anything. */
export async function committedBy(login: string, since: string, now: number, { once, alone, missed }: Asking): Promise<Committed> {
  const repositories = new Map<string, Found>();
  let [id, untold, began] = [undefined as string | undefined, 0, since === '' ? undefined : Date.parse(since)];
  const spans = began === undefined ? [[now - YEAR, now] as const] : yearsOf(began, now);
  for (let span = spans.pop(); span; span = spans.pop()) {
    const [from, to] = span;
    const isShort = to - from <= SHORTEST;
    const middle = from + (to - from) / 2;
    const inHalves = (): unknown => (isShort ? untold++ : spans.push([from, middle], [middle, to]));
    try {
      const ask = isShort ? alone : once;
      const { user } = await ask(COMMITTED, { login, from: second(from), to: second(to) }, (data) => v.parse(answer, data));
      if (!user) break;
      ({ id } = user);
      const { contributionYears, commitContributionsByRepository: found } = user.contributionsCollection;
      for (const one of found) if (one?.repository) repositories.set(keyOf(one.repository.place), one.repository);
      if (found.length >= MOST) inHalves();
      if (began !== undefined) continue;
      began = Date.UTC(Math.min(...contributionYears, new Date(now).getUTCFullYear()));
      spans.push(...yearsOf(began, now - YEAR));
    } catch (error) {
      if (error instanceof TooLarge) inHalves();
      else if (!(error instanceof HostError)) throw error;
      else if (error.reason === 'host-not-found') break;
      else {
        missed(error);
        return { id, repositories, untold: untold + 1 + spans.length, cut: true };
      }
    }
  }
  return { id, repositories, untold, cut: false };
}

/** Repositories of one request, and commits of a page of each. */
const [AT_ONCE, COMMITS] = [5, 50];

/** With which pull requests an account's commits came into some repositories. */
export const throughQuery = (repositories = AT_ONCE): string => {
  const numbers = Array.from({ length: repositories }, (_, i) => i);
  const asked = numbers.map(
    (i) => `r${i}: repository(owner: $o${i}, name: $n${i}) { defaultBranchRef { target { ... on Commit {
    history(first: ${COMMITS}, after: $a${i}, author: { id: $id }, since: $since) {
      pageInfo { hasNextPage endCursor }
      nodes { associatedPullRequests(first: 3) { nodes { number updatedAt repository { ...repo } } } }
    }
  } } } }`,
  );
  return `query ($id: ID!, $since: GitTimestamp, ${numbers.map((i) => `$o${i}: String!, $n${i}: String!, $a${i}: String`).join(', ')}) {
  rateLimit { cost }
  ${asked.join('\n  ')}
}
${REPO}`;
};

const pullFound = v.object({ number: count, updatedAt: time, repository: v.nullable(repo) });
const through = v.nullish(
  v.object({
    defaultBranchRef: v.nullish(
      v.object({
        target: v.nullish(
          v.object({
            history: v.object({
              pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
              nodes: v.array(
                v.nullable(v.object({ associatedPullRequests: v.nullish(v.object({ nodes: v.array(v.nullable(pullFound)) })) })),
              ),
            }),
          }),
        ),
      }),
    ),
  }),
);
export interface PullFound extends Pick<v.InferOutput<typeof pullFound>, 'number' | 'updatedAt'> {
  readonly repository: Found;
}

/** What a host refuses of these repositories, and not of others. */
const OF_THESE: ReadonlySet<HostReason> = new Set(['host-forbidden', 'host-sso', 'host-app', 'host-network', 'host-not-found']);

/** Pull requests that the account's commits came with, whoever opened them; and of how many repositories that could not be told. */
export async function pullsWith(
  { id, repositories }: { readonly id: string; readonly repositories: readonly Place[] },
  since: string,
  { once, alone, missed }: Asking,
): Promise<{ readonly pulls: readonly PullFound[]; readonly untold: number }> {
  const pulls: PullFound[] = [];
  let [untold, most] = [0, AT_ONCE];
  for (let open: readonly { place: Place; after?: string }[] = repositories.map((place) => ({ place })); open.length > 0;) {
    const asked = open.slice(0, most);
    const places = asked.map(({ place: { owner, name }, after }, i) => ({ [`o${i}`]: owner, [`n${i}`]: name, [`a${i}`]: after ?? null }));
    const variables = Object.assign({ id, since: since || null }, ...places) as Readonly<Record<string, unknown>>;
    try {
      const ask = asked.length > 1 ? once : alone;
      const told = await ask(throughQuery(asked.length), variables, (data) =>
        asked.map((_, i) => v.parse(v.object({ [`r${i}`]: through }), data)[`r${i}`]?.defaultBranchRef?.target?.history),
      );
      for (const history of told)
        for (const one of history?.nodes.flatMap((node) => node?.associatedPullRequests?.nodes ?? []) ?? [])
          if (one?.repository) pulls.push({ ...one, repository: one.repository });
      const more = asked.flatMap(({ place }, i) => {
        const { hasNextPage, endCursor } = told[i]?.pageInfo ?? {};
        return hasNextPage && endCursor != null ? [{ place, after: endCursor }] : [];
      });
      open = [...more, ...open.slice(asked.length)];
    } catch (error) {
      if (error instanceof TooLarge && asked.length > 1) {
        most = 1;
        continue;
      }
      if (error instanceof HostError) missed(error);
      else if (!(error instanceof TooLarge)) throw error;
      const without = error instanceof TooLarge || OF_THESE.has(error.reason) ? asked.length : open.length;
      untold += without;
      open = open.slice(without);
    }
  }
  return { pulls, untold };
}
