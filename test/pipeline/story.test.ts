import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { defaultRubric } from '../../src/assess/rubric-file.ts';
import type { Tag, Tagged } from '../../src/domain/tags.ts';
import { openPipeline } from '../../src/pipeline/open.ts';
import { resolvePeriod } from '../../src/pipeline/period.ts';
import { Run } from '../../src/pipeline/run.ts';
import { snapshotOf } from '../../src/pipeline/snapshot.ts';
import { readStory } from '../../src/pipeline/story.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';
import { scratch } from '../support/repos.ts';
import { ADA, work } from '../support/work.ts';

const REPO = { id: 'github.com/example/app', name: 'example/app', path: '/app' };
const LOG = { id: 'work-log/log.md-00000001', name: 'log.md', path: '/log.md' };
const NOW = Date.parse('2026-08-01T12:00Z');

const onCall = (from: string, to: string): Tagged => ({
  ...work({ subject: `pager from ${from}`, at: `${to}T12:00Z` }),
  id: `log:${from}`,
  kind: 'work_log',
  repo: LOG.id,
  key: from,
  host: { kind: 'work_log', file: LOG.path, line: 1, tags: [], category: 'on-call', from },
});

/** What is told of this work in the first half of 2026. */
async function told(t: Parameters<typeof scratch>[0], items: readonly Tagged[]) {
  const options = { version: '0', dataDir: path.join(scratch(t), 'data'), modelDir: MODEL_DIR, workerUrl: WORKER_URL } as const;
  const pipeline = openPipeline({ ...options, locale: 'en', zone: 'UTC' }, { now: () => NOW, log: silent });
  t.after(() => pipeline.close());
  const { store } = pipeline;
  for (const repo of [REPO, LOG]) {
    const contributions = items
      .filter((item) => item.repo === repo.id)
      .map(({ tag: _tag, correction: _correction, noise: _noise, share: _share, ...item }) => item);
    store.writeBatch({ repo, identities: ADA.identities, contributions });
  }
  const tagOf = (tag: Tag): Tag => ({ ...tag, model: 'tests' });
  store.saveTags(items.flatMap((of) => (of.tag ? [{ of, tag: tagOf(of.tag) }] : [])));
  const run = new Run(() => NOW);
  const period = resolvePeriod({ name: '2026-H1' }, NOW, 'UTC');
  const story = await readStory(pipeline, { repos: [REPO], person: ADA, period, rubric: defaultRubric(), run });
  return { story, snapshot: snapshotOf(story, run.report('0')) };
}

test('what a message claims and its change does not show is counted as that by no figure', async (t) => {
  const { snapshot } = await told(t, [
    work({ subject: 'perf: massive speed up of all lookups', at: '2026-01-06T10:00Z', files: ['README.md'] }),
    work({ subject: 'feat: look names up', at: '2026-01-07T10:00Z', files: ['src/names.ts'] }),
  ]);
  assert.match(snapshot.headlines.find(({ id }) => id === 'contributions')?.basis ?? '', /^1 of 2 with a sure type/);
  assert.deepEqual(snapshot.weeks[0]?.counts, { unsure: 1, feat: 1 });
  const row = snapshot.rows.find(({ type }) => type === 'perf');
  assert.equal(row?.mismatch?.shows, 'docs', 'what it was tagged as is shown, and why it does not count as that');
});

test('days of a work-log entry before the period, or before the one before it, are days of neither', async (t) => {
  const { story } = await told(t, [onCall('2025-12-29', '2026-01-04'), onCall('2025-06-23', '2025-07-01')]);
  const signal = story.assessment.dimensions.flatMap(({ signals }) => signals).find(({ id }) => id === 'on-call');
  assert.deepEqual([signal?.value, signal?.before], [4, 1]);
  assert.match(JSON.stringify(story.draft), /On call on 4 days/);
  assert.deepEqual(story.draft.refused, []);
});
