import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { MINILM_L6, type BertConfig } from '../../src/learn/bert/config.ts';
import { WORD } from '../../src/learn/bert/weights.ts';
import { hiddenStates } from '../../src/learn/encoder/forward.ts';
import { quantizeColumns, quantizedName as name, quantizeRows } from '../../src/learn/encoder/quantize.ts';
import { add, mul } from '../../src/learn/graph/elementwise.ts';
import { Graph, type Value } from '../../src/learn/graph/graph.ts';
import { matmul } from '../../src/learn/graph/neural.ts';
import { gather } from '../../src/learn/graph/structure.ts';
import { readSafetensors } from '../../src/learn/onnx/safetensors.ts';
import { float32, type FloatTensor, type Tensor } from '../../src/learn/onnx/tensor.ts';

/**
 * The shipped encoder's weights as transformers.js takes a model: a folder with config, tokenizer, `onnx/model.onnx` in float32 and
 * `onnx/model_quantized.onnx` with weights, and while it runs activations, in 8 bits. Standard operators, as exporters write them.
 */
export function writeTransformersModel(models: string, folder: string): void {
  const { tensors } = readSafetensors(readFileSync(path.join(models, 'encoder.safetensors')));
  const config: BertConfig = { ...MINILM_L6, positions: tensors.get(name.positions)?.dims[0] ?? 0 };
  mkdirSync(path.join(folder, 'onnx'), { recursive: true });
  cpSync(path.join(models, 'tokenizer.json'), path.join(folder, 'tokenizer.json'));
  const write = (file: string, content: object): void => writeFileSync(path.join(folder, file), JSON.stringify(content));
  write('config.json', { model_type: 'bert', architectures: ['BertModel'], hidden_size: config.hidden });
  write('tokenizer_config.json', {
    tokenizer_class: 'BertTokenizer',
    model_max_length: config.positions,
    do_lower_case: true,
    pad_token: '[PAD]',
  });
  writeFileSync(path.join(folder, 'onnx/model.onnx'), encoder(tensors, config, floats));
  writeFileSync(path.join(folder, 'onnx/model_quantized.onnx'), encoder(tensors, config, bytes));
}

/** How a graph reads rows of a table, and multiplies by a matrix [in, out]. */
interface Arithmetic {
  readonly look: (table: FloatTensor, ids: Value) => Value;
  readonly multiply: (x: Value, key: string, matrix: FloatTensor) => Value;
}

const floats = (graph: Graph): Arithmetic => ({
  look: (table, ids) => gather(graph.constant(WORD, table), ids),
  multiply: (x, key, matrix) => matmul(x, graph.constant(key, matrix)),
});

function bytes(graph: Graph): Arithmetic {
  const none: Tensor = { dtype: 'int8', dims: [], data: new Int8Array(1) };
  const read = new Map<string, readonly Value[]>();
  const dynamic = (x: Value): readonly Value[] => {
    const outputs = [
      { shape: x.shape, dtype: 'uint8' },
      { shape: [], dtype: 'float32' },
      { shape: [], dtype: 'uint8' },
    ] as const;
    const known = read.get(x.name) ?? graph.nodes('DynamicQuantizeLinear', [x], outputs);
    read.set(x.name, known);
    return known;
  };
  return {
    look: (table, ids) => {
      const { q, scale } = quantizeRows(table);
      return mul(graph.cast(gather(graph.constant(WORD, q), ids), 'float32'), gather(graph.constant('words.scale', scale), ids));
    },
    multiply: (x, key, matrix) => {
      const { q, scale } = quantizeColumns(matrix);
      const [values, step, zero] = dynamic(x);
      if (!values || !step || !zero) throw new RangeError('a quantised tensor has values, a step and a zero');
      const shape = [...x.shape.slice(0, -1), q.dims[1] ?? 1];
      const zeroOfWeights = graph.once('none', () => graph.constant('none', none));
      const product = graph.node('MatMulInteger', [values, graph.constant(key, q), zero, zeroOfWeights], shape, { dtype: 'int32' });
      return mul(graph.cast(product, 'float32'), mul(graph.constant(`${key}.scale`, scale), step));
    },
  };
}

function encoder(tensors: ReadonlyMap<string, Tensor>, config: BertConfig, arithmeticOf: (graph: Graph) => Arithmetic): Uint8Array {
  const graph = new Graph();
  const { look, multiply } = arithmeticOf(graph);
  const tensor = (key: string): Tensor => tensors.get(key) ?? missing(key);
  const constant = (key: string): Value => graph.once(key, () => graph.constant(key, tensor(key)));
  const scaled = (key: string, scale: (row: number, column: number) => number): FloatTensor => {
    const { dims, data } = tensor(key);
    const width = dims[1] ?? 1;
    const floats = new Float32Array(data.length);
    for (const [at, q] of data.entries()) floats[at] = Number(q) * scale(Math.floor(at / width), at % width);
    return float32(dims, floats);
  };
  const wordScale = tensor(name.wordScale).data;
  const words = scaled(WORD, (row) => Number(wordScale[row]));
  const states = hiddenStates({
    graph,
    config,
    fused: false,
    float: constant,
    positions: () => constant(name.positions),
    words: (ids) => look(words, ids),
    linear: (x, layer, map, tap) => {
      const scale = tensor(name.scale(layer, map)).data;
      const even = tensors.get(name.even(layer, tap))?.data;
      const key = name.weight(layer, map);
      const matrix = scaled(key, (row, column) => Number(scale[column]) * Number(even?.[row] ?? 1));
      return add(multiply(x, key, matrix), constant(name.bias(layer, map)));
    },
  });
  graph.output('last_hidden_state', states);
  return graph.encode();
}

const missing = (key: string): never => {
  throw new RangeError(`the quantised encoder has no "${key}"`);
};
