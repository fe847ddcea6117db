import { type Contribution, CONTRIBUTION_KINDS } from '../domain/contribution.ts';
import type { ContributionId, IdentityId } from '../domain/ids.ts';
import type { OwnFamily, OwnTag, Tag, TagFamily } from '../domain/tags.ts';
import type { Period } from '../domain/time.ts';
import { change, type Core, settle } from './core.ts';
import type { Param } from './libsql.ts';
import { contributionsOf, SCORE_UNIT } from './query.ts';
import { isOf, rowsById } from './lookup.ts';
import { encodeFiles } from './rows.ts';

/** A tag and what it was made from. Good for that and that model only: another of either replaces it. */
export interface SavedTag {
  readonly of: Pick<Contribution, 'id' | 'messageHash' | 'files' | 'stated'>;
  readonly tag: Tag | OwnTag;
}

/** Whether contribution `v.column1` is still what was read of it: another process may have written it anew since. */
const UNCHANGED = `EXISTS (SELECT 1 FROM contribution c JOIN detail d ON d.contribution = c.id
  WHERE c.id = v.column1 AND d.message_hash = v.column4 AND c.files = v.column10 AND d.stated IS v.column11)`;

/**
 * A tag of what has changed since it was read is saved too, and shown until the tagger has looked again.
 * @returns how many were saved: contributions that are not stored in full have no tags.
 */
export function saveTags(core: Core, tags: readonly SavedTag[]): number {
  return change(core, () => {
    const rows = rowsById(core, [...new Set(tags.map(({ of }) => of.id))]);
    const modelRow = modelRows(core);
    const values: Param[][] = [];
    for (const { of, tag } of tags) {
      const id = rows.get(of.id);
      if (id === undefined) continue;
      values.push([
        id,
        tag.family,
        modelRow(tag.model, Object.keys(tag.scores)),
        of.messageHash,
        tag.label,
        tag.p,
        tag.unsure,
        'stated' in tag ? tag.stated : undefined,
        scoresOf(tag),
        encodeFiles(of.files),
        of.stated && JSON.stringify(of.stated),
      ]);
    }
    core.db.runMany(
      `INSERT INTO tag(contribution, family, model, text_hash, label, p, unsure, stated, scores, fresh)
         SELECT column1, column2, column3, column4, column5, column6, column7, column8, column9, ${UNCHANGED}
         FROM (VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)) v WHERE true
       ON CONFLICT DO UPDATE SET model = excluded.model, text_hash = excluded.text_hash, label = excluded.label, p = excluded.p,
         unsure = excluded.unsure, stated = excluded.stated, scores = excluded.scores, fresh = excluded.fresh`,
      values,
    );
    settle(core, [...rows.values()]);
    return values.length;
  });
}

/** As they are kept. */
export const scoresOf = ({ scores }: Pick<Tag, 'scores'>): string =>
  JSON.stringify(Object.values(scores).map((score) => Math.round(score * SCORE_UNIT)));

/** Rows of models; good for one transaction. */
export function modelRows(core: Core): (hash: string, labels: readonly string[]) => number {
  const known = new Map<string, number>();
  return (hash, labels) => {
    const key = `${hash}\n${labels.join('\n')}`;
    let id = known.get(key);
    if (id === undefined) {
      const list = JSON.stringify(labels);
      core.db.run('INSERT OR IGNORE INTO model(hash, labels) VALUES (?, ?)', [hash, list]);
      id = core.db.get<{ id: number }>({ sql: 'SELECT id FROM model WHERE hash = ? AND labels = ?', parameters: [hash, list] })?.id ?? 0;
      known.set(key, id);
    }
    return id;
  };
}

export interface Untagged {
  /** Of several, a tag of one will do. */
  readonly family: TagFamily | OwnFamily | readonly TagFamily[];
  /** Hash of the weights in use. */
  readonly model: string;
  /** Of others whose tags will do as well. */
  readonly others?: readonly string[];
  readonly identities?: readonly IdentityId[];
  /** Absent: whenever they were. */
  readonly periods?: readonly Pick<Period, 'from' | 'to'>[];
  /** Only what another model has tagged. */
  readonly again?: boolean;
  readonly kinds?: readonly Contribution['kind'][];
  readonly limit?: number;
}

