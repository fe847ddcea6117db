import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { writeWhole } from '../../src/host/write.ts';
import { scratch } from '../support/repos.ts';

type Fs = Parameters<typeof writeWhole>[0];
type Place = Parameters<typeof writeWhole>[1];

/** A file's address as far as it is needed here. */
const place = (file: string): Place => ({ path: file, with: ({ path: other }: { path: string }) => place(other) }) as Place;

const disk = {
  writeFile: ({ path: file }: Place, bytes: Uint8Array) => writeFile(file, bytes),
  rename: (from: Place, to: Place) => rename(from.path, to.path),
  delete: ({ path: file }: Place) => rm(file),
} as Fs;

test('a file is written, or written over, as a whole', async (t) => {
  const file = path.join(scratch(t), 'out.md');
  await writeWhole(disk, place(file), 'first');
  await writeWhole(disk, place(file), 'zweite Fassung 第二稿');
  assert.equal(readFileSync(file, 'utf8'), 'zweite Fassung 第二稿');
  assert.deepEqual(readdirSync(path.dirname(file)), ['out.md']);
});

for (const [what, broken] of [
  [
    'the disk is full',
    { writeFile: async (to: Place) => disk.writeFile(to, new Uint8Array(3)).then(() => Promise.reject(new Error('ENOSPC'))) },
  ],
  ['the place is closed', { rename: () => Promise.reject(new Error('EACCES')) }],
] as const) {
  test(`${what}: nothing is left behind, and what was there stays`, async (t) => {
    const file = path.join(scratch(t), 'out.md');
    writeFileSync(file, 'before');
    await assert.rejects(writeWhole({ ...disk, ...broken }, place(file), 'after'), {
      reason: 'not-written',
      message: /ENOSPC|EACCES/,
    });
    assert.equal(readFileSync(file, 'utf8'), 'before');
    assert.deepEqual(readdirSync(path.dirname(file)), ['out.md']);
  });
}
