import { encodeModel } from '../onnx/encode.ts';
import type { ExternalData } from '../onnx/encode.ts';
import type { Attribute, Dim, Model, ModelNode, ModelValue } from '../onnx/model.ts';
import { ONNX_DTYPE } from '../onnx/model.ts';
import { float32 } from '../onnx/tensor.ts';
import type { DType, Tensor } from '../onnx/tensor.ts';

/** The result of an operator, an input or a constant. Symbols in its shape (`B`, `S`) are bound by the graph's inputs. */
export interface Value {
  readonly graph: Graph;
  readonly name: string;
  readonly shape: readonly Dim[];
  readonly dtype: DType;
  /** Whether a gradient may flow through it. */
  readonly grad: boolean;
}

/** Gradients for each differentiated input, computed only where asked for; `undefined`: none flows there. */
export type Vjp = (dy: Value) => readonly ((() => Value) | undefined)[];

export interface NodeOptions {
  readonly attributes?: Readonly<Record<string, Attribute>>;
  readonly domain?: string;
  readonly dtype?: DType;
}

interface TapeEntry {
  readonly inputs: readonly Value[];
  readonly output: Value;
  readonly vjp: Vjp;
}

/** A model under construction: operators are appended as they are called, and remembered on a tape for `gradients`. */
export class Graph {
  readonly #nodes: ModelNode[] = [];
  readonly #initializers = new Map<string, Tensor>();
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #tape: TapeEntry[] = [];
  readonly #memo = new Map<string, Value>();
  #names = 0;
  #recording = true;

  get inputs(): readonly Value[] {
    return this.#inputs;
  }

  get nodeCount(): number {
    return this.#nodes.length;
  }

  /** Something each run is fed. `grad`: gradients with respect to it may be asked for. */
  input(name: string, shape: readonly Dim[], dtype: DType = 'float32', grad = false): Value {
    const value: Value = { graph: this, name, shape, dtype, grad };
    this.#inputs.push(value);
    return value;
  }

  /** Something that never changes; the runtime folds and packs it. */
  constant(name: string, tensor: Tensor): Value {
    this.#initializers.set(name, tensor);
    return { graph: this, name, shape: tensor.dims, dtype: tensor.dtype, grad: false };
  }

