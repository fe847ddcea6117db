import { BUCKETS, DENSE } from '../../classify/features.ts';
import type { LinearHead } from '../head/fit.ts';
import type { TrainResult } from '../train/options.ts';

/**
 * The head that was trained with an encoder, as the tagger's heads are. It saw labels as often as they were drawn: that is taken out of its
 * bias, so that its scores hold for equally frequent labels as other heads' do.
 * @param drawn label of each example that was drawn
 */
export function headOf({ parameters }: Pick<TrainResult, 'parameters'>, labels: number, drawn: readonly number[]): LinearHead {
  const weight = parameters.get('heads.type.weight')?.data ?? new Float32Array(0);
  const bias = parameters.get('heads.type.bias')?.data ?? new Float32Array(0);
  const row = weight.length / labels;
  const width = row - BUCKETS;
  if (width <= DENSE.length) throw new RangeError(`no linear head of ${labels} labels was trained`);
  const counts = Array.from({ length: labels }, () => 1);
  for (const label of drawn) counts[label] = (counts[label] ?? 0) + 1;
  return {
    labels,
    width,
    input: Float32Array.from({ length: labels * width }, (_, i) => weight[Math.floor(i / width) * row + (i % width)] ?? 0),
    bias: bias.map((b, label) => b - Math.log((counts[label] ?? 1) / drawn.length)),
    words: Float32Array.from({ length: BUCKETS * labels }, (_, i) => weight[(i % labels) * row + width + Math.floor(i / labels)] ?? 0),
  };
}
