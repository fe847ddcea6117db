import type { Locale } from '../../domain/draft.ts';
import { TrackRecordError } from '../../domain/result.ts';
import { messageTable, sayer } from '../../util/messages.ts';
import type { HostKind } from './kind.ts';

/** Why a host did not answer, and what to do. `{detail}` is the host's own words, or the system's. */
export const MESSAGES = messageTable({
  en: {
    'host-name': '"{host}" is not the name of a host.',
    'host-address': '"{detail}" cannot be asked with a token: {address} must begin with https://.',
    'host-no-token':
      'There is no token for {host}, so its pull requests, reviews and issues were not read. Set {variable} if it is for that host, or sign in with: {login}',
    'host-odd-token': 'What was given as a token for {host} is none: it holds spaces or odd characters.',
    'host-token-refused': '{host} does not accept the token: it has expired or was withdrawn. Make a new one, or sign in again.',
    'host-sso': 'The organisation at {host} asks for single sign-on: authorise the token for it ("Configure SSO" beside the token).',
    'host-sso-part':
      '{host} left out what belongs to organisations with single sign-on that the token is not authorised for. Authorise it for them ("Configure SSO" beside the token), and run again.',
    'host-part': '{host} did not tell all of {place} ({detail}). What it told is kept; the token may need read access to more.',
    'host-app':
      'The owner of {place} at {host} lets no application read it that it has not approved. Ask for that (your settings at {host}, "Applications"), or use a token of your own on the command line.',
    'host-network': 'The owner of {place} at {host} is answered only at network addresses it allows. Run again from its network.',
    'host-forbidden':
      'The token may not read {place} at {host} ({detail}). Give it read access to pull requests and issues (scope "repo" for private repositories).',
    'host-not-found': 'There is no {place} at {host}, or the token may not see it. Check the remote and what the token has access to.',
    'host-rate-limited': '{host} takes no more requests from this account until {detail} UTC. Run again then.',
    'host-unreachable': '{host} could not be reached, or did not answer in time ({detail}). Check the network, and run again.',
    'host-failing': '{host} answered with {detail}. Run again later.',
    'host-cursor': '{host} has forgotten where reading {place} was cut short ({detail}). Run again: it begins anew.',
    'host-strange': '{host} answered in a way that is not understood ({detail}). Update Track Record, or the server.',
  },
  'zh-cn': {
    'host-name': '“{host}”不是主机名。',
    'host-address': '不能携带令牌访问“{detail}”：{address} 必须以 https:// 开头。',
    'host-no-token': '没有 {host} 的令牌，因此未读取其拉取请求、评审与议题。若 {variable} 属于该主机，请设置它；或登录：{login}',
    'host-odd-token': '为 {host} 提供的令牌无效：其中含有空格或异常字符。',
    'host-token-refused': '{host} 不接受该令牌：它已过期或被撤销。请新建一个，或重新登录。',
    'host-sso': '{host} 上的组织要求单点登录：请为该令牌授权（令牌旁的“Configure SSO”）。',
    'host-sso-part':
      '{host} 略去了要求单点登录、而该令牌未获授权的组织的内容。请为这些组织授权该令牌（令牌旁的“Configure SSO”），然后再次运行。',
    'host-part': '{host} 未给出 {place} 的全部内容（{detail}）。已给出的内容已保留；该令牌可能需要更多读取权限。',
    'host-app':
      '{host} 上 {place} 的所有者只允许经其批准的应用读取。请申请批准（{host} 上你的设置中的“Applications”），或在命令行中使用你自己的令牌。',
    'host-network': '{host} 上 {place} 的所有者只允许特定网络地址访问。请在其网络中再次运行。',
    'host-forbidden': '该令牌无权读取 {host} 上的 {place}（{detail}）。请授予拉取请求与议题的读取权限（私有仓库需要 repo 范围）。',
    'host-not-found': '{host} 上没有 {place}，或该令牌看不到它。请检查远程地址与令牌的权限。',
    'host-rate-limited': '{host} 在 {detail}（UTC）之前不再接受此账号的请求。请届时再运行。',
    'host-unreachable': '无法连接 {host}，或其未及时响应（{detail}）。请检查网络后再运行。',
    'host-failing': '{host} 返回了 {detail}。请稍后再运行。',
    'host-cursor': '{host} 已不记得上次读取 {place} 中断的位置（{detail}）。请再次运行：将从头读取。',
    'host-strange': '{host} 的回答无法理解（{detail}）。请更新 Track Record 或该服务器。',
  },
});
export type HostReason = keyof (typeof MESSAGES)['en'];

export interface HostValues {
  readonly host: string;
  /** `owner/name` */
  readonly place?: string;
  readonly detail?: string;
  /** Of the host, where no token for it could be used: what else there is to sign in by. */
  readonly kind?: HostKind;
}

/** No error of a library is handed on as a cause: such errors carry requests, and requests carry tokens. */
export class HostError extends TrackRecordError {
  override readonly reason: HostReason;
  readonly #values: Readonly<Record<'host' | 'place' | 'detail' | 'variable' | 'address' | 'login', string>>;

  constructor(reason: HostReason, { host, place = '', detail = '', kind }: HostValues) {
    const { variable = '', address = '', login } = kind?.token ?? {};
    const values = { host, place, detail, variable, address, login: login?.(host) ?? '' };
    super(reason, sayer(MESSAGES, 'en')(reason, values));
    this.reason = reason;
    this.#values = values;
  }

  in(locale: Locale): string {
    return sayer(MESSAGES, locale)(this.reason, this.#values);
  }
}
