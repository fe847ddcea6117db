import { randomUUID } from 'node:crypto';
import type { Correction, TagFamily } from '../domain/tags.ts';
import type { Noise } from '../domain/contribution.ts';
import type { Audience, ClaimEdit, Locale } from '../domain/draft.ts';
import type { ContributionId, IdentityId, RepoId } from '../domain/ids.ts';
import type { EpochMs } from '../domain/time.ts';
import { change, type Core, meta, setMeta, settle } from './core.ts';
import type { Entry } from './journal.ts';
import { placeOf } from './rows.ts';

/** Names one thing the user did, to undo it by. */
export type ActId = string;

/** A ledger line the user wants to count after all. */
export type LedgerLine = Pick<Noise, 'contribution' | 'path' | 'reason' | 'of'>;

/** Which draft: the same person's of other repositories is another one. */
export interface DraftPlace {
  readonly person: string;
  readonly repos: readonly RepoId[];
  readonly period: string;
  readonly audience: Audience;
  readonly locale: Locale;
}

export interface Edit extends ClaimEdit {
  readonly id: ActId;
  readonly at: EpochMs;
}

export interface Merge {
  readonly id: ActId;
  readonly identities: readonly IdentityId[];
  readonly at: EpochMs;
}

type Act = Omit<Extract<Entry, { op: 'act' }>, 'op' | 'uid' | 'at'>;

/** The user's own label: wins over any tag. The former one, if any, is in force again when this is undone. */
export const correct = (core: Core, { contribution, family, label }: Omit<Correction, 'at'>): ActId =>
  act(core, { kind: 'correction', contribution, key: family, value: JSON.stringify({ label }) });

/** Takes the user's labels for it back, all of them. @returns the acts that were in force. */
export const uncorrect = (core: Core, contribution: ContributionId, family: TagFamily): readonly ActId[] =>
  withdraw(core, 'correction', contribution, family);

/** Lets a ledger line count after all. */
export const putBack = (core: Core, line: LedgerLine): ActId =>
  act(core, { kind: 'put-back', contribution: line.contribution, key: lineKey(line), value: 'true' });

/** Leaves a ledger line out again. @returns the acts that were in force. */
export const leaveOut = (core: Core, line: LedgerLine): readonly ActId[] => withdraw(core, 'put-back', line.contribution, lineKey(line));

/** As PUT_BACK in core.ts has it: what is doubtful may be kept apart from one work and be the same as another. */
const lineKey = ({ path = '', reason, of }: LedgerLine): string =>
  JSON.stringify(reason === 'inconsistent' ? [path, reason, of ?? null] : [path, reason]);

/** This contribution is the same work as another, and counts as that. */
export const mergeWork = (core: Core, contribution: ContributionId, of: ContributionId): ActId =>
  act(core, { kind: 'same-work', contribution, key: of, value: 'true' });

/** They are not decided to be the same any more. @returns the acts that were in force. */
export const unmergeWork = (core: Core, contribution: ContributionId, of: ContributionId): readonly ActId[] =>
  withdraw(core, 'same-work', contribution, of);

/** What the user has said of pairs of contributions. */
export function workDecisions(core: Core): { readonly entry: ContributionId; readonly of: ContributionId; readonly same: boolean }[] {
  const same = newest(core, 'same-work').map(({ contribution, key }) => ({ entry: contribution ?? '', of: key, same: true }));
  const apart = newest(core, 'put-back').flatMap(({ contribution, key }) => {
    const [, reason, of] = JSON.parse(key) as [string, string, string?];
    return reason === 'inconsistent' && of !== undefined ? [{ entry: contribution ?? '', of, same: false }] : [];
  });
  return [...same, ...apart];
}

function withdraw(core: Core, kind: string, contribution: ContributionId, key: string): readonly ActId[] {
  const place = placed(core, contribution);
  if (!place) return [];
  const acts = core.db
    .all<{ uid: string }>({
      sql: 'SELECT uid FROM act WHERE kind = ? AND repo = ? AND target = ? AND key = ? AND undone = 0',
      parameters: [kind, place.repo, place.uid, key],
    })
    .map(({ uid }) => uid);
  undo(core, ...acts);
  return acts;
}

/** These identities are one person. */
export const acceptMerge = (core: Core, identities: readonly IdentityId[]): ActId => act(core, together('merge', [...identities].sort()));
/** The first of these identities is none of the others: do not suggest it again. */
export const dismissMerge = (core: Core, identities: readonly IdentityId[]): ActId => act(core, together('dismissal', identities));

function together(kind: 'merge' | 'dismissal', identities: readonly IdentityId[]): Act {
  const list = [...new Set(identities)];
  return { kind, key: JSON.stringify(list.toSorted()), value: JSON.stringify(list) };
}

/** Keeps what the user made of a claim. */
export const saveEdit = (core: Core, place: DraftPlace, { claim, ...edit }: ClaimEdit): ActId =>
  act(core, { kind: 'edit', key: editKey(place, claim), value: JSON.stringify(edit) });

/** Lets the generated claim stand again. */
export const dropEdit = (core: Core, place: DraftPlace, claim: string): ActId =>
  act(core, { kind: 'edit', key: editKey(place, claim), value: 'null' });

