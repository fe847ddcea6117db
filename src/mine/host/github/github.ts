import type { RawPull } from '../../../domain/pull.ts';
import { HostError } from '../errors.ts';
import type { CodeHost, HostOptions, Place, PullPage, PullsRequest, Spent } from '../host.ts';
import { Client, TooLarge } from './client.ts';
import { type ListName, ONE_QUERY, pageQuery, restQuery, SIZES, SKIP_QUERY } from './query.ts';
import { type Answered, type AnsweredPage, type ListPage, parseList, parseOne, parsePage, parseSkipped, rawPull } from './reply.ts';

/** Of a page, and of one that is expected to bring little. */
export interface PageSizes {
  readonly pulls: number;
  readonly few: number;
}

/** So often one pull request alone is asked for before it is passed over. */
const LAST_TRIES = 3;

/** GitHub, over its GraphQL interface: github.com and servers of one's own. */
export class GitHub implements CodeHost {
  readonly name: string;
  readonly #client: Client;
  readonly #sizes: PageSizes;

  /** @param sizes of the pages of pull requests. */
  constructor(options: HostOptions, sizes: PageSizes = SIZES) {
    this.name = options.access.host;
    this.#client = new Client(options);
    this.#sizes = sizes;
  }

  get spent(): Spent {
    return this.#client.spent;
  }

  async *pulls({
    place,
    after,
    until,
    few = false,
    shas = [],
    whole = () => true,
  }: PullsRequest): AsyncGenerator<PullPage, void, undefined> {
    const { pulls: most, few: least } = this.#sizes;
    let size = few ? least : most;
    let cursor = after;
    let wanted = shas;
    for (;;) {
      const { answered, size: passed } = await this.#page({ ...place, after: cursor ?? null }, { shas: wanted, first: size, until });
      const fresh = answered.pulls.filter(({ updatedAt }) => updatedAt >= until);
      const pulls: RawPull[] = [];
      for (const node of fresh) pulls.push(await this.#whole(node, whole));
      const next = fresh.length < answered.pulls.length ? undefined : answered.next;
      yield { pulls, odd: answered.odd, missed: answered.missed, accounts: answered.accounts, ...(next === undefined ? {} : { next }) };
      if (next === undefined) return;
      cursor = next;
      wanted = [];
      size = few ? most : Math.min(most, passed * 2);
    }
  }

  async pull(place: Place, number: number): Promise<RawPull | undefined> {
    try {
      const node = parseOne(await this.#client.ask(ONE_QUERY, { ...place, number }));
      return node && (await this.#whole(node, () => true));
    } catch (error) {
      if (error instanceof TooLarge || (error instanceof HostError && error.reason === 'host-not-found')) return undefined;
      throw error;
    }
  }

  /** One page, of half the size as often as the host cannot answer. */
  async #page(
    variables: Readonly<Record<string, unknown>>,
    { shas, first, until }: { readonly shas: readonly string[]; readonly first: number; readonly until: string },
  ): Promise<{ readonly answered: AnsweredPage; readonly size: number }> {
    for (let [size, alone] = [first, 0]; ; size = Math.max(1, size >> 1)) {
      try {
        const data = await this.#client.ask(pageQuery(shas), { ...variables, first: size });
        return { answered: this.#parsed(() => parsePage(data)), size };
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        this.#client.repeated();
        if (size === 1 && ++alone >= LAST_TRIES) return { answered: await this.#skip(variables, until), size };
      }
    }
  }

  /** Gets past one pull request that GitHub cannot tell, however often it is asked. */
  async #skip(variables: Readonly<Record<string, unknown>>, until: string): Promise<AnsweredPage> {
    try {
      const data = await this.#client.ask(SKIP_QUERY, variables);
      return this.#parsed(() => parseSkipped(data, until));
    } catch (error) {
      throw error instanceof TooLarge ? this.#unreachable(error) : error;
    }
  }

  /** The pull request with its long lists read to their end. */
  async #whole(node: Answered, wanted: (pull: RawPull) => boolean): Promise<RawPull> {
    const reviews = await this.#rest(node.id, 'reviews', node.reviews ?? NOTHING);
    for (const review of reviews) review.comments = { ...review.comments, nodes: await this.#rest(review.id, 'comments', review.comments) };
    const timelineItems = await this.#rest(node.id, 'timelineItems', node.timelineItems);
    const [files, commits] = [node.files ?? NOTHING, node.commits];
    const cut = [...(files.pageInfo.hasNextPage ? ['files'] : []), ...(commits.pageInfo.hasNextPage ? ['commits'] : [])];
    const pull = rawPull(node, { files: files.nodes, commits: commits.nodes, reviews, timelineItems }, cut);
    if (cut.length === 0 || !wanted(pull)) return pull;
    return {
      ...pull,
      files: await this.#rest(node.id, 'files', files),
      commits: await this.#rest(node.id, 'commits', commits),
      cut: [],
    };
  }

  async #rest<K extends ListName>(id: string, name: K, first: ListPage<K>): Promise<ListPage<K>['nodes']> {
    const nodes = [...first.nodes] as ListPage<K>['nodes'];
    for (let { pageInfo } = first; pageInfo.hasNextPage && pageInfo.endCursor != null;) {
      const data = await this.#again(() => this.#client.ask(restQuery(name), { id, after: pageInfo.endCursor }, true));
      const more = this.#parsed(() => parseList(name, data));
      if (more === undefined) break;
      (nodes as unknown[]).push(...more.nodes);
      ({ pageInfo } = more);
    }
    return nodes;
  }

  async #again(ask: () => Promise<unknown>): Promise<unknown> {
    for (let tries = 1; ; tries++) {
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof TooLarge)) throw error;
        if (tries >= LAST_TRIES) throw this.#unreachable(error);
        this.#client.repeated();
      }
    }
  }

  #parsed<T>(parse: () => T): T {
    try {
      return parse();
    } catch (error) {
      const detail = error instanceof Error ? error.message : '';
      throw new HostError('host-strange', { host: this.name, detail });
    }
  }

  readonly #unreachable = ({ message }: Error): Error => new HostError('host-unreachable', { host: this.name, detail: message });
}

const NOTHING = { pageInfo: { hasNextPage: false }, nodes: [] };
