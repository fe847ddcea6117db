import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import { test } from 'node:test';
import { serialize } from 'node:v8';
import * as fc from 'fast-check';
import type { Message } from 'vscode-jsonrpc/node';
import { IpcReader, IpcWriter, MAX_MESSAGE } from '../../src/protocol/ipc.ts';

type Done = (error: Error | null) => void;

/** Both ends of a channel in one process; frames arrive in order, a turn later. */
class Pipe extends EventEmitter {
  readonly sizes: number[] = [];
  send(frame: object, _handle?: undefined, _options?: undefined, done?: Done): boolean {
    this.sizes.push(serialize(frame).length);
    setImmediate(() => {
      this.emit('message', frame);
      done?.(null);
    });
    return true;
  }
}

async function through(messages: readonly object[]): Promise<{ readonly got: readonly unknown[]; readonly sizes: readonly number[] }> {
  const pipe = new Pipe();
  const got: unknown[] = [];
  new IpcReader(pipe).listen((message) => got.push(message));
  const writer = new IpcWriter(pipe);
  await Promise.all(messages.map((message) => writer.write(message as Message)));
  return { got, sizes: pipe.sizes };
}

test('whatever is written is read, in frames that hold to the limit', async () => {
  const message = fc.record({
    jsonrpc: fc.constant('2.0'),
    text: fc.string({ unit: 'binary' }),
    times: fc.nat(200_000),
    bytes: fc.uint8Array(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 4 }), async (all) => {
      const sent = all.map(({ text, times, ...rest }, id) => ({ ...rest, id, params: text.slice(0, 4).repeat(times) }));
      const { got, sizes } = await through(sent);
      assert.deepEqual(
        got.toSorted((a, b) => (a as { id: number }).id - (b as { id: number }).id),
        sent,
      );
      assert.ok(sizes.every((size) => size <= MAX_MESSAGE));
    }),
    { numRuns: 40 },
  );
});

test('a small message does not wait behind a large one', async () => {
  const { got } = await through([
    { jsonrpc: '2.0', id: 1, params: 'x'.repeat(5_000_000) },
    { jsonrpc: '2.0', id: 2, params: 'small' },
  ]);
  assert.deepEqual(
    got.map((message) => (message as { id: number }).id),
    [2, 1],
  );
});

test('what is no frame is an error, not a crash', () => {
  const pipe = new Pipe();
  const errors: string[] = [];
  const reader = new IpcReader(pipe);
  reader.onError((error) => errors.push(error.message));
  reader.listen(() => assert.fail('nothing was sent'));
  for (const odd of [null, 'text', { id: 1 }, { bytes: 'text', of: 1 }]) pipe.emit('message', odd);
  assert.equal(errors.length, 4);
});
