import { FrameReader, FrameWriter } from '../../protocol/frames.ts';
import { type PanelMethod, type PanelParams, PANEL_REQUESTS, type PanelReply, type ToPanel, toPanel } from '../../protocol/panel.ts';
import { check } from '../../protocol/rpc.ts';

/** A refusal of the editor: `message` is for the user, in their language. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly reason: string;
  constructor(reason: string, message: string) {
    super(message);
    this.reason = reason;
  }
}

export type PanelNotice = Extract<ToPanel, { readonly notice: string }>;

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Requests from the panel to the editor, and what the editor says unasked. */
export class Channel {
  readonly #post: (frame: unknown) => void;
  readonly #notice: (notice: PanelNotice) => void;
  readonly #writer = new FrameWriter();
  readonly #reader = new FrameReader();
  readonly #waiting = new Map<number, Waiting>();
  // Apart from those of the page that was here before: an answer to it may still come.
  #next = Date.now() * 1000;

  constructor(post: (frame: unknown) => void, notice: (notice: PanelNotice) => void) {
    this.#post = post;
    this.#notice = notice;
  }

  /** @throws Refused with the editor's words; an AbortError once `signal` aborts. */
  async request<M extends PanelMethod>(method: M, params: PanelParams<M>, signal?: AbortSignal): Promise<PanelReply<M>> {
    signal?.throwIfAborted();
    const id = this.#next++;
    const { promise, resolve, reject } = promiseParts();
    const abort = (): void => {
      this.#send({ cancel: id });
      reject(signal?.reason as Error);
    };
    this.#waiting.set(id, { resolve, reject });
    signal?.addEventListener('abort', abort, { once: true });
    this.#send({ id, method, params });
    try {
      return check(PANEL_REQUESTS[method].reply, await promise, `${method} reply`);
    } finally {
      this.#waiting.delete(id);
      signal?.removeEventListener('abort', abort);
    }
  }

  /** Takes what came through the editor's channel. @throws where it is not ours. */
  receive(frame: unknown): void {
    const whole = this.#reader.read(frame);
    if (!whole) return;
    const message = check(toPanel, whole.message, 'editor message');
    if ('notice' in message) return this.#notice(message);
    const waiting = this.#waiting.get(message.id);
    // Absent: its caller has gone on.
    if ('error' in message) waiting?.reject(new Refused(message.error.reason, message.error.message));
    else waiting?.resolve(message.value);
  }

  #send(message: unknown): void {
    for (const frame of this.#writer.frames(message)) this.#post(frame);
  }
}

function promiseParts(): Waiting & { readonly promise: Promise<unknown> } {
  let resolve: Waiting['resolve'] = () => {};
  let reject: Waiting['reject'] = () => {};
  const promise = new Promise<unknown>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
