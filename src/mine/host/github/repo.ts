import * as v from 'valibot';
import type { HostError } from '../errors.ts';
import type { OwnedRepository, Place } from '../host.ts';
import { text } from './shapes.ts';

/** Asks GitHub, and reads its answer. */
export type Ask = <T>(query: string, variables: Readonly<Record<string, unknown>>, parse: (data: unknown) => T) => Promise<T>;

/** How GitHub is asked where a part that it does not tell costs only itself. */
export interface Asking {
  /** Throws TooLarge: then for less. */
  readonly once: Ask;
  /** For what cannot be asked for in less: throws TooLarge where the host answers that it cannot, HostError where it is not reached. */
  readonly alone: Ask;
  /** Told why a part is missing. */
  readonly missed: (why: HostError) => void;
}

/** One repository in all its spellings. */
export const keyOf = ({ owner, name }: Place): string => `${owner}/${name}`.toLowerCase();

/** What is asked of a repository that a search leads to. */
export const REPO = `fragment repo on Repository { nameWithOwner isArchived isFork }`;

export const repo = v.pipe(
  v.object({ nameWithOwner: text, isArchived: v.boolean(), isFork: v.boolean() }),
  v.transform(({ nameWithOwner, isArchived, isFork }): Omit<OwnedRepository, 'pulls'> => {
    const [owner = '', name = ''] = nameWithOwner.split('/');
    return { place: { owner, name }, archived: isArchived, fork: isFork };
  }),
);
