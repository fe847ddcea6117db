import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import * as fc from 'fast-check';
import { DIFF_ARGUMENTS, FIELD_NAMES, FIELDS, LOG_ARGUMENTS } from '../../../src/mine/git/format.ts';
import { DiffTreeParser, LogParser } from '../../../src/mine/git/parse.ts';
import { TOKEN_KEPT, TokenReader } from '../../../src/mine/git/tokens.ts';
import { ADA, BOB, build, cleanEnvironment, scratch } from '../../support/repos.ts';
import { open, readLines, readLog } from './support.ts';

const MARK = '.\n';

/** `bytes` in pieces that end at `cuts` (fractions of the whole). */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
  const ends = [...new Set([...cuts.map((cut) => Math.floor(cut * bytes.length)), bytes.length])].sort((a, b) => a - b);
  return ends.map((end, at) => bytes.subarray(at === 0 ? 0 : ends[at - 1], end));
}

const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 });
/** Any bytes but NUL. */
const field = (maxLength = 40): fc.Arbitrary<Buffer> => fc.uint8Array({ min: 1, maxLength }).map((bytes) => Buffer.from(bytes));
const sha = fc.uint8Array({ minLength: 20, maxLength: 20 }).map((bytes) => Buffer.from(bytes).toString('hex'));

describe('golden files', () => {
  /** What git wrote is kept beside what is read from it, so that a change of either shows. `UPDATE_GOLDEN=1` writes both anew. */
  const golden = (t: TestContext, name: string, args: readonly string[], read: (bytes: Buffer) => unknown): void => {
    const file = (ending: string): string => path.join(import.meta.dirname, '../../golden/mine', `${name}.${ending}`);
    if (process.env['UPDATE_GOLDEN']) {
      const repo = build(path.join(scratch(t), 'repo.git'), COMMITS, { bare: true });
      const input = args[0] === 'log' ? 'main\n' : `${repo.shas.join('\n')}\n${MARK}`;
      const done = spawnSync('git', [...args, '--'], { cwd: repo.path, env: cleanEnvironment(), input });
      assert.equal(done.status, 0, done.stderr.toString());
      writeFileSync(file('bin'), done.stdout);
      writeFileSync(file('json'), `${JSON.stringify(read(done.stdout), undefined, 2)}\n`);
    }
    assert.deepEqual(JSON.parse(JSON.stringify(read(readFileSync(file('bin'))))), JSON.parse(readFileSync(file('json'), 'utf8')));
  };

  const readDiffs = (bytes: Buffer): unknown => new DiffTreeParser(MARK, { blobs: true, uncounted: true }).push(bytes);

  it('log', (t) => golden(t, 'log', ['log', '--stdin', ...LOG_ARGUMENTS], (bytes) => new LogParser().push(bytes)));
  it('names', (t) =>
    golden(t, 'names', ['diff-tree', '--stdin', '--always', '--root', '-z', '--raw', '-M100%', ...DIFF_ARGUMENTS], readDiffs));
  it('lines', (t) =>
    golden(t, 'lines', ['diff-tree', '--stdin', '--always', '--root', '-z', '--raw', '--numstat', '-M', ...DIFF_ARGUMENTS], readDiffs));
  it('words', (t) =>
    golden(
      t,
      'words',
      ['diff-tree', '--stdin', '--always', '--root', '-z', '--raw', '--numstat', '-w', '--ignore-blank-lines', ...DIFF_ARGUMENTS],
      readDiffs,
    ));
});

const LONG = Array.from({ length: 20 }, (_, line) => `line ${line}\n`).join('');
const COMMITS = [
  { message: 'first\n', files: { a: LONG, 'dir/b': 'b\n', picture: Buffer.from([0, 1]) } },
  {
    message: 'fix(x): second\n\nWhy.\n\nCo-authored-by: Bob Example <bob@example.com>\n',
    author: { ...BOB, at: -1, zone: '-0330' },
    committer: ADA,
    files: { 'dir/b': '  b\n\n', picture: Buffer.from([0, 2]), 'new\nline\t"x"': 'x' },
    renames: [['a', 'moved']] as const,
  },
  { message: Buffer.from('gr\xfc\xdfe \xff\n', 'latin1'), files: { moved: `${LONG}more\n`, copy: LONG, 'dir/b': null } },
  { message: '', files: [[Buffer.from('caf\xe9', 'latin1'), 'x\n']] as const, ref: 'refs/heads/side', parents: [0] },
  { message: 'merge\n', parents: [2, 3] },
];

