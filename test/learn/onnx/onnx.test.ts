import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { TrackRecordError } from '../../../src/domain/result.ts';
import { decodeModel } from '../../../src/learn/onnx/decode.ts';
import { encodeModel } from '../../../src/learn/onnx/encode.ts';
import type { Model } from '../../../src/learn/onnx/model.ts';
import { protoFields, ProtoWriter, signed } from '../../../src/learn/onnx/protobuf.ts';
import { float32, halfToFloat, toFloat32, transposed } from '../../../src/learn/onnx/tensor.ts';
import type { Tensor } from '../../../src/learn/onnx/tensor.ts';

const MODEL: Model = {
  nodes: [
    { op: 'Gemm', inputs: ['x', 'w', ''], outputs: ['y'], attributes: { alpha: { float: 0.5 }, transB: { int: 1 }, off: { int: -1 } } },
    { op: 'Transpose', inputs: ['y'], outputs: ['z'], attributes: { perm: { ints: [1, 0] } } },
    { op: 'Gelu', domain: 'com.microsoft', inputs: ['z'], outputs: ['out'], attributes: { mode: { string: 'none' } } },
  ],
  initializers: new Map<string, Tensor>([
    ['w', float32([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6))],
    ['q', { dtype: 'int8', dims: [2], data: Int8Array.of(-128, 127) }],
    ['n', { dtype: 'int64', dims: [1], data: BigInt64Array.of(-5n) }],
  ]),
  inputs: [{ name: 'x', dtype: 'float32', shape: ['B', 3] }],
  outputs: [{ name: 'out', dtype: 'float32', shape: [2, 'B'] }],
  metadata: { labels: 'feat,fix', note: 'ünïcode' },
};

test('a model survives writing and reading', () => {
  assert.deepEqual(decodeModel(encodeModel(MODEL)), MODEL);
});

test('tensors written as lists of numbers are read too', () => {
  const bytes = new ProtoWriter()
    .message(7, (graph) => {
      graph.message(5, (t) => t.int(1, 2).int(2, 1).string(8, 'floats').float(4, 1.5).float(4, -2));
      graph.message(5, (t) => t.int(1, 2).int(2, 7).string(8, 'longs').int(7, 3).int(7, -4));
      graph.message(5, (t) => t.bytes(1, Uint8Array.of(2)).int(2, 3).string(8, 'bytes').int(5, -1).int(5, 7));
    })
    .finish();
  const { initializers } = decodeModel(bytes);
  assert.deepEqual(initializers.get('floats')?.data, Float32Array.of(1.5, -2));
  assert.deepEqual(initializers.get('longs')?.data, BigInt64Array.of(3n, -4n));
  assert.deepEqual(initializers.get('bytes')?.data, Int8Array.of(-1, 7));
});

test('weights in another file are refused in words', () => {
  const bytes = new ProtoWriter().message(7, (graph) => graph.message(5, (t) => t.int(14, 1))).finish();
  assert.throws(() => decodeModel(bytes), /another file/);
});

test('anything that is not ONNX is refused, never a crash', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      try {
        decodeModel(bytes);
      } catch (error) {
        return error instanceof TrackRecordError && error.reason === 'bad-onnx';
      }
      return true;
    }),
  );
  const good = encodeModel(MODEL);
  for (let cut = 1; cut < good.length - 60; cut += 7) assert.throws(() => decodeModel(good.subarray(0, cut)), TrackRecordError);
});

test('integers of every size keep their value', () => {
  fc.assert(
    fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 1000 }), (value, field) => {
      const [read, ...others] = [...protoFields(new ProtoWriter().int(field, value).finish())];
      assert.ok(read?.kind === 'varint' && others.length === 0);
      assert.equal(read.field, field);
      assert.equal(signed(read.value), value);
    }),
  );
});

test('half precision', () => {
  assert.deepEqual([0x3c00, 0xc000, 0x0001, 0x7c00, 0x3555].map(halfToFloat), [1, -2, 2 ** -24, Infinity, 0.333251953125]);
  const half = toFloat32({ dtype: 'float16', dims: [1], data: Uint16Array.of(0x3800) });
  assert.deepEqual(half.data, Float32Array.of(0.5));
});

test('transposed', () => {
  assert.deepEqual(transposed(float32([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6))), float32([3, 2], Float32Array.of(1, 4, 2, 5, 3, 6)));
  assert.throws(() => float32([2, 2], new Float32Array(3)), RangeError);
});
