import assert from 'node:assert/strict';
import { test } from 'node:test';
import { commit, fresh, REPO, tag } from './support.ts';

test("counts the tagger's labels beside the user's own in force, also where they are the same", (t) => {
  const { store } = fresh(t);
  const all = [1, 2, 3, 4, 5, 6].map((n) => commit(n));
  store.writeBatch({ repo: REPO, contributions: all });
  const tags = [
    tag('fix', 0.9),
    tag('fix', 0.9),
    tag('fix', 0.4, { unsure: true }),
    tag('docs', 0.9),
    tag('docs', 0.9),
    tag('useful', 0.9, { family: 'useful', scores: { useful: 0.9, 'not-useful': 0.1 } }),
  ];
  store.saveTags(tags.map((one, i) => ({ of: all[i] ?? assert.fail(), tag: one })));
  assert.deepEqual(store.confusion('type'), []);
  const says = (n: number, label: string) => store.correct({ contribution: commit(n).id, family: 'type', label });
  says(1, 'refactor');
  says(2, 'perf');
  says(2, 'refactor');
  says(3, 'refactor');
  says(4, 'docs');
  const undone = says(5, 'test');
  // No tag of this family to compare with.
  says(6, 'test');
  store.undo(undone);
  assert.deepEqual(store.confusion('type'), [
    { tagged: 'fix', own: 'refactor', count: 3, unsure: 1 },
    { tagged: 'docs', own: 'docs', count: 1, unsure: 0 },
  ]);
  assert.deepEqual(store.confusion('useful'), []);
});
