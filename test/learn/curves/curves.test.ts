import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { crc32c, maskedCrc32c } from '../../../src/learn/curves/crc32c.ts';
import { CurveFiles } from '../../../src/learn/curves/files.ts';
import { eventFileHead, eventRecord, record } from '../../../src/learn/curves/tensorboard.ts';
import type { CurvePoint } from '../../../src/learn/train/progress.ts';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');
const point = (step: number): CurvePoint => ({ step, epoch: step / 10, elapsed: step * 5, values: { 'train/loss': 1 / step } });

// The vectors of RFC 3720, appendix B.4, and the usual check value.
test('CRC-32C of known bytes', () => {
  assert.equal(crc32c(Buffer.from('123456789')), 0xe3069283);
  assert.equal(crc32c(new Uint8Array(32)), 0x8a9136aa);
  assert.equal(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8ab43);
  assert.equal(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e);
});

// Bytes as tensorboardX 2.6.5 writes them for the same events.
test('records equal the bytes of the reference writer', () => {
  assert.equal(hex(eventFileHead(1_700_000_000.5)), '1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110');
  const values = { 'train/loss': 0.75, 'train/rate': 0.001 };
  assert.equal(
    hex(eventRecord({ step: 300, epoch: 1, elapsed: 0, values }, 1_700_000_000.5)),
    '34000000000000005e33175c0900002040fc54d94110ac022a260a110a0a747261696e2f6c6f7373150000403f0a110a0a747261696e2f72617465156f12833abcd06347',
  );
});

test('a changed byte changes the record', () => {
  assert.notEqual(hex(record(Uint8Array.of(1))), hex(record(Uint8Array.of(2))));
  assert.equal(maskedCrc32c(new Uint8Array(0)), 0xa282ead8);
});

test('curves are written as they come, and a resumed run leaves none twice', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'curves-'));
  try {
    const options = { folder, tensorboard: true, now: () => 1_700_000_000_000 };
    const first = await CurveFiles.open(options);
    for (const step of [1, 2, 3, 4]) first.add(point(step));
    await first.close();
    const jsonl = path.join(folder, 'curves.jsonl');
    await appendFile(jsonl, '{"step":5,"epo');
    const second = await CurveFiles.open({ ...options, tensorboard: false, resumedAt: 2 });
    second.add(point(3));
    await second.close();
    const lines = (await readFile(jsonl, 'utf8')).trimEnd().split('\n');
    assert.deepEqual(
      lines.map((line): unknown => JSON.parse(line)),
      [point(1), point(2), point(3)],
    );
    const events = 'events.out.tfevents.1700000000.track-record';
    assert.deepEqual(await readdir(folder), ['curves.jsonl', events]);
    const expected = [eventFileHead(1_700_000_000), ...[1, 2, 3, 4].map((step) => eventRecord(point(step), 1_700_000_000))];
    assert.equal(hex(await readFile(path.join(folder, events))), hex(Buffer.concat(expected)));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
