import type { HostOptions, Place, Spent } from '../host.ts';
import { HostError, type HostReason } from '../errors.ts';
import { Asked, type CountingOctokit, type Given, octokitOf, TooLarge } from './octokit.ts';
import { type Failure, failureOf, isPartial, isTold } from './failure.ts';
import { LimitMet } from './limit.ts';
import { forOlder, lackingOf, type Older } from './older.ts';
import { costOf } from './reply.ts';

/** GitHub ends a query by itself after ten seconds. */
const TIMEOUT = 60_000;
/** What is one short list nobody waits longer for. */
const QUICK = 15_000;

/** Asks one GitHub, with one token, and keeps to its limits. Not for use by two callers at once. */
export class Client {
  readonly #options: HostOptions;
  readonly #octo: CountingOctokit;
  #place = '';
  /** Fields that this server has turned out not to have. */
  readonly #lacking = new Set<Older>();
  readonly #closed = new Map<string, HostError>();
  #points = 0;
  #repeated = 0;

  constructor(options: HostOptions) {
    this.#options = options;
    this.#octo = octokitOf(options);
    this.#octo.octokit.hook.after('request', ({ headers }) => {
      // Of a search that went through: what belongs to some organisations was left out of it.
      if (String(headers['x-github-sso'] ?? '').startsWith('partial-results')) this.#isClosed('host-sso-part');
    });
  }

  /** Why parts of what was asked for were not told, each reason once. */
  get closed(): readonly HostError[] {
    return [...this.#closed.values()];
  }

  get spent(): Spent {
    const { spent } = this.#octo;
    return { ...spent, repeated: spent.repeated + this.#repeated, points: this.#points };
  }

  /**
   * The answer's data; where parts of it failed, the rest. Waits and tries again where that may help.
   * @throws TooLarge to be asked again for less; HostError for what does not pass by itself.
   */
  async ask(query: string, variables: Readonly<Record<string, unknown>>, overflow = false): Promise<unknown> {
    const { octokit } = this.#octo;
    for (;;) {
      const request: Given = { asked: new Asked(TIMEOUT, overflow) };
      const outcome = await this.#outcome(octokit.graphql(forOlder(query, this.#lacking), { ...variables, request }));
      if ('data' in outcome) {
        this.#points += costOf(outcome.data);
        return outcome.data;
      }
      for (const one of outcome.lacks) this.#lacking.add(one);
      this.#repeated++;
    }
  }

  /**
   * What REST answers about whose the token is. Its allowance is another than that of queries, and an answer that nothing has changed takes
   * nothing of it. @throws as `ask`.
   */
  async get(path: OwnPath, { etag, page }: OwnRequest = {}): Promise<OwnAnswer | 'unchanged'> {
    const request: Given = { asked: new Asked(QUICK) };
    try {
      const { data, headers } = await this.#octo.octokit.request(`GET ${path}`, {
        ...(page === undefined ? {} : { per_page: 100, page }),
        ...(etag === undefined ? {} : { headers: { 'if-none-match': etag } }),
        request,
      });
      return { data, etag: headers.etag, more: /rel="next"/.test(headers.link ?? '') };
    } catch (error) {
      if (failureOf(error).status === 304) return 'unchanged';
      throw this.#errorOf(error);
    }
  }

  /** What the next requests are about, as errors name it. */
  about({ owner, name }: Place): void {
    this.#place = `${owner}/${name}`;
  }

  /** A part was not told, and is gone on without. */
  missed(why: HostError): void {
    this.#closed.set(why.message, why);
  }

  /** One that was asked again for less. */
  repeated(): void {
    this.#repeated++;
  }

  /** What came of a query. @throws as `ask`. */
  async #outcome(answer: Promise<unknown>): Promise<Outcome> {
    try {
      return { data: await answer };
    } catch (error) {
      const { errors, data } = failureOf(error);
      if (errors.length > 0) return this.#partsOf(errors, data);
      throw this.#errorOf(error);
    }
  }

  /** What to tell of a failure that does not say what was wrong with which part. */
  #errorOf(error: unknown): unknown {
    this.#options.signal?.throwIfAborted();
    if (error instanceof TooLarge) return error;
    if (error instanceof LimitMet) return this.#no('host-rate-limited', spelt(this.#options.now() + error.wait));
    const { status, headers, message } = failureOf(error);
    if (status === 401) return this.#no('host-token-refused');
    if (status === 403) return headers['x-github-sso'] === undefined ? this.#forbidden(message) : this.#no('host-sso');
    if (status === 404) return this.#no('host-not-found');
    return this.#no('host-failing', String(status));
  }

  /** Of an answer that says what was wrong. @throws as `ask`. */
  #partsOf(errors: Failure['errors'], data: unknown): Outcome {
    const types = errors.map(({ type }) => type);
    const said = errors.map(({ message }) => message).join('; ');
    const isSso = /SAML/i.test(said);
    // A part that is closed to the token, or gone, is no reason to lose the rest; where nothing is left, the reason is the answer.
    if (types.every((type) => type === 'FORBIDDEN' || type === 'NOT_FOUND') && isPartial(data) && (!isSso || isTold(data))) {
      for (const { type, message } of errors)
        if (type === 'FORBIDDEN') this.#isClosed(/SAML/i.test(message) ? 'host-sso-part' : 'host-part', message);
      return { data };
    }
    if (isSso) throw this.#no('host-sso');
    if (types.includes('NOT_FOUND')) throw this.#no('host-not-found');
    if (types.includes('FORBIDDEN') || types.includes('INSUFFICIENT_SCOPES')) throw this.#forbidden(said);
    if (types.includes('INVALID_CURSOR_ARGUMENTS')) throw this.#no('host-cursor', said);
    const lacks = lackingOf(said).filter((one) => !this.#lacking.has(one));
    if (lacks.length > 0) return { lacks };
    if (/doesn't (?:exist|accept)/.test(said)) throw this.#no('host-strange', said);
    // RESOURCE_LIMITS_EXCEEDED: too much at once.
    throw new TooLarge(this.#quiet(said), true);
  }

  /** An owner's rules are nothing that another scope would help against. */
  #forbidden(said: string): HostError {
    if (/OAuth App access restrictions/i.test(said)) return this.#no('host-app');
    if (/IP allow list/i.test(said)) return this.#no('host-network');
    return this.#no('host-forbidden', said);
  }

  #no(reason: HostReason, detail = ''): HostError {
    return new HostError(reason, { host: this.#options.access.host, place: this.#place, detail: this.#quiet(detail) });
  }

  #isClosed(reason: HostReason, detail = ''): void {
    this.missed(this.#no(reason, detail));
  }

  /** A host's own words: not many of them, and never the token, should it be among them. */
  #quiet(said: string): string {
    return said.replaceAll(this.#options.access.token, '…').replaceAll(/\s+/g, ' ').slice(0, 200);
  }
}

const spelt = (at: number): string => new Date(at).toISOString().slice(0, 16).replace('T', ' ');

/** What REST is asked for, and nothing else. */
export type OwnPath = '/user' | '/user/emails';
export interface OwnRequest {
  /** Of an earlier answer. */
  readonly etag?: string | undefined;
  /** Of a list, from 1. */
  readonly page?: number;
}
export interface OwnAnswer {
  readonly data: unknown;
  readonly etag: string | undefined;
  /** Whether another page follows. */
  readonly more: boolean;
}

type Outcome = { readonly data: unknown } | { readonly lacks: readonly Older[] };