describe('framing', () => {
  it('reads the same from chunks cut anywhere', () => {
    const commit = fc.record({ sha, fields: fc.array(field(), { minLength: FIELD_NAMES.length - 1, maxLength: FIELD_NAMES.length - 1 }) });
    fc.assert(
      fc.property(fc.array(commit, { maxLength: 5 }), cuts, (commits, at) => {
        const bytes = Buffer.concat(
          commits.flatMap(({ sha, fields }) => [Buffer.from(sha), ...fields].flatMap((part) => [part, Buffer.from([0])])),
        );
        const parser = new LogParser();
        const cut = pieces(bytes, at).flatMap((piece) => parser.push(piece));
        parser.end();
        assert.deepEqual(cut, new LogParser().push(bytes));
        assert.deepEqual(
          cut.map((header) => header.sha),
          commits.map(({ sha }) => sha),
        );
        const names = FIELD_NAMES.indexOf('authorName') - 1;
        assert.deepEqual(
          cut.map((header) => header.authorName),
          commits.map(({ fields }) => fields[names]?.toString()),
        );
      }),
    );
  });

  it('refuses a stream that ends in a commit, or begins elsewhere', () => {
    const short = new LogParser();
    short.push(Buffer.from(`${'a'.repeat(40)}\0`));
    assert.throws(() => short.end(), { reason: 'log-malformed' });
    assert.throws(() => new LogParser().push(Buffer.from('hello\0')), { reason: 'log-malformed' });
    assert.throws(() => new DiffTreeParser(MARK).push(Buffer.from('hello\0')), { reason: 'log-malformed' });
  });

  it('reads diffs of any paths from chunks cut anywhere, and every mark', () => {
    const name = fc.oneof(
      field().filter((bytes) => bytes.length > 0),
      fc.constantFrom('.\n', ':100644', '1\t2\tx', 'a'.repeat(40), '\n', MARK.repeat(3)).map((text) => Buffer.from(text)),
    );
    const count = fc.option(fc.nat(), { nil: null });
    const file = fc.record({ name, from: fc.option(name, { nil: undefined }), added: count, deleted: count });
    const unique = fc.uniqueArray(file, { selector: (one) => one.name.toString('latin1'), maxLength: 4 });
    const request = fc.array(fc.record({ sha, files: unique }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(request, { maxLength: 4 }), cuts, (requests, at) => {
        const bytes = Buffer.concat(requests.flatMap((commits) => [...commits.flatMap(written), Buffer.from(MARK)]));
        const parser = new DiffTreeParser(MARK);
        const read = pieces(bytes, at).flatMap((piece) => parser.push(piece));
        assert.deepEqual(
          read.map((one) => (one === 'mark' ? one : { sha: one.sha, files: one.files })),
          requests.flatMap((commits) => [...commits.map(expected), 'mark']),
        );
      }),
    );
  });

  type DiffCase = {
    readonly sha: string;
    readonly files: readonly { name: Buffer; from: Buffer | undefined; added: number | null; deleted: number | null }[];
  };

  function written({ sha, files }: DiffCase): Buffer[] {
    const nul = Buffer.from([0]);
    const raw = files.flatMap(({ name, from }) => [
      Buffer.from(`:100644 100644 ${sha} ${sha} ${from === undefined ? 'M' : 'R090'}\0`),
      ...(from === undefined ? [] : [from, nul]),
      name,
      nul,
    ]);
    const counts = files.flatMap(({ name, from, added, deleted }) => [
      Buffer.from(`${added ?? '-'}\t${deleted ?? '-'}\t`),
      ...(from === undefined ? [] : [nul, from, nul]),
      name,
      nul,
    ]);
    return [Buffer.from(`${sha}\0`), ...raw, ...counts];
  }

  const expected = ({ sha, files }: DiffCase): unknown => ({
    sha,
    files: files.map(({ name, from, added, deleted }) => ({
      path: name.toString(),
      ...(from !== undefined && { from: from.toString() }),
      status: from === undefined ? 'M' : 'R',
      added,
      deleted,
    })),
  });

  it('keeps head, tail, length and hash of tokens of any size', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3 * TOKEN_KEPT), { maxLength: 4 }), cuts, (sizes, at) => {
        const tokens = sizes.map((size, index) => Buffer.from(Array.from({ length: size }, (_, byte) => 1 + ((byte * 7 + index) % 255))));
        const reader = new TokenReader();
        const read: { head: string; tail: string; length: number; hash: string }[] = [];
        for (const piece of pieces(Buffer.concat(tokens.flatMap((token) => [token, Buffer.from([0])])), at)) {
          reader.push(piece, ({ head, tail = head, length, ...rest }) => {
            void rest;
            read.push({ head: head.toString('latin1'), tail: tail.toString('latin1'), length, hash: '' });
          });
        }
        assert.equal(reader.pending, 0);
        assert.deepEqual(
          read,
          tokens.map((token) => ({
            head: token.toString('latin1', 0, TOKEN_KEPT),
            tail: token.subarray(-TOKEN_KEPT).toString('latin1'),
            length: token.length,
            hash: '',
          })),
        );
      }),
      { numRuns: 20 },
    );
    const reader = new TokenReader();
    const long = Buffer.alloc(5 * TOKEN_KEPT + 3, 'abcdefg');
    for (const piece of pieces(Buffer.concat([long, Buffer.from([0])]), [0.1, 0.5, 0.9999])) {
      reader.push(piece, (token) => assert.equal(token.sha256(), hash('sha256', long)));
    }
  });

  it('cuts a long message between characters, and never past 64 KiB', () => {
    fc.assert(
      fc.property(fc.nat(3), fc.constantFrom('a', 'é', '漢', '😀', '\xff'), (offset, letter) => {
        const bytes = Buffer.concat([
          Buffer.alloc(offset, 'x'),
          Buffer.alloc(2 * TOKEN_KEPT, Buffer.from(letter, letter === '\xff' ? 'latin1' : 'utf8')),
        ]);
        const reader = new TokenReader();
        reader.push(Buffer.concat([bytes, Buffer.from([0])]), (token) => {
          const { text } = FIELDS.message.read(token);
          assert.ok(Buffer.byteLength(text) <= TOKEN_KEPT && Buffer.byteLength(text) > TOKEN_KEPT - 4);
          assert.equal(text.includes('\ufffd'), letter === '\xff');
        });
      }),
    );
  });
});

