import { add, scale } from '../graph/elementwise.ts';
import { Graph } from '../graph/graph.ts';
import type { Value } from '../graph/graph.ts';
import { dropout } from '../graph/neural.ts';
import type { BertConfig, Pooling } from '../bert/config.ts';
import { embed, embeddingNorm, encoderLayers, pool, tensorOf } from '../bert/encoder.ts';
import type { EncoderParts } from '../bert/encoder.ts';
import type { BertWeights } from '../bert/weights.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import { headLogits, headLoss } from './heads.ts';
import type { HeadSpec } from './heads.ts';
import { adapterName, lowestTrained } from './plan.ts';
import type { Plan } from './plan.ts';

/**
 * What an example is fed as: token ids; what the untrained lower layers made of them before (`states`: with a plan of top layers, only
 * those run); or the pooled vector an unchanged encoder gave it before (`cached`).
 */
export type Source = 'tokens' | 'states' | 'cached';

export interface DropoutRates {
  readonly hidden: number;
  readonly attention: number;
  readonly adapter: number;
  readonly head: number;
}

/** Everything that decides the shape of a training or evaluation graph. */
export interface GraphSpec {
  readonly config: BertConfig;
  readonly pooling: Pooling;
  /** Whether the text's vector is brought to length 1 before the heads. */
  readonly normalize: boolean;
  readonly source: Source;
  readonly plan: Plan;
  readonly heads: readonly HeadSpec[];
  /** Width of the dense features; 0: none. */
  readonly features: number;
  /** How many buckets hashed words fall into; they are joined after the dense features. 0: none. */
  readonly buckets: number;
}

export interface BuiltGraph {
  readonly model: Uint8Array;
  /** Sites that draw a dropout mask, in order, each with the rate it is drawn at. */
  readonly dropout: readonly number[];
  readonly nodes: number;
}

/** Names of a graph's inputs and outputs. */
export const IO = {
  ids: 'input_ids',
  mask: 'attention_mask',
  /** Rows made outside, [T, hidden]: looked up, where the tables are trained; or the lower layers' states. */
  rows: 'rows',
  cached: 'pooled',
  features: 'features',
  offsets: 'dropout.offsets',
  loss: 'loss',
  embedding: 'embedding',
  pool: (rate: number) => `dropout.pool.${rate}`,
  targets: (family: string) => `targets.${family}`,
  weights: (family: string) => `weights.${family}`,
  logits: (family: string) => `logits.${family}`,
  gradient: (name: string) => `d:${name}`,
} as const;

/** Numbers beside the text's vector that a head reads. */
export const featureWidth = ({ features, buckets }: GraphSpec): number => features + buckets;

/** Whether the embedding tables are looked up and updated outside the graph. */
export const tablesOutside = ({ plan, source }: GraphSpec): boolean => source === 'tokens' && plan.mode === 'full' && plan.embeddings;

/**
 * Forward, loss and backward. Parameters in `trained` are inputs, so that an optimizer can change them between runs; all others are
 * constants that the runtime packs once. Outputs: the loss, each head's logits, the gradient of each trained parameter.
 */
export function trainingGraph(
  spec: GraphSpec,
  weights: BertWeights,
  trained: ReadonlyMap<string, FloatTensor>,
  rates: DropoutRates,
): BuiltGraph {
  const forward = new Forward(spec, weights, trained, rates);
  const { graph } = forward;
  const logits = forward.logits();
  const losses = spec.heads.map((head, i) => {
    const scores = logits[i];
    if (!scores) throw new RangeError('a head without scores');
    const targets = graph.input(IO.targets(head.family), ['B', head.labels.length]);
    return headLoss(head, scores, targets, graph.input(IO.weights(head.family), ['B']));
  });
  const loss = losses.reduce((sum, part) => add(sum, part));
  graph.output(IO.loss, loss);
  for (const [i, head] of spec.heads.entries()) if (logits[i]) graph.output(IO.logits(head.family), logits[i]);
  const wanted = graph.inputs.filter((v) => v.grad);
  for (const [i, gradient] of graph.gradients(loss, wanted).entries()) graph.output(IO.gradient(wanted[i]?.name ?? ''), gradient);
  return { model: graph.encode(), dropout: forward.dropout, nodes: graph.nodeCount };
}

/** Forward only, without dropout: each head's logits and the text's vector. Takes the same parameters as inputs. */
export function evaluationGraph(spec: GraphSpec, weights: BertWeights, trained: ReadonlyMap<string, FloatTensor>): BuiltGraph {
  const forward = new Forward(spec, weights, trained, { hidden: 0, attention: 0, adapter: 0, head: 0 });
  for (const [i, logits] of forward.logits().entries()) forward.graph.output(IO.logits(spec.heads[i]?.family ?? ''), logits);
  forward.graph.output(IO.embedding, forward.pooled);
  return { model: forward.graph.encode(), dropout: [], nodes: forward.graph.nodeCount };
}

