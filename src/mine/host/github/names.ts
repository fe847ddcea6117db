import type { Place } from '../host.ts';
import { namesQuery } from './query.ts';
import type { Reader } from './reader.ts';
import { keyOf } from './repo.ts';
import { type Called, parseNames } from './reply.ts';

/** Repositories that are asked for their names at once. */
const NAMED = 100;

/** What repositories are called by now, and their numbers, as far as answers have told. */
export class Names {
  /** By `owner/name` as they were asked about. */
  readonly #names = new Map<string, Place>();
  /** In the same way. */
  readonly #numbers = new Map<string, string>();

  renamed(place: Place): Place | undefined {
    return this.#names.get(keyOf(place));
  }

  number(place: Place): string | undefined {
    return this.#numbers.get(keyOf(place));
  }

  async ask(places: readonly Place[], reader: Reader): Promise<void> {
    for (let at = 0; at < places.length; at += NAMED) {
      const some = places.slice(at, at + NAMED);
      const variables = Object.fromEntries(
        some.flatMap(({ owner, name }, i) => [
          [`o${i}`, owner],
          [`n${i}`, name],
        ]),
      );
      const told = await reader.again(() => reader.asked(namesQuery(some.length), variables, (data) => parseNames(data, some.length)));
      for (const [i, place] of some.entries()) this.called(place, told[i]);
    }
  }

  /** A search and a link know only the name of now. */
  now(place: Place): Place {
    return this.renamed(place) ?? place;
  }

  /** What an answer says of a repository that was asked about. */
  called(place: Place, { name: told, number }: Partial<Called> = {}): void {
    const [owner, name] = told?.split('/') ?? [];
    const asked = keyOf(place);
    if (owner && name && told?.toLowerCase() !== asked) this.#names.set(asked, { owner, name });
    if (number !== undefined) this.#numbers.set(asked, number);
  }
}
