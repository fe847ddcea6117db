/** One point of a training curve. */
export interface CurvePoint {
  readonly step: number;
  /** Passes over the training set, e.g. 1.25. */
  readonly epoch: number;
  /** Milliseconds since the run (or its resumption) began. */
  readonly elapsed: number;
  /** By name: `train/loss`, `train/rate`, `validation/score`, … */
  readonly values: Readonly<Record<string, number>>;
}

/** Told after each step. */
export interface TrainProgress {
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly loss: number;
  readonly rate: number;
  /** Norm of all gradients before clipping. */
  readonly norm: number;
  readonly tokensPerSecond: number;
  /** Milliseconds left by the rate so far, evaluations included; undefined in the first steps. */
  readonly left?: number;
}

/** Predicts the time left from the tokens done and still to do, since steps differ in size. */
export class Pace {
  readonly #begun: number;
  readonly #start: number;
  #done = 0;
  #steps = 0;

  /** `now`, `begun`: milliseconds; `start`: tokens that a resumed run need not do again. */
  constructor(now: number, start: number) {
    this.#begun = now;
    this.#start = start;
  }

  add(tokens: number): void {
    this.#done += tokens;
    this.#steps++;
  }

  tokensPerSecond(now: number): number {
    const seconds = (now - this.#begun) / 1000;
    return seconds > 0 ? this.#done / seconds : 0;
  }

  /** Of a run of `total` tokens. */
  left(now: number, total: number): number | undefined {
    if (this.#steps < 3) return undefined;
    return ((now - this.#begun) / this.#done) * Math.max(0, total - this.#start - this.#done);
  }
}
