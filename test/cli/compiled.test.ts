// Where the command line keeps compiled code: it is run, so it must be the user's own.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { compiledFolder } from '../../src/cli/compiled.ts';
import { buildBundles, trackrecord } from '../support/cli.ts';
import { scratch } from '../support/repos.ts';

before(buildBundles);

test('it lies in the user’s cache folder, which nobody else can write to, and not in the one that all share', async (t) => {
  const home = scratch(t);
  const [cache, shared] = [path.join(home, 'cache'), path.join(home, 'tmp')];
  mkdirSync(shared);
  const { code, stderr } = await trackrecord(['--version'], {
    home,
    env: { TRACKRECORD_CACHE: cache, TMPDIR: shared, TEMP: shared, TMP: shared },
  });
  assert.equal(code, 0, stderr);
  const compiled = path.join(cache, 'compiled');
  assert.ok(readdirSync(compiled).length > 0);
  if (process.platform !== 'win32') assert.equal(statSync(compiled).mode & 0o777, 0o700);
  assert.deepEqual(readdirSync(shared), []);
});

test('where somebody else could write, or nobody can, nothing is kept and all works', async (t) => {
  const home = scratch(t);
  const file = path.join(home, 'file');
  writeFileSync(file, '');
  assert.equal(compiledFolder({ TRACKRECORD_CACHE: path.join(file, 'cache') }), undefined);
  const { code, stderr } = await trackrecord(['--version'], { home, env: { TRACKRECORD_CACHE: path.join(file, 'cache') } });
  assert.equal(code, 0, stderr);
  if (process.platform === 'win32') return;
  const [open, linked] = [path.join(home, 'open'), path.join(home, 'linked')];
  mkdirSync(path.join(open, 'compiled'), { recursive: true });
  chmodSync(path.join(open, 'compiled'), 0o777);
  assert.equal(compiledFolder({ TRACKRECORD_CACHE: open }), undefined);
  mkdirSync(linked);
  symlinkSync(home, path.join(linked, 'compiled'));
  assert.equal(compiledFolder({ TRACKRECORD_CACHE: linked }), undefined);
  assert.equal(existsSync(path.join(home, 'compiled')), false);
});
