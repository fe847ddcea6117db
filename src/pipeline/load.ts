import { repoOf, openRepositories, peopleOf } from './repositories.ts';
import { dayOf } from '../domain/calendar.ts';
import type { Audience } from '../domain/draft.ts';
import type { Person, Repo } from '../domain/contribution.ts';
import type { Period } from '../domain/time.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Repository } from '../mine/git/repository.ts';
import { readAddresses } from './addresses.ts';
import { type AccountScope, personByLogin } from './accounts-chosen.ts';
import type { Hosts } from '../mine/host/hosts.ts';
import type { Pipeline } from './open.ts';
import { type Candidate, choosePerson, type Chosen, type ChooseOptions } from './people.ts';
import { periodBefore, type PeriodQuery, resolvePeriod } from './period.ts';
import { asNamed, asStored, type HostedRepo, type Owner, storedOf, upstreamsOf, withoutClones } from './places.ts';
import { auditReading, refresh } from './refresh.ts';
import type { Rubric } from '../assess/rubric.ts';
import type { OwnLabels } from '../classify/own/labels-file.ts';
import { labelsFor } from './labels.ts';
import { rubricFor } from './rubric.ts';
import { Run } from './run.ts';
import { readStory, type Story } from './story.ts';
import { emptyPeriod, gapsOf, noRecentWork } from './warnings.ts';

/** Whose work, where and when, in the words a user writes. */
export interface LoadRequest {
  /** Folders inside repositories. */
  readonly folders: readonly string[];
  readonly who?: string | undefined;
  readonly period: PeriodQuery;
  readonly branch?: string | undefined;
  /** A rubric file. */
  readonly rubric?: string | undefined;
  readonly audience?: Audience | undefined;
  /** Where the user asked for pull requests and reviews; without it nothing goes to the network. */
  readonly hosts?: Hosts | undefined;
  /** Repositories that there is no clone of, to be read from their hosts. */
  readonly places?: readonly HostedRepo[] | undefined;
  /** Owners of repositories, whose repositories the person worked in are part of it. */
  readonly owners?: readonly Owner[] | undefined;
  readonly ask?: ChooseOptions['ask'];
  /** Told who it is about, once that is decided. */
  readonly said?: ((chosen: Chosen) => void) | undefined;
}

/** What a request means: whose work, in which repositories, when, by which rubric. */
export interface Located {
  readonly repositories: readonly Repository[];
  /** Without a clone. */
  readonly places: readonly HostedRepo[];
  readonly owners: readonly Owner[];
  readonly chosen: Chosen;
  /** The period asked for; `periodOf` falls back where it is empty and nobody asked for it. */
  readonly asked: Period;
  readonly rubric: Rubric;
  /** Of the user's own. */
  readonly labels: OwnLabels | undefined;
}

/** Resolves the words of a request; no history is read but the authors of repositories that the store does not know. */
export async function locate(pipeline: Pipeline, request: LoadRequest, run: Run): Promise<Located> {
  const { ctx, options } = pipeline;
  // What cannot be read is said before minutes of mining, not after.
  const asked = resolvePeriod(request.period, ctx.now(), options.zone);
  const repositories = await openRepositories(pipeline, request.folders, run);
  const rubric = await rubricFor(request.folders, repositories, { file: request.rubric, locale: pipeline.options.locale });
  const labels = await labelsFor(request.folders, repositories, { file: options.labels, locale: options.locale });
  const chosen = await choose(pipeline, { repositories, request, run });
  request.said?.(chosen);
  const upstreams = upstreamsOf(pipeline.store, repositories, request.hosts);
  const places = withoutClones([...(request.places ?? []), ...upstreams], repositories);
  return { repositories, places, owners: request.owners ?? [], chosen, asked, rubric, labels };
}

/** Finds repositories and person and brings the store up to date: what is left is to read the story. */
export async function refreshLocated(
  pipeline: Pipeline,
  request: LoadRequest,
  run: Run,
): Promise<{ readonly located: Located; readonly period: Period }> {
  const found = await locate(pipeline, request, run);
  const { repositories, places, owners, asked } = found;
  const scope = { repositories, places, owners, branch: request.branch, labels: found.labels, run };
  // Where the store says already that there is nothing in it, what it falls back to is read with it, and no host is asked twice.
  const likely = periodOf(pipeline, { person: found.chosen.person, asked }, request, new Run(pipeline.ctx.now));
  const periods = [...withBefore(likely), ...(likely === asked ? [] : withBefore(asked))];
  const person = await refresh(pipeline, { ...scope, whose: found.chosen.person, periods, hosts: request.hosts });
  const chosen = { ...found.chosen, person };
  const located = { ...found, chosen, repositories: asNamed(pipeline.store, repositories) };

  const period = periodOf(pipeline, { person, asked }, request, run);
  if (period.from !== likely.from || period.to !== likely.to)
    await refresh(pipeline, {
      ...scope,
      repositories: located.repositories,
      whose: person,
      periods: withBefore(period),
      hosts: request.hosts,
    });
  if (chosen.how !== 'git-config')
    auditReading(pipeline, request.audience === 'lead' ? 'draft for a teammate' : 'view', person, period.name);
  return { located, period };
}

