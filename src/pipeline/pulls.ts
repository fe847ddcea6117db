import type { Period } from '../domain/time.ts';
import { HostError } from '../mine/host/errors.ts';
import type { CodeHost, Place } from '../mine/host/host.ts';
import { compileRules, type Rules } from '../normalize/rules.ts';
import type { Repository } from '../mine/git/repository.ts';
import { People } from './accounts.ts';
import { connectionsOf, warn } from './connections.ts';
import { FoundReader } from './found-reader.ts';
import type { Hosted } from './hosted.ts';
import type { Hosts } from '../mine/host/hosts.ts';
import { IssueReader } from './issue-reader.ts';
import type { Whose } from './mine.ts';
import type { Pipeline } from './open.ts';
import { messageTable, sayer } from '../util/messages.ts';
import { ownedPlaces, warnNoAccount } from './owned.ts';
import { asStored, type HostedRepo, isAnybody, type Owner, placeAt, storedOf, withoutClones } from './places.ts';
import { PullReader } from './pull-reader.ts';
import { Renamed } from './renamed.ts';
import { repoRules } from './rules.ts';
import type { Run } from './run.ts';

export interface PullsInput {
  readonly hosts: Hosts;
  readonly repositories: readonly Repository[];
  /** Repositories that there is no clone of. */
  readonly places?: readonly HostedRepo[] | undefined;
  /** Whose repositories to look through for what else there is of the person. */
  readonly owners?: readonly Owner[] | undefined;
  readonly whose: Whose;
  /** How far back to read. */
  readonly periods: readonly Period[];
  readonly run: Run;
}

/**
 * Brings the store up to date with what the repositories' code hosts say of a person: pull requests, reviews, issues, and whose account an address
 * is. What a host does not answer is a warning; what was read before it stays.
 * @returns whose it is, with the accounts that were learnt.
 */
export async function minePulls<W extends Whose>(pipeline: Pipeline, input: PullsInput & { readonly whose: W }): Promise<W>;
export async function minePulls(pipeline: Pipeline, input: PullsInput): Promise<Whose> {
  const { hosts, repositories, places = [], owners = [], whose, periods, run } = input;
  const { ctx, store } = pipeline;
  const say = sayer(MESSAGES, pipeline.options.locale);
  const connections = connectionsOf(pipeline, hosts, run);
  const people = new People(whose);
  const done = new Set<string>();
  const names = new Renamed(pipeline);
  const kinds = new Intl.ListFormat(pipeline.options.locale, { type: 'disjunction' }).format(hosts.asked);
  const elsewhere = (name: string): void => {
    if (hosts.asked.length > 0) warn(run, say('elsewhere', { name, kinds }));
  };
  const isDone = ({ id }: HostedRepo): boolean => done.has(id.toLowerCase());
  const read = async (repository: HostedRepo, rules: () => Promise<Rules>, wanted?: ReadonlyMap<number, string>): Promise<void> => {
    if (isDone(repository)) return;
    done.add(repository.id.toLowerCase());
    const found = hosts.place(repository);
    if (!found) elsewhere(repository.name);
    const host = found && (await connections.to(found.host));
    if (!host) return;
    const { place } = found;
    const isRead = (): boolean => {
      const name = host.renamed(place);
      return name !== undefined && isDone(placeAt(host.name, name));
    };
    await readHosted(pipeline, { host, place, repository, people, run, rules: await rules(), isRead }, periods, wanted);
    for (const id of names.take(host, place, repository)) done.add(id.toLowerCase());
  };
  // Clones first: they tell by which accounts the person is known.
  for (const repository of repositories) await read(repository, () => repoRules(repository, ctx));
  const named = withoutClones(places, repositories);
  for (const repository of asStored(store, named)) {
    if (isDone(repository)) continue;
    await read(repository, async () => compileRules());
    const host = hosts.place(repository)?.host;
    if (host !== undefined && people.loginsAt(host)?.length === 0) warnNoAccount(run, pipeline, host, repository.name);
  }
  // What is read whole comes before what is read as far as it was found.
  for (const owner of owners.toSorted((a, b) => Number(isAnybody(a.owner)) - Number(isAnybody(b.owner)))) {
    const { host: name } = hosts.place(placeAt(owner.host, { owner: owner.owner, name: '-' })) ?? {};
    if (name === undefined) elsewhere(owner.owner);
    const host = name === undefined ? undefined : await connections.to(name);
    if (!host) continue;
    const known = (place: Place): boolean => isDone(placeAt(host.name, place));
    const owned = await ownedPlaces(pipeline, { host, owner, people, floor: floorOf(periods), run, known });
    for (const { repo, pulls } of owned) {
      const [repository = repo] = asStored(store, [repo]);
      await read(repository, async () => compileRules(), isAnybody(owner.owner) ? pulls : undefined);
    }
    await names.ask(host, storedOf(store, [{ host: host.name, owner: owner.owner }]), run);
  }
  names.tell(repositories, run);
  return people.whose;
}

