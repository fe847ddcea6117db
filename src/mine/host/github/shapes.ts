import * as v from 'valibot';
import type { Account } from '../../../domain/pull.ts';
import type { Place } from '../host.ts';

/** Longest text taken of anything, in characters: as much as git's messages are given. */
const TEXT = 65_536;
export const text = v.pipe(
  v.string(),
  // A lone surrogate or NUL would end a text in the store.
  v.transform((s) => s.slice(0, TEXT).toWellFormed().replaceAll('\0', '\uFFFD')),
);
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));
export const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40,64}$/));
/** A host's own number, as a string however large. */
export const key = v.pipe(v.union([v.string(), v.number()]), v.transform(String), v.regex(/^\d{1,20}$/));
export const time = v.pipe(
  v.string(),
  v.check((s) => !Number.isNaN(Date.parse(s)), 'no time'),
);
export const at = v.pipe(time, v.transform(Date.parse));

export const actor = v.nullish(
  v.pipe(
    v.object({ __typename: v.string(), login: text, name: v.nullish(text), databaseId: v.nullish(count) }),
    v.transform(({ __typename: type, login, name, databaseId }): Account => ({
      login,
      kind: type === 'User' ? 'user' : type === 'Bot' ? 'bot' : 'other',
      ...(name ? { name } : {}),
      ...(databaseId == null ? {} : { number: databaseId }),
    })),
  ),
);

/** A list whose nodes may be null where a part of the answer failed. */
export const list = <T extends v.GenericSchema>(node: T) =>
  v.object({
    pageInfo: v.object({ hasNextPage: v.boolean(), endCursor: v.nullish(v.string()) }),
    nodes: v.pipe(
      v.nullish(v.array(v.nullable(node)), []),
      v.transform((nodes) => (nodes ?? []).filter((n): n is NonNullable<typeof n> => n !== null)),
    ),
  });

export const labels = v.pipe(
  v.nullish(v.object({ nodes: v.nullish(v.array(v.nullable(v.object({ name: text })))) }), null),
  v.transform((told) => (told?.nodes ?? []).flatMap((label) => (label ? [label.name] : []))),
);
/** A pull request or an issue, perhaps of another repository. */
export const numbered = v.object({ number: count, repository: v.object({ nameWithOwner: text }) });

export const isOf = ({ repository }: v.InferOutput<typeof numbered>, { owner, name }: Place): boolean =>
  repository.nameWithOwner.toLowerCase() === `${owner}/${name}`.toLowerCase();
