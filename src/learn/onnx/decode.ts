import { TrackRecordError } from '../../domain/result.ts';
import { ONNX_DTYPE } from './model.ts';
import type { Attribute, Dim, Model, ModelNode, ModelValue } from './model.ts';
import { protoFields, signed } from './protobuf.ts';
import type { ProtoField } from './protobuf.ts';
import { sizeOf, tensorFrom } from './tensor.ts';
import type { DType, Tensor } from './tensor.ts';

const DTYPE_OF = new Map(Object.entries(ONNX_DTYPE).map(([dtype, code]) => [code, dtype as DType]));
const EXTERNAL = 1;

/**
 * The graph of an ONNX file: nodes, constants, inputs and outputs.
 * @throws TrackRecordError `bad-onnx` where the bytes are no ONNX model, or one whose weights lie in other files.
 */
export function decodeModel(bytes: Uint8Array): Model {
  try {
    return readModel(bytes);
  } catch (cause) {
    if (cause instanceof TrackRecordError) throw cause;
    throw bad('it is damaged, or not an ONNX model', cause);
  }
}

function readModel(bytes: Uint8Array): Model {
  const nodes: ModelNode[] = [];
  const initializers = new Map<string, Tensor>();
  const inputs: ModelValue[] = [];
  const outputs: ModelValue[] = [];
  const metadata: Record<string, string> = {};
  let graphs = 0;
  for (const part of protoFields(bytes)) {
    if (part.field === 14) {
      const [key, value] = strings(payload(part), 1, 2);
      metadata[key] = value;
    }
    if (part.field !== 7) continue;
    graphs++;
    for (const entry of protoFields(payload(part))) {
      if (entry.field === 1) nodes.push(readNode(payload(entry)));
      else if (entry.field === 5) {
        const { name, tensor } = readTensor(payload(entry));
        if (tensor) initializers.set(name, tensor);
      } else if (entry.field === 11) inputs.push(readValue(payload(entry)));
      else if (entry.field === 12) outputs.push(readValue(payload(entry)));
    }
  }
  if (graphs !== 1) throw bad('it holds no graph');
  return { nodes, initializers, inputs, outputs, metadata };
}

function readNode(bytes: Uint8Array): ModelNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: Record<string, Attribute> = {};
  let op = '';
  let domain = '';
  for (const part of protoFields(bytes)) {
    if (part.field === 1) inputs.push(text(part));
    else if (part.field === 2) outputs.push(text(part));
    else if (part.field === 4) op = text(part);
    else if (part.field === 7) domain = text(part);
    else if (part.field === 5) {
      const { name, attribute } = readAttribute(payload(part));
      if (attribute) attributes[name] = attribute;
    }
  }
  return domain === '' ? { op, inputs, outputs, attributes } : { op, domain, inputs, outputs, attributes };
}

function readAttribute(bytes: Uint8Array): { name: string; attribute?: Attribute } {
  let name = '';
  let attribute: Attribute | undefined;
  const ints: number[] = [];
  for (const part of protoFields(bytes)) {
    if (part.field === 1) name = text(part);
    else if (part.field === 2) attribute = { float: view(payload(part)).getFloat32(0, true) };
    else if (part.field === 3) attribute = { int: integer(part) };
    else if (part.field === 4) attribute = { string: text(part) };
    else if (part.field === 5) {
      const { tensor } = readTensor(payload(part));
      if (tensor) attribute = { tensor };
    } else if (part.field === 8) ints.push(...integers(part));
  }
  if (ints.length > 0) attribute = { ints };
  return attribute === undefined ? { name } : { name, attribute };
}

