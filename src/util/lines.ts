/**
 * Lines of a stream of UTF-8, without its byte order mark. They end at U+000A only: `node:readline` also ends them at U+2028, which JSON strings
 * may hold.
 */
export async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    // Of a line of many chunks each is looked at once.
    const [end = '', ...more] = decoder.decode(chunk, { stream: true }).split('\n');
    rest += end;
    for (const next of more) {
      yield rest;
      rest = next;
    }
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
