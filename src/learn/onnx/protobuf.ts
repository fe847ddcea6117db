/**
 * The protobuf wire format, as much of it as ONNX models and TensorBoard events need.
 * Source: protobuf.dev/programming-guides/encoding.
 */
const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** Writes one message; large payloads are kept by reference until `finish`. */
export class ProtoWriter {
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  /** int32, int64, uint64, bool and enum fields. */
  int(field: number, value: number | bigint): this {
    this.#varint((field << 3) | VARINT);
    this.#varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#varint((field << 3) | FIXED32);
    return this.#push(new Uint8Array(new Float32Array([value]).buffer));
  }

  double(field: number, value: number): this {
    this.#varint((field << 3) | FIXED64);
    return this.#push(new Uint8Array(new Float64Array([value]).buffer));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#varint((field << 3) | BYTES);
    this.#varint(value.length);
    return this.#push(value);
  }

  string(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  message(field: number, write: (inner: ProtoWriter) => void): this {
    const inner = new ProtoWriter();
    write(inner);
    this.#varint((field << 3) | BYTES);
    this.#varint(inner.#size);
    for (const chunk of inner.#chunks) this.#push(chunk);
    return this;
  }

  finish(): Uint8Array {
    const out = new Uint8Array(this.#size);
    let at = 0;
    for (const chunk of this.#chunks) {
      out.set(chunk, at);
      at += chunk.length;
    }
    return out;
  }

  #push(chunk: Uint8Array): this {
    this.#chunks.push(chunk);
    this.#size += chunk.length;
    return this;
  }

  #varint(value: number | bigint): void {
    let rest = BigInt.asUintN(64, BigInt(value));
    const out: number[] = [];
    do {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      out.push(rest ? low | 0x80 : low);
    } while (rest);
    this.#push(Uint8Array.from(out));
  }
}

/** One field as read: a varint as an unsigned bigint, everything else as its bytes (fixed32 and fixed64 little-endian). */
export type ProtoField =
  | { readonly field: number; readonly kind: 'varint'; readonly value: bigint }
  | { readonly field: number; readonly kind: 'bytes' | 'fixed'; readonly value: Uint8Array };

/**
 * The fields of one message, in order; payloads are views, not copies.
 * @throws RangeError where the bytes end early or use a wire type that is not proto3.
 */
export function* protoFields(bytes: Uint8Array): Generator<ProtoField> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new RangeError('protobuf: the message ends inside a number');
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
    throw new RangeError('protobuf: a number is longer than ten bytes');
  };
  const take = (length: number): Uint8Array => {
    if (at + length > bytes.length) throw new RangeError('protobuf: the message ends inside a field');
    const view = bytes.subarray(at, at + length);
    at += length;
    return view;
  };
  while (at < bytes.length) {
    const key = Number(varint());
    const field = key >>> 3;
    switch (key & 7) {
      case VARINT:
        yield { field, kind: 'varint', value: varint() };
        break;
      case FIXED64:
        yield { field, kind: 'fixed', value: take(8) };
        break;
      case BYTES:
        yield { field, kind: 'bytes', value: take(Number(varint())) };
        break;
      case FIXED32:
        yield { field, kind: 'fixed', value: take(4) };
        break;
      default:
        throw new RangeError(`protobuf: wire type ${key & 7} is not known`);
    }
  }
}

/** A varint as a signed number: int64 and int32 fields are two's complement. */
export const signed = (value: bigint): number => Number(BigInt.asIntN(64, value));
