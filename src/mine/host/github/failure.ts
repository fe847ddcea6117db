import * as v from 'valibot';

/** A request that brought no answer, or one that says what was wrong. */
export interface Failure {
  /** Absent: no answer came. */
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly errors: readonly { readonly type: string; readonly message: string }[];
  readonly data: unknown;
  readonly message: string;
}

const text = v.fallback(v.string(), '');
const headersOf = v.fallback(
  v.pipe(
    v.record(v.string(), v.unknown()),
    v.transform((all) => Object.fromEntries(Object.entries(all).map(([name, value]) => [name.toLowerCase(), String(value)]))),
  ),
  {},
);
const partOf = v.object({ type: text, message: text });
/** An answer of 200 with `errors`, as Octokit throws it. */
const graphqlError = v.object({
  name: v.literal('GraphqlResponseError'),
  message: text,
  headers: headersOf,
  errors: v.array(partOf),
  data: v.unknown(),
});
/** Any other answer; without `response`, none came. */
const requestError = v.object({ message: text, status: v.number(), response: v.object({ headers: headersOf }) });

/** The same before it is thrown. */
const partial = v.object({
  status: v.number(),
  headers: headersOf,
  data: v.object({ errors: v.array(partOf), data: v.optional(v.unknown()) }),
});
/** What Octokit takes an answer for that was cut off, or that is no JSON. */
const empty = v.object({ data: v.nullish(v.string()) });

/** What an answer says was wrong with it, or with parts of it; undefined where nothing was. */
export function failureIn(answer: unknown): Failure | undefined {
  if (v.is(empty, answer)) return unanswered('the answer was cut off');
  const { success, output } = v.safeParse(partial, answer);
  if (!success) return undefined;
  const { status, headers, data } = output;
  return { status, headers, errors: data.errors, data: data.data, message: data.errors.map(({ message }) => message).join('; ') };
}

const unanswered = (message: string): Failure => ({ status: undefined, headers: {}, errors: [], data: undefined, message });

/** Of what Octokit throws. */
export function failureOf(error: unknown): Failure {
  const answered = v.safeParse(graphqlError, error);
  if (answered.success) return { ...answered.output, status: 200 };
  const refused = v.safeParse(requestError, error);
  if (refused.success) return { ...refused.output, headers: refused.output.response.headers, errors: [], data: undefined };
  return unanswered(error instanceof Error ? error.message : '');
}

/** Whether an answer is one of ours all the same, though parts of it failed. */
export const isPartial = (data: unknown): boolean =>
  v.is(
    v.union([
      v.object({ repository: v.object({ pullRequests: v.object({ nodes: v.array(v.unknown()) }) }) }),
      // One that was asked for by its number; null where it is closed to the token, or gone.
      v.object({ repository: v.object({ pullRequest: v.nullable(v.object({})) }) }),
      v.object({ repository: v.object({ issue: v.nullable(v.object({})) }) }),
      v.object({ search: v.object({ nodes: v.array(v.unknown()) }) }),
      // Of several that were asked for by their numbers, and of several searches, in one request.
      v.object({ repository: v.object({ p0: v.nullable(v.object({})) }) }),
      v.object({ s0: v.object({ nodes: v.array(v.unknown()) }) }),
      v.object({ r0: v.nullable(v.object({})) }),
      v.object({ user: v.object({ contributionsCollection: v.object({}) }) }),
      v.object({ node: v.nullable(v.object({})) }),
    ]),
    data,
  );

/** Whether anything of such an answer came through: of a list that is all holes nothing did. */
export const isTold = (data: unknown): boolean =>
  entriesOf(data).some(([name, value]) =>
    name === 'repository'
      ? entriesOf(value).some(([what, one]) => /^(?:pullRequests?|issue|p\d+)$/.test(what) && isThere(one))
      : /^(?:search|[sr]\d+|node|user)$/.test(name) && isThere(value),
  );

const entriesOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  typeof value === 'object' && value !== null ? Object.entries(value) : [];

const isThere = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (!('nodes' in value) || !Array.isArray(value.nodes) || value.nodes.some((node) => node !== null));