/** All that a story is told of: clones, what is named beside them, and what is known of the owners named. */
export const reposOf = (
  { store }: Pipeline,
  { repositories, places, owners }: Pick<Located, 'repositories' | 'places' | 'owners'>,
): readonly Repo[] => [
  ...new Map(
    [...repositories, ...asStored(store, places), ...storedOf(store, owners)].map((repo) => [repo.id.toLowerCase(), repoOf(repo)]),
  ).values(),
];

/** The main job: brings the store up to date and reads the story. */
export async function loadStory(pipeline: Pipeline, request: LoadRequest, run: Run): Promise<Story> {
  const { located, period } = await refreshLocated(pipeline, request, run);
  return readLocated(pipeline, located, period, { audience: request.audience, run });
}

/** The story as far as the store knows it, and in the run's warnings what the clones lack: nothing is mined. */
export async function readLocated(
  pipeline: Pipeline,
  located: Located,
  period: Period,
  { audience = 'self', run }: { readonly audience?: Audience | undefined; readonly run: Run },
): Promise<Story> {
  const { repositories, chosen, rubric, labels } = located;
  const story = await readStory(pipeline, {
    repos: reposOf(pipeline, located),
    person: chosen.person,
    period,
    rubric,
    labels,
    audience,
    run,
  });
  run.reconciled = story.reconciled;
  run.warnings.push(...gapsOf(repositories, story.work, story.locale));
  const [first, last] = story.work.length > 0 ? [] : ends(pipeline, story);
  if (first !== undefined && last !== undefined) run.warnings.push(emptyPeriod(first, last, story.locale));
  return story;
}

/** Days of a person's first and last contribution, whenever they were. */
const ends = ({ store }: Pipeline, { person, repos, period }: Story): readonly string[] =>
  (['oldest', 'newest'] as const).flatMap((order) =>
    store
      .query({ identities: person.identities.map(({ id }) => id), repos: repos.map(({ id }) => id), order, limit: 1 })
      .map(({ at }) => dayOf(at, period.zone)),
  );

/** The period asked for, or by default the last one with work in it. */
export const periodOf = (
  pipeline: Pipeline,
  { person, asked }: { readonly person: Person; readonly asked: Period },
  request: Pick<LoadRequest, 'period'>,
  run: Run,
): Period => (isDefault(request.period) ? (lastWorked(pipeline, person.identities, asked, run) ?? asked) : asked);

/** Finds the person; when the store does not know a name yet, git is asked before it is refused, and then the hosts there are. */
export async function choose(pipeline: Pipeline, scope: AccountScope & { readonly request: LoadRequest }): Promise<Chosen> {
  const { repositories, request } = scope;
  await readAddresses(pipeline, scope);
  const user = repositories.find((repository) => repository.user !== undefined)?.user;
  const pick = (people: readonly Candidate[]): Promise<Chosen> => choosePerson(people, { who: request.who, user, ask: request.ask });
  const { store } = pipeline;
  const beside = [
    ...asStored(store, request.places ?? []),
    ...storedOf(store, request.owners ?? []),
    ...upstreamsOf(store, repositories, undefined),
  ];
  const people = await peopleOf(pipeline, repositories, { beside });
  try {
    return await pick(people);
  } catch (error) {
    if (!isNobody(error)) throw error;
  }
  try {
    return await pick(await peopleOf(pipeline, repositories, { fresh: true, beside }));
  } catch (error) {
    const person = isNobody(error) && request.who !== undefined ? await personByLogin(pipeline, request.who, scope) : undefined;
    if (!person) throw error;
    return { person, how: 'asked' };
  }
}

const isNobody = (error: unknown): boolean =>
  error instanceof TrackRecordError && (error.reason === 'author-unknown' || error.reason === 'no-commits');

const withBefore = (period: Period): readonly Period[] => [period, ...[periodBefore(period)].filter((before) => before !== undefined)];

const isDefault = ({ name, since, until }: PeriodQuery): boolean => name === undefined && since === undefined && until === undefined;

/** Where the default period holds nothing: the year that ends with the person's last contribution. */
function lastWorked(
  { store, options }: Pipeline,
  identities: readonly { readonly id: string }[],
  asked: Period,
  run: Run,
): Period | undefined {
  const ids = identities.map(({ id }) => id);
  if (store.count({ identities: ids, period: asked }) > 0) return undefined;
  const [last] = store.query({ identities: ids, limit: 1 });
  if (!last) return undefined;
  const period = resolvePeriod({ name: 'last 12 months' }, last.at, options.zone);
  const day = dayOf(last.at, options.zone);
  run.warnings.push(noRecentWork(day, options.locale));
  return { ...period, name: `12 months to ${day}` };
}
