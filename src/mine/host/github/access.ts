import { execFile } from 'node:child_process';
import { homedir } from 'node:os';
import { promisify } from 'node:util';
import { ok, type Result } from '../../../domain/result.ts';
import { HostError, type HostReason } from '../errors.ts';
import type { Environment, HostAccess } from '../host.ts';
import { GITHUB } from './kind.ts';

/** What `gh auth token` prints for a host; undefined where there is no gh, or it has none. */
export type AskGh = (host: string) => Promise<string | undefined>;

const NAME = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/;
const CLOUD = /^[a-z0-9-]+\.ghe\.com$/;

/** The server GITHUB_TOKEN is for: github.com, or the one GITHUB_SERVER_URL names, as in GitHub's own workflows. */
export const ownServer = (env: Environment): string => hostOf(env['GITHUB_SERVER_URL']) ?? GITHUB.host;

const hostOf = (url: string | undefined): string | undefined =>
  url !== undefined && URL.canParse(url) ? new URL(url).hostname.toLowerCase() : undefined;

/** Whether a host is a GitHub, as far as its name and the environment tell. */
export const isGitHub = (host: string, env: Environment): boolean =>
  GITHUB.isNamed(host) || host === ownServer(env) || host === env['GH_HOST']?.toLowerCase();

/**
 * A token for a host, and where its interface is. The environment's token goes to the server it is for and to no other; for any other host
 * only gh is asked, by that host's name.
 */
export async function githubAccess(host: string, env: Environment, gh: AskGh = askGh): Promise<Result<HostAccess, HostError>> {
  const no = (reason: HostReason, detail = '') => ({ ok: false, error: new HostError(reason, { host, detail, kind: GITHUB }) }) as const;
  if (!NAME.test(host)) return no('host-name');
  const own = host === ownServer(env);
  const api = (own ? env['GITHUB_API_URL'] : undefined) || apiOf(host);
  if (!isSafe(api)) return no('host-address', api);
  const token = (own ? env['GITHUB_TOKEN'] || env['GH_TOKEN'] : undefined) || (await gh(host));
  if (token === undefined || token === '') return no('host-no-token');
  return isToken(token) ? ok({ host, api: api.replace(/\/+$/, ''), token }) : no('host-odd-token');
}

/**
 * Where the interface of a host is, for a token that was made for it elsewhere, as the editor has one. The environment may name another
 * address only of that same host, or of this machine: the token goes nowhere else.
 */
export function accessBy(host: string, token: string, env: Environment): Result<HostAccess, HostError> {
  const no = (reason: HostReason) => ({ ok: false, error: new HostError(reason, { host }) }) as const;
  if (!NAME.test(host)) return no('host-name');
  if (!isToken(token)) return no('host-odd-token');
  const named = (host === ownServer(env) ? env['GITHUB_API_URL'] : undefined) ?? '';
  const at = hostOf(named) ?? '';
  const api = isSafe(named) && (at === host || at.endsWith(`.${host}`) || LOOPBACK.has(at)) ? named : apiOf(host);
  return ok({ host, api: api.replace(/\/+$/, ''), token });
}

/** What could not stand in a header is no token. */
const isToken = (token: string): boolean => /^[\x21-\x7e]{1,1000}$/.test(token);

const apiOf = (host: string): string => (host === GITHUB.host || CLOUD.test(host) ? `https://api.${host}` : `https://${host}/api/v3`);

/** A token travels encrypted, or not beyond this machine. */
function isSafe(api: string): boolean {
  if (!URL.canParse(api)) return false;
  const { protocol, hostname, username, password } = new URL(api);
  return username === '' && password === '' && (protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname)));
}

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', '[::1]', 'localhost']);

/** GitHub's own command line: no shell, fixed arguments, and not in a folder that somebody else may have put a `gh` into. */
async function askGh(host: string): Promise<string | undefined> {
  try {
    const options = { cwd: homedir(), timeout: 15_000, windowsHide: true, maxBuffer: 10_000 };
    const { stdout } = await promisify(execFile)('gh', ['auth', 'token', '--hostname', host], options);
    return stdout.trim();
  } catch {
    return undefined;
  }
}
