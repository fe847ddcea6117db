import type { CodeHost } from '../mine/host/host.ts';
import { messageTable, sayer } from '../util/messages.ts';
import type { Hosts } from '../mine/host/hosts.ts';
import type { Pipeline } from './open.ts';
import type { Run } from './run.ts';

export const MESSAGES = messageTable({
  en: { wait: '{host} asks to wait {seconds} s' },
  'zh-cn': { wait: '{host} 要求等待 {seconds} 秒' },
});

/** The code hosts of one run, each connected when it is first needed. One that cannot be asked is warned of, once. */
class Connections {
  readonly #pipeline: Pipeline;
  readonly #hosts: Hosts;
  readonly #run: Run;
  readonly #connected = new Map<string, Promise<CodeHost | undefined>>();

  constructor(pipeline: Pipeline, hosts: Hosts, run: Run) {
    this.#pipeline = pipeline;
    this.#hosts = hosts;
    this.#run = run;
  }

  to(host: string): Promise<CodeHost | undefined> {
    const known = this.#connected.get(host) ?? this.#connect(host);
    this.#connected.set(host, known);
    return known;
  }

  async #connect(host: string): Promise<CodeHost | undefined> {
    const { ctx, options } = this.#pipeline;
    const access = await this.#hosts.access(host);
    if (!access.ok) {
      warn(this.#run, access.error.in(options.locale));
      return undefined;
    }
    const waits = (ms: number): void =>
      this.#run
        .stage('pulls')
        .tell(0, undefined, undefined, sayer(MESSAGES, options.locale)('wait', { host, seconds: Math.ceil(ms / 1000) }));
    const connected = await this.#hosts.connect({ access: access.value, now: ctx.now, signal: ctx.signal, waits });
    this.#run.connected.push(connected);
    return connected;
  }
}

const connected = new WeakMap<Run, Connections>();

/** The same for all of a run, so that each host's token is looked for once. */
export function connectionsOf(pipeline: Pipeline, hosts: Hosts, run: Run): Connections {
  const known = connected.get(run) ?? new Connections(pipeline, hosts, run);
  connected.set(run, known);
  return known;
}

/** Once, however often it is met. */
export const warn = ({ warnings }: Run, message: string): void => void (warnings.includes(message) || warnings.push(message));
