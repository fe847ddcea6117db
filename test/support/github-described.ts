// GitHub's own descriptions of its interfaces, which live with the heavy test tools. By that of REST the answers of the tests' server are
// judged: what is not described, and what is missing, is a mistake.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Json = Readonly<Record<string, unknown>>;
interface Validate {
  (value: unknown): boolean;
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string; readonly params: object }[] | null;
}
type Ajv = new (options: object) => { compile(schema: unknown): Validate };

const tools = createRequire(new URL('../tools/github/package.json', import.meta.url));

/** What loads of a tool that is installed by itself. */
function installed<T>(load: () => T): T {
  try {
    return load();
  } catch (error) {
    throw new Error('GitHub’s descriptions of its interfaces are not installed. Run: node test/tools/install.mjs github', { cause: error });
  }
}

/** GitHub's own GraphQL schema, as its server tells it. */
export const schemaFile = (): string => installed(() => readFileSync(new URL(SCHEMA, import.meta.url), 'utf8'));
/** Its package names no path to it. */
const SCHEMA = '../tools/github/node_modules/@octokit/graphql-schema/schema.json';

const load = () =>
  installed((): { readonly description: Json; readonly Ajv: Ajv } => {
    const file = tools.resolve('@octokit/openapi/generated/api.github.com.json');
    return { description: JSON.parse(readFileSync(file, 'utf8')) as Json, Ajv: (tools('ajv') as { readonly default: Ajv }).default };
  });
let loaded: ReturnType<typeof load> | undefined;
const described = (): ReturnType<typeof load> => (loaded ??= load());

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What `#/a/b` names. */
function named(ref: string): unknown {
  let at: unknown = described().description;
  for (const part of ref.slice(2).split('/')) at = isObject(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
  assert.ok(isObject(at), `${ref} is not described`);
  return at;
}

/** With references put in, and fields refused that are not described. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (!isObject(schema)) return schema;
  if (typeof schema['$ref'] === 'string') return closed(named(schema['$ref']));
  assert.ok(!('allOf' in schema), 'parts that are put together would refuse each other’s fields');
  const { example: _, examples: __, ...rest } = schema;
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [
      key,
      key === 'properties' && isObject(value)
        ? Object.fromEntries(Object.entries(value).map(([name, of]) => [name, closed(of)]))
        : closed(value),
    ]),
  );
  return 'properties' in inner && !('additionalProperties' in inner) ? { ...inner, additionalProperties: false } : inner;
}

/** What the description says of an answer to `GET path`; undefined where it does not know that status. */
function answerOf(path: string, status: number): Json | undefined {
  const { paths } = described().description as {
    readonly paths: Readonly<Record<string, { readonly get?: { readonly responses: Json } }>>;
  };
  const operation = paths[path]?.get;
  assert.ok(operation, `GitHub has no GET ${path}`);
  const answer = operation.responses[String(status)];
  return isObject(answer) && typeof answer['$ref'] === 'string' ? (named(answer['$ref']) as Json) : (answer as Json | undefined);
}

const contentOf = (answer: Json): { readonly schema?: unknown; readonly examples?: Json } | undefined =>
  (answer['content'] as Readonly<Record<string, { readonly schema?: unknown; readonly examples?: Json }>> | undefined)?.[
    'application/json'
  ];

const known = new Map<string, Validate | undefined>();

/** Fails where an answer to `GET path` is not as GitHub describes it. Of a status that is not described nothing is known. */
export function assertDescribed(path: string, status: number, body: unknown): void {
  const key = `${status} ${path}`;
  if (!known.has(key)) {
    const answer = answerOf(path, status);
    const schema = answer && contentOf(answer)?.schema;
    known.set(
      key,
      schema === undefined
        ? undefined
        : new (described().Ajv)({ strict: false, validateFormats: false, logger: false }).compile(closed(schema)),
    );
  }
  const validate = known.get(key);
  assert.ok(!validate || validate(body), `GET ${path}, ${status}: ${JSON.stringify(validate?.errors)}`);
}

/** GitHub's own examples of an answer. */
export function examplesOf(path: string, status: number): readonly unknown[] {
  const answer = answerOf(path, status);
  return Object.values((answer && contentOf(answer)?.examples) ?? {}).map((one) => {
    const example = isObject(one) && typeof one['$ref'] === 'string' ? named(one['$ref']) : one;
    return (example as { readonly value: unknown }).value;
  });
}
