/** The array that holds each element type; `float16` is raw IEEE half bits, `bool` one byte each. */
interface ArrayOf {
  float32: Float32Array;
  uint8: Uint8Array;
  int8: Int8Array;
  int32: Int32Array;
  int64: BigInt64Array;
  bool: Uint8Array;
  float16: Uint16Array;
}
export type DType = keyof ArrayOf;

/** Row-major; `data.length` is the product of `dims`. */
export type TensorOf<D extends DType> = { readonly dtype: D; readonly dims: readonly number[]; readonly data: ArrayOf[D] };
export type Tensor = { [D in DType]: TensorOf<D> }[DType];
export type FloatTensor = TensorOf<'float32'>;

/** Bytes an element takes. */
export const ITEM_BYTES: Readonly<Record<DType, number>> = { float32: 4, uint8: 1, int8: 1, int32: 4, int64: 8, bool: 1, float16: 2 };

export const sizeOf = (dims: readonly number[]): number => dims.reduce((product, d) => product * d, 1);

/** @throws RangeError where the data does not fill the dims. */
export function float32(dims: readonly number[], data: Float32Array): FloatTensor {
  if (data.length !== sizeOf(dims)) throw new RangeError(`${data.length} values do not fill a tensor of ${dims.join(' x ')}`);
  return { dtype: 'float32', dims, data };
}

export const zeros = (dims: readonly number[]): FloatTensor => ({ dtype: 'float32', dims, data: new Float32Array(sizeOf(dims)) });

/** [m, n] to [n, m]. */
export function transposed({ dims, data }: FloatTensor): FloatTensor {
  const [rows = 0, columns = 0] = dims;
  const out = new Float32Array(data.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = data[r * columns + c] ?? 0;
  return float32([columns, rows], out);
}

export const bytesOf = ({ data }: Tensor): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Little-endian bytes, at any alignment, as a tensor of their own (copied). */
export function tensorFrom(dtype: DType, dims: readonly number[], bytes: Uint8Array): Tensor {
  const wanted = sizeOf(dims) * ITEM_BYTES[dtype];
  if (bytes.length !== wanted)
    throw new RangeError(`${bytes.length} bytes do not fill a ${dtype} tensor of ${dims.join(' x ')} (${wanted} bytes)`);
  const { buffer } = new Uint8Array(bytes);
  switch (dtype) {
    case 'float32':
      return { dtype, dims, data: new Float32Array(buffer) };
    case 'float16':
      return { dtype, dims, data: new Uint16Array(buffer) };
    case 'int64':
      return { dtype, dims, data: new BigInt64Array(buffer) };
    case 'int32':
      return { dtype, dims, data: new Int32Array(buffer) };
    case 'int8':
      return { dtype, dims, data: new Int8Array(buffer) };
    case 'uint8':
    case 'bool':
    default:
      return { dtype, dims, data: new Uint8Array(buffer) };
  }
}

/** Any number type as float32; 64-bit integers round. */
export function toFloat32(tensor: Tensor): FloatTensor {
  if (tensor.dtype === 'float32') return tensor;
  if (tensor.dtype === 'float16') return float32(tensor.dims, Float32Array.from(tensor.data, halfToFloat));
  return float32(tensor.dims, Float32Array.from(tensor.data, Number));
}

/** IEEE 754 binary16 bits to a number. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? Number.NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** bfloat16 bits (the upper half of a float32) to float32. */
export function bfloat16ToFloat32(bits: Uint16Array): Float32Array {
  const wide = Uint32Array.from(bits, (b) => b * 0x10000);
  return new Float32Array(wide.buffer);
}
