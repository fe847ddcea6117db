import type { ContributionId } from '../domain/ids.ts';
import type { Explanation } from '../domain/tags.ts';
import { inputOf } from './tagger.ts';
import { vectorsOf } from './vectors.ts';
import type { Pipeline } from './open.ts';

/** What carried the type that the tagger gives. */
export interface ExplainedType extends Explanation {
  readonly label: string;
}

/**
 * Of a contribution; undefined where its type is not our model's: it is not there any more, a rule gave it, or a model of the user's choice.
 * Throws as `Tagger.tag` does.
 */
export async function explainType({ store, tagger, ctx }: Pipeline, id: ContributionId): Promise<ExplainedType | undefined> {
  const [item] = store.query({ ids: [id] });
  const model = await tagger.identity();
  if (item?.tag?.model !== model.hash) return undefined;
  const input = inputOf(item);
  const embedding = vectorsOf(store, model, new Map([[id, input]])).get(id)?.embedding;
  const options = { explain: true, ...(ctx.signal ? { signal: ctx.signal } : {}) };
  const tagged = (await tagger.load()).tag([{ ...input, ...(embedding ? { embedding } : {}) }], options);
  for await (const { tags, explanations } of tagged) {
    const { type } = explanations ?? {};
    if (tags.type && type) return { label: tags.type.label, ...type };
  }
  return undefined;
}
