import { createHash } from 'node:crypto';
import { withoutArea } from '../classify/area.ts';
import { readsChange, type TagInput } from '../classify/input.ts';
import type { ModelIdentity } from '../classify/model.ts';
import { pack } from '../classify/packed.ts';
import type { Tagged } from '../classify/tagger.ts';
import type { Store } from '../store/store.ts';
import type { Embedding } from '../store/embeddings.ts';

/** What encoders made of a contribution, as long as it is what it was. */
export interface Vectors {
  /** What heads read. */
  readonly embedding: Int8Array;
  /** What its text means. */
  readonly meaning: Int8Array;
}

/** 16 hex digits. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** Of what the change encoder reads: an edited message or newly counted lines make another vector. */
const changeHash = ({ kind, text, files = [] }: TagInput): string =>
  hashOf(JSON.stringify([readsChange({ kind }) ? withoutArea(text) : text, files]));

type Encoders = Pick<ModelIdentity, 'encoderHash' | 'changesHash'>;

/** The vectors the store has of these, by id: with them a new head tags a whole history without an encoder. */
export function vectorsOf(
  store: Store,
  { encoderHash, changesHash }: Encoders,
  inputs: ReadonlyMap<string, TagInput>,
): Map<string, Vectors> {
  const ids = [...inputs.keys()];
  const kept = (encoder: string, hash: (input: TagInput) => string): Map<string, Int8Array> => {
    const found = new Map<string, Int8Array>();
    for (const { contribution, textHash, vector } of store.embeddings(encoder, ids)) {
      const input = inputs.get(contribution);
      if (input && vector instanceof Int8Array && hash(input) === textHash) found.set(contribution, vector);
    }
    return found;
  };
  const changes = kept(changesHash, changeHash);
  const meanings = kept(encoderHash, ({ text }) => hashOf(text));
  const both = new Map<string, Vectors>();
  for (const id of inputs.keys()) {
    const meaning = meanings.get(id);
    const embedding = changes.get(id);
    if (meaning && embedding) both.set(id, { embedding, meaning });
  }
  return both;
}

/** What was made of an input, as the store keeps it: by encoder. */
export class NewVectors {
  readonly #encoders: Encoders;
  #changes: Embedding[] = [];
  #meanings: Embedding[] = [];

  constructor(encoders: Encoders) {
    this.#encoders = encoders;
  }

  /** @param again whether a later head may tag it by what is kept alone, without a look at the contribution. */
  add(input: TagInput, { embedding, meaning }: Pick<Tagged, 'embedding' | 'meaning'>, again = true): void {
    const features = again ? pack(input) : undefined;
    const [contribution, textHash] = [input.id, hashOf(input.text)];
    this.#changes.push({ contribution, textHash: changeHash(input), vector: embedding, features });
    if (meaning) this.#meanings.push({ contribution, textHash, vector: meaning });
  }

  save(store: Store): void {
    const [changes, meanings] = [this.#changes, this.#meanings];
    [this.#changes, this.#meanings] = [[], []];
    store.saveEmbeddings(this.#encoders.changesHash, changes);
    store.saveEmbeddings(this.#encoders.encoderHash, meanings);
  }
}
