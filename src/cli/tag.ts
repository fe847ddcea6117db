import { addAbortSignal } from 'node:stream';
import { TrackRecordError } from '../domain/result.ts';
import { ownName, tagLine } from '../export/jsonl.ts';
import { tagAll, type TaggedLine } from '../pipeline/tag-all.ts';
import { parseTagRequest } from '../pipeline/tagger.ts';
import { linesOf } from '../util/lines.ts';
import { type Command, withPipeline } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { counted, printJsonl, say } from './terminal.ts';

/** What stands in the output where a line of the input could not be read. */
interface Refused {
  /** As far as it could be read. */
  readonly id: string | null;
  readonly error: { readonly line: number; readonly message: string };
}

interface TagCommandOptions extends CommonOptions {
  readonly explain?: boolean;
  readonly textOnly?: boolean;
}

/**
 * One JSON object a line in, one out, in the same order; as many as there are, a few thousand in memory. A line that cannot be read is
 * answered by an `error`, and the rest goes on.
 * @throws TrackRecordError `bad-lines` at the end, where there were such.
 */
export async function tag(command: Command, { explain = false, textOnly = false }: TagCommandOptions): Promise<void> {
  await withPipeline(command, async (pipeline) => {
    if (process.stdin.isTTY) say('Reading contributions from standard input, one JSON object a line; end with Ctrl-D.');
    const input = new TagLines(command.signal);
    await printJsonl(answers(input, tagAll(pipeline, input.read(), { explain, view: textOnly ? 'text' : 'both' })));
    if (input.refusals > 0)
      throw new TrackRecordError('bad-lines', `${counted(input.refusals, 'line')} of the input could not be read; the others were tagged.`);
  });
}

/** The input, cut into what can be tagged and what has to be answered by an error. */
class TagLines {
  readonly #signal: AbortSignal;
  #taken = 0;
  #waiting: { readonly after: number; readonly refused: Refused }[] = [];
  refusals = 0;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  async *read() {
    let line = 0;
    for await (const text of linesOf(addAbortSignal(this.#signal, process.stdin))) {
      line++;
      if (text.trim() === '') continue;
      const request = this.#parsed(text, line);
      if (request === undefined) continue;
      this.#taken++;
      yield request;
    }
  }

  /** Those that stood before the contribution that is the `done`th, from 0, to be answered. */
  *due(done: number): Generator<Refused> {
    while ((this.#waiting[0]?.after ?? Number.POSITIVE_INFINITY) <= done) {
      const next = this.#waiting.shift();
      if (next) yield next.refused;
    }
  }

  #parsed(text: string, line: number) {
    try {
      return parseTagRequest(text, line);
    } catch (error) {
      if (!(error instanceof TrackRecordError)) throw error;
      this.refusals++;
      this.#waiting.push({ after: this.#taken, refused: { id: idIn(text), error: { line, message: error.message } } });
      say(`error: ${error.message}`);
      return undefined;
    }
  }
}

async function* answers(input: TagLines, results: AsyncIterable<TaggedLine>) {
  let done = 0;
  for await (const { id, tags, own = [], explanations = {} } of results) {
    yield* input.due(done++);
    const lines = Object.values(tags).map((value) => [value.family, tagLine(value, explanations[value.family])]);
    const further = own.map((tag) => [ownName(tag), tagLine(tag)]);
    yield { id, tags: Object.fromEntries(lines), ...(further.length > 0 ? { own: Object.fromEntries(further) } : {}) };
  }
  yield* input.due(done);
}

function idIn(text: string): string | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string' ? value.id : null;
  } catch {
    return null;
  }
}
