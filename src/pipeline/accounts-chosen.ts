import type { Identity, Person } from '../domain/contribution.ts';
import { accountKey } from '../domain/ids.ts';
import { TrackRecordError } from '../domain/result.ts';
import { HostError } from '../mine/host/errors.ts';
import type { Repository } from '../mine/git/repository.ts';
import type { CodeHost } from '../mine/host/host.ts';
import { accountIdentity } from '../normalize/account.ts';
import { messageTable, sayer } from '../util/messages.ts';
import { connectionsOf, warn } from './connections.ts';
import type { LoadRequest } from './load.ts';
import type { Pipeline } from './open.ts';
import { everybody } from './people.ts';
import { placeAt } from './places.ts';
import { pullsOf } from './pull-reader.ts';
import { repoOf } from './repositories.ts';
import type { Run } from './run.ts';

/** Where accounts are looked for. */
export interface AccountScope {
  readonly repositories: readonly Repository[];
  readonly request: Pick<LoadRequest, 'hosts' | 'places' | 'owners'>;
  readonly run: Run;
}

export const MESSAGES = messageTable({
  en: { 'by-login': 'Nobody called "{login}" has commits here: this is about the account {login} at {host} ({name}).' },
  'zh-cn': { 'by-login': '此处没有名为“{login}”的人的提交：以下是关于 {host} 上的账号 {login}（{name}）。' },
});

/** `ada`, `@ada`, `github.com/ada` */
const WRITTEN = /^@?(?:([a-z0-9.-]+)\/)?([a-z0-9][a-z0-9._-]{0,99})$/i;

/**
 * Somebody who has no commit in the clones, by their account: one who was read here before, else one that the hosts asked know.
 * @throws TrackRecordError `author-ambiguous` where several hosts have such an account.
 */
export async function personByLogin(pipeline: Pipeline, who: string, scope: AccountScope): Promise<Person | undefined> {
  const [, host, login] = WRITTEN.exec(who.trim()) ?? [];
  if (login === undefined) return undefined;
  const known = readBefore(pipeline, { host: host?.toLowerCase(), login }, scope);
  const found = known.length > 0 ? known : await asked(pipeline, scope, login, host?.toLowerCase());
  if (found.length > 1)
    throw new TrackRecordError(
      'author-ambiguous',
      `"${who}" is an account at several hosts. Name one of them: ${found.flatMap(({ identities }) => identities.flatMap((one) => accountKey(one) ?? [])).join(', ')}.`,
    );
  const [person] = found;
  const [first] = scope.repositories;
  if (person && known.length === 0) {
    // They may turn out to have done nothing here: then later runs must know them all the same.
    if (first) pipeline.store.writeBatch({ repo: repoOf(first), identities: person.identities });
    // Almost any word is somebody's login.
    if (login === who.trim()) {
      const at = person.identities.find((one) => one.login?.toLowerCase() === login.toLowerCase())?.host ?? '';
      warn(scope.run, sayer(MESSAGES, pipeline.options.locale)('by-login', { login, host: at, name: person.name }));
    }
  }
  return person;
}

/** Whose tokens the hosts are asked with. */
export const tokenOwners = (pipeline: Pipeline, scope: AccountScope): Promise<readonly Person[]> => asked(pipeline, scope);

function readBefore(
  { store }: Pipeline,
  { host, login }: { readonly host: string | undefined; readonly login: string },
  { repositories }: AccountScope,
): readonly Person[] {
  return everybody(store).filter(({ id, identities }) =>
    identities.some(
      (one) =>
        one.login?.toLowerCase() === login.toLowerCase() &&
        one.host !== undefined &&
        (host === undefined || one.host === host) &&
        repositories.some((repository) => store.watermark(repository.id, pullsOf(one.host ?? ''), id) !== undefined),
    ),
  );
}

/** People of an account by its login, or of the token's own, at each host there is something to be read from. */
async function asked(pipeline: Pipeline, scope: AccountScope, login?: string, only?: string): Promise<readonly Person[]> {
  const { request, run } = scope;
  if (!request.hosts) return [];
  const connections = connectionsOf(pipeline, request.hosts, run);
  const found: Identity[] = [];
  for (const name of hostNames(scope)) {
    const host = only === undefined || name === only ? await connections.to(name) : undefined;
    const account = host && (await accountAt(pipeline, host, run, login));
    if (account?.kind === 'user') found.push(accountIdentity(account, name));
  }
  const { store } = pipeline;
  const ids = new Set(found.map(({ id }) => id));
  return everybody(store, found).filter(({ identities }) => identities.some(({ id }) => ids.has(id)));
}

/** Of the hosts there is something to be read from. */
export function hostNames({ repositories, request: { hosts, places = [], owners = [] } }: AccountScope): ReadonlySet<string> {
  const all = [...repositories, ...places, ...owners.map(({ host, owner }) => placeAt(host, { owner, name: '-' }))];
  return new Set(all.flatMap((one) => hosts?.place(one)?.host ?? []));
}

async function accountAt(pipeline: Pipeline, host: CodeHost, run: Run, login: string | undefined) {
  try {
    return await host.account(login);
  } catch (error) {
    pipeline.ctx.signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    warn(run, error.in(pipeline.options.locale));
    return undefined;
  }
}
