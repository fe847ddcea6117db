import * as v from 'valibot';
import { HostError, type HostReason } from '../errors.ts';
import type { OwnAddresses } from '../host.ts';
import type { OwnAnswer, OwnPath, OwnRequest } from './client.ts';
import { count, text } from './shapes.ts';

/** Nobody has more than a thousand. */
const MOST_PAGES = 10;
/** How a host says that a token may not ask: 404 without the scope, 403 where it is no person's, or was made for less. */
const CLOSED: ReadonlySet<HostReason> = new Set(['host-forbidden', 'host-not-found', 'host-app', 'host-sso']);

const address = v.object({ email: v.pipe(text, v.trim(), v.toLowerCase(), v.maxLength(320)), verified: v.boolean() });
const page = v.array(v.unknown());
const owner = v.object({ login: text, id: count, name: v.nullish(text) });

type Get = (path: OwnPath, request?: OwnRequest) => Promise<OwnAnswer | 'unchanged'>;

/** Reads which addresses are verified, and whose they are: that is asked only where they are told. Throws HostError. */
export async function readAddresses(host: string, get: Get, etag: string | undefined): Promise<OwnAddresses | 'unchanged' | 'closed'> {
  const strange = (): HostError => new HostError('host-strange', { host, detail: 'e-mail addresses' });
  const emails: string[] = [];
  let pages = 0;
  let tag: string | undefined;
  try {
    for (let more = true; more && pages < MOST_PAGES;) {
      pages++;
      const answer = await get('/user/emails', { page: pages, etag: pages === 1 ? etag : undefined });
      if (answer === 'unchanged') return answer;
      if (!v.is(page, answer.data)) throw strange();
      for (const one of answer.data) {
        const read = v.safeParse(address, one);
        if (read.success && read.output.verified && read.output.email.includes('@')) emails.push(read.output.email);
      }
      ({ more } = answer);
      tag = answer.etag;
    }
  } catch (error) {
    if (error instanceof HostError && CLOSED.has(error.reason)) return 'closed';
    throw error;
  }
  const who = await get('/user');
  const told = v.safeParse(owner, who === 'unchanged' ? undefined : who.data);
  if (!told.success) throw strange();
  const { login, id, name } = told.output;
  return {
    account: { login, kind: 'user', number: id, ...(name ? { name } : {}) },
    emails: [...new Set(emails)],
    // It is of one page: whether others have changed it does not tell.
    ...(tag === undefined || pages > 1 ? {} : { etag: tag }),
  };
}
