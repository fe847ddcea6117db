import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { ADA, BEN, commit, fresh, open, REPO, tag } from './support.ts';

const place = { person: ADA, period: '2026-H1', audience: 'self', locale: 'en' } as const;

test('a correction is in force until it is undone, and then the one before it', (t) => {
  let now = 1000;
  const { store } = fresh(t, { now: () => now++ });
  const contribution = commit(1).id;
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.saveTags([{ contribution, textHash: 'h', tag: tag('feat') }]);
  const label = (): string | undefined => store.query({})[0]?.correction?.label;
  const first = store.correct({ contribution, family: 'type', label: 'docs' });
  const second = store.correct({ contribution, family: 'type', label: 'perf' });
  assert.equal(label(), 'perf');
  assert.deepEqual(
    store.corrections().map(({ id, contribution: of, family, label: said }) => [id, of, family, said]),
    [[second, contribution, 'type', 'perf']],
  );
  store.undo(second);
  assert.equal(label(), 'docs');
  assert.equal(store.count({ types: ['docs'] }), 1);
  store.undo(first);
  assert.equal(label(), undefined);
  assert.equal(store.count({ types: ['feat'] }), 1);
  store.redo(second);
  assert.equal(label(), 'perf');
  store.redo(first);
  store.uncorrect(contribution, 'type');
  assert.equal(label(), undefined);
  assert.deepEqual(store.corrections(), []);
  store.uncorrect(contribution, 'type');
});

test('a correction of another family does not count as the type', (t) => {
  const { store } = fresh(t);
  const contribution = commit(1).id;
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.correct({ contribution, family: 'useful', label: 'not-useful' });
  assert.deepEqual(store.countByType({}), { unsure: 1 });
  assert.equal(store.query({ family: 'useful' })[0]?.correction?.label, 'not-useful');
  assert.equal(store.query({})[0]?.correction, undefined);
});

test('acts may come before the contribution they are about', (t) => {
  const { store } = fresh(t);
  store.correct({ contribution: commit(1).id, family: 'type', label: 'docs' });
  store.putBack({ contribution: commit(1).id, reason: 'duplicate' });
  const review = commit(2, { id: 'review:example.com/team/app#1/2', kind: 'review', key: '2' });
  store.correct({ contribution: review.id, family: 'type', label: 'fix' });
  store.writeBatch({
    repo: REPO,
    contributions: [commit(1), review],
    noise: [{ contribution: commit(1).id, reason: 'duplicate', detail: 'x' }],
  });
  assert.deepEqual(store.countByType({ noise: 'counted' }), { docs: 1, fix: 1 });
  assert.equal(store.repos().length, 1);
});

test('identities are merged, parted, and merged again', (t) => {
  const { store } = fresh(t);
  const id = store.acceptMerge([BEN, ADA, BEN]);
  assert.deepEqual(
    store.merges().map((merge) => [merge.id, merge.identities]),
    [[id, [ADA, BEN]]],
  );
  store.undo(id);
  assert.deepEqual(store.merges(), []);
  const dismissed = store.dismissMerge([ADA, BEN]);
  assert.deepEqual(
    store.dismissals().map((one) => one.id),
    [dismissed],
  );
  store.redo(id);
  assert.equal(store.merges().length, 1);
});

test('edited texts are kept by place, the last one in force, each step undoable', (t) => {
  const { store } = fresh(t);
  const texts = (of: object = {}): [string, string][] => store.edits({ ...place, ...of }).map(({ key, text }) => [key, text]);
  const steps = ['M', 'My', 'My "own" 文\n'].map((text) => store.saveEdit({ ...place, key: 'claim-1', text }));
  store.saveEdit({ ...place, key: 'claim-2', text: '' });
  store.saveEdit({ ...place, locale: 'zh-cn', key: 'claim-1', text: '中文' });
  assert.deepEqual(texts(), [
    ['claim-1', 'My "own" 文\n'],
    ['claim-2', ''],
  ]);
  assert.deepEqual(texts({ locale: 'zh-cn' }), [['claim-1', '中文']]);
  assert.deepEqual(texts({ period: '2025-H2' }), []);
  store.undo(steps[2] ?? '');
  assert.deepEqual(texts()[0], ['claim-1', 'My']);
});

test('undoing what never was does nothing', (t) => {
  const { store } = fresh(t);
  store.undo('no such act');
  assert.deepEqual(store.corrections(), []);
});

test('the audit log says who looked at whom, newest first', (t) => {
  let now = 5;
  const { store } = fresh(t, { now: () => now++ });
  store.audit('view', ADA);
  store.audit('export', BEN, 'markdown');
  assert.deepEqual(store.auditLog(), [
    { at: 6, act: 'export', subject: BEN, detail: 'markdown' },
    { at: 5, act: 'view', subject: ADA, detail: '' },
  ]);
  assert.equal(store.auditLog(1).length, 1);
});

test('a journal grown large by typing is made small again, without what stands or can still be undone', (t) => {
  let now = 0;
  const { store, path } = fresh(t, { now: () => now });
  const text = 'x'.repeat(4000);
  for (let n = 0; n < 250; n++) store.saveEdit({ ...place, key: 'claim-1', text: `${text} ${n}` });
  now = 31 * 86_400_000;
  const late = [1, 2].map((n) => store.saveEdit({ ...place, key: 'claim-2', text: `late ${n}` }));
  store.correct({ contribution: commit(1).id, family: 'type', label: 'docs' });
  store.close();
  const journal = path.replace('.db', '.journal');
  const before = statSync(journal).size;
  const again = open(t, path, { now: () => now });
  assert.ok(statSync(journal).size < before / 100);
  assert.deepEqual(
    again.edits(place).map((edit) => edit.text),
    [`${text} 249`, 'late 2'],
  );
  again.undo(late[1] ?? '');
  assert.equal(again.edits(place)[1]?.text, 'late 1');
  assert.equal(again.corrections().length, 1);
});
