import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { TAGGED_KINDS, type TagInput } from '../../src/classify/input.ts';
import { pack, unpack } from '../../src/classify/packed.ts';
import { featuresFor } from '../../src/classify/said.ts';
import { COMMIT_TYPES } from '../../src/domain/tags.ts';

const lines = fc.option(fc.nat(1e6));
const stated = fc.option(fc.constantFrom(...COMMIT_TYPES));
const inputs = fc
  .tuple(
    fc.constantFrom(...TAGGED_KINDS),
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.array(fc.tuple(fc.string(), lines, lines)),
    stated,
  )
  .map(([kind, text, files, type]): TagInput => ({ id: '1', kind, text, files, ...(type ? { stated: { type } } : {}) }));

test('what heads read comes back as it was, wherever in a page it lies', () => {
  fc.assert(
    fc.property(inputs, fc.nat(9), (input, from) => {
      const packed = pack(input) ?? assert.fail();
      const page = new Uint8Array(from + packed.length + 3).fill(255);
      page.set(packed, from);
      const read = unpack(page.subarray(from, from + packed.length));
      const { id: _, text: __, files: ___, ...rest } = input;
      assert.deepEqual(read, { ...rest, features: featuresFor(input.kind, input) });
    }),
  );
});

test('what another version packed, or does not fit, is not taken for something else', () => {
  const input: TagInput = { id: '1', kind: 'commit', text: 'fix it' };
  const packed = pack(input) ?? assert.fail();
  assert.equal(unpack(Uint8Array.from(packed, (byte, i) => (i === 0 ? byte + 1 : byte))), undefined);
  assert.equal(unpack(new Uint8Array()), undefined);
  assert.equal(pack({ ...input, stated: { type: 'wip' } }), undefined);
  assert.equal(pack({ ...input, stated: { category: 'discussion' } }), undefined);
});
