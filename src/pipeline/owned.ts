import { HostError } from '../mine/host/errors.ts';
import type { CodeHost } from '../mine/host/host.ts';
import { messageTable, sayer } from '../util/messages.ts';
import type { People } from './accounts.ts';
import { warn } from './connections.ts';
import type { Pipeline } from './open.ts';
import { type HostedRepo, type Owner, placeAt } from './places.ts';
import type { Run } from './run.ts';

export const MESSAGES = messageTable({
  en: {
    'no-owner': 'There is no {owner} at {host}, or the token may not see it.',
    'no-account':
      'Which account at {host} is meant is not known, so nothing was found in {what}. Name it with --author LOGIN, or by Track Record: Choose Identity.',
    looking: 'looking through {owner}',
  },
  'zh-cn': {
    'no-owner': '{host} 上没有 {owner}，或该令牌看不到它。',
    'no-account': '不知道在 {host} 上是哪个账号，因此在 {what} 中未找到任何内容。请用 --author LOGIN 或“Track Record: 选择身份”指定。',
    looking: '正在查看 {owner}',
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
}

/** Repositories of an owner in which the person did something since `floor`; what the host does not answer is a warning. */
export async function ownedPlaces(
  pipeline: Pipeline,
  { host, owner: { owner }, people, floor, run }: OwnedInput,
): Promise<readonly HostedRepo[]> {
  const say = sayer(MESSAGES, pipeline.options.locale);
  const by = people.loginsAt(host.name);
  if (by?.length === 0) {
    warnNoAccount(run, pipeline, host.name, owner);
    return [];
  }
  const before = host.spent;
  const stage = run.stage('pulls');
  stage.tell(0, undefined, undefined, say('looking', { owner }));
  try {
    const found = await stage.time(() => host.repositories({ owner, by, since: floor }));
    if (!found) {
      warn(run, say('no-owner', { owner, host: host.name }));
      return [];
    }
    const { total, repositories } = found;
    const places = repositories.map((one) => ({ ...one, repo: placeAt(host.name, one.place) }));
    const names = (of: (one: (typeof places)[number]) => boolean) => places.filter(of).map(({ repo }) => repo.name);
    const report = {
      host: host.name,
      owner,
      repositories: total,
      worked: names(() => true),
      archived: names(({ archived }) => archived),
      forks: names(({ fork }) => fork),
      requests: host.spent.requests - before.requests,
      points: host.spent.points - before.points,
    };
    run.owners.push(report);
    pipeline.ctx.log.info('looked through an owner of repositories', { ...report });
    return places.map(({ repo }) => repo);
  } catch (error) {
    pipeline.ctx.signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    warn(run, error.in(pipeline.options.locale));
    return [];
  }
}
