import type { Attempt, Device, DeviceChoice, Precision } from '../domain/device.ts';
import { precisions } from './devices.ts';
import type { Manifest } from './model.ts';

/** Where the encoders run. */
export interface Placement {
  readonly device: Device;
  readonly precision: Precision;
}

/** Where the encoders were placed, and could not run after all: not at all, or no longer. */
export interface Broken extends Placement {
  readonly when: 'load' | 'run';
  readonly reason: string;
}

/** The graph of an encoder for a device. */
export const graphOf = (part: Manifest['changes'] | Manifest['encoder'], { precision }: Pick<Placement, 'precision'>): string =>
  precision === 'int8' ? part.cpu : precision === 'float16' ? (part.half ?? part.gpu) : part.gpu;

/** A device in the best of the precisions that it can be used in. Undefined: it cannot be used. */
export function usable(device: Device, attempts: readonly Attempt[]): Attempt | undefined {
  const works = (precision: Precision): Attempt | undefined =>
    attempts.find((one) => one.device === device && one.precision === precision && one.finding.kind === 'works');
  return precisions(device)
    .map(works)
    .find((one) => one !== undefined);
}

/** Where to run by what was found: the device that was chosen, or the fastest. Undefined: nowhere. */
export function choose(choice: DeviceChoice, attempts: readonly Attempt[]): Placement | undefined {
  const devices = choice === 'auto' ? [...new Set(attempts.map(({ device }) => device))] : [choice];
  const [best] = devices
    .map((device) => usable(device, attempts))
    .filter((one) => one !== undefined)
    .toSorted((a, b) => time(a) - time(b));
  return best && { device: best.device, precision: best.precision };
}

/** One that was too slow to be timed is behind all that were. */
const time = ({ finding }: Attempt): number =>
  finding.kind === 'works' && !finding.over ? (finding.milliseconds ?? 0) : Number.POSITIVE_INFINITY;
