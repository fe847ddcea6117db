import { appendFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { TrackRecordError } from '../../domain/result.ts';
import type { CurvePoint } from '../train/progress.ts';
import { eventFileHead, eventFileName, eventRecord } from './tensorboard.ts';

export interface CurveOptions {
  /** Folder the files are written to; made where it is missing. */
  readonly folder: string;
  /** Also write an event file for TensorBoard. */
  readonly tensorboard: boolean;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Steps already in `curves.jsonl` that a resumed run keeps; later ones were not in the checkpoint and are taken out. Default 0. */
  readonly resumedAt?: number;
}

/** Writes points as they come: `curves.jsonl`, one object a line, and on request an event file. Calls return at once; `close` waits. */
export class CurveFiles {
  readonly #jsonl: string;
  readonly #events: string | undefined;
  readonly #now: () => number;
  #queue: Promise<void> = Promise.resolve();

  private constructor(jsonl: string, events: string | undefined, now: () => number) {
    this.#jsonl = jsonl;
    this.#events = events;
    this.#now = now;
  }

  static async open({ folder, tensorboard, now, resumedAt = 0 }: CurveOptions): Promise<CurveFiles> {
    await mkdir(folder, { recursive: true });
    const jsonl = path.join(folder, 'curves.jsonl');
    const kept = resumedAt > 0 ? await pointsUpTo(jsonl, resumedAt) : [];
    await writeFile(jsonl, kept.map((line) => `${line}\n`).join(''));
    const seconds = now() / 1000;
    const events = tensorboard ? path.join(folder, eventFileName(seconds)) : undefined;
    if (events) await writeFile(events, eventFileHead(seconds));
    return new CurveFiles(jsonl, events, now);
  }

  readonly add = (point: CurvePoint): void => {
    const wallTime = this.#now() / 1000;
    const write = async () => {
      await appendFile(this.#jsonl, `${JSON.stringify(point)}\n`);
      if (this.#events) await appendFile(this.#events, eventRecord(point, wallTime));
    };
    // A failure is kept for `close`: losing a curve must not stop hours of training.
    this.#queue = this.#queue.then(write);
    this.#queue.catch(() => {});
  };

  /** @throws TrackRecordError `curves-not-written` where the disk refused one of the points. */
  async close(): Promise<void> {
    try {
      await this.#queue;
    } catch (cause) {
      throw new TrackRecordError(
        'curves-not-written',
        `The curves could not all be written beside ${this.#jsonl}. Check the disk's space.`,
        { cause },
      );
    }
  }
}

/** Lines of whole points of at most this step; a last line cut short by a kill is left out. */
async function pointsUpTo(file: string, step: number): Promise<string[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => {
    try {
      const point: unknown = JSON.parse(line);
      return typeof point === 'object' && point !== null && 'step' in point && Number(point.step) <= step;
    } catch {
      return false;
    }
  });
}
