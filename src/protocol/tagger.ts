import * as v from 'valibot';
import type { ModelCard } from '../domain/card.ts';
import type { DeviceState } from '../domain/device.ts';
import type { Explanation } from '../domain/tags.ts';
import { count, own, text } from './fields.ts';

const devices = own<DeviceState>((value) => 'candidates' in value);

/** The requests about the tagger itself. None of them waits for an analysis. */
export const TAGGER = {
  /** What is known of the devices of this machine. */
  devices: {
    params: v.object({
      /** Tries them all anew, in processes of their own: seconds. Otherwise nothing is tried. */
      again: v.boolean(),
    }),
    reply: devices,
    exclusive: false,
  },
  /** What runs where, how good it is, and where the user said otherwise. */
  tagger: {
    params: v.object({}),
    reply: v.object({
      model: v.object({ name: v.string(), hash: v.string() }),
      devices,
      /** In its own words; absent where the model has none. */
      card: v.exactOptional(own<ModelCard>((value) => 'tables' in value)),
      /** The tagger's label beside the user's own, most frequent first; `unsure`: of how many the tagger was. */
      corrections: v.array(v.object({ tagged: v.string(), own: v.string(), count, unsure: count })),
    }),
    exclusive: false,
  },
  /** What carried the type that the tagger gives a contribution, and which; null where it gives none. */
  explain: {
    params: v.object({ id: text }),
    reply: v.nullable(own<Explanation & { readonly label: string }>((value) => 'words' in value && 'files' in value)),
    exclusive: false,
  },
} as const;

export type TaggerPage = v.InferOutput<(typeof TAGGER)['tagger']['reply']>;