describe('a repository of anything', () => {
  const text = fc.oneof(
    field(200),
    fc.string({ unit: 'grapheme', maxLength: 60 }).map((one) => Buffer.from(one.replaceAll('\0', ''))),
  );
  const name = text.map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x0a && byte !== 0x3c && byte !== 0x3e)));
  /** What a tree can hold: no empty names, no `.` and `..`, no `.git`. */
  const segment = field(30)
    .map((bytes) => Buffer.from(bytes.filter((byte) => byte !== 0x2f)))
    .filter((bytes) => bytes.length > 0 && !/^\.{1,2}$|git/i.test(bytes.toString('latin1')));
  const commit = fc.record({
    message: fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    author: fc.record({ name, email: name, at: fc.integer({ min: -1_000_000, max: 4_000_000_000 }) }),
    file: fc.array(segment, { minLength: 1, maxLength: 3 }),
    content: fc.uint8Array({ min: 1, maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
  });

  it('comes back as it was put in', async (t) => {
    await fc.assert(
      fc.asyncProperty(fc.array(commit, { minLength: 1, maxLength: 25 }), async (commits) => {
        const repo = build(
          path.join(scratch(t), 'repo.git'),
          commits.map(({ message, author, file, content }, at) => ({
            message,
            author,
            files: [
              [
                Buffer.concat([Buffer.from(`${at}/`), ...file.flatMap((part, index) => (index === 0 ? [part] : [Buffer.from('/'), part]))]),
                content,
              ],
            ],
          })),
          { bare: true },
        );
        const repository = await open(t, repo.path);
        const log = new Map((await readLog(repository)).map((one) => [one.sha, one]));
        const lines = await readLines(repository, repo.shas);
        for (const [at, { message, author, file, content }] of commits.entries()) {
          const read = log.get(repo.shas[at] ?? '');
          const nul = message.indexOf(0);
          const kept = nul < 0 ? message : message.subarray(0, nul);
          assert.equal(read?.message, kept.toString().trimEnd());
          assert.equal(read?.messageHash, hash('sha256', kept));
          assert.equal(read?.author.at, author.at * 1000);
          assert.deepEqual(
            read?.files.map((one) => one.path),
            [`${at}/${file.map((part) => part.toString()).join('/')}`],
          );
          const newlines = content.filter((byte) => byte === 0x0a).length;
          assert.equal(lines.get(repo.shas[at] ?? '')?.files[0]?.added, newlines + (content.length > 0 && content.at(-1) !== 0x0a ? 1 : 0));
        }
      }),
      { numRuns: 8 },
    );
  });
});
