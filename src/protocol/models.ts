import * as v from 'valibot';
import { count, text } from './fields.ts';

/** The requests by which a user chooses a model. Only `modelOffer` and `modelDownload` go to the network, each an act of the user's. */
export const CHOOSING = {
  /** What a name or a whole path means, and whether that model is here. */
  modelState: {
    params: v.object({ model: text }),
    reply: v.object({
      /** As the setting has it. */
      model: v.string(),
      ready: v.boolean(),
      /** Where it would be asked for; absent for a folder. */
      hub: v.exactOptional(v.string()),
    }),
    exclusive: false,
  },
  /** Asks the hub what a model consists of: its name is all that is sent. */
  modelOffer: {
    params: v.object({ model: text }),
    reply: v.object({
      revision: v.string(),
      license: v.nullable(v.string()),
      from: v.string(),
      bytes: count,
      files: v.array(v.object({ name: v.string(), bytes: count })),
    }),
    exclusive: false,
  },
  /** Fetches what was offered last, if it is still that revision. */
  modelDownload: {
    params: v.object({ model: text, revision: text }),
    reply: v.object({ folder: v.string() }),
    exclusive: false,
  },
} as const;
