import { ProtoWriter } from '../onnx/protobuf.ts';
import type { CurvePoint } from '../train/progress.ts';
import { maskedCrc32c } from './crc32c.ts';

/**
 * TensorBoard event files: a row of TFRecords, each an Event message.
 * Source: tensorflow/core/util/event.proto and the TFRecord page of tensorflow.org (length, its checksum, data, its checksum).
 */
const VERSION = 'brain.Event:2';

/** `events.out.tfevents.<seconds>.<host>`: TensorBoard reads no others. */
export const eventFileName = (wallTime: number): string =>
  `events.out.tfevents.${String(Math.floor(wallTime)).padStart(10, '0')}.track-record`;

/** The record every event file begins with. `wallTime`: seconds since 1970. */
export function eventFileHead(wallTime: number): Uint8Array {
  return record(new ProtoWriter().double(1, wallTime).string(3, VERSION).finish());
}

/** One point of a curve: all its values under one step. */
export function eventRecord({ step, values }: CurvePoint, wallTime: number): Uint8Array {
  const event = new ProtoWriter().double(1, wallTime).int(2, step);
  event.message(5, (summary) => {
    for (const [tag, value] of Object.entries(values)) summary.message(1, (entry) => entry.string(1, tag).float(2, value));
  });
  return record(event.finish());
}

/** Data framed as a TFRecord. */
export function record(data: Uint8Array): Uint8Array {
  const out = new Uint8Array(16 + data.length);
  const view = new DataView(out.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(out.subarray(0, 8)), true);
  out.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return out;
}
