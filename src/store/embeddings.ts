import type { ContributionId } from '../domain/ids.ts';
import { change, type Core } from './core.ts';
import type { Param } from './libsql.ts';
import { rowsById } from './lookup.ts';
import { ID } from './query.ts';
import { modelRows } from './tags.ts';

/** What an encoder made of a contribution's text; all of one encoder are of one length and kind. */
export interface Embedding {
  readonly contribution: ContributionId;
  readonly textHash: string;
  readonly vector: Float32Array | Int8Array;
  /** What heads read beside it, as classify/packed.ts has it; where they read this vector. Forgotten once the contribution changes. */
  readonly features?: Uint8Array | undefined;
}

export function saveEmbeddings(core: Core, encoder: string, embeddings: readonly Embedding[]): number {
  return change(core, () => {
    const rows = rowsById(
      core,
      embeddings.map(({ contribution }) => contribution),
    );
    const modelRow = modelRows(core);
    const values: Param[][] = [];
    for (const { contribution, textHash, vector, features } of embeddings) {
      const id = rows.get(contribution);
      if (id === undefined) continue;
      const kind = vector instanceof Int8Array ? 'int8' : 'float32';
      values.push([id, modelRow(encoder, [kind]), textHash, new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength), features]);
    }
    core.db.runMany(
      `INSERT INTO embedding(contribution, encoder, text_hash, vector, features) VALUES (?, ?, ?, ?, ?)
       ON CONFLICT(encoder, contribution) DO UPDATE SET text_hash = excluded.text_hash, vector = excluded.vector, features = excluded.features`,
      values,
    );
    return values.length;
  });
}

/** Of contributions that are not what they were. @param rows a query of their rows */
export const forgetFeatures = (core: Core, rows: string, params: readonly Param[]): number =>
  core.db.run(`UPDATE embedding SET features = NULL WHERE encoder IN (SELECT id FROM model) AND contribution IN (${rows})`, params);

/** Vectors that go at once: others may want to write. */
const DROPPED = 5000;

/** Drops the vectors of all encoders but these. @returns how many. */
export function dropEmbeddings(core: Core, keep: readonly string[]): number {
  const others = `SELECT id FROM model WHERE hash NOT IN (SELECT value FROM json_each(?))`;
  const list = JSON.stringify(keep);
  let dropped = 0;
  for (;;) {
    const some = change(core, () =>
      core.db.run(`DELETE FROM embedding WHERE id IN (SELECT id FROM embedding WHERE encoder IN (${others}) LIMIT ${DROPPED})`, [list]),
    );
    dropped += some;
    if (some < DROPPED) return dropped;
  }
}

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
