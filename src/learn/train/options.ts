import type { BertWeights } from '../bert/weights.ts';
import type { SessionOptions } from '../graph/session.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import type { BatchOptions, Example, Sampler } from './batches.ts';
import type { DropoutRates, GraphSpec } from './build.ts';
import type { Predictions } from './evaluate.ts';
import type { OptimizerOptions } from './optimizer.ts';
import type { CurvePoint, TrainProgress } from './progress.ts';
import type { Schedule } from './schedule.ts';
import type { LossOptions } from './targets.ts';

export interface Validation {
  readonly examples: readonly Example[];
  /** Higher is better. */
  readonly score: (predictions: Predictions) => number;
  /** Evaluations without a new best after which training stops. */
  readonly patience: number;
  /** Steps between evaluations; default: once an epoch. */
  readonly every?: number;
}

export interface TrainOptions {
  readonly spec: GraphSpec;
  readonly weights: BertWeights;
  readonly examples: readonly Example[];
  /** What each epoch sees; default: every example once. */
  readonly sampler?: Sampler;
  readonly epochs: number;
  readonly batch: BatchOptions;
  readonly seed: number;
  readonly schedule: Schedule;
  readonly optimizer: OptimizerOptions;
  /** The heads' rate as a multiple of the schedule's: they start from nothing. */
  readonly headRate: number;
  /** Each layer's rate as a multiple of the one above it (Howard & Ruder 2018); 1: the same everywhere. */
  readonly layerDecay: number;
  /** Largest norm of all gradients together; 0: no clipping. */
  readonly clip: number;
  readonly dropout: DropoutRates;
  readonly loss: LossOptions;
  readonly validation?: Validation;
  /** Resumed from where it exists; written every so many steps, on abort and at the end. */
  readonly checkpoint?: { readonly path: string; readonly every: number };
  readonly session?: SessionOptions;
  /** Aborting it saves a checkpoint and ends the run. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TrainProgress) => void;
  readonly onPoint?: (point: CurvePoint) => void;
  readonly now?: () => number;
}

export interface TrainResult {
  /** `early`: the validation score had stopped rising. */
  readonly ended: 'done' | 'early' | 'aborted';
  /** All trained parameters, heads included: those of the best evaluation where there is a validation set. */
  readonly parameters: ReadonlyMap<string, FloatTensor>;
  /** The encoder with them put in. */
  readonly weights: BertWeights;
  readonly steps: number;
  readonly best?: { readonly step: number; readonly score: number };
}