const editKey = ({ person, repos, period, audience, locale }: DraftPlace, claim: string): string =>
  JSON.stringify([person, scopeOf(repos), period, audience, locale, claim]);

/** The order they are opened in does not matter. */
const scopeOf = (repos: readonly RepoId[]): string => [...new Set(repos)].sort().join(' ');

/** All or none of them. */
export const undo = (core: Core, ...ids: readonly ActId[]): void => settleActs(core, 'undo', ids);
export const redo = (core: Core, ...ids: readonly ActId[]): void => settleActs(core, 'redo', ids);

function settleActs(core: Core, op: 'undo' | 'redo', ids: readonly ActId[]): void {
  if (ids.length === 0) return;
  record(
    core,
    ids.map((uid) => ({ op, uid, at: core.now() })),
  );
}

/** Who viewed, mined, exported or erased whose evidence. */
export function audit(core: Core, act: string, subject: string, detail = ''): void {
  record(core, [{ op: 'audit', uid: randomUUID(), at: core.now(), act, subject, detail }]);
}

export interface AuditLine {
  readonly at: EpochMs;
  readonly act: string;
  readonly subject: string;
  readonly detail: string;
}

export const auditLog = (core: Core, limit = 1000): AuditLine[] =>
  core.db.all(core.sql.selectFrom('audit').select(['at', 'act', 'subject', 'detail']).orderBy('id', 'desc').limit(limit).compile());

/** Corrections in force: what the user teaches the tagger. */
export function corrections(core: Core): (Correction & { readonly id: ActId })[] {
  return newest(core, 'correction').map(({ uid, contribution, key, value, at }) => {
    const { label } = JSON.parse(value) as { label: string };
    return { id: uid, contribution: contribution ?? '', family: key as TagFamily, label, at };
  });
}

export const merges = (core: Core): Merge[] => groups(core, 'merge');
export const dismissals = (core: Core): Merge[] => groups(core, 'dismissal');

const groups = (core: Core, kind: 'merge' | 'dismissal'): Merge[] =>
  newest(core, kind).map(({ uid, value, at }) => ({ id: uid, identities: JSON.parse(value) as string[], at }));

/** What the user made of the claims of one draft, oldest first. `persons`: ids the person has had; who is merged may get another one. */
export function edits(core: Core, { persons, ...of }: Omit<DraftPlace, 'person'> & { readonly persons: readonly string[] }): Edit[] {
  const found = new Map<string, Edit>();
  for (const { uid, key, value, at } of newest(core, 'edit')) {
    const [person, scope, period, audience, locale, claim] = JSON.parse(key) as [string, string, string, Audience, Locale, string];
    if (!persons.includes(person) || scope !== scopeOf(of.repos)) continue;
    if (period !== of.period || audience !== of.audience || locale !== of.locale) continue;
    const edit = JSON.parse(value) as Omit<ClaimEdit, 'claim'> | null;
    found.delete(claim);
    if (edit) found.set(claim, { id: uid, at, claim, ...edit });
  }
  return [...found.values()];
}

interface InForce {
  readonly uid: string;
  readonly contribution: ContributionId | null;
  readonly key: string;
  readonly value: string;
  readonly at: EpochMs;
}

/** For each thing acted on, the newest act of a kind that is not undone, oldest first. */
const newest = (core: Core, kind: string): InForce[] =>
  core.db.all<InForce>({
    sql: `SELECT a.uid, iif(typeof(a.target) = 'blob', 'commit:' || r.uid || '@' || lower(hex(a.target)), a.target) AS contribution, a.key, a.value, a.at
      FROM act a LEFT JOIN repo r ON r.id = a.repo
      WHERE a.id IN (SELECT max(id) FROM act WHERE kind = ? AND undone = 0 GROUP BY repo, target, key) ORDER BY a.id`,
    parameters: [kind],
  });

function act(core: Core, what: Act): ActId {
  const uid = randomUUID();
  record(core, [{ op: 'act', uid, at: core.now(), ...what }]);
  return uid;
}

/** Journal first, then store, both or neither as far as the caller is told. */
export function record(core: Core, entries: readonly Entry[]): void {
  let takeBack: (() => void) | undefined;
  try {
    change(core, () => {
      catchUp(core);
      const { end, undo } = core.journal.append(entries);
      takeBack = undo;
      apply(core, entries);
      setMeta(core, 'journal-end', end);
    });
  } catch (error) {
    takeBack?.();
    throw error;
  }
}

/** Does what the journal has and the store has not: after a kill between the two, or all of it after the store was rebuilt. */
export function catchUp(core: Core): void {
  if (isCaughtUp(core)) return;
  change(core, () => {
    if (isCaughtUp(core)) return;
    const generation = core.journal.exists() ? core.journal.generation() : undefined;
    const from = generation !== undefined && generation === meta(core, 'journal-generation') ? Number(meta(core, 'journal-end') ?? 0) : 0;
    if (core.journal.exists()) {
      const { entries, unreadable } = core.journal.read(from);
      if (unreadable > 0)
        core.log.warn(`${unreadable} lines of the journal could not be read and were skipped`, { path: core.journal.path });
      apply(core, entries);
      settle(core);
    }
    // Missing, or without its head: written anew from what the store holds.
    if (generation === undefined) return rewriteJournal(core);
    setMeta(core, 'journal-generation', generation);
    setMeta(core, 'journal-end', core.journal.size());
  });
}

