import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { Temporal } from 'temporal-polyfill';
import type { Contribution, Identity, Person, Repo } from '../domain/contribution.ts';
import { type ContributionId, identityId, LOG_PREFIX } from '../domain/ids.ts';
import type { RawEntry } from '../domain/log.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type ReadLog } from '../mine/log/entry.ts';
import { type LogProblem, problem, visibleText } from '../mine/log/problem.ts';
import { type LogFormat, readLog } from '../mine/log/read.ts';
import { normalizeLog } from '../normalize/log.ts';
import { resolvePerson } from '../normalize/persons.ts';
import { type Doubtful, doubtsOf, entriesIn, judgeLogs } from './doubts.ts';
import type { Pipeline } from './open.ts';
import { everybody, named } from './people.ts';
import { openRepositories, peopleOf } from './repositories.ts';
import { Run } from './run.ts';

/** What importing a file would do, before anything is done. */
export interface LogPreview extends Pick<ReadLog, 'unread' | 'prose'> {
  readonly repo: Repo;
  readonly format: LogFormat;
  /** Of the bytes that were read. */
  readonly digest: string;
  readonly contributions: readonly Contribution[];
  readonly identities: readonly Identity[];
  readonly problems: readonly LogProblem[];
  readonly problemCount: number;
  /** Lines that repeat another of the file word for word. */
  readonly repeated: readonly number[];
  readonly added: number;
  readonly changed: number;
  /** Stored from this file before, and no longer in it. */
  readonly gone: readonly Contribution[];
  /** What looks like work that is stored already, or contradicts it. */
  readonly doubts: readonly Doubtful[];
}

export interface LogRequest {
  readonly file: string;
  /** Whose the entries are that do not say. */
  readonly whose: Person;
  /** Others who may be named in it, beside those that are stored. */
  readonly people?: readonly Person[];
}

/** Reads a work log and says what importing it would do. @throws TrackRecordError `log-unreadable`, `log-too-large`, `log-encoding` */
export async function previewLog(pipeline: Pipeline, { file, whose, people = [] }: LogRequest): Promise<LogPreview> {
  const { store, ctx, options } = pipeline;
  const { zone, locale } = options;
  const today = Temporal.Instant.fromEpochMilliseconds(ctx.now()).toZonedDateTimeISO(zone).toPlainDate().toString();
  const repo = await logRepo(file);
  const read = await readLog(repo.path, today, locale);
  const owners = new Owners(whose, [...everybody(store), ...people]);
  const sure = read.entries.filter((entry) => owners.known(entry));
  const { contributions, repeated } = normalizeLog(sure, {
    repo: repo.id,
    file: repo.path,
    name: repo.name,
    whose: (entry) => owners.of(entry),
    noon: (day) => noonOf(day, zone),
  });
  const stored = new Map(storedOf(pipeline, repo).map((item) => [item.id, item]));
  const now = new Set(contributions.map(({ id }) => id));
  const old = contributions.flatMap((item) => (stored.has(item.id) ? [[item, stored.get(item.id)] as const] : []));
  const problems = [...read.problems, ...owners.problems].sort((a, b) => a.line - b.line);
  return {
    repo,
    format: read.format,
    digest: read.digest,
    unread: read.unread,
    prose: read.prose,
    contributions,
    identities: owners.used,
    problems,
    problemCount: read.problemCount + owners.problems.length,
    repeated,
    added: contributions.length - old.length,
    changed: old.filter(([item, before]) => before && contentOf(item) !== contentOf(before)).length,
    // Of a file that nothing can be read of, nobody knows what it no longer says.
    gone: now.size === 0 && problems.length > 0 ? [] : [...stored.values()].filter(({ id }) => !now.has(id)),
    doubts: doubtsOf(store, contributions),
  };
}

/** What an import did, to take it back by. */
export interface Imported {
  readonly repo: Repo;
  readonly added: readonly ContributionId[];
  /** As they were: those that changed, and those that went. */
  readonly before: readonly Contribution[];
}

/** Stores what was previewed; importing twice is importing once. */
export function importLog(pipeline: Pipeline, preview: LogPreview): Imported {
  const { store } = pipeline;
  const { repo, contributions, identities, gone } = preview;
  return store.together(() => {
    const before = storedOf(pipeline, repo);
    const known = new Set(before.map(({ id }) => id));
    store.remove(gone.map(({ id }) => id));
    store.writeBatch({ repo, contributions, identities });
    judgeLogs(store);
    for (const [author, items] of Map.groupBy(contributions, (item) => item.author))
      store.audit('import', author, `${repo.name}, ${items.length}`);
    return { repo, added: contributions.flatMap(({ id }) => (known.has(id) ? [] : [id])), before };
  });
}

/** Brings back what was stored before an import. */
export function takeBack(pipeline: Pipeline, { repo, added, before }: Imported): void {
  const { store } = pipeline;
  store.together(() => {
    store.remove(added);
    store.writeBatch({ repo, contributions: before });
    judgeLogs(store);
    store.audit('take back an import', before[0]?.author ?? 'everyone', repo.name);
  });
}

