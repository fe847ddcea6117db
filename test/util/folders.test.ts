import assert from 'node:assert/strict';
import { statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { makeFolders } from '../../src/util/folders.ts';
import { scratch } from '../support/repos.ts';

test('folders are made with those above them, and what cannot be made fails', (t) => {
  const root = scratch(t);
  const deep = path.join(root, 'a/b/c');
  makeFolders(deep, 0o700);
  makeFolders(deep, 0o700);
  assert.ok(statSync(deep).isDirectory());
  if (process.platform !== 'win32') assert.equal(statSync(path.join(root, 'a')).mode & 0o777, 0o700);
  writeFileSync(path.join(root, 'file'), '');
  assert.throws(() => makeFolders(path.join(root, 'file')), /EEXIST/);
  assert.throws(() => makeFolders(path.join(root, 'file/below/it')), /ENOTDIR/);
});

test(
  'a file system that refuses new folders as if they were missing ends it',
  { skip: process.platform !== 'linux' && 'there is no /proc' },
  () => {
    assert.throws(() => makeFolders('/proc/track-record'), /ENOENT/);
    assert.throws(() => makeFolders('/proc/track-record/below'), /ENOENT/);
  },
);
