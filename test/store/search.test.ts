import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { matchQuery } from '../../src/store/search.ts';
import { commit, fresh, REPO } from './support.ts';

test('words become prefixes, joined words phrases', () => {
  assert.equal(matchQuery('Parse it'), '"Parse" * "it" *');
  assert.equal(matchQuery('src/store.ts'), '"src store ts" *');
  assert.equal(matchQuery('修复x'), '"修 复 x" *');
  assert.equal(matchQuery(' " AND ( * : ^ - '), '"AND" *');
  assert.equal(matchQuery('…'), undefined);
});

test('whatever is typed is searched for, never an error', (t) => {
  const { store } = fresh(t);
  store.writeBatch({ repo: REPO, contributions: [commit(1)] });
  const typed = fc
    .array(
      fc.oneof(
        fc.constantFrom(...`" ' * ( ) ^ : - + { } [ ] % _ \0 AND OR NOT NEAR`.split(' '), ' ', '\n'),
        fc.nat(0xffff).map((unit) => String.fromCharCode(unit)),
      ),
    )
    .map((parts) => parts.join(''));
  fc.assert(fc.property(typed, (text) => store.query({ text }).length <= 1 && store.query({ text, order: 'relevance' }).length <= 1));
});

test('a word of a text is found whatever the text', (t) => {
  const { store } = fresh(t);
  let n = 0;
  const word = fc.stringMatching(/^[a-zäöü0-9]{2,12}$/);
  const around = fc.array(fc.nat(0xd7ff)).map((units) => String.fromCharCode(...units));
  fc.assert(
    fc.property(word, around, around, (wanted, before, after) => {
      const item = commit(n++, { subject: `${before} ${wanted} ${after}` });
      store.writeBatch({ repo: REPO, contributions: [item] });
      return store.query({ text: wanted, ids: [item.id] }).length === 1;
    }),
  );
});
