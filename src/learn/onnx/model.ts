import type { DType, Tensor } from './tensor.ts';

/** A dimension: fixed, or a symbol such as `B` that a run decides. */
export type Dim = number | string;

export type Attribute =
  | { readonly int: number }
  | { readonly ints: readonly number[] }
  | { readonly float: number }
  | { readonly string: string }
  | { readonly tensor: Tensor };

export interface ModelNode {
  readonly op: string;
  /** Absent: the default domain of the standard operators. */
  readonly domain?: string;
  /** Names; an empty one is an optional input left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

export interface ModelValue {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly Dim[];
}

/** An ONNX model: one graph in topological order. */
export interface Model {
  readonly nodes: readonly ModelNode[];
  /** Constants by name. */
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  /** Free text kept in the file, e.g. labels. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** ONNX TensorProto.DataType. */
export const ONNX_DTYPE: Readonly<Record<DType, number>> = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 };

/** Contributed operators of onnxruntime: fused kernels, in every stock build. */
export const MICROSOFT = 'com.microsoft';

/** LayerNormalization is 17, ReduceSum with axes as an input 13, Gelu 20. */
export const OPSET = 20;
