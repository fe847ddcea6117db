import type { RawPull } from '../../../domain/pull.ts';
import type { NumberedPage, Place, PullPage, PullsRequest } from '../host.ts';
import type { Names } from './names.ts';
import { isSha, MOST_SHAS, numberedQuery, ONE_QUERY, pageQuery, SKIP_QUERY } from './query.ts';
import type { Reader } from './reader.ts';
import { type Answered, parseNumbered, parseOne, parsePage, parseSkipped, rawPull } from './reply.ts';

/** Pull requests, as `CodeHost` gives them. */
export class Pulls {
  readonly #reader: Reader;
  readonly #names: Names;

  constructor(reader: Reader, names: Names) {
    this.#reader = reader;
    this.#names = names;
  }

  async *list({
    place,
    after,
    until,
    few = false,
    shas = [],
    whole = () => true,
    known = () => false,
  }: PullsRequest): AsyncGenerator<PullPage, void, undefined> {
    const { pulls: most, few: least } = this.#reader.sizes;
    let size = few ? least : most;
    let cursor = after;
    let wanted = shas.filter(isSha);
    this.#reader.client.about(place);
    for (;;) {
      const variables = { ...place, after: cursor ?? null };
      const asked = wanted.slice(0, MOST_SHAS);
      const { answered, size: passed } = await this.#reader.sized(
        size,
        async (first) => {
          const page = await this.#reader.asked(pageQuery(asked), { ...variables, first }, parsePage);
          wanted = wanted.slice(asked.length);
          return page;
        },
        () => this.#reader.asked(SKIP_QUERY, variables, (data) => parseSkipped(data, until)),
      );
      this.#names.called(place, answered.called);
      const fresh = answered.pulls.filter(({ updatedAt }) => updatedAt >= until);
      const pulls: RawPull[] = [];
      for (const node of fresh) if (!known(node.number, node.updatedAt)) pulls.push(await this.#whole(node, place, whole));
      const next = fresh.length < answered.pulls.length ? undefined : answered.next;
      const { odd, missed, accounts } = answered;
      yield { pulls, odd, missed, accounts, unasked: wanted.length, ...(next === undefined ? {} : { next }) };
      if (next === undefined) return;
      cursor = next;
      size = few ? most : Math.min(most, passed * 2);
    }
  }

  async *numbered(place: Place, numbers: readonly number[]): AsyncGenerator<NumberedPage, void, undefined> {
    this.#reader.client.about(place);
    for (let [rest, most] = [numbers, this.#reader.sizes.pulls]; rest.length > 0;) {
      const { answered, size } = await this.#reader.sized(
        Math.min(most, rest.length),
        (first) => this.#reader.asked(numberedQuery(rest.slice(0, first)), { ...place }, parseNumbered),
        // Not even alone: it is passed over, and asked for again with the next run.
        async () => undefined,
      );
      this.#names.called(place, answered?.called);
      const pulls: RawPull[] = [];
      for (const node of answered?.pulls ?? []) pulls.push(await this.#whole(node, place, () => true));
      yield { pulls, asked: answered ? rest.slice(0, size) : [], odd: answered?.odd ?? 1 };
      [rest, most] = [rest.slice(size), Math.min(this.#reader.sizes.pulls, size * 2)];
    }
  }

  async one(place: Place, number: number): Promise<RawPull | null | undefined> {
    return this.#reader.one(place, async () => {
      const node = await this.#reader.asked(ONE_QUERY, { ...place, number }, parseOne);
      return node && this.#whole(node, place, () => true);
    });
  }

  /** The pull request with its long lists read to their end. */
  async #whole(node: Answered, place: Place, wanted: (pull: RawPull) => boolean): Promise<RawPull> {
    const reviews = await this.#reader.rest(node.id, 'reviews', node.reviews ?? NOTHING);
    const reviewThreads = await this.#reader.rest(node.id, 'reviewThreads', node.reviewThreads ?? NOTHING);
    for (const thread of reviewThreads)
      thread.comments = { ...thread.comments, nodes: await this.#reader.rest(thread.id, 'comments', thread.comments) };
    const pullComments = await this.#reader.rest(node.id, 'pullComments', node.comments ?? NOTHING);
    const timelineItems = await this.#reader.rest(node.id, 'timelineItems', node.timelineItems);
    const [files, commits] = [node.files ?? NOTHING, node.commits];
    const cut = [...(files.pageInfo.hasNextPage ? ['files'] : []), ...(commits.pageInfo.hasNextPage ? ['commits'] : [])];
    const read = { files: files.nodes, commits: commits.nodes, reviews, reviewThreads, pullComments, timelineItems };
    const pull = rawPull(node, read, { cut, place: this.#names.now(place) });
    if (cut.length === 0 || !wanted(pull)) return pull;
    return {
      ...pull,
      files: await this.#reader.rest(node.id, 'files', files),
      commits: await this.#reader.rest(node.id, 'commits', commits),
      cut: [],
    };
  }
}

const NOTHING = { pageInfo: { hasNextPage: false }, nodes: [] };