/** The layers below `plan`'s, which it leaves as they are: token ids and mask to their states, [T, hidden]. */
export function lowerGraph(plan: Plan, config: BertConfig, weights: BertWeights): Uint8Array {
  const graph = new Graph();
  const weight = (name: string) => graph.once(name, () => graph.constant(name, tensorOf(weights, name)));
  const parts: EncoderParts = { graph, config, weight, adapter: () => undefined, drop: (x) => x };
  const mask = graph.input(IO.mask, ['B', 'S']);
  const rows = embeddingNorm(parts, embed(parts, graph.input(IO.ids, ['B', 'S'], 'int64'), weights));
  graph.output(IO.rows, encoderLayers(parts, rows, mask, 0, lowestTrained(plan, config)));
  return graph.encode();
}

/** The forward pass of one graph, with its dropout sites counted. */
class Forward {
  readonly graph = new Graph();
  readonly dropout: number[] = [];
  readonly pooled: Value;
  readonly #spec: GraphSpec;
  readonly #weights: BertWeights;
  readonly #trained: ReadonlyMap<string, FloatTensor>;
  readonly #rates: DropoutRates;

  constructor(spec: GraphSpec, weights: BertWeights, trained: ReadonlyMap<string, FloatTensor>, rates: DropoutRates) {
    this.#spec = spec;
    this.#weights = weights;
    this.#trained = trained;
    this.#rates = rates;
    this.pooled = spec.source === 'cached' ? this.graph.input(IO.cached, ['B', spec.config.hidden]) : this.#encode();
  }

  logits(): Value[] {
    const { heads, normalize, config } = this.#spec;
    const width = featureWidth(this.#spec);
    // A vector of length 1 has tiny components; heads read them at about unit size. `foldedHead` undoes it.
    const pooled = normalize ? scale(this.pooled, Math.sqrt(config.hidden)) : this.pooled;
    const features = width > 0 ? this.graph.input(IO.features, ['B', width]) : undefined;
    const parts = { weight: this.#weight, drop: this.#drop };
    return heads.map((head) => headLogits(head, { pooled, features }, parts));
  }

  #encode(): Value {
    const { graph } = this;
    const { config, plan, pooling, normalize, source } = this.#spec;
    const adapter = (layer: number, map: Parameters<EncoderParts['adapter']>[1]) => {
      if (plan.mode !== 'lora' || !plan.targets.includes(map)) return undefined;
      const [down, up] = [this.#weight(adapterName(layer, map, 'down')), this.#weight(adapterName(layer, map, 'up'))];
      return { down, up, scale: plan.alpha / plan.rank };
    };
    const parts: EncoderParts = { graph, config, weight: this.#weight, adapter, drop: this.#drop };
    const mask = graph.input(IO.mask, ['B', 'S']);
    if (source === 'states') {
      const states = graph.input(IO.rows, ['T', config.hidden]);
      return pool(encoderLayers(parts, states, mask, lowestTrained(plan, config)), mask, pooling, normalize);
    }
    const rows = tablesOutside(this.#spec)
      ? graph.input(IO.rows, ['T', config.hidden], 'float32', true)
      : embed(parts, graph.input(IO.ids, ['B', 'S'], 'int64'), this.#weights);
    // Layers below trained ones give what their states would be.
    const lowest = plan.mode === 'top' ? lowestTrained(plan, config) : 0;
    const below = lowest > 0 ? { ...parts, drop: (x: Value) => x } : parts;
    const states = encoderLayers(below, embeddingNorm(below, rows), mask, 0, lowest);
    return pool(encoderLayers(parts, states, mask, lowest), mask, pooling, normalize);
  }

  readonly #weight = (name: string): Value =>
    this.graph.once(`parameter:${name}`, () => {
      const trained = this.#trained.get(name);
      return trained ? this.graph.input(name, trained.dims, 'float32', true) : this.graph.constant(name, tensorOf(this.#weights, name));
    });

  readonly #drop = (x: Value, where: keyof DropoutRates): Value => {
    const rate = this.#rates[where];
    if (rate === 0) return x;
    const pool = this.graph.once(`pool:${rate}`, () => this.graph.input(IO.pool(rate), [`N${rate}`]));
    const offsets = this.graph.once('offsets', () => this.graph.input(IO.offsets, ['sites'], 'int64'));
    const site = this.dropout.push(rate) - 1;
    return dropout(x, { pool, offsets }, site);
  };
}
