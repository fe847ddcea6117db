import { COMMIT_TYPES } from '../domain/tags.ts';
import { DENSE, type Features } from './features.ts';
import { readsChange, TAGGED_KINDS, type TaggedKind, type TagInput } from './input.ts';
import { featuresFor, SAID_DENSE } from './said.ts';

/** What heads read of a contribution beside its vector. */
export interface Read {
  readonly kind: TaggedKind;
  readonly features: Features;
  readonly stated?: TagInput['stated'];
}

/** To be raised when other features are made of a contribution, or of another text of it: what was packed before is worth nothing then. A test tells. */
const VERSION = { change: 2, said: 3 } as const;
const versionOf = (input: { readonly kind: TaggedKind }): number => VERSION[readsChange(input) ? 'change' : 'said'];
const TYPES: readonly string[] = COMMIT_TYPES;

const HEADER = 4;

/**
 * The same in some hundred bytes, to be kept: version, kind, stated type (0: none) and number of dense features that are not 0, a byte each;
 * places of those, a byte each; their values; the sparse ones, and where they weigh, what each does. Numbers are little-endian. Undefined where more is stated than that holds.
 */
export function pack(input: TagInput): Uint8Array | undefined {
  const { type, ...others } = input.stated ?? {};
  const stated = type === undefined ? 0 : TYPES.indexOf(type) + 1;
  if ((type !== undefined && stated === 0) || Object.keys(others).length > 0) return undefined;
  const { dense, sparse, weights = new Float32Array() } = featuresFor(input.kind, input);
  const places = [...dense.keys()].filter((place) => dense[place] !== 0);
  const bytes = new Uint8Array(HEADER + places.length * 5 + sparse.length * 2 + weights.length * 4);
  bytes.set([versionOf(input), TAGGED_KINDS.indexOf(input.kind), stated, places.length, ...places]);
  const view = new DataView(bytes.buffer, HEADER + places.length);
  for (const [i, place] of places.entries()) view.setFloat32(i * 4, dense[place] ?? 0, true);
  for (const [i, bucket] of sparse.entries()) view.setUint16(places.length * 4 + i * 2, bucket, true);
  const after = places.length * 4 + sparse.length * 2;
  for (const [i, weight] of weights.entries()) view.setFloat32(after + i * 4, weight, true);
  return bytes;
}

/** Undefined: another version packed it. */
export function unpack(bytes: Uint8Array): Read | undefined {
  const kind = TAGGED_KINDS[bytes[1] ?? 0] ?? 'commit';
  const said = !readsChange({ kind });
  if (bytes[0] !== versionOf({ kind })) return undefined;
  const count = bytes[3] ?? 0;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = HEADER + count;
  const dense = new Float32Array(said ? SAID_DENSE.length : DENSE.length);
  for (let i = 0; i < count; i++, at += 4) dense[bytes[HEADER + i] as number] = view.getFloat32(at, true);
  const sparse = new Uint16Array(Math.floor((bytes.length - at) / (said ? 6 : 2)));
  for (let i = 0; i < sparse.length; i++, at += 2) sparse[i] = view.getUint16(at, true);
  const weights = said ? Float32Array.from(sparse, (_, i) => view.getFloat32(at + i * 4, true)) : undefined;
  const type = TYPES[(bytes[2] ?? 0) - 1];
  return {
    kind,
    features: { dense, sparse, ...(weights ? { weights } : {}) },
    ...(type === undefined ? {} : { stated: { type } }),
  };
}
