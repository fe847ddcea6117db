import * as v from 'valibot';
import type { OwnedRepository } from '../host.ts';
import { text } from './shapes.ts';

/** Asks GitHub, and reads its answer. */
export type Ask = <T>(query: string, variables: Readonly<Record<string, unknown>>, parse: (data: unknown) => T) => Promise<T>;

/** What is asked of a repository that a search leads to. */
export const REPO = `fragment repo on Repository { nameWithOwner isArchived isFork }`;

export const repo = v.pipe(
  v.object({ nameWithOwner: text, isArchived: v.boolean(), isFork: v.boolean() }),
  v.transform(({ nameWithOwner, isArchived, isFork }): Omit<OwnedRepository, 'pulls'> => {
    const [owner = '', name = ''] = nameWithOwner.split('/');
    return { place: { owner, name }, archived: isArchived, fork: isFork };
  }),
);
