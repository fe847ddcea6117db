import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Tag } from '../domain/tags.ts';
import { Head, ownHead } from './head.ts';
import type { OwnHead, Tags } from './messages.ts';
import { corrupt, identityOf, type Manifest, verifyFiles } from './model.ts';
import type { Read } from './packed.ts';
import type { Embedding } from './vectors.ts';

/**
 * The heads of a model, with a user's own in place of the one that tells the same; 20 ms.
 * @throws TrackRecordError `model-corrupt`, `head-damaged`
 */
export async function loadHeads(modelDir: string, manifest: Manifest, taught: OwnHead | undefined): Promise<readonly Head[]> {
  await verifyFiles(modelDir, manifest, manifest.heads);
  const { changesHash } = identityOf(manifest);
  const { dimensions } = manifest.encoder;
  const shipped = await Promise.all(
    manifest.heads.map(async (name) => {
      const file = path.join(modelDir, name);
      return { file, head: new Head(JSON.parse(await readFile(file, 'utf8')), dimensions, file) };
    }),
  );
  const own = taught && { file: 'the own head', head: ownHead(taught.file, dimensions) };
  return shipped.map((one) => {
    const { file, head } = own && isSameTask(own.head, one.head) ? own : one;
    // On vectors of another encoder a head says anything, with great confidence.
    if (head.settings.encoder !== changesHash) throw corrupt(file, 'it was trained on the vectors of another encoder');
    return head;
  });
}

/** Whether both tell the same of the same kinds of contribution. */
const isSameTask = ({ settings: a }: Head, { settings: b }: Head): boolean => a.family === b.family && a.kinds.join() === b.kinds.join();

/** What heads say of a contribution. @param model hash of the weights, theirs and the encoder's */
export function tagsOf(heads: readonly Head[], { kind, features, stated: word }: Read, embedding: Embedding, model: string): Tags {
  const tags: Partial<Record<Tag['family'], Tag>> = {};
  for (const head of heads) {
    const { family, kinds, labels } = head.settings;
    if (!kinds.includes(kind)) continue;
    const stated = word?.[family];
    tags[family] = tagOf({ family, labels, model, ...head.shown(embedding, features, stated), stated });
  }
  // A revert trailer or prefix is a fact about the change, which no model is asked about.
  if (word?.type === 'revert') tags.type = REVERT;
  return tags;
}

const REVERT: Tag = { family: 'type', label: 'revert', p: 1, unsure: false, stated: 'revert', scores: { revert: 1 }, model: 'rule' };

interface Scored {
  readonly family: Tag['family'];
  readonly labels: readonly string[];
  readonly threshold: number;
  readonly model: string;
  readonly probabilities: readonly number[];
  readonly stated: string | undefined;
}

function tagOf({ family, labels, threshold, model, probabilities, stated }: Scored): Tag {
  const p = Math.max(...probabilities);
  const label = labels[probabilities.indexOf(p)] ?? '';
  const scores: Record<string, number> = {};
  for (let i = 0; i < labels.length; i++) scores[labels[i] as string] = probabilities[i] as number;
  return { family, label, p, unsure: p < threshold, ...(stated === undefined ? {} : { stated }), scores, model };
}