  scalar(x: number): Value {
    return this.once(`scalar:${x}`, () => this.constant(this.#fresh('c'), float32([], Float32Array.of(x))));
  }

  ints(values: readonly number[]): Value {
    const data = (): Tensor => ({ dtype: 'int64', dims: [values.length], data: BigInt64Array.from(values, BigInt) });
    return this.once(`ints:${values.join()}`, () => this.constant(this.#fresh('i'), data()));
  }

  /** Builds a value once per key. */
  once(key: string, build: () => Value): Value {
    const known = this.#memo.get(key);
    if (known) return known;
    const value = build();
    this.#memo.set(key, value);
    return value;
  }

  /** Appends an operator with one output that no gradient flows through. */
  node(op: string, inputs: readonly (Value | undefined)[], shape: readonly Dim[], options: NodeOptions = {}): Value {
    const [value] = this.nodes(op, inputs, [{ shape, dtype: options.dtype ?? 'float32' }], options);
    if (!value) throw new RangeError(`${op} has no output`);
    return value;
  }

  /** Appends an operator with several outputs. */
  nodes(
    op: string,
    inputs: readonly (Value | undefined)[],
    outputs: readonly { readonly shape: readonly Dim[]; readonly dtype: DType }[],
    options: NodeOptions = {},
  ): readonly Value[] {
    const values = outputs.map(({ shape, dtype }): Value => ({ graph: this, name: this.#fresh(op), shape, dtype, grad: false }));
    this.#nodes.push({
      op,
      ...(options.domain === undefined ? {} : { domain: options.domain }),
      inputs: inputs.map((v) => v?.name ?? ''),
      outputs: values.map((v) => v.name),
      attributes: options.attributes ?? {},
    });
    return values;
  }

  /** Marks `output` as differentiable in `inputs`, in the order in which `vjp` answers. */
  differentiable(output: Value, inputs: readonly Value[], vjp: Vjp): Value {
    if (!this.#recording || !inputs.some((v) => v.grad)) return output;
    const value = { ...output, grad: true };
    this.#tape.push({ inputs, output: value, vjp });
    return value;
  }

  /**
   * Reverse-mode differentiation: appends the backward pass of a scalar and gives its gradient by each value.
   * @throws RangeError where no path leads from a value to the loss.
   */
  gradients(loss: Value, wanted: readonly Value[]): readonly Value[] {
    const found = new Map<string, Value>([[loss.name, this.scalar(1)]]);
    this.#recording = false;
    for (const { inputs, output, vjp } of this.#tape.toReversed()) {
      const dy = found.get(output.name);
      if (!dy) continue;
      const parts = vjp(dy);
      for (const [i, input] of inputs.entries()) {
        const part = input.grad ? parts[i]?.() : undefined;
        if (!part) continue;
        const sofar = found.get(input.name);
        found.set(input.name, sofar ? this.node('Add', [sofar, part], input.shape) : part);
      }
    }
    this.#recording = true;
    return wanted.map((value) => {
      const gradient = found.get(value.name);
      if (!gradient) throw new RangeError(`no gradient reaches "${value.name}": the loss does not depend on it`);
      return gradient;
    });
  }

  /** An int64 tensor of these dims, symbols taken from whichever input declares them. */
  shapeTensor(dims: readonly Dim[]): Value {
    const symbols = dims.filter((d) => typeof d === 'string');
    if (symbols.length === 0) return this.ints(dims.map(Number));
    if (symbols.length === 1 && dims.every((d) => d !== 0)) return this.ints(dims.map((d) => (typeof d === 'string' ? -1 : d)));
    return this.once(`dims:${dims.join()}`, () => {
      const parts = dims.map((d) => (typeof d === 'string' ? this.dim(d) : this.ints([d])));
      return this.node('Concat', parts, [dims.length], { attributes: { axis: { int: 0 } }, dtype: 'int64' });
    });
  }

  /** The size a symbol has in this run, int64 [1]. */
  dim(symbol: string): Value {
    return this.once(`dim:${symbol}`, () => {
      for (const input of this.#inputs) {
        const axis = input.shape.indexOf(symbol);
        if (axis < 0) continue;
        const attributes = { start: { int: axis }, end: { int: axis + 1 } };
        return this.node('Shape', [input], [1], { attributes, dtype: 'int64' });
      }
      throw new RangeError(`no input declares the dimension "${symbol}"`);
    });
  }

  cast(value: Value, to: DType): Value {
    if (value.dtype === to) return value;
    const attributes = { to: { int: ONNX_DTYPE[to] } };
    return this.once(`cast:${value.name}:${to}`, () => this.node('Cast', [value], value.shape, { attributes, dtype: to }));
  }

  /** Names a value as something a run answers. */
  output(name: string, value: Value): void {
    this.#nodes.push({ op: 'Identity', inputs: [value.name], outputs: [name], attributes: {} });
    this.#outputs.push({ ...value, name });
  }

  /** The model as ONNX bytes, without what no output needs. */
  encode(metadata: Readonly<Record<string, string>> = {}, external?: ExternalData): Uint8Array {
    return encodeModel({ ...this.model(), metadata }, external);
  }

  /** What has been built, without what no output needs. */
  model(): Model {
    const needed = new Set(this.#outputs.map((v) => v.name));
    const kept: ModelNode[] = [];
    for (const node of this.#nodes.toReversed()) {
      if (!node.outputs.some((name) => needed.has(name))) continue;
      kept.push(node);
      for (const name of node.inputs) needed.add(name);
    }
    return {
      nodes: kept.reverse(),
      initializers: new Map([...this.#initializers].filter(([name]) => needed.has(name))),
      inputs: this.#inputs.filter((v) => needed.has(v.name)).map(described),
      outputs: this.#outputs.map(described),
    };
  }

  #fresh(prefix: string): string {
    return `${prefix}_${this.#names++}`;
  }
}

const described = ({ name, shape, dtype }: Value): ModelValue => ({ name, shape, dtype });