const isCaughtUp = (core: Core): boolean =>
  core.journal.exists() &&
  core.journal.size() === meta(core, 'journal-end') &&
  core.journal.generation() === meta(core, 'journal-generation');

/** Applying twice is applying once. */
function apply(core: Core, entries: readonly Entry[]): void {
  const touched = new Set<number>();
  for (const entry of entries) {
    if (entry.op === 'audit') {
      core.db.run('INSERT OR IGNORE INTO audit(uid, at, act, subject, detail) VALUES (?, ?, ?, ?, ?)', [
        entry.uid,
        entry.at,
        entry.act,
        entry.subject,
        entry.detail,
      ]);
    } else if (entry.op === 'act') {
      const place = entry.contribution === undefined ? undefined : placeOf(entry.contribution);
      const repo = place ? (place.repo === undefined ? 0 : core.interner.row(core, 'repo', place.repo)) : null;
      core.db.run('INSERT OR IGNORE INTO act(uid, kind, repo, target, key, value, at, undone) VALUES (?, ?, ?, ?, ?, ?, ?, 0)', [
        entry.uid,
        entry.kind,
        repo,
        place?.uid,
        entry.key,
        entry.value,
        entry.at,
      ]);
      for (const row of rowsOf(core, entry.uid)) touched.add(row);
    } else {
      core.db.run('UPDATE act SET undone = ? WHERE uid = ?', [entry.op === 'undo', entry.uid]);
      for (const row of rowsOf(core, entry.uid)) touched.add(row);
    }
  }
  settle(core, [...touched]);
}

/** The contribution an act is about, where it is stored. */
const rowsOf = (core: Core, act: string): number[] =>
  core.db
    .all<{ id: number }>({
      sql: `SELECT c.id FROM act a JOIN contribution c ON c.uid = a.target AND c.repo IN (SELECT id FROM repo WHERE a.repo IN (0, id))
        WHERE a.uid = ? AND a.target IS NOT NULL`,
      parameters: [act],
    })
    .map(({ id }) => id);

function placed(core: Core, contribution: ContributionId): { readonly repo: number; readonly uid: Uint8Array | string } | undefined {
  const { repo, uid } = placeOf(contribution);
  if (repo === undefined) return { repo: 0, uid };
  const row = core.db.get<{ id: number }>({ sql: 'SELECT id FROM repo WHERE uid = ?', parameters: [repo] });
  return row && { repo: row.id, uid };
}

/** A journal larger than this is written anew without what nobody will undo any more, bytes. */
const LARGE = 1_000_000;
/** How long the steps of an edited text can be undone, ms. */
const UNDOABLE = 30 * 86_400_000;

/** Texts are saved as they are typed: drops the steps on the way to what now stands, once they are old. */
export function compact(core: Core): void {
  if (core.journal.size() < LARGE) return;
  const old = `FROM act WHERE kind = 'edit' AND at < ? AND id NOT IN (SELECT max(id) FROM act WHERE kind = 'edit' AND undone = 0 GROUP BY key)`;
  const parameters = [core.now() - UNDOABLE];
  if ((core.db.get<{ n: number }>({ sql: `SELECT count(*) AS n ${old}`, parameters })?.n ?? 0) === 0) return;
  change(core, () => {
    catchUp(core);
    core.db.run(`DELETE ${old}`, parameters);
    rewriteJournal(core);
  });
}

/** Makes the journal say what the store says; within a transaction, so that no other process appends to the former one. */
export function rewriteJournal(core: Core): void {
  core.journal.rewrite(allEntries(core));
  setMeta(core, 'journal-generation', core.journal.generation() ?? '');
  setMeta(core, 'journal-end', core.journal.size());
}

/** Everything the user did, in order, as the journal writes it. */
export function allEntries(core: Core): Entry[] {
  const acts = core.db.all<InForce & { kind: string; undone: number }>({
    sql: `SELECT a.uid, a.kind, iif(typeof(a.target) = 'blob', 'commit:' || r.uid || '@' || lower(hex(a.target)), a.target) AS contribution,
        a.key, a.value, a.at, a.undone FROM act a LEFT JOIN repo r ON r.id = a.repo ORDER BY a.id`,
    parameters: [],
  });
  const lines = core.db.all<AuditLine & { uid: string }>({
    sql: 'SELECT uid, at, act, subject, detail FROM audit ORDER BY id',
    parameters: [],
  });
  return [
    ...acts.flatMap(({ undone, contribution, ...rest }): Entry[] => [
      { op: 'act', ...rest, ...(contribution === null ? {} : { contribution }) },
      ...(undone ? [{ op: 'undo' as const, uid: rest.uid, at: rest.at }] : []),
    ]),
    ...lines.map((line): Entry => ({ op: 'audit', ...line })),
  ];
}
