import { HostError } from '../errors.ts';
import type { HostOptions, Place } from '../host.ts';
import { TooLarge } from './octokit.ts';
import { Client } from './client.ts';
import { type ListName, restQuery, SIZES } from './query.ts';
import { type ListPage, parseList } from './reply.ts';

/** Items of a page, and of one that is expected to bring little. */
export interface PageSizes {
  readonly pulls: number;
  readonly few: number;
}

/** So often one pull request alone is asked for before it is passed over. */
const LAST_TRIES = 3;

/** Reads answers: in smaller pages where they are too large, and long lists to their end. */
export class Reader {
  readonly client: Client;
  readonly sizes: PageSizes;
  readonly #host: string;

  constructor(options: HostOptions, sizes: PageSizes = SIZES) {
    this.client = new Client(options);
    this.sizes = sizes;
    this.#host = options.access.host;
  }

  /** What is asked for by its number; undefined where it still cannot be told, nor whether it is there. */
  async one<T>(place: Place, ask: () => Promise<T>): Promise<T | undefined> {
    this.client.about(place);
    try {
      return await ask();
    } catch (error) {
      if (error instanceof TooLarge || (error instanceof HostError && error.reason === 'host-not-found')) return undefined;
      throw error;
    }
  }

  /** What is answered for so many at once: for half of them as often as the host cannot, and at last for getting past the one it cannot tell. */
  async sized<T>(
    first: number,
    ask: (size: number) => Promise<T>,
    skip: () => Promise<T>,
  ): Promise<{ readonly answered: T; readonly size: number }> {
    for (let [size, alone] = [first, 0]; ; size = Math.max(1, size >> 1)) {
      try {
        return { answered: await ask(size), size };
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        this.client.repeated();
        if (size === 1 && ++alone >= LAST_TRIES) break;
      }
    }
    try {
      return { answered: await skip(), size: 1 };
    } catch (error) {
      throw error instanceof TooLarge ? this.#unreachable(error) : error;
    }
  }

  /** A list of which the first page is there, to its end. */
  async rest<K extends ListName>(id: string, name: K, first: ListPage<K>): Promise<ListPage<K>['nodes']> {
    const nodes = [...first.nodes] as ListPage<K>['nodes'];
    for (let { pageInfo } = first; pageInfo.hasNextPage && pageInfo.endCursor != null;) {
      const variables = { id, after: pageInfo.endCursor };
      const more = await this.again(() => this.asked(restQuery(name), variables, (data) => parseList(name, data), true));
      if (more === undefined) break;
      (nodes as unknown[]).push(...more.nodes);
      ({ pageInfo } = more);
    }
    return nodes;
  }

  /** @param answered also where the host answered that it cannot; else that is thrown. */
  async again<T>(ask: () => Promise<T>, answered = true): Promise<T> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof TooLarge) || (error.answered && !answered)) throw error;
        if (tries >= LAST_TRIES) throw this.#unreachable(error);
        this.client.repeated();
      }
    }
  }

  /** @throws TooLarge; HostError, also for an answer of another shape. */
  async asked<T>(query: string, variables: Readonly<Record<string, unknown>>, parse: (data: unknown) => T, overflow = false): Promise<T> {
    const data = await this.client.ask(query, variables, overflow);
    try {
      return parse(data);
    } catch (error) {
      const detail = error instanceof Error ? error.message : '';
      throw new HostError('host-strange', { host: this.#host, detail });
    }
  }

  readonly #unreachable = ({ message }: Error): Error => new HostError('host-unreachable', { host: this.#host, detail: message });
}