/** Takes everything of a file out again. @throws TrackRecordError `log-not-imported` */
export async function removeLog(pipeline: Pipeline, file: string): Promise<Imported> {
  const { store } = pipeline;
  const repo = await logRepo(file);
  const before = storedOf(pipeline, repo);
  if (before.length === 0) {
    const known = store.logs().map(({ path: at }) => `  ${at}`);
    throw new TrackRecordError(
      'log-not-imported',
      `Nothing was imported from ${repo.path}.${known.length > 0 ? ` There are imports from:\n${known.join('\n')}` : ''}`,
    );
  }
  return store.together(() => {
    store.remove(before.map(({ id }) => id));
    // Entries of other logs may have been doubted for these.
    judgeLogs(store);
    for (const author of new Set(before.map((item) => item.author))) store.audit('take back an import', author, repo.name);
    return { repo, added: [], before };
  });
}

/** A file by the path it really has: however it is named, it is one log. Also of a file that is there no more. */
async function logRepo(file: string): Promise<Repo> {
  const absolute = path.resolve(file);
  const real = await realpath(absolute).catch(async () =>
    path.join(await realpath(path.dirname(absolute)).catch(() => path.dirname(absolute)), path.basename(absolute)),
  );
  const name = visibleText(path.basename(real)).replaceAll(/[^\p{L}\p{N}._-]+/gu, '-') || 'log';
  return { id: `${LOG_PREFIX}${name}-${createHash('sha256').update(real).digest('hex').slice(0, 8)}`, name, path: real };
}

const storedOf = ({ store }: Pipeline, { id }: Repo): readonly Contribution[] => entriesIn(store, { repos: [id] });

const contentOf = ({ subject, body, author, at, stated, host }: Contribution): string => {
  const { line: _, ...facts } = host?.kind === 'work_log' ? host : { line: 0 };
  return JSON.stringify([subject, body, author, at, stated?.type, Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))]);
};

function noonOf(day: string, zone: string): { readonly at: number; readonly offset: number } {
  const noon = Temporal.PlainDate.from(day).toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from('12:00') });
  return { at: noon.epochMilliseconds, offset: Math.round(noon.offsetNanoseconds / 60e9) };
}

/** Whose entries are, by what they say. */
class Owners {
  readonly problems: LogProblem[] = [];
  readonly #whose: Identity;
  readonly #people: readonly Person[];
  readonly #found = new Map<string, Identity | undefined>();
  readonly #used = new Map<string, Identity>();

  constructor(whose: Person, people: readonly Person[]) {
    this.#whose = firstOf(whose);
    this.#people = [...new Map([whose, ...people].map((person) => [person.id, person])).values()];
  }

  get used(): readonly Identity[] {
    return [...this.#used.values()];
  }

  known(entry: RawEntry): boolean {
    const { person } = entry;
    if (person === undefined) return true;
    if (!this.#found.has(person)) this.#found.set(person, this.#look(person));
    if (this.#found.get(person)) return true;
    const { kind } = resolvePerson(person, this.#people);
    this.problems.push(problem(entry.line, kind === 'ambiguous' ? 'several-persons' : 'bad-person', person));
    return false;
  }

  of({ person }: RawEntry): Identity {
    const identity = (person === undefined ? undefined : this.#found.get(person)) ?? this.#whose;
    this.#used.set(identity.id, identity);
    return identity;
  }

  #look(person: string): Identity | undefined {
    const found = resolvePerson(person, this.#people);
    return found.kind === 'match' ? firstOf(found.person) : found.kind === 'none' ? spelled(person) : undefined;
  }
}

const firstOf = ({ id, name, identities }: Person): Identity =>
  identities.find((identity) => identity.id === id) ?? identities[0] ?? { id, name, email: '' };

/** Somebody new, where a name and an e-mail are written out. */
export function spelled(who: string): Identity | undefined {
  const [, name = '', email = ''] = /^([^<>]{1,100}?)\s*<([^<>@\s]{1,100}@[^<>@\s]{1,100})>$/.exec(who.trim()) ?? [];
  return email === '' ? undefined : { id: identityId(name, email), name: name.trim(), email: email.toLowerCase() };
}

/**
 * Whose a log is where it does not say: the one named, else the user of the git config here, else who is asked for; and whom it may name beside.
 * @throws TrackRecordError `author-unknown`, `author-ambiguous`, `no-person` where nobody is named and the folders tell nobody.
 */
export async function whoseLog(
  pipeline: Pipeline,
  { folders, who }: { readonly folders: readonly string[]; readonly who?: string | undefined },
): Promise<{ readonly whose: Person; readonly people: readonly Person[] }> {
  const { store, ctx } = pipeline;
  const opened = await openRepositories(pipeline, folders, new Run(ctx.now)).catch((error: unknown) => {
    if (error instanceof TrackRecordError) return [];
    throw error;
  });
  const here = opened.length > 0 ? await peopleOf(pipeline, opened) : [];
  const stored = everybody(store);
  const people = here.map(({ person }) => person);
  const newcomer = who === undefined ? undefined : spelled(who);
  if (newcomer && resolvePerson(newcomer.email, [...people, ...stored]).kind === 'none')
    return { whose: { id: newcomer.id, name: newcomer.name, identities: [newcomer] }, people };
  // Who wrote here comes first: their person has this repository's spelling.
  if (who !== undefined) return { whose: resolvePerson(who, people).kind === 'match' ? named(who, people) : named(who, stored), people };
  const user = opened.find((repository) => repository.user !== undefined)?.user;
  const found = user && resolvePerson(`${user.name} <${user.email}>`, people);
  if (found?.kind === 'match') return { whose: found.person, people };
  throw new TrackRecordError('no-person', 'Whose work log is it? Name the person with --person: an e-mail, a name, or Name <e-mail>.');
}
