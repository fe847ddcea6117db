import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { threadId } from 'node:worker_threads';
import * as v from 'valibot';
import { type Device, DEVICES } from '../domain/device.ts';
import { isRunning } from '../util/process.ts';

const schema = v.object({
  device: v.picklist(DEVICES),
  pid: v.number(),
  /** Seconds since 1970: where numbers of processes are few, another one may have had the same. */
  started: v.number(),
  /** How many processes in a row had died at work there before. */
  deaths: v.number(),
});
const NAME = /^in-use-\d+-\d+\.json$/;

/**
 * The device this thread works on, in a file as long as it does. A driver that crashes takes the process with it, and the file stays: so
 * the next one knows. What cannot be written or read is as if it were not there.
 */
export class InUse {
  readonly #folder: string;
  readonly #file: string;
  readonly #atExit = (): void => this.end();

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = path.join(folder, `in-use-${process.pid}-${threadId}.json`);
  }

  begin(device: Device, deaths: number): void {
    const use: v.InferOutput<typeof schema> = { device, pid: process.pid, started: startOfThis(), deaths };
    quietly(() => {
      mkdirSync(this.#folder, { recursive: true });
      writeFileSync(this.#file, `${JSON.stringify(use)}\n`, { mode: 0o600 });
    });
    process.off('exit', this.#atExit).once('exit', this.#atExit);
  }

  end(): void {
    process.off('exit', this.#atExit);
    quietly(() => rmSync(this.#file, { force: true }));
  }

  /** Devices that were at work when their process died, with how many in a row did. */
  abandoned(): ReadonlyMap<Device, number> {
    const found = new Map<Device, number>();
    for (const { device, deaths } of this.#left()) found.set(device, Math.max(found.get(device) ?? 0, deaths + 1));
    return found;
  }

  /** What is known of these otherwise now. */
  forget(devices: readonly Device[]): void {
    for (const { device, file } of this.#left()) if (devices.includes(device)) quietly(() => rmSync(file, { force: true }));
  }

  #left() {
    const names = quietly(() => readdirSync(this.#folder)) ?? [];
    return names
      .filter((name) => NAME.test(name))
      .flatMap((name) => {
        const file = path.join(this.#folder, name);
        const use = quietly(() => v.parse(schema, JSON.parse(readFileSync(file, 'utf8'))));
        return use && !isAlive(use) ? [{ ...use, file }] : [];
      });
  }
}

const startOfThis = (): number => Math.round(Date.now() / 1000 - process.uptime());

/** Clocks are set right while a process runs, by a second or two. */
const isAlive = ({ pid, started }: v.InferOutput<typeof schema>): boolean =>
  pid === process.pid ? Math.abs(started - startOfThis()) < 5 : isRunning(pid);

function quietly<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
