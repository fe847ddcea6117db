import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const REVISION = 'a'.repeat(40);

export interface HubOptions {
  readonly id: string;
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  readonly license?: string;
  readonly architectures?: readonly string[];
}

export interface FakeHub {
  readonly base: string;
  /** Method, path and range of each request, in their order. */
  readonly asked: string[];
  /** Authorization of each. */
  readonly tokens: (string | undefined)[];
  /** Answers instead of the hub where it returns true. */
  intercept: ((request: IncomingMessage, response: ServerResponse, file: Buffer | undefined) => boolean) | undefined;
  close(): Promise<void>;
}

const bytesOf = (content: string | Uint8Array): Buffer => Buffer.from(content as Uint8Array);
const LARGE = 200;

/**
 * A server that answers as the hub does: a list of files with sizes and checksums (large ones by SHA-256, small ones by git's), the files with
 * a redirect for large ones, and ranges.
 */
export async function fakeHub({ id, files, license = 'mit', architectures }: HubOptions): Promise<FakeHub> {
  const content = new Map(Object.entries(files).map(([name, file]) => [name, bytesOf(file)]));
  const siblings = [...content].map(([rfilename, file]) => {
    const blobId = createHash('sha1').update(`blob ${file.length}\0`).update(file).digest('hex');
    const lfs = { sha256: createHash('sha256').update(file).digest('hex'), size: file.length, pointerSize: 134 };
    return { rfilename, size: file.length, blobId, ...(file.length > LARGE ? { lfs } : {}) };
  });
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    hub.asked.push([pathname, request.headers.range].filter((part) => part !== undefined).join(' '));
    hub.tokens.push(request.headers.authorization);
    const name = pathname.split(`/${REVISION}/`)[1];
    const file = name === undefined ? undefined : content.get(name);
    if (hub.intercept?.(request, response, file)) return;
    if (pathname === `/api/models/${id}`) {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ id, sha: REVISION, siblings, cardData: { license }, ...(architectures ? { config: { architectures } } : {}) }),
      );
    } else if (file && pathname.startsWith(`/${id}/resolve/`) && file.length > LARGE) {
      response.writeHead(302, { location: `/cdn/${REVISION}/${name}` }).end();
    } else if (file) sendFile(request, response, file);
    else response.writeHead(404).end('Repository not found');
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const hub: FakeHub = {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    tokens: [],
    intercept: undefined,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return hub;
}

export function sendFile(request: IncomingMessage, response: ServerResponse, file: Buffer): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
  const headers = { 'content-length': file.length - from, etag: '"x"', 'accept-ranges': 'bytes' };
  if (from > 0) response.writeHead(206, { ...headers, 'content-range': `bytes ${from}-${file.length - 1}/${file.length}` });
  else response.writeHead(200, headers);
  response.end(file.subarray(from));
}
