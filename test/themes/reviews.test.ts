import assert from 'node:assert/strict';
import { test } from 'node:test';
import { themed, withComments } from '../../src/themes/reviews.ts';
import { findThemes } from '../../src/themes/themes.ts';
import { commentGiven, day, reviewGiven, saidBeside, work } from '../support/work.ts';

test('reviews belong to the theme of what was reviewed, by its title and the files commented on, and take their comments along', () => {
  const parser = Array.from({ length: 6 }, (_, i) =>
    work({ subject: `feat(parser): read case ${i}`, at: day(i), files: ['src/parser/read.ts'] }),
  );
  const writer = Array.from({ length: 6 }, (_, i) =>
    work({ subject: `fix(writer): write case ${i}`, at: day(i), files: ['src/writer/write.ts'] }),
  );
  const titled = reviewGiven(1, day(7), {}, 'fix(parser): lose no field');
  const vague = reviewGiven(2, day(8), { comments: 1 }, 'Two small things');
  const comment = commentGiven(vague, 1, { path: 'src/writer/write.ts' });
  const [beside, elsewhere] = [saidBeside(2, day(9)), saidBeside(3, day(9))];
  const all = [...parser, ...writer, titled, vague, comment, beside, elsewhere];
  const themes = withComments(findThemes(themed(all).map((contribution) => ({ contribution }))), all);
  const of = (id: string): string | undefined => themes.find(({ contributions }) => contributions.includes(id))?.name;
  assert.deepEqual(
    [of(titled.id), of(vague.id), of(comment.id), of(beside.id), of(elsewhere.id)],
    [of(parser[0]?.id ?? ''), ...Array.from({ length: 3 }, () => of(writer[0]?.id ?? '')), undefined],
  );
  assert.notEqual(of(titled.id), of(vague.id));
  assert.deepEqual(themed([comment]), [], 'a comment alone is no item');
});
