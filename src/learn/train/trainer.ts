import { TrackRecordError } from '../../domain/result.ts';
import { layerOf } from '../bert/weights.ts';
import { feed, GraphSession } from '../graph/session.ts';
import { float32, zeros } from '../onnx/tensor.ts';
import type { FloatTensor } from '../onnx/tensor.ts';
import { featureWidth, IO, tablesOutside, trainingGraph } from './build.ts';
import { loadCheckpoint, saveCheckpoint } from './checkpoint.ts';
import { Evaluator } from './evaluate.ts';
import { inputFeeds } from './feeds.ts';
import { headWeights, isHead } from './heads.ts';
import { DropoutMasks } from './masks.ts';
import { clipScale, globalNorm, Optimizer } from './optimizer.ts';
import type { TrainOptions, TrainResult, Validation } from './options.ts';
import { adapterWeights, mergedWeights, trainedWeights } from './plan.ts';
import { Pace } from './progress.ts';
import { rateAt } from './schedule.ts';
import { activeRates, epochAt, fingerprint, largestInRun, planSteps } from './steps.ts';
import type { PlannedStep } from './steps.ts';
import { EmbeddingTables } from './tables.ts';
import { lossInputs } from './targets.ts';

/**
 * Trains the heads and what the plan names. The result depends on the options, the examples and the number of threads alone: the same
 * again gives the same bits, whether or not it was killed and resumed in between.
 * @throws TrackRecordError `diverged` where the loss is no number any more, `bad-checkpoint` where a checkpoint does not belong here.
 */
export async function train(options: TrainOptions): Promise<TrainResult> {
  const run = await Run.open(options);
  try {
    return await run.loop();
  } finally {
    await run.close();
  }
}

class Run {
  readonly #options: TrainOptions;
  readonly #steps: readonly PlannedStep[];
  readonly #parameters: Map<string, FloatTensor>;
  readonly #tables: EmbeddingTables | undefined;
  readonly #optimizer: Optimizer;
  readonly #session: GraphSession;
  readonly #masks: DropoutMasks;
  readonly #gradients: Readonly<Record<string, ReturnType<typeof feed>>>;
  readonly #evaluator: Evaluator | undefined;
  readonly #fingerprint: string;
  readonly #now: () => number;
  #step = 0;
  #waited = 0;
  #best: { step: number; score: number; parameters: Map<string, FloatTensor> } | undefined;

  private constructor(options: TrainOptions, parts: Parts) {
    this.#options = options;
    this.#now = options.now ?? performance.now.bind(performance);
    this.#steps = parts.steps;
    this.#parameters = parts.parameters;
    this.#tables = parts.tables;
    this.#session = parts.session;
    this.#masks = parts.masks;
    this.#evaluator = parts.evaluator;
    this.#optimizer = new Optimizer(options.optimizer);
    this.#gradients = Object.fromEntries([...parts.parameters].map(([name, { dims }]) => [IO.gradient(name), feed(zeros(dims))]));
    this.#fingerprint = fingerprint(options, parts.steps);
  }

  static async open(options: TrainOptions): Promise<Run> {
    const { spec, weights, seed } = options;
    const steps = planSteps(options);
    const parameters = new Map([
      ...trainedWeights(spec.plan, spec.config, weights),
      ...adapterWeights(spec.plan, spec.config, seed),
      ...spec.heads.flatMap((head) => [...headWeights(head, spec.config.hidden + (head.features ? featureWidth(spec) : 0), seed)]),
    ]);
    const tables = tablesOutside(spec) ? new EmbeddingTables(weights, spec.config) : undefined;
    const built = trainingGraph(spec, weights, parameters, activeRates(options));
    const session = await GraphSession.create(built.model, options.session);
    const masks = new DropoutMasks(built.dropout, largestInRun(options, steps), seed);
    const evaluator = options.validation
      ? await Evaluator.create(spec, weights, { ...options.session, parameters, ...(tables ? { tables } : {}) })
      : undefined;
    const run = new Run(options, { steps, parameters, tables, session, masks, evaluator });
    await run.#resume();
    return run;
  }

  async close(): Promise<void> {
    await this.#session.release();
    await this.#evaluator?.release();
  }

