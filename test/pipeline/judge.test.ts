import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { openRepository } from '../../src/mine/git/repository.ts';
import { mineRepository } from '../../src/pipeline/mine.ts';
import { openPipeline } from '../../src/pipeline/open.ts';
import { resolvePeriod } from '../../src/pipeline/period.ts';
import { refresh } from '../../src/pipeline/refresh.ts';
import { Run } from '../../src/pipeline/run.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';
import { ADA, BOB, build, scratch } from '../support/repos.ts';
import { personNamed } from '../support/work.ts';

const SHARED = 'Co-authored-by: Bob Example <bob@example.com>';

test('what the whole story tells is found again after a co-author’s history was read, and only then', async (t) => {
  const folder = scratch(t);
  const { path: repo } = build(path.join(folder, 'repo'), [
    { message: `feat: begin\n\n${SHARED}`, author: ADA, files: { 'a.ts': 'one\n' } },
    { message: 'chore: aside', author: BOB, files: { 'b.ts': 'b\n' } },
    { message: `feat: the same elsewhere\n\n${SHARED}`, author: ADA, files: { 'a.ts': 'one\n' }, ref: 'refs/heads/side', parents: [] },
    { message: `fix: indent\n\n${SHARED}`, author: ADA, files: { 'a.ts': '  one\n' } },
  ]);
  const ctx = { now: Date.now, log: silent };
  const pipeline = openPipeline(
    { version: '0', dataDir: path.join(folder, 'data'), modelDir: MODEL_DIR, workerUrl: WORKER_URL, locale: 'en', zone: 'UTC' },
    ctx,
  );
  t.after(() => pipeline.close());
  const opened = await openRepository(repo, ctx);
  assert.ok(opened.ok);
  const read = async (name: string): Promise<readonly string[]> => {
    const run = new Run(Date.now);
    const periods = [resolvePeriod({ name: '2024' }, Date.now(), 'UTC')];
    await refresh(pipeline, { repositories: [opened.value], whose: personNamed(name), periods, untagged: true, run });
    return Object.keys(run.report('0').stages.find(({ stage }) => stage === 'normalize')?.skipped ?? {});
  };
  const ledger = (): readonly string[] =>
    pipeline.store
      .ledger({ identities: [personNamed('Ada Example').identities[0]?.id ?? ''] })
      .map(({ subject, reason }) => `${subject}: ${reason}`);

  assert.deepEqual((await read('Ada Example')).toSorted(), ['duplicate', 'whitespace']);
  const found = ledger();
  assert.deepEqual(found.toSorted(), ['feat: the same elsewhere: duplicate', 'fix: indent: whitespace']);
  assert.deepEqual(await read('Ada Example'), [], 'nothing has changed');
  // Mining knows only the commits, and has said so of those they share.
  await mineRepository({ store: pipeline.store, repository: opened.value, whose: personNamed('Bob Example'), run: new Run(Date.now), ctx });
  assert.notDeepEqual(ledger(), found);
  await read('Ada Example');
  assert.deepEqual(ledger(), found);
});