/** Pull requests first: they tell by which accounts the person is known. @param wanted only these, by number */
async function readHosted(
  pipeline: Pipeline,
  hosted: Hosted,
  periods: readonly Period[],
  wanted?: ReadonlyMap<number, string>,
): Promise<void> {
  const { host, repository, run } = hosted;
  const say = sayer(MESSAGES, pipeline.options.locale);
  const [pulls, issues, before, floor] = [
    wanted ? new FoundReader(pipeline, hosted, wanted) : new PullReader(pipeline, hosted),
    new IssueReader(pipeline, hosted),
    host.spent,
    floorOf(periods),
  ];
  try {
    await run.stage('pulls').time(() => pulls.read(floor));
    if (!hosted.isRead()) await run.stage('issues').time(() => issues.read(floor, periods[0]));
  } catch (error) {
    pipeline.ctx.signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    warn(run, say('kept', { problem: error.in(pipeline.options.locale) }));
  } finally {
    for (const [stage, { odd }] of [
      ['pulls', pulls.seen],
      ['issues', issues.seen],
    ] as const)
      if (odd > 0) run.stage(stage).skip('not-understood', odd);
    const where = { host: host.name, name: repository.name };
    for (const problem of host.closed) warn(run, problem.in(pipeline.options.locale));
    if (pulls.seen.odd > 0) warn(run, say('odd', { ...where, n: pulls.seen.odd }));
    if (issues.seen.odd > 0) warn(run, say('odd-issues', { ...where, n: issues.seen.odd }));
    const { spent } = host;
    const since = (key: keyof CodeHost['spent']): number => spent[key] - before[key];
    run.hosts.push({
      host: host.name,
      repo: repository.id,
      requests: since('requests'),
      overflow: since('overflow'),
      repeated: since('repeated'),
      points: since('points'),
      waited: since('waited'),
      pulls: pulls.seen.read,
      issues: issues.seen.read,
    });
  }
}

export const MESSAGES = messageTable({
  en: {
    elsewhere: '{name} is not on a {kinds} that is known: no pull requests and issues of it were read.',
    kept: '{problem} What was read before is kept; the next run goes on from there.',
    odd: '{n} {n:pull request|pull requests} of {name} could not be told by {host}, or not in a way that is understood, and {n:was|were} left out.',
    'odd-issues':
      '{n} {n:issue|issues} of {name} could not be told by {host}, or not in a way that is understood, and {n:was|were} left out.',
  },
  'zh-cn': {
    elsewhere: '{name} 不在已知的 {kinds} 上：未读取其拉取请求与议题。',
    kept: '{problem}此前读取的内容已保留，下次运行将从中断处继续。',
    odd: '{host} 未能给出 {name} 的 {n} 个拉取请求，或其回答无法理解，已略去。',
    'odd-issues': '{host} 未能给出 {name} 的 {n} 个议题，或其回答无法理解，已略去。',
  },
});

/** What was last updated before the periods began says nothing of them. */
function floorOf(periods: readonly Period[]): string {
  const from = Math.min(...periods.map((period) => period.from));
  return from > 0 && Number.isFinite(from) && from < 8.64e15 ? new Date(from).toISOString().replace(/\.\d+Z$/, 'Z') : '';
}
