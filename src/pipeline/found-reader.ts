import { type Hosted, keptOf, markOf, writePage } from './hosted.ts';
import type { Pipeline } from './open.ts';

const foundAt = (host: string): string => `pull requests found at ${host}`;

/**
 * Reads pull requests that a search found, by their numbers and as far as they have changed: for repositories in which so many others work that
 * going through all of theirs would be waste.
 */
export class FoundReader {
  readonly #pipeline: Pipeline;
  readonly #input: Hosted;
  readonly #found: ReadonlyMap<number, string>;
  /** How many were read, and how many left out because they are not understood. */
  readonly seen = { read: 0, odd: 0 };

  /** @param found when each was last updated, by number. */
  constructor(pipeline: Pipeline, input: Hosted, found: ReadonlyMap<number, string>) {
    this.#pipeline = pipeline;
    this.#input = input;
    this.#found = found;
  }

  async read(): Promise<void> {
    const { host, place, people, repository, run } = this.#input;
    const { store } = this.#pipeline;
    const location = foundAt(host.name);
    const person = people.person?.id ?? '*';
    const accounts = people.fingerprint(host.name);
    const mark = store.watermark(repository.id, location, person);
    const known = new Map(mark?.['accounts'] === accounts ? seenOf(mark['seen']) : []);
    const fresh = [...this.#found].flatMap(([number, time]) => (known.get(number) === time ? [] : [number]));
    for await (const { pulls, asked, odd } of host.numbered(place, fresh)) {
      const items = people.met(pulls.flatMap((pull) => keptOf(pull, this.#input)));
      for (const number of asked) known.set(number, this.#found.get(number) ?? '');
      const seen = [...known].map(([number, time]) => `${number}@${time}`).join(',');
      writePage(this.#pipeline, repository, items, { location, person, mark: markOf({ accounts, seen }) }, run.stage('pulls'));
      this.seen.read += pulls.length;
      this.seen.odd += odd;
      run.stage('pulls').count(pulls.length, items.length);
      run.stage('pulls').tell(this.seen.read, fresh.length, undefined, repository.name);
    }
  }
}

const seenOf = (seen = ''): readonly (readonly [number, string])[] =>
  seen.split(',').flatMap((one) => (one === '' ? [] : [[Number.parseInt(one, 10), one.slice(one.indexOf('@') + 1)] as const]));