  async loop(): Promise<TrainResult> {
    const { signal, checkpoint, validation, onProgress, onPoint } = this.#options;
    const before = this.#steps.slice(0, this.#step).reduce((sum, s) => sum + s.tokens, 0);
    const total = this.#steps.reduce((sum, s) => sum + s.tokens, 0);
    const begun = this.#now();
    const pace = new Pace(begun, before);
    while (this.#step < this.#steps.length) {
      if (signal?.aborted) {
        await this.#save();
        return this.#result('aborted');
      }
      const planned = this.#steps[this.#step];
      if (!planned) break;
      const { loss, norm, rate } = await this.#advance(planned);
      pace.add(planned.tokens);
      const now = this.#now();
      const epoch = epochAt(this.#steps, this.#step);
      const left = pace.left(now, total);
      const common = { step: this.#step, epoch };
      onProgress?.({
        ...common,
        steps: this.#steps.length,
        loss,
        rate,
        norm,
        tokensPerSecond: pace.tokensPerSecond(now),
        ...(left === undefined ? {} : { left }),
      });
      onPoint?.({ ...common, elapsed: now - begun, values: { 'train/loss': loss, 'train/rate': rate, 'train/norm': norm } });
      const due = validation && (validation.every ? this.#step % validation.every === 0 : planned.endsEpoch);
      if (validation && (due || this.#step === this.#steps.length)) {
        const score = await this.#validate(validation);
        onPoint?.({ ...common, elapsed: this.#now() - begun, values: { 'validation/score': score } });
        if (this.#waited > validation.patience) return this.#result('early');
      }
      if (checkpoint && this.#step % checkpoint.every === 0) await this.#save();
    }
    await this.#save();
    return this.#result('done');
  }

  /** One batch: forward, backward, update. */
  async #advance(planned: PlannedStep): Promise<{ loss: number; norm: number; rate: number }> {
    const { spec, examples, schedule, loss: lossOptions, clip } = this.#options;
    const batch = planned.batch.flatMap((i) => examples[i] ?? []);
    const { feeds, tokens } = inputFeeds(spec, batch, this.#tables);
    const targets = spec.heads.flatMap((head) => {
      const inputs = lossInputs(head, batch, lossOptions);
      return [[IO.targets(head.family), feed(inputs.targets)] as const, [IO.weights(head.family), feed(inputs.weights)] as const];
    });
    const results = await this.#session.run(
      { ...feeds, ...Object.fromEntries(targets), ...this.#parameterFeeds(), ...this.#maskFeeds() },
      this.#gradients,
    );
    const value = Number(results.get(IO.loss)?.data[0]);
    if (!Number.isFinite(value)) {
      throw new TrackRecordError(
        'diverged',
        `The loss is ${value} at step ${this.#step + 1}. Lower the learning rate or the clipping limit.`,
      );
    }
    const gradientOf = (name: string): Float32Array => results.get(IO.gradient(name))?.data ?? new Float32Array(0);
    const rows = results.get(IO.gradient(IO.rows));
    const tableGradients = this.#tables && tokens && rows ? this.#tables.gradients(tokens, rows) : undefined;
    const all = [...this.#parameters.keys()].map(gradientOf);
    for (const part of tableGradients?.values() ?? []) all.push(...part.values());
    const norm = globalNorm(all);
    const rate = rateAt(schedule, this.#step, this.#steps.length);
    const change = { scale: clipScale(norm, clip), step: this.#step + 1 };
    for (const [name, parameter] of this.#parameters) {
      this.#optimizer.update({ ...change, name, parameter, from: 0, gradient: gradientOf(name), rate: rate * this.#multiple(name) });
    }
    if (tableGradients) this.#tables?.update(tableGradients, this.#optimizer, { ...change, rate: rate * this.#multiple('embeddings') });
    this.#step++;
    return { loss: value, norm, rate };
  }

  /** What a parameter's rate is multiplied by. */
  #multiple(name: string): number {
    const { headRate, layerDecay, spec } = this.#options;
    if (isHead(name)) return headRate;
    const layer = layerOf(name) ?? -1;
    return layerDecay ** (spec.config.layers - 1 - layer);
  }

  #parameterFeeds() {
    return Object.fromEntries([...this.#parameters].map(([name, tensor]) => [name, feed(tensor)]));
  }

  #maskFeeds() {
    const pools = [...this.#masks.pools].map(([rate, pool]) => [IO.pool(rate), feed(float32([pool.length], pool))] as const);
    if (pools.length === 0) return {};
    const offsets = this.#masks.offsets(this.#step);
    return { ...Object.fromEntries(pools), [IO.offsets]: feed({ dtype: 'int64', dims: [offsets.length], data: offsets }) };
  }

  async #validate({ examples, score }: Validation): Promise<number> {
    const predictions = await this.#evaluator?.predict(examples, this.#options.batch);
    const value = predictions ? score(predictions) : Number.NaN;
    if (!this.#best || value > this.#best.score) {
      this.#best = { step: this.#step, score: value, parameters: copies(this.#everything()) };
      this.#waited = 0;
    } else this.#waited++;
    return value;
  }

  /** All that is trained: parameters in the graph and tables outside. */
  #everything(): Map<string, FloatTensor> {
    return new Map([...this.#parameters, ...(this.#tables?.tables ?? [])]);
  }

  async #save(): Promise<void> {
    const { checkpoint } = this.#options;
    if (!checkpoint) return;
    await saveCheckpoint(checkpoint.path, {
      step: this.#step,
      parameters: this.#everything(),
      optimizer: this.#optimizer.state,
      waited: this.#waited,
      fingerprint: this.#fingerprint,
      ...(this.#best ? { best: this.#best } : {}),
    });
  }

  async #resume(): Promise<void> {
    const { checkpoint } = this.#options;
    const saved = checkpoint && (await loadCheckpoint(checkpoint.path, this.#fingerprint));
    if (!saved) return;
    this.#step = saved.step;
    this.#waited = saved.waited;
    this.#optimizer.restore(saved.optimizer);
    for (const [name, { data }] of this.#everything()) data.set(saved.parameters.get(name)?.data ?? data);
    if (saved.best) this.#best = { ...saved.best, parameters: new Map(saved.best.parameters) };
  }

  #result(ended: TrainResult['ended']): TrainResult {
    const { spec, weights } = this.#options;
    const parameters = this.#best?.parameters ?? copies(this.#everything());
    return {
      ended,
      parameters,
      weights: mergedWeights(spec.plan, spec.config, weights, parameters),
      steps: this.#step,
      ...(this.#best ? { best: { step: this.#best.step, score: this.#best.score } } : {}),
    };
  }
}

interface Parts {
  readonly steps: readonly PlannedStep[];
  readonly parameters: Map<string, FloatTensor>;
  readonly tables: EmbeddingTables | undefined;
  readonly session: GraphSession;
  readonly masks: DropoutMasks;
  readonly evaluator: Evaluator | undefined;
}

const copies = (tensors: ReadonlyMap<string, FloatTensor>): Map<string, FloatTensor> =>
  new Map([...tensors].map(([name, { dims, data }]) => [name, float32(dims, data.slice())]));
