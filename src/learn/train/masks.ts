import { Random } from '../../util/random.ts';

/** Offsets are drawn from this many places, so that masks differ from step to step. */
const SLACK = 1 << 18;

/** The dropout pools and offsets a training graph is fed: all of them follow from the seed and the step. */
export class DropoutMasks {
  readonly pools: ReadonlyMap<number, Float32Array>;
  readonly #sites: number;
  readonly #seed: number;

  /** `sites`: the rate of each place that drops; `largest`: elements of the largest of them in any batch. */
  constructor(sites: readonly number[], largest: number, seed: number) {
    this.#sites = sites.length;
    this.#seed = seed;
    this.pools = new Map([...new Set(sites)].map((rate) => [rate, bernoulli(rate, largest + SLACK, new Random('dropout', seed, rate))]));
  }

  /** Where each site's mask starts at this step. */
  offsets(step: number): BigInt64Array {
    const random = new Random('offsets', this.#seed, step);
    return BigInt64Array.from({ length: this.#sites }, () => BigInt(random.below(SLACK)));
  }
}

/** 0 with the probability of dropping, else 1 / (1 - rate), so that the mean is 1. */
function bernoulli(rate: number, count: number, random: Random): Float32Array {
  const kept = 1 / (1 - rate);
  const threshold = rate * 2 ** 32;
  const out = new Float32Array(count);
  for (let i = 0; i < count; i++) out[i] = random.bits() < threshold ? 0 : kept;
  return out;
}
