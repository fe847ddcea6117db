import { type Contribution, CONTRIBUTION_KINDS } from '../domain/contribution.ts';
import type { ContributionId, IdentityId } from '../domain/ids.ts';
import type { OwnFamily, OwnTag, Tag, TagFamily } from '../domain/tags.ts';
import { change, type Core, settle } from './core.ts';
import type { Param } from './libsql.ts';
import { contributionsOf, ID, SCORE_UNIT } from './query.ts';
import { isOf, rowsById } from './lookup.ts';

/** A tag and the text it was made from. Good for that text and that model only: another of either replaces it. */
export interface SavedTag {
  readonly contribution: ContributionId;
  readonly textHash: string;
  readonly tag: Tag | OwnTag;
}

/** @returns how many were saved: contributions that are not stored in full have no tags. */
export function saveTags(core: Core, tags: readonly SavedTag[]): number {
  return change(core, () => {
    const rows = rowsById(core, [...new Set(tags.map(({ contribution }) => contribution))]);
    const modelRow = models(core);
    const values: Param[][] = [];
    for (const { contribution, textHash, tag } of tags) {
      const id = rows.get(contribution);
      if (id === undefined) continue;
      const scores = JSON.stringify(Object.values(tag.scores).map((score) => Math.round(score * SCORE_UNIT)));
      values.push([
        id,
        tag.family,
        modelRow(tag.model, Object.keys(tag.scores)),
        textHash,
        tag.label,
        tag.p,
        tag.unsure,
        'stated' in tag ? tag.stated : undefined,
        scores,
      ]);
    }
    core.db.runMany(
      `INSERT INTO tag(contribution, family, model, text_hash, label, p, unsure, stated, scores, fresh) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1)
       ON CONFLICT DO UPDATE SET model = excluded.model, text_hash = excluded.text_hash, label = excluded.label, p = excluded.p,
         unsure = excluded.unsure, stated = excluded.stated, scores = excluded.scores, fresh = 1`,
      values,
    );
    settle(core, [...rows.values()]);
    return values.length;
  });
}

/** Rows of models; good for one transaction. */
function models(core: Core): (hash: string, labels: readonly string[]) => number {
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
  readonly family: TagFamily | OwnFamily;
  /** Hash of the weights in use. */
  readonly model: string;
  /** Of others whose tags will do as well. */
  readonly others?: readonly string[];
  readonly identities?: readonly IdentityId[];
  readonly kinds?: readonly Contribution['kind'][];
  readonly limit?: number;
}

/** Newest first: full contributions with changes of their own that have no tag of this family by this model or by a rule, or have changed since. */
export function untagged(core: Core, { family, model, others = [], identities, kinds, limit = -1 }: Untagged): Contribution[] {
  const mine = identities ? `AND ${isOf('?4')}` : '';
  const rows = core.db.all<{ id: number }>({
    sql: `SELECT c.id FROM contribution c WHERE c.full = 1 ${mine}
        AND NOT EXISTS (SELECT 1 FROM noise n WHERE n.contribution = c.id AND n.path = '' AND n.reason IN ('merge', 'empty')) AND (?5 IS NULL OR c.kind IN (SELECT value FROM json_each(?5))) AND NOT EXISTS (SELECT 1 FROM tag t
        WHERE t.contribution = c.id AND t.family = ?1 AND t.fresh = 1 AND t.model IN (SELECT id FROM model WHERE hash IN (SELECT value FROM json_each(?2))))
      ORDER BY c.at DESC, c.id DESC LIMIT ?3`,
    parameters: [
      family,
      JSON.stringify([model, ...others, 'rule']),
      limit,
      identities ? JSON.stringify(identities) : null,
      kinds ? JSON.stringify(kinds.map((kind) => CONTRIBUTION_KINDS.indexOf(kind))) : null,
    ],
  });
  return contributionsOf(
    core,
    rows.map(({ id }) => id),
  );
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

/** What an encoder made of a contribution's text; all of one encoder are of one length and kind. */
export interface Embedding {
  readonly contribution: ContributionId;
  readonly textHash: string;
  readonly vector: Float32Array | Int8Array;
}

export function saveEmbeddings(core: Core, encoder: string, embeddings: readonly Embedding[]): number {
  return change(core, () => {
    const rows = rowsById(
      core,
      embeddings.map(({ contribution }) => contribution),
    );
    const modelRow = models(core);
    const values: Param[][] = [];
    for (const { contribution, textHash, vector } of embeddings) {
      const id = rows.get(contribution);
      if (id === undefined) continue;
      const kind = vector instanceof Int8Array ? 'int8' : 'float32';
      values.push([id, modelRow(encoder, [kind]), textHash, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)]);
    }
    core.db.runMany(
      `INSERT INTO embedding(contribution, encoder, text_hash, vector) VALUES (?, ?, ?, ?)
       ON CONFLICT(encoder, contribution) DO UPDATE SET text_hash = excluded.text_hash, vector = excluded.vector`,
      values,
    );
    return values.length;
  });
}

/** Drops the vectors of all encoders but these. @returns how many. */
export const dropEmbeddings = (core: Core, keep: readonly string[]): number =>
  change(core, () =>
    core.db.run('DELETE FROM embedding WHERE encoder NOT IN (SELECT id FROM model WHERE hash IN (SELECT value FROM json_each(?)))', [
      JSON.stringify(keep),
    ]),
  );

/** Vectors of one read: 2,000 of 384 bytes are 768 KB. */
const CHUNK = 2000;

/** All vectors of an encoder, or those of some contributions. */
export function* embeddings(core: Core, encoder: string, of?: readonly ContributionId[]): Generator<Embedding> {
  const model = core.db.get<{ id: number; labels: string }>({
    sql: 'SELECT id, labels FROM model WHERE hash = ? ORDER BY id DESC LIMIT 1',
    parameters: [encoder],
  });
  if (!model) return;
  const some = of ? 'AND e.contribution IN (SELECT value FROM json_each(?3))' : '';
  const wanted = of ? [JSON.stringify([...rowsById(core, of).values()])] : [];
  const page = `SELECT e.contribution AS row, e.text_hash, e.vector FROM embedding e WHERE e.encoder = ?1 AND e.contribution > ?2 ${some}
    ORDER BY e.contribution LIMIT ${CHUNK}`;
  const isInt8 = model.labels.includes('int8');
  let after = -1;
  for (;;) {
    // All vectors of the page as one blob: five times as fast as a blob for each.
    const [list, all] = core.db.bytes(
      `SELECT CAST(json_group_array(json_array((SELECT ${ID} FROM contribution c JOIN repo r ON r.id = c.repo WHERE c.id = p.row), p.row, p.text_hash,
         length(p.vector))) AS BLOB), CAST(group_concat(CAST(p.vector AS TEXT), '') AS BLOB) FROM (${page}) p`,
      [model.id, after, ...wanted],
    );
    const rows = JSON.parse(Buffer.from(list ?? []).toString('utf8')) as [id: string, row: number, textHash: string, bytes: number][];
    // One copy for the page, aligned as floats have to be; each vector is a view of it.
    const { buffer } = new Uint8Array(all ?? []);
    let at = 0;
    for (const [contribution, row, textHash, bytes] of rows) {
      const vector = isInt8 ? new Int8Array(buffer, at, bytes) : new Float32Array(buffer, at, bytes / Float32Array.BYTES_PER_ELEMENT);
      at += bytes;
      after = row;
      yield { contribution, textHash, vector };
    }
    if (rows.length < CHUNK) return;
  }
}
