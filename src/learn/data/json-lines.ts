import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { TrackRecordError } from '../../domain/result.ts';
import { linesOf } from '../../util/lines.ts';

/**
 * Objects of a JSON Lines file, gzipped where its name says so.
 * @throws TrackRecordError `bad-data` with the line that is not an object.
 */
export async function* jsonLines(file: string): AsyncGenerator<Readonly<Record<string, unknown>>> {
  let number = 0;
  for await (const line of linesOf(bytesOf(file))) {
    number++;
    if (line.trim() !== '') yield parsed(line, `${file}:${number}`);
  }
}

async function* bytesOf(file: string): AsyncGenerator<Buffer> {
  const raw = createReadStream(file);
  if (!file.endsWith('.gz')) {
    yield* raw;
    return;
  }
  const plain = createGunzip();
  const fed = pipeline(raw, plain);
  fed.catch(() => {}); // reading `plain` fails with the same error
  yield* plain;
  await fed;
}

function parsed(line: string, where: string): Readonly<Record<string, unknown>> {
  let cause: unknown;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.fromEntries(Object.entries(value));
  } catch (error) {
    cause = error;
  }
  throw new TrackRecordError('bad-data', `${where} is not a JSON object: the file is cut short or of another kind.`, { cause });
}
