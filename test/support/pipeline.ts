import assert from 'node:assert/strict';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { openRepository, type Repository } from '../../src/mine/git/repository.ts';
import { openPipeline, type Pipeline, type PipelineOptions } from '../../src/pipeline/open.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';

/** The pipeline on an empty store in `folder`, and a repository opened for it. Closed with the test. */
export async function openFor(
  t: TestContext,
  folder: string,
  repo: string,
  more: Partial<PipelineOptions> = {},
): Promise<{ readonly pipeline: Pipeline; readonly repository: Repository }> {
  const ctx = { now: Date.now, log: silent };
  const dataDir = path.join(folder, 'data');
  const options = { version: '0', dataDir, modelDir: MODEL_DIR, workerUrl: WORKER_URL, locale: 'en', zone: 'UTC', ...more } as const;
  const pipeline = openPipeline(options, ctx);
  t.after(() => pipeline.close());
  const opened = await openRepository(repo, ctx);
  assert.ok(opened.ok);
  return { pipeline, repository: opened.value };
}
