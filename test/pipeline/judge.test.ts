import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { mineRepository } from '../../src/pipeline/mine.ts';
import { resolvePeriod } from '../../src/pipeline/period.ts';
import { refresh } from '../../src/pipeline/refresh.ts';
import { Run } from '../../src/pipeline/run.ts';
import { openFor } from '../support/pipeline.ts';
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
  const { pipeline, repository } = await openFor(t, folder, repo);
  const read = async (name: string): Promise<readonly string[]> => {
    const run = new Run(Date.now);
    const periods = [resolvePeriod({ name: '2024' }, Date.now(), 'UTC')];
    await refresh(pipeline, { repositories: [repository], whose: personNamed(name), periods, untagged: true, run });
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
  await mineRepository({ store: pipeline.store, repository, whose: personNamed('Bob Example'), run: new Run(Date.now), ctx: pipeline.ctx });
  assert.notDeepEqual(ledger(), found);
  await read('Ada Example');
  assert.deepEqual(ledger(), found);
});
