import { availableParallelism } from 'node:os';
import type { Absent, Attempt, Device, DeviceChoice, DeviceReport, DeviceState } from '../domain/device.ts';
import { deviceName, deviceWords } from '../domain/device.ts';
import { TrackRecordError } from '../domain/result.ts';
import { type Try, tryIn } from './attempt.ts';
import { type Broken, choose } from './choose.ts';
import { type Machine, THIS_MACHINE } from './devices.ts';
import { type Findings, keyOf, readFindings, saveFindings } from './findings.ts';
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

/** Decides where the encoders run: by what was found before, where that still holds, else by trying. */
export class Placer {
  readonly #options: PlacerOptions;
  /** What has failed since, in this process: no longer to be trusted here, whatever was found. */
  readonly #broken: Broken[] = [];

  constructor(options: PlacerOptions) {
    this.#options = options;
  }

  /**
   * @param signal ends the trying.
   * @param broken where it was placed before, and could not run.
   * @throws TrackRecordError `device-unavailable` where the chosen device, or none, can be used: says why and what to do.
   */
  async place(signal?: AbortSignal, broken?: Broken): Promise<DeviceReport> {
    if (broken) this.#broken.push(broken);
    const { choice } = this.#options;
    const found = await this.#find(false, signal);
    const { absent } = found;
    const attempts = found.attempts.map((one) => this.#after(one));
    const placement = choose(choice, attempts);
    if (!placement) throw unavailable(choice, { attempts, absent });
    return { asked: choice, ...placement, attempts, absent };
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
    const has = (device: Device): boolean => known?.attempts.some((one) => one.device === device) ?? false;
    if (known && ['cpu' as const, ...present].every(has)) return { ...known, absent };
    const manifest = await readManifest(modelDir);
    const options = { modelDir, manifest, threads: threadsOf(threads), attempt, timed: again, signal };
    const attempts = await survey(present, options);
    const tried = new Set(attempts.map(({ device }) => device));
    // Of another choice before, and not tried now.
    const others = known?.attempts.filter(({ device }) => !tried.has(device)) ?? [];
    const findings: Findings = { key: keyOf(manifest, options.threads), at: now(), attempts: [...attempts, ...others] };
    if (file !== undefined) saveFindings(file, findings);
    return { ...findings, absent };
  }

  #after(attempt: Attempt): Attempt {
    const broken = this.#broken.find(({ device, precision }) => device === attempt.device && precision === attempt.precision);
    return broken ? { ...attempt, finding: { kind: 'failed', reason: broken.reason } } : attempt;
  }
}

function unavailable(choice: DeviceChoice, found: Pick<Found, 'attempts' | 'absent'>): Error {
  const device = choice === 'auto' ? 'cpu' : choice;
  const why = deviceWords(device, found, 'en').join('; ') || 'it is not one of the devices of this platform';
  return new TrackRecordError(
    'device-unavailable',
    `The tagger cannot run on ${deviceName(device)}: ${why}. Choose another device, or "auto", which takes the fastest that works.`,
  );
}
