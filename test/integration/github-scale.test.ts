import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { measureGitHub } from '../bench/github.ts';
import { buildBundles } from '../support/cli.ts';

before(buildBundles);

test('pull requests and all that was said of them take one request for 50, in little memory', { timeout: 180_000 }, async () => {
  const { requests, again, stored, megabytes } = await measureGitHub(400, 8);
  assert.deepEqual([stored['pull_request'], stored['review'], stored['review_comment']], [400, 800, 3200]);
  // And one for issues, of which there are none.
  assert.deepEqual([requests, again], [8 + 1, 2]);
  assert.ok(megabytes <= 300, `${megabytes} MB`);
});
