import type { Tag, TagFamily } from '../domain/tags.ts';
import { change, type Core, settle } from './core.ts';
import type { Param } from './libsql.ts';
import { isOf } from './lookup.ts';
import { modelRows, scoresOf, type Untagged } from './tags.ts';

/** Which tags: those of this family by other weights, whose contributions have not changed since. */
export interface Retagging extends Pick<Untagged, 'model' | 'others' | 'identities'> {
  readonly family: TagFamily;
  /** Of the vectors that heads of this family read. */
  readonly encoder: string;
  /** Where to go on: `next` of the page before. */
  readonly after?: number;
}

/** What is kept for heads to read. */
export interface Readable {
  readonly vector: Int8Array;
  /** See classify/packed.ts. */
  readonly features: Uint8Array;
}

export interface RetaggedPage {
  readonly tagged: number;
  readonly unsure: number;
  /** Undefined: nothing is left to look at. */
  readonly next: number | undefined;
}

/** Contributions of a page: tens of milliseconds, in which others cannot write. */
const PAGE = 2000;

/**
 * Has a page of tags replaced by what `tagOf` makes of kept vectors and features, in one transaction with their reading. What is stored of the
 * contributions themselves is not read. Where `tagOf` gives nothing, the tag stays.
 */
export function retag(core: Core, of: Retagging, tagOf: (kept: Readable) => Tag | undefined): RetaggedPage {
  return change(core, () => {
    const rowOf = modelRows(core);
    const byModel = new Map<number, Param[][]>();
    const changed: number[] = [];
    let [read, tagged, unsure, last] = [0, 0, 0, -1];
    for (const { row, label, kept } of stale(core, of)) {
      read++;
      last = row;
      const tag = tagOf(kept);
      if (!tag) continue;
      tagged++;
      if (tag.unsure) unsure++;
      if (label !== (tag.unsure ? undefined : tag.label)) changed.push(row);
      // Of one family, issues have other labels than commits.
      const model = rowOf(tag.model, Object.keys(tag.scores));
      let same = byModel.get(model);
      if (!same) byModel.set(model, (same = []));
      same.push([row, tag.label, tag.p, tag.unsure, tag.stated, scoresOf(tag)]);
    }
    for (const [model, values] of byModel)
      core.db.runMany(
        `UPDATE tag SET model = ${model}, label = v.column2, p = v.column3, unsure = v.column4, stated = v.column5, scores = v.column6
         FROM (VALUES (?, ?, ?, ?, ?, ?)) v WHERE tag.contribution = v.column1 AND tag.family = '${of.family}'`,
        values,
      );
    settle(core, changed);
    return { tagged, unsure, next: read < PAGE ? undefined : last };
  });
}

/** `label`: the one counted under until now. */
interface Stale {
  readonly row: number;
  readonly label: string | undefined;
  readonly kept: Readable;
}

function* stale(core: Core, { family, model, others = [], identities, encoder, after = -1 }: Retagging): Generator<Stale> {
  const mine = identities ? `AND t.contribution IN (SELECT c.id FROM contribution c WHERE ${isOf('?5')})` : '';
  // All vectors as one blob, and all features: many times as fast as a blob for each.
  const [list, vectors, features] = core.db.bytes(
    `SELECT CAST(json_group_array(json_array(p.contribution, p.label, length(p.vector), length(p.features))) AS BLOB),
       CAST(group_concat(CAST(p.vector AS TEXT), '') AS BLOB), CAST(group_concat(CAST(p.features AS TEXT), '') AS BLOB)
     FROM (SELECT t.contribution, iif(t.unsure, NULL, t.label) AS label, e.vector, e.features
       FROM tag t CROSS JOIN embedding e ON e.contribution = t.contribution AND e.encoder = (SELECT id FROM model WHERE hash = ?1 AND labels = '["int8"]')
       WHERE t.contribution > ?2 AND t.family = ?3 AND t.fresh = 1 AND e.features IS NOT NULL ${mine}
         AND t.model NOT IN (SELECT id FROM model WHERE hash IN (SELECT value FROM json_each(?4)))
       ORDER BY t.contribution LIMIT ${PAGE}) p`,
    [encoder, after, family, JSON.stringify([model, ...others, 'rule']), ...(identities ? [JSON.stringify(identities)] : [])],
  );
  const rows = JSON.parse(Buffer.from(list ?? []).toString('utf8')) as [
    row: number,
    label: string | null,
    vector: number,
    features: number,
  ][];
  let [v, f] = [0, 0];
  for (const [row, label, ofVector, ofFeatures] of rows) {
    const kept = {
      vector: new Int8Array(vectors?.buffer ?? new ArrayBuffer(0), (vectors?.byteOffset ?? 0) + v, ofVector),
      features: (features ?? new Uint8Array()).subarray(f, f + ofFeatures),
    };
    v += ofVector;
    f += ofFeatures;
    yield { row, label: label ?? undefined, kept };
  }
}
