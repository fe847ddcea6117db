/** A message between the editor and its panel is at most so many UTF-16 units: 240 KB in UTF-8 at worst. */
const FRAME_UNITS = 80_000;

/** A part of a message as JSON. */
export interface TextFrame {
  readonly id: number;
  readonly index: number;
  readonly of: number;
  readonly text: string;
}

/** Messages as JSON in frames; large ones in several, so that none holds up what comes after it. */
export class FrameWriter {
  #next = 0;

  *frames(message: unknown): Generator<TextFrame> {
    const json = JSON.stringify(message);
    const id = this.#next++;
    const of = Math.max(1, Math.ceil(json.length / FRAME_UNITS));
    for (let index = 0; index < of; index++) yield { id, index, of, text: json.slice(index * FRAME_UNITS, (index + 1) * FRAME_UNITS) };
  }
}

/** Puts frames together again, in whatever order whole messages are mixed. */
export class FrameReader {
  readonly #parts = new Map<number, string[]>();

  /** The message once its last frame is there. @throws SyntaxError on what is no frame, or no JSON. */
  read(frame: unknown): { readonly message: unknown } | undefined {
    if (!isFrame(frame)) throw new SyntaxError('not a frame');
    if (frame.of === 1) return { message: JSON.parse(frame.text) as unknown };
    const parts = this.#parts.get(frame.id) ?? [];
    parts.push(frame.text);
    this.#parts.set(frame.id, parts);
    if (parts.length < frame.of) return undefined;
    this.#parts.delete(frame.id);
    return { message: JSON.parse(parts.join('')) as unknown };
  }
}

function isFrame(value: unknown): value is TextFrame {
  return (
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'of' in value &&
    typeof value.of === 'number' &&
    'id' in value
  );
}
