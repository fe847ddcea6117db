import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { Absent, Attempt, Device, DeviceChoice, DeviceReport, DeviceState } from '../domain/device.ts';
import { deviceName, deviceWords } from '../domain/device.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type Try, tryIn } from './attempt.ts';
import { type Broken, choose } from './choose.ts';
import { type Machine, THIS_MACHINE } from './devices.ts';
import { type Findings, keyOf, readFindings, saveFindings } from './findings.ts';
import { InUse } from './in-use.ts';
import { readManifest } from './model.ts';
import { survey } from './survey.ts';

export interface PlacerOptions {
  readonly modelDir: string;
  /** `probe-main.ts` in this folder, or its bundle. */
  readonly probeUrl: URL;
  readonly choice: DeviceChoice;
  /** Threads of the CPU's arithmetic; default: all processors, at most 8. */
  readonly threads?: number | undefined;
  /** Where findings are kept; absent: they are not. */
  readonly file?: string | undefined;
  readonly now: () => number;
  /** For tests: tries devices in another way, on another machine. */
  readonly attempt?: Try;
  readonly machine?: Machine;
}

export const threadsOf = (threads: number | undefined): number => threads ?? Math.min(8, availableParallelism());

/** What was found, and what was not even tried. */
type Found = Findings & { readonly absent: readonly Absent[] };

/** After one such death a device is tried again; who has its processes killed twice in a row may try it again by hand. */
const MOST_DEATHS = 2;

/** Decides where the encoders run: by what was found before, where that still holds, else by trying. */
export class Placer {
  readonly #options: PlacerOptions;
  /** What has failed since, in this process: no longer to be trusted here, whatever was found. */
  #broken: readonly Broken[] = [];
  readonly #inUse: InUse | undefined;
  /** How many processes in a row died at work there, before this one. */
  readonly #deaths = new Map<Device, number>();

  constructor(options: PlacerOptions) {
    this.#options = options;
    this.#inUse = options.file === undefined ? undefined : new InUse(path.dirname(options.file));
  }

  /**
   * @param signal ends the trying.
   * @param broken where it was placed before, and could not run.
   * @throws TrackRecordError `device-unavailable` where the chosen device, or none, can be used: says why and what to do.
   */
  async place(signal?: AbortSignal, broken?: Broken): Promise<DeviceReport> {
    if (broken) this.#broken = [...this.#broken, broken];
    this.release();
    const { choice, file } = this.#options;
    const found = await this.#find(false, signal);
    const { absent, key, at } = found;
    const attempts = found.attempts.map((one) => afterwards(one, this.#broken));
    // What was not to be had at one start may be at the next; and the CPU is all that is left.
    if (broken?.when === 'run' && broken.device !== 'cpu' && file !== undefined)
      saveFindings(file, { key, at, attempts: found.attempts.map((one) => afterwards(one, [broken])) });
    const placement = choose(choice, attempts);
    if (!placement) {
      // The next who asks begins anew: memory may be free again.
      this.#broken = [];
      throw unavailable(choice, { attempts, absent });
    }
    const { device } = placement;
    if (device !== 'cpu') this.#inUse?.begin(device, this.#deaths.get(device) ?? 0);
    return { asked: choice, ...placement, attempts, absent };
  }

  /** Nothing runs there any more: if this process dies now, it is not the device's fault. */
  release(): void {
    this.#inUse?.end();
  }

  /**
   * What there is to say of the devices.
   * @param again tries all of them; otherwise what was found before is told, and nothing is tried.
   */
  async state(again: boolean, signal?: AbortSignal): Promise<DeviceState> {
    const { choice, machine = THIS_MACHINE } = this.#options;
    const all = machine.candidates();
    const found = again ? await this.#find(again, signal) : await this.#known();
    const attempts = found?.attempts ?? [];
    const placement = choose(choice, attempts);
    return {
      asked: choice,
      candidates: ['cpu', ...all],
      attempts,
      absent: machine.absent(all),
      ...(placement ? { placement } : {}),
      ...(found ? { at: found.at } : {}),
    };
  }

  /** What was found before; undefined where nothing that still holds was. Nothing is tried. */
  async #known(): Promise<Findings | undefined> {
    const { file, modelDir, threads } = this.#options;
    if (file === undefined) return undefined;
    return readFindings(file, keyOf(await readManifest(modelDir), threadsOf(threads)));
  }

  /**
   * Tries the devices that are not known yet: all that the machine may have, or the one that was chosen.
   * @param again all of them, also what is known: drivers change without a trace.
   */
  async #find(again: boolean, signal: AbortSignal | undefined): Promise<Found> {
    const { choice, modelDir, probeUrl, threads, file, now, attempt = tryIn(probeUrl), machine = THIS_MACHINE } = this.#options;
    const wanted = again || choice === 'auto' ? machine.candidates() : [choice];
    const absent = machine.absent(wanted);
    const present = wanted.filter((device) => !absent.some((one) => one.device === device));
    const known = again ? undefined : await this.#known();
    // Where a process died at work, it may have been the driver.
    const deaths = again ? undefined : this.#inUse?.abandoned();
    const has = (device: Device): boolean => !deaths?.has(device) && (known?.attempts.some((one) => one.device === device) ?? false);
    if (known && ['cpu' as const, ...present].every(has)) return { ...known, absent };
    const manifest = await readManifest(modelDir);
    const givenUp = present.flatMap((device): Attempt[] => {
      const times = deaths?.get(device) ?? 0;
      return times < MOST_DEATHS ? [] : [{ device, precision: 'float32', finding: { kind: 'died', times } }];
    });
    const left = present.filter((device) => !givenUp.some((one) => one.device === device));
    // Timed, so that it can be compared with devices that were tried before.
    const timed = again || givenUp.length > 0;
    const options = { modelDir, manifest, threads: threadsOf(threads), attempt, timed, signal };
    const attempts = [...(await survey(left, options)), ...givenUp];
    const tried = new Set(attempts.map(({ device }) => device));
    // Of another choice before, and not tried now.
    const others = known?.attempts.filter(({ device }) => !tried.has(device)) ?? [];
    const findings: Findings = { key: keyOf(manifest, options.threads), at: now(), attempts: [...attempts, ...others] };
    if (file !== undefined) saveFindings(file, findings);
    this.#inUse?.forget(present);
    for (const device of present) this.#deaths.set(device, deaths?.get(device) ?? 0);
    return { ...findings, absent };
  }
}

function afterwards(attempt: Attempt, all: readonly Broken[]): Attempt {
  const broken = all.find(({ device, precision }) => device === attempt.device && precision === attempt.precision);
  return broken ? { ...attempt, finding: { kind: broken.when === 'run' ? 'broke' : 'failed', reason: broken.reason } } : attempt;
}

function unavailable(choice: DeviceChoice, found: Pick<Found, 'attempts' | 'absent'>): Error {
  const device = choice === 'auto' ? 'cpu' : choice;
  const why = deviceWords(device, found, 'en').join('; ') || 'it is not one of the devices of this platform';
  return new TrackRecordError(
    'device-unavailable',
    `The tagger cannot run on ${deviceName(device)}: ${why}. Choose another device, or "auto", which takes the fastest that works.`,
  );
}