/** Newest first: full contributions with changes of their own that have no tag of the family by this model or by a rule, or have changed since. */
export const untagged = (core: Core, of: Untagged): Contribution[] => contributionsOf(core, untaggedRows(core, of));

/** How many there are, at most the limit: none of them is read. */
export const countUntagged = (core: Core, of: Untagged): number => untaggedRows(core, of).length;

function untaggedRows(
  core: Core,
  { family, model, others = [], identities, periods, again = false, kinds = CONTRIBUTION_KINDS, limit = -1 }: Untagged,
): number[] {
  const mine = identities ? `AND ${isOf('?4')}` : '';
  const tagged = 'SELECT 1 FROM tag t WHERE t.contribution = c.id AND t.family IN (SELECT value FROM json_each(?1))';
  const outside = 'NOT EXISTS (SELECT 1 FROM json_each(?6) p WHERE c.at >= p.value ->> 0 AND c.at < p.value ->> 1)';
  const rows = core.db.all<{ id: number }>({
    // In this order: that it is tagged already is seen in indices, and of 50,000 rows none is read.
    sql: `SELECT c.id FROM contribution c WHERE c.full = 1 ${mine} AND CASE
        WHEN EXISTS (${tagged} AND t.fresh = 1
          AND t.model IN (SELECT id FROM model WHERE hash IN (SELECT value FROM json_each(?2)))) THEN 0
        WHEN c.kind NOT IN (SELECT value FROM json_each(?5)) THEN 0
        ${periods ? `WHEN ${outside} THEN 0` : ''}
        ${again ? `WHEN NOT EXISTS (${tagged}) THEN 0` : ''}
        ELSE NOT EXISTS (SELECT 1 FROM noise n WHERE n.contribution = c.id AND n.path = '' AND n.reason IN ('merge', 'empty')) END
      ORDER BY c.at DESC, c.id DESC LIMIT ?3`,
    parameters: [
      JSON.stringify([family].flat()),
      JSON.stringify([model, ...others, 'rule']),
      limit,
      identities ? JSON.stringify(identities) : null,
      JSON.stringify(kinds.map((kind) => CONTRIBUTION_KINDS.indexOf(kind))),
      ...(periods ? [JSON.stringify(periods.map(({ from, to }) => [from, to]))] : []),
    ],
  });
  return rows.map(({ id }) => id);
}

/** What these contributions are in dimensions of the user's own; those that have no tag there are absent. */
export function ownTags(
  core: Core,
  of: readonly ContributionId[],
  families: readonly OwnFamily[],
): ReadonlyMap<ContributionId, readonly OwnTag[]> {
  const rows = rowsById(core, of);
  const ids = new Map([...rows].map(([id, row]) => [row, id]));
  const found = core.db.all<OwnRow>({
    sql: `SELECT t.contribution AS row, t.family, m.hash AS model, m.labels, t.label, t.p, t.unsure, t.scores FROM tag t JOIN model m ON m.id = t.model
      WHERE t.contribution IN (SELECT value FROM json_each(?1)) AND t.family IN (SELECT value FROM json_each(?2)) ORDER BY t.contribution, t.family`,
    parameters: [JSON.stringify([...ids.keys()]), JSON.stringify(families)],
  });
  const tags = new Map<ContributionId, OwnTag[]>();
  for (const { row, family, model, labels, label, p, unsure, scores } of found) {
    const id = ids.get(row) ?? '';
    const values = JSON.parse(scores) as number[];
    const named = (JSON.parse(labels) as string[]).map((name, i) => [name, (values[i] ?? 0) / SCORE_UNIT] as const);
    const own = tags.get(id) ?? [];
    own.push({ family, label, p, unsure: unsure === 1, scores: Object.fromEntries(named), model });
    tags.set(id, own);
  }
  return tags;
}

interface OwnRow {
  readonly row: number;
  readonly family: OwnFamily;
  readonly model: string;
  readonly labels: string;
  readonly label: string;
  readonly p: number;
  readonly unsure: 0 | 1;
  readonly scores: string;
}
