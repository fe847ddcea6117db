import path from 'node:path';
import { createTagger } from '../../src/classify/tagger.ts';
import type { TagOptions } from '../../src/classify/tagger.ts';
import type { Tag } from '../../src/domain/tags.ts';
import { silent } from '../../src/util/context.ts';
import type { ReadItem } from './read.ts';

/** The types the tagger of a model folder gives commits that were read, in their order; it is not told what their authors stated. */
export async function tagsOf(items: readonly ReadItem[], model: string, options: TagOptions = {}): Promise<Tag[]> {
  const tagger = await createTagger({
    modelDir: path.resolve(model),
    workerUrl: new URL('../../src/classify/worker.ts', import.meta.url),
    device: 'cpu',
    ctx: { now: Date.now, log: silent },
  });
  const out: Tag[] = [];
  const inputs = items.map(({ id, text, files = [] }) => ({ id, kind: 'commit' as const, text, files }));
  for await (const { tags } of tagger.tag(inputs, options)) if (tags.type) out.push(tags.type);
  await tagger.close();
  return out;
}
