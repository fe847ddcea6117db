import { failed } from './errors.ts';

/** Where models are asked for. */
export interface Hub {
  /** Without a slash at its end. */
  readonly base: string;
  /** The user's own, for models that are not everybody's. It goes to `base`, and with no redirect to another host. */
  readonly token: string | undefined;
  readonly fetch: typeof fetch;
}

const HUB = 'https://huggingface.co';
const TOKEN = /^[\x21-\x7e]{1,1000}$/;

/** The hub, or the mirror HF_ENDPOINT names. @throws TrackRecordError `hub-address`, `hub-token` */
export function hubOf(env: Readonly<Record<string, string | undefined>>): Hub {
  const base = (env['HF_ENDPOINT'] || HUB).replace(/\/+$/, '');
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw failed.address(base);
  const token = env['HF_TOKEN'] || undefined;
  if (token !== undefined && !TOKEN.test(token)) throw failed.token();
  if (token !== undefined && url.protocol === 'http:' && !isLoopback(url.hostname)) throw failed.clear(base);
  return { base, token, fetch };
}

/** What goes there does not leave the machine. */
const isLoopback = (hostname: string): boolean => hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d+){3}$/.test(hostname);

/** Another base, the same name: the model's, with nothing in it that an address gives a meaning. */
export const addressOf = ({ base }: Hub, ...parts: readonly string[]): string =>
  [base, ...parts.flatMap((part) => part.split('/')).map(encodeURIComponent)].join('/');

/**
 * A successful response. Redirects are followed, as the hub's large files need.
 * @throws TrackRecordError `hub-unreachable`, `hub-failing`, `model-unknown`, `model-gated`; the signal's reason once it is aborted
 */
export async function get(
  hub: Hub,
  id: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  const own = hub.token === undefined ? headers : { ...headers, authorization: `Bearer ${hub.token}` };
  let response: Response;
  try {
    response = await hub.fetch(url, { headers: own, ...(signal ? { signal } : {}) });
  } catch (error) {
    signal?.throwIfAborted();
    throw failed.unreachable(hub.base, reasonOf(error));
  }
  if (response.ok) return response;
  await response.body?.cancel().catch(() => {});
  if (response.status === 404) throw failed.unknown(id, hub.base);
  if (response.status === 401 || response.status === 403) throw failed.refused(id, hub.base);
  if (response.status >= 500 || response.status === 429) throw failed.failing(hub.base, response.status);
  throw failed.strange(hub.base, `status ${response.status}`);
}

/** Node's fetch hides why it failed in its cause. */
export function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return (cause instanceof Error ? cause : error instanceof Error ? error : new Error(String(error))).message;
}
