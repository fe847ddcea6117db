import { TrackRecordError } from '../../domain/result.ts';
import { bfloat16ToFloat32, bytesOf, float32, ITEM_BYTES, sizeOf, tensorFrom } from './tensor.ts';
import type { DType, Tensor } from './tensor.ts';

/** Tensors by name, and free text: the safetensors format (huggingface.co/docs/safetensors). */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

const NAMES: Readonly<Record<DType, string>> = {
  float32: 'F32',
  float16: 'F16',
  int64: 'I64',
  int32: 'I32',
  int8: 'I8',
  uint8: 'U8',
  bool: 'BOOL',
};
const DTYPES = new Map(Object.entries(NAMES).map(([dtype, name]) => [name, dtype as DType]));
const MAX_HEADER = 100_000_000;

/**
 * Reads a whole file's bytes; bfloat16 becomes float32.
 * @throws TrackRecordError `bad-safetensors` where the header or an offset does not hold.
 */
export function readSafetensors(bytes: Uint8Array): TensorFile {
  const { header, start } = readHeader(bytes);
  const tensors = new Map<string, Tensor>();
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === '__metadata__') metadata = texts(entry);
    else tensors.set(name, readTensor(name, entry, bytes.subarray(start)));
  }
  return { tensors, metadata };
}

/** The file in pieces, to be written one after the other: the header, then each tensor without a copy. */
export function writeSafetensors({ tensors, metadata }: TensorFile): Uint8Array[] {
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  const parts: Uint8Array[] = [];
  let at = 0;
  for (const [name, tensor] of tensors) {
    const part = bytesOf(tensor);
    header[name] = { dtype: NAMES[tensor.dtype], shape: tensor.dims, data_offsets: [at, at + part.length] };
    parts.push(part);
    at += part.length;
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  const padded = Math.ceil(json.length / 8) * 8;
  const head = new Uint8Array(8 + padded).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(padded), true);
  head.set(json, 8);
  return [head, ...parts];
}

/** Where each tensor's bytes begin in a whole file, from its first byte. */
export function offsetsOf(file: Uint8Array): ReadonlyMap<string, number> {
  const { header, start } = readHeader(file);
  const offsets = new Map<string, number>();
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__' && isRecord(entry) && isCounts(entry.data_offsets)) offsets.set(name, start + (entry.data_offsets[0] ?? 0));
  }
  return offsets;
}

function readHeader(bytes: Uint8Array): { header: Readonly<Record<string, unknown>>; start: number } {
  if (bytes.length < 8) throw bad('it is shorter than its header');
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  if (length > MAX_HEADER || 8 + length > bytes.length) throw bad('its header does not fit the file: cut short, or not safetensors');
  try {
    const header: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length)));
    if (isRecord(header)) return { header, start: 8 + length };
  } catch (cause) {
    throw bad('its header is not JSON', cause);
  }
  throw bad('its header is not an object');
}

function readTensor(name: string, entry: unknown, data: Uint8Array): Tensor {
  if (!isRecord(entry)) throw bad(`"${name}" has no description`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) throw bad(`"${name}" has no valid shape or offsets`);
  const [from = 0, to = 0] = offsets;
  if (from > to || to > data.length) throw bad(`"${name}" lies outside the file: it was cut short`);
  const bytes = data.subarray(from, to);
  if (dtype === 'BF16') {
    if (bytes.length !== sizeOf(shape) * 2) throw bad(`"${name}" does not fill its shape`);
    return float32(shape, bfloat16ToFloat32(new Uint16Array(new Uint8Array(bytes).buffer)));
  }
  const known = typeof dtype === 'string' ? DTYPES.get(dtype) : undefined;
  if (known === undefined) throw bad(`"${name}" is of type ${String(dtype)}, which is not supported`);
  if (bytes.length !== sizeOf(shape) * ITEM_BYTES[known]) throw bad(`"${name}" does not fill its shape`);
  return tensorFrom(known, shape, bytes);
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isCounts = (value: unknown): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => Number.isSafeInteger(n) && Number(n) >= 0);
const texts = (value: unknown): Record<string, string> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, String(v)])) : {};

const bad = (why: string, cause?: unknown): TrackRecordError =>
  new TrackRecordError('bad-safetensors', `This safetensors file cannot be read: ${why}.`, cause === undefined ? {} : { cause });
