import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openRepository } from '../../src/mine/git/repository.ts';
import { detailText } from '../../src/pipeline/doubt-text.ts';
import { openPipeline } from '../../src/pipeline/open.ts';
import { openRepositories } from '../../src/pipeline/repositories.ts';
import { Run } from '../../src/pipeline/run.ts';
import { emptyPeriod, gapsOf, noRecentWork } from '../../src/pipeline/warnings.ts';
import { silent } from '../../src/util/context.ts';
import { MODEL_DIR, WORKER_URL } from '../classify/support/model.ts';
import { build, git, scratch } from '../support/repos.ts';
import { work } from '../support/work.ts';

const ctx = { now: Date.now, log: silent };

async function opened(folder: string) {
  const result = await openRepository(folder, ctx);
  assert.ok(result.ok);
  return result.value;
}

test('what a clone lacks is said with what to do, and nothing where it lacks nothing', async (t) => {
  const folder = scratch(t);
  const origin = build(path.join(folder, 'origin'), [{ files: { a: '1' } }, { files: { a: '2' } }]);
  git(folder, ['clone', '-q', '--depth=1', `file://${origin.path}`, 'shallow']);
  const full = await opened(origin.path);
  const item = (subject: string, lines: 'counted' | 'missing', files: readonly string[]) => ({
    ...work({ subject, at: '2026-01-05', repo: full.id, files }),
    lines,
  });
  const items = [
    item('one', 'counted', ['a']),
    item('two', 'missing', ['a']),
    item('three', 'missing', []),
    item('four', 'missing', ['b']),
  ];
  assert.deepEqual(gapsOf([full], items.slice(0, 1), 'en'), []);
  assert.deepEqual(
    gapsOf([full], items, 'en').map((text) => text.replace(full.name, 'REPO')),
    [
      'Which files 1 of 4 contributions in REPO change is not known: they are not in this clone. To have them counted, run there: git fetch --refetch --no-filter',
      'The lines of 2 of 4 contributions in REPO are not known: their contents are not in this clone. To have them counted, run there: git fetch --refetch --no-filter',
    ],
  );
  assert.match(gapsOf([await opened(path.join(folder, 'shallow'))], [], 'en').join(), /shallow clone.*git fetch --unshallow$/);
  assert.match(gapsOf([full], items, 'zh-cn').join(), /4 项贡献中有 2 项的行数不得而知.*git fetch/);
  assert.match(emptyPeriod('2015-10-01', '2026-04-08', 'en'), /no work in this period; there is some from 2015-10-01 to 2026-04-08/);
  assert.match(noRecentWork('2020-07-08', 'zh-cn'), /2020-07-08/);
});

test('what is told where nobody has asked is told in Chinese to who reads Chinese', async (t) => {
  const home = scratch(t);
  const repo = build(path.join(home, 'repo'), [{ files: { a: '1' } }]).path;
  const none = path.join(home, 'none');
  mkdirSync(none);
  const options = { version: '0', dataDir: home, modelDir: MODEL_DIR, workerUrl: WORKER_URL, model: path.join(home, 'gone') } as const;
  await openPipeline({ ...options, locale: 'en', zone: 'UTC' }, ctx).close();
  for (const locale of ['en', 'zh-cn'] as const) {
    writeFileSync(path.join(home, 'store.db'), 'no database'.repeat(1000));
    const pipeline = openPipeline({ ...options, locale, zone: 'UTC' }, ctx);
    const run = new Run(Date.now);
    await openRepositories(pipeline, [none, repo], run);
    await pipeline.foreign.usable(run.warnings);
    assert.equal(run.warnings.length, 2);
    assert.ok(run.warnings[0]?.includes(none));
    const chinese = [...pipeline.notes, ...run.warnings].map((text) => /\p{Script=Han}/u.test(text));
    assert.deepEqual(new Set(chinese), new Set([locale === 'zh-cn']));
    if (locale === 'en') assert.match(pipeline.notes[0] ?? '', /^The store was damaged/);
    await pipeline.close();
  }
});

test('the reasons of the noise ledger are told in Chinese to who reads Chinese', () => {
  const line = { reason: 'lock-file', detail: 'lock file yarn.lock' } as const;
  assert.deepEqual([detailText(line, 'en'), detailText(line, 'zh-cn')], ['lock file yarn.lock', '锁文件 yarn.lock']);
});
