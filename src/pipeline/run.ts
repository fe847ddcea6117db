import { type DeviceReport, reportLines } from '../domain/device.ts';
import type { CodeHost } from '../mine/host/host.ts';
import type { AddressReport, HostReport, OnProgress, OwnerReport, RunReport, StageReport } from '../domain/report.ts';

type StageName = StageReport['stage'];

/** Collects what a run does, stage by stage, for run.json and the closing summary. */
export class Run {
  readonly #now: () => number;
  readonly #onProgress: OnProgress;
  /** Whether somebody watches how far it has come: then totals are counted that the work itself does not need. */
  readonly watched: boolean;
  readonly #startedAt: number;
  readonly #stages = new Map<StageName, Stage>();
  readonly warnings: string[] = [];
  readonly repos: RunReport['repos'][number][] = [];
  readonly hosts: HostReport[] = [];
  /** Hosts that were connected to. */
  readonly connected: Pick<CodeHost, 'name' | 'spent'>[] = [];
  readonly addresses: AddressReport[] = [];
  readonly owners: OwnerReport[] = [];
  reconciled: NonNullable<RunReport['reconciled']> = [];
  device = 'not used';
  /** Which device and why; undefined where none was needed. */
  devices: DeviceReport | undefined;
  model: RunReport['model'] = { name: '', hash: '' };

  constructor(now: () => number, onProgress: OnProgress = () => {}, watched = false) {
    this.#now = now;
    this.#onProgress = onProgress;
    this.watched = watched;
    this.#startedAt = now();
  }

  /** The stage's counters; the same object each time it is asked for. */
  stage(name: StageName): Stage {
    const known = this.#stages.get(name);
    if (known) return known;
    const stage = new Stage(name, this.#now, this.#onProgress);
    this.#stages.set(name, stage);
    return stage;
  }

  #spent(): Pick<RunReport, 'spent'> {
    const spent = this.connected.map(({ name, spent: all }) => ({ host: name, ...all })).filter(({ requests }) => requests > 0);
    return spent.length > 0 ? { spent } : {};
  }

  report(version: string): RunReport {
    return {
      version,
      startedAt: new Date(this.#startedAt).toISOString(),
      milliseconds: Math.round(this.#now() - this.#startedAt),
      stages: [...this.#stages.values()].map((stage) => stage.report()),
      repos: this.repos,
      device: this.device,
      ...(this.devices ? { devices: { ...this.devices, said: reportLines(this.devices) } } : {}),
      model: this.model,
      warnings: this.warnings,
      ...(this.hosts.length > 0 ? { hosts: this.hosts } : {}),
      ...this.#spent(),
      ...(this.addresses.length > 0 ? { addresses: this.addresses } : {}),
      ...(this.owners.length > 0 ? { owners: this.owners } : {}),
      ...(this.reconciled.length > 0 ? { reconciled: this.reconciled } : {}),
    };
  }
}

/** One stage's counts, skips by reason and time; tells progress as it goes. */
export class Stage {
  readonly #name: StageName;
  readonly #now: () => number;
  readonly #onProgress: OnProgress;
  readonly #skipped: Record<string, number> = {};
  #in = 0;
  #out = 0;
  #milliseconds = 0;
  #toldAt = Number.NEGATIVE_INFINITY;
  #note: string | undefined;

  constructor(name: StageName, now: () => number, onProgress: OnProgress) {
    this.#name = name;
    this.#now = now;
    this.#onProgress = onProgress;
  }

  /** Times `work`; stages that take turns each count only their own time. */
  async time<T>(work: () => T | Promise<T>): Promise<T> {
    const start = this.#now();
    try {
      return await work();
    } finally {
      this.#milliseconds += this.#now() - start;
    }
  }

  /** Goes through `source`, timing only the wait for it, and closes it whatever happens. */
  async *timed<T>(source: AsyncIterable<T>): AsyncGenerator<T, void, undefined> {
    const items = source[Symbol.asyncIterator]();
    try {
      for (;;) {
        const next = await this.time(() => items.next());
        if (next.done === true) return;
        yield next.value;
      }
    } finally {
      await items.return?.();
    }
  }

  count(read: number, made: number = read): void {
    this.#in += read;
    this.#out += made;
  }

  skip(reason: string, n = 1): void {
    this.#skipped[reason] = (this.#skipped[reason] ?? 0) + n;
  }

  /** Tells the listener at most ten times a second, and always at the end or what another note says. Time left comes from the rate since `startedAt`. */
  tell(done: number, total?: number, startedAt?: number, note?: string): void {
    const now = this.#now();
    if (now - this.#toldAt < 100 && done !== total && note === this.#note) return;
    this.#toldAt = now;
    this.#note = note;
    const left = total !== undefined && startedAt !== undefined && done > 0 ? ((now - startedAt) * (total - done)) / done : undefined;
    this.#onProgress({
      stage: this.#name,
      done,
      ...(total === undefined ? {} : { total }),
      ...(left === undefined ? {} : { left }),
      ...(note === undefined ? {} : { note }),
    });
  }

  report(): StageReport {
    return { stage: this.#name, in: this.#in, out: this.#out, skipped: this.#skipped, milliseconds: Math.round(this.#milliseconds) };
  }
}