/** Tensors of types we do not use (strings, doubles) come back without data. */
function readTensor(bytes: Uint8Array): { name: string; tensor?: Tensor } {
  const dims: number[] = [];
  let name = '';
  let dtype: DType | undefined;
  let raw: Uint8Array | undefined;
  const floats: Uint8Array[] = [];
  const ints: bigint[] = [];
  for (const part of protoFields(bytes)) {
    if (part.field === 1) dims.push(...integers(part));
    else if (part.field === 2) dtype = DTYPE_OF.get(integer(part));
    else if (part.field === 4) floats.push(payload(part));
    else if (part.field === 5 || part.field === 7) ints.push(...integers(part).map(BigInt));
    else if (part.field === 8) name = text(part);
    else if (part.field === 9) raw = payload(part);
    else if (part.field === 14 && integer(part) === EXTERNAL) throw bad('its weights lie in another file; use a model in one file');
  }
  if (dtype === undefined) return { name };
  if (raw === undefined) raw = ints.length > 0 ? fromInts(dtype, ints) : Buffer.concat(floats);
  return { name, tensor: tensorFrom(dtype, dims, sizeOf(dims) === 0 ? new Uint8Array(0) : raw) };
}

/** Small integers, and float16 bits, may be written as varints. */
function fromInts(dtype: DType, values: readonly bigint[]): Uint8Array {
  switch (dtype) {
    case 'int64':
      return new Uint8Array(BigInt64Array.from(values).buffer);
    case 'int32':
      return new Uint8Array(Int32Array.from(values, Number).buffer);
    case 'float16':
      return new Uint8Array(Uint16Array.from(values, Number).buffer);
    case 'float32':
      throw bad('a float tensor is written as integers');
    case 'int8':
    case 'uint8':
    case 'bool':
    default:
      return Uint8Array.from(values, (v) => Number(v) & 0xff);
  }
}

function readValue(bytes: Uint8Array): ModelValue {
  let name = '';
  let dtype: DType = 'float32';
  const shape: Dim[] = [];
  for (const part of protoFields(bytes)) {
    if (part.field === 1) name = text(part);
    if (part.field !== 2) continue;
    for (const type of protoFields(payload(part))) {
      if (type.field !== 1) continue;
      for (const tensor of protoFields(payload(type))) {
        if (tensor.field === 1) dtype = DTYPE_OF.get(integer(tensor)) ?? dtype;
        if (tensor.field === 2) for (const dim of protoFields(payload(tensor))) shape.push(readDim(payload(dim)));
      }
    }
  }
  return { name, dtype, shape };
}

function readDim(bytes: Uint8Array): Dim {
  for (const part of protoFields(bytes)) {
    if (part.field === 1) return integer(part);
    if (part.field === 2) return text(part);
  }
  return '?';
}

function payload(part: ProtoField): Uint8Array {
  if (part.kind === 'varint') throw new RangeError(`field ${part.field} is a number where bytes belong`);
  return part.value;
}

const text = (part: ProtoField): string => new TextDecoder().decode(payload(part));

function integer(part: ProtoField): number {
  if (part.kind !== 'varint') throw new RangeError(`field ${part.field} is not a number`);
  return signed(part.value);
}

/** A repeated integer field: one value, or many packed. */
function integers(part: ProtoField): number[] {
  if (part.kind === 'varint') return [signed(part.value)];
  const out: number[] = [];
  let value = 0n;
  let shift = 0n;
  for (const byte of part.value) {
    value |= BigInt(byte & 0x7f) << shift;
    shift += 7n;
    if (byte < 0x80) {
      out.push(signed(value));
      value = 0n;
      shift = 0n;
    }
  }
  return out;
}

function strings(bytes: Uint8Array, first: number, second: number): [string, string] {
  const out: [string, string] = ['', ''];
  for (const part of protoFields(bytes)) {
    if (part.field === first) out[0] = text(part);
    if (part.field === second) out[1] = text(part);
  }
  return out;
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const bad = (why: string, cause?: unknown): TrackRecordError =>
  new TrackRecordError('bad-onnx', `This ONNX file cannot be read: ${why}.`, cause === undefined ? {} : { cause });
