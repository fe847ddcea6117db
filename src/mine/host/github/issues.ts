import type { RawIssue } from '../../../domain/issue.ts';
import type { IssuePage, IssuesRequest, Place } from '../host.ts';
import type { Names } from './names.ts';
import { issuesQuery, ONE_ISSUE_QUERY, SKIP_ISSUE_QUERY } from './query.ts';
import type { Reader } from './reader.ts';
import {
  type AnsweredIssue,
  type FoundIssues,
  parseIssues,
  parseOneIssue,
  parseSeveral,
  parseSkippedIssue,
  rawIssue,
} from './reply-issues.ts';
import { behind, isLogin, isPlace, openedTerms, type Spot, spotOf, termsOf } from './search.ts';

/** Issues, as `CodeHost` gives them. */
export class Issues {
  readonly #reader: Reader;
  readonly #names: Names;

  constructor(reader: Reader, names: Names) {
    this.#reader = reader;
    this.#names = names;
  }

  async one(place: Place, number: number): Promise<RawIssue | null | undefined> {
    return this.#reader.one(place, async () => {
      const node = await this.#reader.asked(ONE_ISSUE_QUERY, { ...place, number }, parseOneIssue);
      return node && this.#wholeIssue(node, place);
    });
  }

  /** The issue with its long discussion read to its end. */
  async #wholeIssue(node: AnsweredIssue, place: Place): Promise<RawIssue> {
    return rawIssue(node, await this.#reader.rest(node.id, 'issueComments', node.comments), this.#names.now(place));
  }

  async *list(request: IssuesRequest): AsyncGenerator<IssuePage, void, undefined> {
    if (!this.#canSearch(request)) return;
    const { pulls: most, few: least } = this.#reader.sizes;
    const { place, few = false } = request;
    let { opened } = request;
    let size = few ? least : most;
    this.#reader.client.about(this.#names.now(place));
    for (let spot: Spot | undefined = spotOf(request.after); spot;) {
      const search = this.#search({ ...request, opened }, spot);
      const { answered, size: passed } = await this.#reader.sized(
        size,
        (first) => this.#reader.asked(issuesQuery(1, 'here0' in search), { ...search, first }, (data) => parseIssues(data)),
        () => this.#reader.asked(SKIP_ISSUE_QUERY, { terms: search['terms0'], after: search['after0'] }, parseSkippedIssue),
      );
      const [page, next] = await this.#issuePage(request, spot, answered);
      yield page;
      spot = next;
      opened = undefined;
      size = few ? most : Math.min(most, passed * 2);
    }
  }

  async first(requests: readonly IssuesRequest[]): Promise<readonly (IssuePage | undefined)[]> {
    const all = requests.filter((request) => this.#canSearch(request));
    const pages = new Map<IssuesRequest, IssuePage>();
    const [{ place, opened } = {}] = all;
    if (all.length > 1 && place) {
      this.#reader.client.about(this.#names.now(place));
      const { answered } = await this.#reader.sized(
        all.every(({ few }) => few) ? this.#reader.sizes.few : this.#reader.sizes.pulls,
        (first) =>
          this.#reader.asked(
            issuesQuery(all.length, opened !== undefined),
            Object.assign({ first }, ...all.map((request, i) => this.#search(request, {}, i))),
            (data) => parseSeveral(data, all.length),
          ),
        async () => [],
      );
      for (const [i, request] of all.entries()) {
        const told = answered[i];
        if (told) pages.set(request, (await this.#issuePage(request, {}, told))[0]);
      }
    }
    // What could not be told with the others may be told alone; else that says why not.
    for (const request of all) {
      if (pages.has(request)) continue;
      for await (const page of this.list(request)) {
        pages.set(request, page);
        break;
      }
    }
    return requests.map((request) => pages.get(request));
  }

  #canSearch({ place, by }: IssuesRequest): boolean {
    return isPlace(this.#names.now(place)) && (by === undefined || isLogin(by));
  }

  /** What `issuesQuery` is given for the search of that place. */
  #search({ place: asked, by, since, opened }: IssuesRequest, spot: Spot, i = 0): Readonly<Record<string, string | null>> {
    const place = this.#names.now(asked);
    const counts = by !== undefined && opened ? { here: openedTerms(by, opened, place), everywhere: openedTerms(by, opened) } : {};
    const given = { terms: termsOf({ place, by, since }, spot), after: spot.cursor ?? null, ...counts };
    return Object.fromEntries(Object.entries(given).map(([name, value]) => [`${name}${i}`, value]));
  }

  async #issuePage(
    { place, known = () => false }: IssuesRequest,
    spot: Spot,
    { issues: found, odd, missed, total, opened, ...rest }: FoundIssues,
  ): Promise<readonly [page: IssuePage, next: Spot | undefined]> {
    const issues: RawIssue[] = [];
    for (const node of found) if (!known(node.number, node.updatedAt)) issues.push(await this.#wholeIssue(node, place));
    const { next, lost } = behind(spot, { total, ...rest });
    const told = { ...(opened && { opened }), ...(next === undefined ? {} : { next: next.told }) };
    return [{ issues, odd: odd + lost, missed, total, ...told }, next];
  }
}
