import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mul } from '../../../src/learn/graph/elementwise.ts';
import { Graph } from '../../../src/learn/graph/graph.ts';
import { gather, reduceSum, reshape, unsqueeze } from '../../../src/learn/graph/structure.ts';
import { float32 } from '../../../src/learn/onnx/tensor.ts';

/** Words a made-up model knows; a classifier takes each to speak for the label at its place in the row. */
export const WORDS = [
  ['crash', 'repair', 'wrong'],
  ['button', 'screen', 'introduce'],
  ['readme', 'guide', 'typo'],
] as const;

const MARKS = ['[PAD]', '[UNK]', '[CLS]', '[SEP]'];
const VOCABULARY = [...MARKS, ...WORDS.flat()];
const tableOf = (width: number, value: (word: string, column: number) => number) =>
  float32(
    [VOCABULARY.length, width],
    Float32Array.from({ length: VOCABULARY.length * width }, (_, i) => value(VOCABULARY[Math.floor(i / width)] ?? '', i % width)),
  );
const speaksFor = (word: string): number => WORDS.findIndex((row) => (row as readonly string[]).includes(word));

const TOKENIZER = {
  version: '1.0',
  truncation: null,
  padding: null,
  added_tokens: MARKS.map((content, id) => ({
    id,
    content,
    single_word: false,
    lstrip: false,
    rstrip: false,
    normalized: false,
    special: true,
  })),
  normalizer: { type: 'BertNormalizer', clean_text: true, handle_chinese_chars: true, strip_accents: null, lowercase: true },
  pre_tokenizer: { type: 'BertPreTokenizer' },
  post_processor: {
    type: 'TemplateProcessing',
    single: [
      { SpecialToken: { id: '[CLS]', type_id: 0 } },
      { Sequence: { id: 'A', type_id: 0 } },
      { SpecialToken: { id: '[SEP]', type_id: 0 } },
    ],
    pair: [],
    special_tokens: { '[CLS]': { id: '[CLS]', ids: [2], tokens: ['[CLS]'] }, '[SEP]': { id: '[SEP]', ids: [3], tokens: ['[SEP]'] } },
  },
  decoder: { type: 'WordPiece', prefix: '##', cleanup: true },
  model: {
    type: 'WordPiece',
    unk_token: '[UNK]',
    continuing_subword_prefix: '##',
    max_input_chars_per_word: 100,
    vocab: Object.fromEntries(VOCABULARY.map((word, id) => [word, id])),
  },
};

const CONFIG = {
  model_type: 'bert',
  hidden_size: 4,
  num_hidden_layers: 1,
  num_attention_heads: 1,
  vocab_size: VOCABULARY.length,
  max_position_embeddings: 32,
};

/** Scores a label by the words that speak for it. */
function classifier(labels: number, precision: 'float32' | 'float16' = 'float32'): Uint8Array {
  const graph = new Graph();
  const ids = graph.input('input_ids', ['B', 'S'], 'int64');
  const mask = graph.cast(graph.input('attention_mask', ['B', 'S'], 'int64'), 'float32');
  const votes = gather(
    graph.constant(
      'votes',
      tableOf(labels, (word, label) => (speaksFor(word) === label ? 6 : 0)),
    ),
    ids,
  );
  const counted = mul(reshape(votes, ['B', 'S', labels]), unsqueeze(mask, [2]));
  graph.output('logits', graph.cast(reshape(reduceSum(counted, [1], false), ['B', labels]), precision));
  return graph.encode();
}

/** A vector a word: words of a row are near each other, and far from those of other rows. */
function encoder(width: number): Uint8Array {
  const graph = new Graph();
  const ids = graph.input('input_ids', ['B', 'S'], 'int64');
  const mask = graph.cast(graph.input('attention_mask', ['B', 'S'], 'int64'), 'float32');
  const near = (word: string, column: number): number => (speaksFor(word) === column ? 1 : ((word.length * 7 + column * 3) % 10) / 100);
  const vectors = reshape(gather(graph.constant('vectors', tableOf(width, near)), ids), ['B', 'S', width]);
  graph.output('last_hidden_state', mul(vectors, unsqueeze(mask, [2])));
  return graph.encode();
}

/** Files of a small classifier, by path, as the hub lays them out. */
export const classifierFiles = (labels: readonly string[]): Readonly<Record<string, string | Uint8Array>> => ({
  'config.json': JSON.stringify({
    ...CONFIG,
    architectures: ['BertForSequenceClassification'],
    id2label: Object.fromEntries(labels.map((label, i) => [i, label])),
  }),
  'tokenizer.json': JSON.stringify(TOKENIZER),
  'tokenizer_config.json': JSON.stringify({
    tokenizer_class: 'BertTokenizer',
    model_max_length: 32,
    pad_token: '[PAD]',
    unk_token: '[UNK]',
    cls_token: '[CLS]',
    sep_token: '[SEP]',
  }),
  'onnx/model.onnx': classifier(labels.length),
});

/** The same of one that was exported in half precision. */
export const halfFiles = (labels: readonly string[]): Readonly<Record<string, string | Uint8Array>> => ({
  ...classifierFiles(labels),
  'onnx/model.onnx': classifier(labels.length, 'float16'),
});

/** A word that a classifier of `withBrokenWord` fails on. */
export const BROKEN_WORD = 'xyzzy';

/** The same of one whose vocabulary has a word that its graph has no row for. */
export const withBrokenWord = (labels: readonly string[]): Readonly<Record<string, string | Uint8Array>> => ({
  ...classifierFiles(labels),
  'tokenizer.json': JSON.stringify({
    ...TOKENIZER,
    model: { ...TOKENIZER.model, vocab: { ...TOKENIZER.model.vocab, [BROKEN_WORD]: VOCABULARY.length } },
  }),
});

/** The same of one that says what a text means. */
export const encoderFiles = (): Readonly<Record<string, string | Uint8Array>> => ({
  ...classifierFiles(['a', 'b']),
  'config.json': JSON.stringify({ ...CONFIG, architectures: ['BertModel'] }),
  'onnx/model.onnx': encoder(4),
});

export function writeModel(folder: string, files: Readonly<Record<string, string | Uint8Array>>): string {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  return folder;
}
