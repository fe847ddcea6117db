import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tagged } from '../../src/domain/tags.ts';
import { mineRepository } from '../../src/pipeline/mine.ts';
import { openPipeline } from '../../src/pipeline/open.ts';
import { Run } from '../../src/pipeline/run.ts';
import { tagPending } from '../../src/pipeline/tagger.ts';
import { learn, promote } from '../../src/pipeline/teach.ts';
import { openRepository } from '../../src/mine/git/repository.ts';
import { silent } from '../../src/util/context.ts';
import { Random } from '../../src/util/random.ts';
import type { Line } from './history.ts';

const ROOT = new URL('../../', import.meta.url);
const CORRECTED = [40, 150];
/** Contributions the tagger has typed, newest first. */
const MOST = 2500;

/** A user who calls two kinds of work otherwise than the definitions do, always. */
const wanted = ({ subject }: Tagged): string | undefined => {
  if (/\b(releas\w*|version|changelog)\b/i.test(subject)) return 'ci';
  return /\b(typ(?:es?|ing)|annotat\w*|mypy|lint\w*)\b/i.test(subject) ? 'style' : undefined;
};

/** How a head follows a user after some dozens of corrections: seconds, and the tags of what they did not correct. */
export async function benchTeaching(repo: string, folder: string, tell: (line: Line) => void): Promise<void> {
  const ctx = { now: Date.now, log: silent };
  const opened = await openRepository(path.resolve(repo), ctx);
  if (!opened.ok) throw new Error(opened.error.message);
  const worker = new URL('dist/worker.js', ROOT);
  const options = { version: '0', dataDir: folder, modelDir: fileURLToPath(new URL('models/', ROOT)), workerUrl: worker, device: 'cpu' };
  const pipeline = openPipeline({ ...options, locale: 'en', zone: 'UTC' }, ctx);
  const { store } = pipeline;
  const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, string]> => {
    const started = performance.now();
    const result = await work();
    return [result, ((performance.now() - started) / 1000).toFixed(1)];
  };
  const line = (name: string, value: string): void => tell({ name, value, limit: '-', ok: 'no limit' });
  try {
    await mineRepository({ store, repository: opened.value, whose: 'everyone', branch: undefined, run: new Run(Date.now), ctx });
    const [, tagging] = await timed(() => tagPending(pipeline, {}, new Run(Date.now)));
    const all = store.query({ noise: 'counted', kinds: ['commit'], limit: MOST });
    line(`tag ${store.summary().tags} contributions for the first time, s`, tagging);
    const wrong = new Random(1, 'bench').shuffled(all.filter((item) => wanted(item) !== undefined && wanted(item) !== item.tag?.label));
    for (const [i, count] of CORRECTED.entries()) {
      if (wrong.length < count * 1.2) continue;
      for (const item of wrong.slice(CORRECTED[i - 1] ?? 0, count))
        store.correct({ contribution: item.id, family: 'type', label: wanted(item) ?? '' });
      const [lesson, learning] = await timed(() => learn(pipeline, new Run(Date.now)));
      const name = `${count} corrections`;
      const share = (part: number, of: number): string => `${part} of ${of}`;
      line(`${name}: learn and try on held-out ones, s`, learning);
      const { before, after, better } = lesson;
      const range = ({ value, low, high }: typeof after.accuracy): string =>
        `${value.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`;
      line(`${name}: right on held-out ones before`, range(before.accuracy));
      line(`${name}: and after (95 %)`, range(after.accuracy));
      if (!better) continue;
      const [, retagging] = await timed(() => promote(pipeline, lesson.head, new Run(Date.now)));
      line(`${name}: all tagged anew from kept vectors, s`, retagging);
      const now = new Map(store.query({ noise: 'counted', kinds: ['commit'], limit: MOST }).map((item) => [item.id, item] as const));
      const label = ({ id }: Tagged): string | undefined => now.get(id)?.tag?.label;
      const left = wrong.slice(count);
      line(
        `${name}: of the others they call so, now tagged so`,
        share(left.filter((item) => label(item) === wanted(item)).length, left.length),
      );
      const sure = all.filter((item) => item.tag?.unsure === false && (wanted(item) === undefined || wanted(item) === item.tag.label));
      line(
        `${name}: sure tags they agree with that stayed`,
        share(sure.filter((item) => label(item) === item.tag?.label).length, sure.length),
      );
    }
  } finally {
    await pipeline.close();
  }
}
