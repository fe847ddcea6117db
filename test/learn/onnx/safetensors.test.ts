import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { TrackRecordError } from '../../../src/domain/result.ts';
import { readSafetensors, writeSafetensors } from '../../../src/learn/onnx/safetensors.ts';
import type { TensorFile } from '../../../src/learn/onnx/safetensors.ts';
import { float32 } from '../../../src/learn/onnx/tensor.ts';
import type { Tensor } from '../../../src/learn/onnx/tensor.ts';

const FILE: TensorFile = {
  tensors: new Map<string, Tensor>([
    ['a.weight', float32([2, 2], Float32Array.of(1, -2, 3.5, 0))],
    ['b', { dtype: 'int8', dims: [3], data: Int8Array.of(1, -1, 127) }],
    ['empty', float32([0], new Float32Array(0))],
  ]),
  metadata: { step: '12' },
};
const whole = (file: TensorFile): Uint8Array => new Uint8Array(Buffer.concat(writeSafetensors(file)));

/** Header JSON and data as a file. */
function raw(header: unknown, data: Uint8Array): Uint8Array {
  const json = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(json.length));
  return new Uint8Array(Buffer.concat([length, json, data]));
}

test('tensors and metadata survive writing and reading', () => {
  assert.deepEqual(readSafetensors(whole(FILE)), FILE);
});

test('data starts on a multiple of eight', () => {
  const [head] = writeSafetensors(FILE);
  assert.equal((head?.length ?? 1) % 8, 0);
});

test('bfloat16 is widened', () => {
  const file = raw({ x: { dtype: 'BF16', shape: [2], data_offsets: [0, 4] } }, Uint8Array.of(0x80, 0x3f, 0x00, 0xc0));
  assert.deepEqual(readSafetensors(file).tensors.get('x')?.data, Float32Array.of(1, -2));
});

test('what does not hold is refused with the reason', () => {
  const refused = (bytes: Uint8Array, why: RegExp) => assert.throws(() => readSafetensors(bytes), why);
  refused(Uint8Array.of(1, 2), /shorter than its header/);
  refused(whole(FILE).subarray(0, 40), /cut short/);
  refused(whole(FILE).subarray(0, -4), /outside the file/);
  refused(raw('not json', new Uint8Array(0)), /not JSON/);
  refused(raw('[]', new Uint8Array(0)), /not an object/);
  refused(raw({ x: { dtype: 'F32', shape: [3], data_offsets: [0, 8] } }, new Uint8Array(8)), /does not fill/);
  refused(raw({ x: { dtype: 'F64', shape: [1], data_offsets: [0, 8] } }, new Uint8Array(8)), /not supported/);
  refused(raw({ x: { dtype: 'F32', shape: [-1], data_offsets: [0, 8] } }, new Uint8Array(8)), /no valid shape/);
});

test('random bytes never crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 0, maxLength: 64 }), (bytes) => {
      try {
        readSafetensors(bytes);
      } catch (error) {
        return error instanceof TrackRecordError;
      }
      return true;
    }),
  );
});
