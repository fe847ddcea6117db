import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { test } from 'node:test';
import { ADA, BEN, commit, fresh, open, REPO, tag } from './support.ts';

const place = { person: ADA, repos: [REPO.id], period: '2026-H1', audience: 'self', locale: 'en' } as const;
const of = { ...place, persons: [ADA] };
const edit = (claim: string, text: string) => ({
  claim,
  text,
  base: 'Generated.',
  section: { id: 'overview', title: 'Overview' },
  cited: [],
});

test('a correction is in force until it is undone, and then the one before it', (t) => {
  let now = 1000;
  const { store } = fresh(t, { now: () => now++ });
  const contribution = commit(1).id;
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  store.saveTags([{ of: commit(1), tag: tag('feat') }]);
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
  const taken = store.uncorrect(contribution, 'type');
  assert.deepEqual(taken, [first, second]);
  assert.equal(label(), undefined);
  assert.deepEqual(store.corrections(), []);
  assert.deepEqual(store.uncorrect(contribution, 'type'), []);
  store.redo(...taken);
  assert.equal(label(), 'perf');
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

test('edited claims are kept by place, the last edit in force, each step undoable', (t) => {
  const { store } = fresh(t);
  const texts = (other: object = {}): [string, string | undefined][] =>
    store.edits({ ...of, ...other }).map(({ claim, text }) => [claim, text]);
  const steps = ['M', 'My', 'My "own" 文\n'].map((text) => store.saveEdit(place, edit('claim-1', text)));
  store.saveEdit(place, edit('claim-2', ''));
  store.saveEdit({ ...place, locale: 'zh-cn' }, edit('claim-1', '中文'));
  assert.deepEqual(texts(), [
    ['claim-1', 'My "own" 文\n'],
    ['claim-2', ''],
  ]);
  assert.deepEqual(texts({ locale: 'zh-cn' }), [['claim-1', '中文']]);
  assert.deepEqual(texts({ period: '2025-H2' }), []);
  assert.deepEqual(texts({ repos: [REPO.id, 'example.com/team/other'] }), [], 'of other repositories it is another draft');
  store.undo(steps[2] ?? '');
  assert.deepEqual(texts()[0], ['claim-1', 'My']);
  const { text: _, ...out } = edit('claim-1', '');
  const removed = store.saveEdit(place, out);
  assert.deepEqual(texts()[1], ['claim-1', undefined]);
  const dropped = store.dropEdit(place, 'claim-1');
  assert.deepEqual(texts(), [['claim-2', '']]);
  store.undo(dropped, removed);
  assert.deepEqual(texts()[0], ['claim-1', 'My']);
});

test('edits follow a person whose identities were merged', (t) => {
  const { store } = fresh(t);
  store.saveEdit({ ...place, person: BEN }, edit('claim-1', 'as Ben'));
  assert.deepEqual(store.edits(of), []);
  const both = (): (string | undefined)[] => store.edits({ ...of, persons: [ADA, BEN] }).map(({ text }) => text);
  assert.deepEqual(both(), ['as Ben']);
  store.saveEdit(place, edit('claim-1', 'as Ada'));
  assert.deepEqual(both(), ['as Ada']);
});

test('a ledger line put back and left out again: what was taken back can be redone', (t) => {
  const { store } = fresh(t);
  const line = { contribution: commit(1).id, reason: 'duplicate' } as const;
  store.writeBatch({ repo: REPO, contributions: [commit(1)], noise: [{ ...line, detail: 'x' }] });
  const id = store.putBack(line);
  assert.equal(store.count({ noise: 'counted' }), 1);
  assert.deepEqual(store.leaveOut(line), [id]);
  assert.equal(store.count({ noise: 'counted' }), 0);
  assert.deepEqual(store.leaveOut(line), []);
  store.redo(id);
  assert.equal(store.count({ noise: 'counted' }), 1);
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
  for (let n = 0; n < 250; n++) store.saveEdit(place, edit('claim-1', `${text} ${n}`));
  now = 31 * 86_400_000;
  const late = [1, 2].map((n) => store.saveEdit(place, edit('claim-2', `late ${n}`)));
  store.correct({ contribution: commit(1).id, family: 'type', label: 'docs' });
  store.close();
  const journal = path.replace('.db', '.journal');
  const before = statSync(journal).size;
  const again = open(t, path, { now: () => now });
  assert.ok(statSync(journal).size < before / 100);
  assert.deepEqual(
    again.edits(of).map(({ text: kept }) => kept),
    [`${text} 249`, 'late 2'],
  );
  again.undo(late[1] ?? '');
  assert.equal(again.edits(of)[1]?.text, 'late 1');
  assert.equal(again.corrections().length, 1);
});
