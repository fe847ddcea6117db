import { readFileSync, writeFileSync } from 'node:fs';
import { readSafetensors, writeSafetensors } from '../../src/learn/onnx/safetensors.ts';
import { float32 } from '../../src/learn/onnx/tensor.ts';

/** Scores of items before softmax, [items, labels], by what was seen of them. */
export class Scores<V extends string> {
  readonly #labels: number;
  readonly #views: ReadonlyMap<V, Float32Array>;

  constructor(views: readonly V[], items: number, labels: number) {
    this.#labels = labels;
    this.#views = new Map(views.map((view) => [view, new Float32Array(items * labels)]));
  }

  of(view: V): Float32Array {
    return this.#views.get(view) ?? new Float32Array(0);
  }

  rows(view: V, items: readonly number[]): Float32Array {
    const n = this.#labels;
    return Float32Array.from(items.flatMap((i) => [...this.of(view).subarray(i * n, (i + 1) * n)]));
  }

  put(view: V, items: readonly number[], rows: Float32Array): void {
    const n = this.#labels;
    for (const [row, i] of items.entries()) this.of(view).set(rows.subarray(row * n, (row + 1) * n), i * n);
  }

  write(file: string, items: readonly number[]): void {
    const dims = [items.length, this.#labels];
    const tensors = new Map([...this.#views.keys()].map((view) => [view as string, float32(dims, this.rows(view, items))]));
    writeFileSync(file, Buffer.concat(writeSafetensors({ tensors, metadata: {} })));
  }

  read(file: string, items: readonly number[]): void {
    const { tensors } = readSafetensors(readFileSync(file));
    for (const view of this.#views.keys()) {
      const data = tensors.get(view)?.data;
      if (!(data instanceof Float32Array) || data.length !== items.length * this.#labels)
        throw new Error(`${file} is of another run: delete it`);
      this.put(view, items, data);
    }
  }
}
