import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { linesOf } from '../../src/util/lines.ts';

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}
const linesIn = (text: string, size: number): Promise<string[]> => Array.fromAsync(linesOf(inPieces(new TextEncoder().encode(text), size)));

describe('lines of a stream', () => {
  it('end at line feeds alone, wherever its pieces end', async () => {
    const line = fc.string({ unit: fc.constantFrom('a', '\u2028', '\u2029', '\u0085', '\v', '\f', '\r', 'é', '中', '😀') });
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1 }), fc.integer({ min: 1, max: 20 }), async (lines, size) => {
        assert.deepEqual(await linesIn(lines.map((one) => `${one}\n`).join(''), size), lines);
      }),
    );
  });

  it('are there without a last line feed, and without a byte order mark', async () => {
    assert.deepEqual(await linesIn('\uFEFFa\n\nb', 2), ['a', '', 'b']);
    assert.deepEqual(await linesIn('', 2), []);
  });

  it('may be of many megabytes', async () => {
    const [line = ''] = await linesIn('x'.repeat(30_000_000), 1 << 16);
    assert.equal(line.length, 30_000_000);
  });
});
