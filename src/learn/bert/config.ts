import { TrackRecordError } from '../../domain/result.ts';

/** The shape of a BERT encoder (Devlin et al. 2019). */
export interface BertConfig {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly intermediate: number;
  readonly vocabulary: number;
  /** Longest text in tokens. */
  readonly positions: number;
  /** Of layer normalisation. */
  readonly epsilon: number;
}

/** How one vector is made of a text's tokens: their mean (MiniLM) or the first, [CLS] (bge). */
export type Pooling = 'mean' | 'cls';

/** Six layers of 384: sentence-transformers/all-MiniLM-L6-v2. */
export const MINILM_L6: BertConfig = {
  layers: 6,
  hidden: 384,
  heads: 12,
  intermediate: 1536,
  vocabulary: 30522,
  positions: 512,
  epsilon: 1e-12,
};

/** Twelve layers of 384: BAAI/bge-small-en-v1.5. @public */
export const BGE_SMALL: BertConfig = { ...MINILM_L6, layers: 12 };

/**
 * From a Hugging Face `config.json`.
 * @throws TrackRecordError `bad-model-config` where it is not a BERT encoder with GELU and absolute positions.
 */
export function bertConfig(json: unknown): BertConfig {
  if (typeof json !== 'object' || json === null) throw bad('it is not an object');
  const values = new Map<string, unknown>(Object.entries(json));
  const number = (key: string): number => {
    const value = values.get(key);
    if (typeof value !== 'number' || !(value > 0)) throw bad(`"${key}" is missing or not a positive number`);
    return value;
  };
  const expect = (key: string, wanted: string): void => {
    const value = values.get(key) ?? wanted;
    if (value !== wanted) throw bad(`"${key}" is ${JSON.stringify(value)}; only "${wanted}" is supported`);
  };
  expect('model_type', 'bert');
  expect('hidden_act', 'gelu');
  expect('position_embedding_type', 'absolute');
  const config = {
    layers: number('num_hidden_layers'),
    hidden: number('hidden_size'),
    heads: number('num_attention_heads'),
    intermediate: number('intermediate_size'),
    vocabulary: number('vocab_size'),
    positions: number('max_position_embeddings'),
    epsilon: number('layer_norm_eps'),
  };
  if (config.hidden % config.heads !== 0) throw bad(`${config.heads} heads do not divide ${config.hidden} units`);
  return config;
}

const bad = (why: string): TrackRecordError => new TrackRecordError('bad-model-config', `The model's config.json cannot be used: ${why}.`);
