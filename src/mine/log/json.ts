import { type ParseError, parse as parseLoose, printParseErrorCode, visit } from 'jsonc-parser';
import * as v from 'valibot';
import { Gatherer, listOf, type ReadLog } from './entry.ts';

const text = v.string('must be text');
const words = v.union([text, v.array(text)], 'must be text, or a list of texts');
/** docs/work-log.schema.json describes it for others; a test keeps the fields alike. */
const entrySchema = v.looseObject(
  {
    date: text,
    title: text,
    kind: v.optional(v.nullable(words)),
    tags: v.optional(v.nullable(words)),
    hours: v.optional(v.nullable(v.union([text, v.number()], 'must be a number of hours'))),
    link: v.optional(v.nullable(text)),
    note: v.optional(v.nullable(text)),
    person: v.optional(v.nullable(text)),
  },
  'must be an object',
);
const formSchema = v.object({ entries: v.array(v.unknown()), person: v.optional(v.fallback(text, '')) });
const KNOWN = new Set(['date', 'title', 'kind', 'tags', 'hours', 'link', 'note', 'person']);

/** A list of entries, an object with `entries` (and whose they are as `person`), or an entry a line. */
export function readJson(source: string, today: string): ReadLog {
  const found = new Gatherer(today);
  if (isLines(source)) readLines(source, found);
  else readWhole(source, found);
  return found.result;
}

/** JSON Lines: the first line is an object by itself. */
function isLines(source: string): boolean {
  const first = source.trimStart().split('\n', 1)[0]?.trim() ?? '';
  if (!first.startsWith('{')) return false;
  try {
    const value: unknown = JSON.parse(first);
    return typeof value === 'object' && value !== null && !('entries' in value);
  } catch {
    return false;
  }
}

function readLines(source: string, found: Gatherer): void {
  let line = 0;
  for (const row of lines(source)) {
    line++;
    if (row.trim() === '') continue;
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch {
      found.found(line, 'bad-json', row);
      continue;
    }
    add(value, line, found);
    if (found.full) return;
  }
}

/** Without an array of a million lines. */
function* lines(source: string): Generator<string> {
  let from = 0;
  while (from <= source.length) {
    const end = source.indexOf('\n', from);
    yield source.slice(from, end < 0 ? source.length : end);
    if (end < 0) return;
    from = end + 1;
  }
}

function readWhole(source: string, found: Gatherer): void {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    const errors: ParseError[] = [];
    parseLoose(source, errors, { disallowComments: true });
    const [first] = errors;
    found.found(lineAt(source, first?.offset ?? 0), 'bad-json', first ? printParseErrorCode(first.error) : '');
    return;
  }
  const form = v.safeParse(formSchema, value);
  const list: unknown = form.success ? form.output.entries : value;
  if (!Array.isArray(list)) return found.found(1, 'no-entries');
  const person = form.success ? form.output.person : undefined;
  const starts = startsOf(source, form.success ? 2 : 1);
  for (const [at, item] of list.entries()) {
    add(item, starts[at] ?? 1, found, person);
    if (found.full) return;
  }
}

/** Lines that the elements of the list begin at. */
function startsOf(source: string, depth: number): readonly number[] {
  const starts: number[] = [];
  const begins = (_: number, __: number, line: number, ___: number, pathOf: () => readonly (string | number)[]): void => {
    const path = pathOf();
    if (path.length === depth && (depth === 1 || path[0] === 'entries') && typeof path.at(-1) === 'number')
      starts[Number(path.at(-1))] = line + 1;
  };
  visit(source, {
    onObjectBegin: (offset, length, line, character, pathOf) => {
      begins(offset, length, line, character, pathOf);
      return pathOf().length < depth;
    },
    onArrayBegin: (offset, length, line, character, pathOf) => {
      begins(offset, length, line, character, pathOf);
      return pathOf().length < depth;
    },
    // The library forgets what it passes over only where somebody listens for its end.
    onObjectEnd: () => {},
    onArrayEnd: () => {},
    onLiteralValue: (_, offset, length, line, character, pathOf) => begins(offset, length, line, character, pathOf),
  });
  return starts;
}

const lineAt = (source: string, offset: number): number => source.slice(0, offset).split('\n').length;

function add(value: unknown, line: number, found: Gatherer, whose?: string): void {
  const read = v.safeParse(entrySchema, value);
  if (!read.success) {
    for (const issue of read.issues) {
      const field = v.getDotPath(issue);
      found.found(line, 'bad-field', `${field ?? 'entry'} ${issue.received === 'undefined' ? 'is missing' : issue.message}`);
    }
    return;
  }
  const { date, title, kind, tags, hours, link, note, person } = read.output;
  for (const key of Object.keys(read.output)) if (!KNOWN.has(key)) found.unread(key);
  const kinds = [kind, tags].flatMap((one) => (typeof one === 'string' ? listOf(one) : (one ?? [])));
  found.add({
    line,
    date,
    title,
    kinds,
    note: note ?? undefined,
    hours: hours ?? undefined,
    link: link ?? undefined,
    person: person ?? whose,
  });
}
