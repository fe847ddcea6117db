import { createHash, hash, type Hash } from 'node:crypto';

/** Bytes kept of one token's head, and of its tail where it is longer. */
export const TOKEN_KEPT = 64 << 10;

/** What stood between two NULs. Past `TOKEN_KEPT` bytes only head and tail are kept; `length` and `sha256` are of the whole. */
export interface Token {
  readonly head: Buffer;
  /** The last bytes of a token that did not fit into `head`; may overlap it. */
  readonly tail?: Buffer;
  readonly length: number;
  sha256(): string;
}

/**
 * Cuts a stream at its NULs, whatever the chunks are. A token of any size takes at most 192 KiB here:
 * a message of 100 MB is hashed as it passes.
 */
export class TokenReader {
  #parts: Buffer[] = [];
  #length = 0;
  #long: LongToken | undefined;

  /** Calls `visit` for each token that ends in `chunk`. Its bytes are only valid until the next push. */
  push(chunk: Buffer, visit: (token: Token) => void): void {
    let from = 0;
    for (;;) {
      const to = chunk.indexOf(0, from);
      if (to < 0) break;
      const piece = chunk.subarray(from, to);
      from = to + 1;
      visit(this.#length === 0 ? shortToken(piece) : this.#finish(piece));
    }
    if (from < chunk.length) this.#keep(chunk.subarray(from));
  }

  /** Drops `text` if what stands after the last NUL begins with it. */
  takePending(text: string): boolean {
    if (this.#length < text.length || this.#long !== undefined) return false;
    const held = Buffer.concat(this.#parts);
    if (!held.toString('latin1', 0, text.length).startsWith(text)) return false;
    this.#parts = [held.subarray(text.length)];
    this.#length -= text.length;
    return true;
  }

  /** Bytes after the last NUL: a stream that was cut. */
  get pending(): number {
    return this.#length;
  }

  #keep(piece: Buffer): void {
    this.#length += piece.length;
    if (this.#long !== undefined) this.#long.add(piece);
    else {
      this.#parts.push(piece);
      if (this.#length > TOKEN_KEPT) {
        this.#long = new LongToken(this.#parts);
        this.#parts = [];
      }
    }
  }

  #finish(piece: Buffer): Token {
    if (piece.length > 0) this.#keep(piece);
    const token = this.#long?.end() ?? shortToken(Buffer.concat(this.#parts));
    this.#parts = [];
    this.#length = 0;
    this.#long = undefined;
    return token;
  }
}

function shortToken(bytes: Buffer): Token {
  if (bytes.length <= TOKEN_KEPT) return new ShortToken(bytes);
  return new LongToken([bytes]).end();
}

class ShortToken implements Token {
  readonly head: Buffer;
  constructor(bytes: Buffer) {
    this.head = bytes;
  }
  get length(): number {
    return this.head.length;
  }
  sha256(): string {
    return hash('sha256', this.head, 'hex');
  }
}

class LongToken {
  readonly #hash: Hash = createHash('sha256');
  #head: Buffer;
  #tail: Buffer = Buffer.alloc(0);
  #length = 0;

  constructor(parts: readonly Buffer[]) {
    this.#head = Buffer.concat(parts).subarray(0, TOKEN_KEPT);
    for (const part of parts) this.add(part);
  }

  add(piece: Buffer): void {
    this.#length += piece.length;
    this.#hash.update(piece);
    const joined = piece.length >= TOKEN_KEPT ? piece : Buffer.concat([this.#tail, piece]);
    // A copy, so that no chunk is kept alive by its last bytes.
    this.#tail = joined.length > TOKEN_KEPT ? Buffer.from(joined.subarray(-TOKEN_KEPT)) : joined;
  }

  end(): Token {
    const digest = this.#hash.digest('hex');
    return { head: this.#head, tail: this.#tail, length: this.#length, sha256: () => digest };
  }
}
