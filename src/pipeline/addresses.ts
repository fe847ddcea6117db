import type { Mailbox } from '../domain/mailbox.ts';
import type { AddressReport } from '../domain/report.ts';
import { HostError } from '../mine/host/errors.ts';
import type { CodeHost } from '../mine/host/host.ts';
import { messageTable, sayer } from '../util/messages.ts';
import { type AccountScope, hostNames } from './accounts-chosen.ts';
import { connectionsOf, warn } from './connections.ts';
import type { Pipeline } from './open.ts';
import type { Run } from './run.ts';

/** So long what was told holds for the same token, ms. */
const DAY = 86_400_000;

export const MESSAGES = messageTable({
  en: {
    closed:
      '{host} does not tell this token which e-mail addresses are yours: work under one that nothing else ties to you may be missing. To have them read, run "Track Record: Connect Code Host" again, or on the command line: {login} (of another token: scope "{scope}", or read access to e-mail addresses). Or merge your identities yourself.',
  },
  'zh-cn': {
    closed:
      '{host} 未向此令牌提供你的邮箱地址：若某个地址没有其他线索表明属于你，其名下的工作可能缺失。如需读取，请再次运行“Track Record: 连接代码托管平台”，或在命令行运行：{login}（其他令牌：{scope} 范围，或邮箱地址的读取权限）。也可以自行合并身份。',
  },
});

/**
 * Reads which e-mail addresses the hosts have verified as the user's own, before anybody is chosen: whatever was written under one of them is then
 * theirs. A host is asked with a token it was not asked with last, else once a day whether anything has changed. What it does not tell is a warning.
 */
export async function readAddresses(pipeline: Pipeline, scope: AccountScope): Promise<void> {
  const { request, run } = scope;
  if (!request.hosts) return;
  const connections = connectionsOf(pipeline, request.hosts, run);
  for (const name of hostNames(scope)) {
    const host = await connections.to(name);
    const known = pipeline.store.mailboxes().filter((one) => one.host === name);
    if (host && isDue(known[0], host, pipeline.ctx.now())) await run.stage('pulls').time(() => readFrom(host, known, pipeline, run));
  }
}

const isDue = (last: Mailbox | undefined, { tokenMark }: CodeHost, now: number): boolean =>
  last?.token !== tokenMark || now - last.at >= DAY || now < last.at;

/** @param known what is stored of the host, asked last first */
async function readFrom(host: CodeHost, known: readonly Mailbox[], { store, ctx, options }: Pipeline, run: Run): Promise<void> {
  const last = known.find(({ login }) => login !== '');
  const { name, tokenMark: token, spent: before } = host;
  let told: AddressReport['told'] = 'read';
  try {
    const answer = await host.addresses(last?.etag);
    if (answer === 'closed') {
      told = 'closed';
      // Once for each token; and not where an earlier one has told them.
      const { login, scope } = host.kind.token.addresses;
      if (!last && known[0]?.token !== token)
        warn(run, sayer(MESSAGES, options.locale)('closed', { host: name, login: login(name), scope }));
      store.keepMailbox({ host: name, login: '', name: '', emails: [], token });
    } else if (answer === 'unchanged') {
      told = 'unchanged';
      if (last) store.keepMailbox({ ...last, token });
    } else {
      const { account, emails, etag } = answer;
      store.keepMailbox({ host: name, login: account.login, name: account.name ?? account.login, emails, token, ...(etag && { etag }) });
    }
  } catch (error) {
    ctx.signal?.throwIfAborted();
    if (!(error instanceof HostError)) throw error;
    told = 'failed';
    warn(run, error.in(options.locale));
  }
  const [{ requests, repeated, waited }, addresses] = [host.spent, store.mailboxes().filter((one) => one.host === name)];
  run.addresses.push({
    host: name,
    told,
    addresses: addresses.reduce((sum, { emails }) => sum + emails.length, 0),
    requests: requests - before.requests,
    repeated: repeated - before.repeated,
    waited: waited - before.waited,
  });
}
