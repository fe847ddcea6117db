import { deserialize, serialize } from 'node:v8';
import { AbstractMessageReader, AbstractMessageWriter, Disposable } from 'vscode-jsonrpc/node';
import type { DataCallback, Message, MessageReader, MessageWriter } from 'vscode-jsonrpc/node';

/** No message between the processes is larger, bytes: a larger one holds up everything behind it, at both ends. */
export const MAX_MESSAGE = 256 * 1024;
/** Room for the frame's own fields. */
const FRAME = MAX_MESSAGE - 1024;

/** One message, or a part of one too large to be sent whole. */
interface Frame {
  readonly id: number;
  readonly index: number;
  readonly of: number;
  readonly bytes: Uint8Array;
}

/** The half of a process, or of a child process, that carries messages. Both must have been made with `serialization: 'advanced'`. */
export interface Channel {
  send?(message: Frame, handle?: undefined, options?: undefined, done?: (error: Error | null) => void): boolean;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  on(event: 'disconnect', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'message', listener: (message: unknown) => void): unknown;
}

/** Writes JSON-RPC messages as frames of at most `MAX_MESSAGE` bytes; between the frames of a large one others go through. */
export class IpcWriter extends AbstractMessageWriter implements MessageWriter {
  readonly #channel: Channel;
  #next = 0;

  constructor(channel: Channel) {
    super();
    this.#channel = channel;
    channel.on('error', (error) => this.fireError(error));
    channel.on('disconnect', () => this.fireClose());
  }

  async write(message: Message): Promise<void> {
    const bytes = serialize(message);
    const id = this.#next++;
    const of = Math.max(1, Math.ceil(bytes.length / FRAME));
    try {
      for (let index = 0; index < of; index++)
        await this.#send({ id, index, of, bytes: bytes.subarray(index * FRAME, (index + 1) * FRAME) });
    } catch (error) {
      this.fireError(error, message, 1);
      throw error;
    }
  }

  end(): void {}

  #send(frame: Frame): Promise<void> {
    return new Promise((resolve, reject) => {
      if (!this.#channel.send) reject(new Error('the channel between the editor and its engine is closed'));
      else this.#channel.send(frame, undefined, undefined, (error) => (error ? reject(error) : resolve()));
    });
  }
}

/** Puts the frames together again. */
export class IpcReader extends AbstractMessageReader implements MessageReader {
  readonly #channel: Channel;
  readonly #parts = new Map<number, Uint8Array[]>();

  constructor(channel: Channel) {
    super();
    this.#channel = channel;
    channel.on('error', (error) => this.fireError(error));
    channel.on('disconnect', () => this.fireClose());
  }

  listen(callback: DataCallback): Disposable {
    const receive = (frame: unknown): void => {
      if (!isFrame(frame)) return this.fireError(new Error('something else than a frame came through the channel'));
      const bytes = frame.of === 1 ? frame.bytes : this.#whole(frame);
      if (bytes) callback(deserialize(bytes) as Message);
    };
    this.#channel.on('message', receive);
    return Disposable.create(() => this.#channel.off('message', receive));
  }

  #whole(frame: Frame): Uint8Array | undefined {
    const parts = this.#parts.get(frame.id) ?? [];
    parts.push(frame.bytes);
    if (parts.length < frame.of) {
      this.#parts.set(frame.id, parts);
      return undefined;
    }
    this.#parts.delete(frame.id);
    return Buffer.concat(parts);
  }
}

function isFrame(value: unknown): value is Frame {
  return typeof value === 'object' && value !== null && 'bytes' in value && value.bytes instanceof Uint8Array && 'of' in value;
}
