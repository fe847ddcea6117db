import { HostError } from '../mine/host/errors.ts';
import type { CodeHost, Place } from '../mine/host/host.ts';
import { messageTable, sayer } from '../util/messages.ts';
import type { People } from './accounts.ts';
import { warn } from './connections.ts';
import type { Pipeline } from './open.ts';
import { type HostedRepo, isAnybody, type Owner, placeAt } from './places.ts';
import type { Run } from './run.ts';

export const MESSAGES = messageTable({
  en: {
    'no-owner': 'There is no {owner} at {host}, or the token may not see it.',
    'no-account':
      'Which account at {host} is meant is not known, so nothing was found in {what}. Name it with --author LOGIN, or by Track Record: Choose Identity.',
    untold:
      '{host} could not tell all repositories in which you have commits, so pull requests of others that hold some may be missing. Name such a repository with --{kind}-repo, or by Track Record: Choose Hosted Repositories.',
    looking: 'looking through {owner}',
    'one-person': 'All of a host is looked through for one person: name one with --author.',
  },
  'zh-cn': {
    'no-owner': '{host} 上没有 {owner}，或该令牌看不到它。',
    'no-account': '不知道在 {host} 上是哪个账号，因此在 {what} 中未找到任何内容。请用 --author LOGIN 或“Track Record: 选择身份”指定。',
    untold:
      '{host} 未能列出包含你的提交的全部仓库，因此可能缺少他人发起、含有你的提交的拉取请求。请用 --{kind}-repo 或“Track Record: 选择托管的仓库”指定此类仓库。',
    looking: '正在查看 {owner}',
    'one-person': '仅能为一个人查看整个主机：请用 --author 指定。',
  },
});

/** Says that at this host nobody's account is known to be the person's: then a repository without a clone tells nothing of them. */
export const warnNoAccount = (run: Run, { options }: Pipeline, host: string, what: string): void =>
  warn(run, sayer(MESSAGES, options.locale)('no-account', { host, what }));

export interface OwnedInput {
  readonly host: CodeHost;
  readonly owner: Owner;
  readonly people: People;
  readonly floor: string;
  readonly run: Run;
  /** What was read whole already. */
  readonly known: (place: Place) => boolean;
}

/** A repository that a search led to, and when the pull requests it found there were last updated. */
export interface OwnedPlace {
  readonly repo: HostedRepo;
  readonly pulls: ReadonlyMap<number, string>;
}

/** Repositories of an owner, or of anybody, in which the person did something since `floor`; what the host does not answer is a warning. */
export async function ownedPlaces(
  pipeline: Pipeline,
  { host, owner: { owner }, people, floor, run, known }: OwnedInput,
): Promise<readonly OwnedPlace[]> {
  const say = sayer(MESSAGES, pipeline.options.locale);
  const by = people.loginsAt(host.name);
  if (by?.length === 0) {
    warnNoAccount(run, pipeline, host.name, isAnybody(owner) ? host.name : owner);
    return [];
  }
  if (by === undefined && isAnybody(owner)) {
    warn(run, say('one-person'));
    return [];
  }
  const before = host.spent;
  const stage = run.stage('pulls');
  stage.tell(0, undefined, undefined, say('looking', { owner: isAnybody(owner) ? host.name : owner }));
  try {
    const found = await stage.time(() => host.repositories({ ...(isAnybody(owner) ? {} : { owner }), by, since: floor, known }));
    for (const problem of host.closed) warn(run, problem.in(pipeline.options.locale));
    if (!found) {
      warn(run, say('no-owner', { owner, host: host.name }));
      return [];
    }
    const { total, repositories, untold } = found;
    if (untold !== undefined) warn(run, say('untold', { host: host.name, kind: host.kind.id }));
    const places = repositories.map((one) => ({ ...one, repo: placeAt(host.name, one.place) }));
    const names = (of: (one: (typeof places)[number]) => boolean) => places.filter(of).map(({ repo }) => repo.name);
    const report = {
      host: host.name,
      owner,
      ...(total === undefined ? {} : { repositories: total }),
      worked: names(() => true),
      archived: names(({ archived }) => archived),
      forks: names(({ fork }) => fork),
      requests: host.spent.requests - before.requests,
      points: host.spent.points - before.points,
    };
    run.owners.push(report);
    pipeline.ctx.log.info('looked through an owner of repositories', { ...report });
    return places;
  } catch (error) {
    pipeline.ctx.signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    warn(run, error.in(pipeline.options.locale));
    return [];
  }
}
