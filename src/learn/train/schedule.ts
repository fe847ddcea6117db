export interface Schedule {
  /** Rate at its height. */
  readonly rate: number;
  /** Share of all steps in which the rate climbs from 0. */
  readonly warmup: number;
  readonly decay: 'linear' | 'cosine' | 'constant';
  /** Where the decay ends, as a share of `rate`. */
  readonly floor: number;
}

/** The learning rate of a step, counted from 0. */
export function rateAt({ rate, warmup, decay, floor }: Schedule, step: number, total: number): number {
  const climb = Math.round(warmup * total);
  if (step < climb) return (rate * (step + 1)) / climb;
  const done = total > climb ? (step - climb) / (total - climb) : 1;
  return rate * (floor + (1 - floor) * left(decay, Math.min(1, done)));
}

function left(decay: Schedule['decay'], done: number): number {
  switch (decay) {
    case 'linear':
      return 1 - done;
    case 'cosine':
      return (1 + Math.cos(Math.PI * done)) / 2;
    case 'constant':
      return 1;
  }
  return 1;
}
