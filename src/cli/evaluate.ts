import { createReadStream } from 'node:fs';
import { addAbortSignal } from 'node:stream';
import { TrackRecordError } from '../domain/result.ts';
import { evaluate, type LabelledInput, parseLabelled } from '../pipeline/evaluate.ts';
import { evaluationText } from '../pipeline/evaluation-text.ts';
import { linesOf } from '../util/lines.ts';
import { whyNot } from './files.ts';
import { type Command, withPipeline } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { counted, say } from './terminal.ts';

interface EvaluateOptions extends CommonOptions {
  readonly args: readonly string[];
  readonly json?: boolean;
}

/**
 * How often the tagger is right on contributions whose label is known, as tables in Markdown or as JSON.
 * @throws TrackRecordError `bad-lines` at the end, where lines could not be read; `unreadable-input`, `no-input`.
 */
export async function evaluateCommand(command: Command, { args, json = false }: EvaluateOptions): Promise<void> {
  await withPipeline(command, async (pipeline) => {
    const { given, refused } = await readAll(args[0], command.signal);
    if (given.length === 0) {
      throw new TrackRecordError(
        'no-input',
        'There is nothing to evaluate on. Give one JSON object a line, as for tag, each with a "label".',
      );
    }
    const evaluations = await evaluate(pipeline, given);
    process.stdout.write(json ? `${JSON.stringify(evaluations, undefined, 2)}\n` : `${evaluations.map(evaluationText).join('\n')}\n`);
    if (refused > 0) {
      throw new TrackRecordError('bad-lines', `${counted(refused, 'line')} of the input could not be read; the others were evaluated.`);
    }
  });
}

async function readAll(file: string | undefined, signal: AbortSignal) {
  if (file === undefined && process.stdin.isTTY) say('Reading labelled contributions from standard input; end with Ctrl-D.');
  const input = file === undefined ? process.stdin : createReadStream(file);
  const given: LabelledInput[] = [];
  let [line, refused] = [0, 0];
  try {
    for await (const text of linesOf(addAbortSignal(signal, input))) {
      line++;
      if (text.trim() === '') continue;
      try {
        given.push(parseLabelled(text, line));
      } catch (error) {
        if (!(error instanceof TrackRecordError)) throw error;
        refused++;
        say(`error: ${error.message}`);
      }
    }
  } catch (cause) {
    signal.throwIfAborted();
    if (file === undefined || cause instanceof TrackRecordError) throw cause;
    throw new TrackRecordError('unreadable-input', `${file} could not be read: ${whyNot(cause)}.`, { cause });
  }
  return { given, refused };
}
