import { createInterface } from 'node:readline';
import { tagLine } from '../export/jsonl.ts';
import { parseTagRequest, tagAll } from '../pipeline/tagger.ts';
import { type Command, withPipeline } from './session.ts';
import type { CommonOptions } from './settings.ts';
import { printJsonl, say } from './terminal.ts';

/** One JSON object a line in, one out, in the same order; as many as there are, a few thousand in memory. */
export async function tag(command: Command, _options: CommonOptions): Promise<void> {
  await withPipeline(command, async (pipeline) => {
    if (process.stdin.isTTY) say('Reading contributions from standard input, one JSON object a line; end with Ctrl-D.');
    const results = tagAll(pipeline, requests());
    await printJsonl(printed(results));
  });
}

async function* requests() {
  let line = 0;
  for await (const text of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++;
    if (text.trim() !== '') yield parseTagRequest(text, line);
  }
}

async function* printed(results: ReturnType<typeof tagAll>) {
  for await (const { id, tags } of results) {
    yield { id, tags: Object.fromEntries(Object.entries(tags).map(([family, value]) => [family, tagLine(value)])) };
  }
}
