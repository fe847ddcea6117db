import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { attributesOf } from '../../src/normalize/attributes.ts';
import { dominant, noiseOfFile } from '../../src/normalize/files.ts';
import { pathPattern, wildcard } from '../../src/normalize/glob.ts';
import { processorMs } from '../support/processor.ts';

test('.gitattributes decides in both directions', () => {
  const attributes = attributesOf([
    {
      dir: '',
      text: [
        '# comment',
        '*.sql linguist-generated',
        'vendor/ours/** -linguist-vendored text=auto',
        '/api/*.ts linguist-generated=true',
        'package-lock.json linguist-generated=false',
        '"a b.ts" linguist-vendored',
        '!x.ts linguist-generated',
        'dir/ linguist-generated',
        '[attr]gen linguist-generated',
        'docs/** linguist-documentation',
      ].join('\n'),
    },
    { dir: 'db', text: '*.sql -linguist-generated\nold.sql !linguist-generated' },
  ]);
  const reason = (path: string): string | undefined => noiseOfFile(path, attributes)?.detail;
  assert.equal(reason('a/b.sql'), '.gitattributes: linguist-generated');
  assert.equal(reason('db/b.sql'), undefined);
  assert.equal(reason('db/old.sql'), undefined);
  assert.equal(reason('vendor/ours/a/b.go'), undefined);
  assert.equal(reason('vendor/theirs/b.go'), "in vendor/ (linguist's vendored folders)");
  assert.equal(reason('api/x.ts'), '.gitattributes: linguist-generated');
  assert.equal(reason('web/api/x.ts'), undefined);
  assert.equal(reason('package-lock.json'), undefined);
  assert.equal(reason('a b.ts'), '.gitattributes: linguist-vendored');
  assert.equal(reason('x.ts'), undefined);
  assert.equal(reason('dir/x.ts'), undefined);
  assert.deepEqual(attributes.get('docs/a.md'), { documentation: true });
  assert.equal(attributesOf([]).get('a'), undefined);
});

test('a map of paths serves as well', () => {
  assert.equal(noiseOfFile('dist/a.js', new Map([['dist/a.js', { generated: false }]])), undefined);
  assert.equal(noiseOfFile('dist/a.js', undefined)?.reason, 'generated');
});

test('patterns are gitignore’s', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['**/gen/*.go', 'gen/a.go', true],
    ['**/gen/*.go', 'a/b/gen/a.go', true],
    ['**/gen/*.go', 'a/gen/b/a.go', false],
    ['a/**', 'a/b/c', true],
    ['a/**', 'a', false],
    ['a/**/b', 'a/b', true],
    ['a/**/b', 'a/x/y/b', true],
    ['a/*/b', 'a/x/y/b', false],
    ['a/[!b]c', 'a/xc', true],
    ['a/[b-d]c', 'a/cc', true],
    ['a/[b-d]c', 'a/ec', false],
    ['a/?.ts', 'a/b.ts', true],
    ['a/\\*.ts', 'a/b.ts', false],
    ['a/\\*.ts', 'a/*.ts', true],
  ];
  for (const [pattern, path, expected] of cases) assert.equal(pathPattern(pattern)(path), expected, `${pattern} ${path}`);
});

test('no pattern takes long, and none throws', () => {
  const started = processorMs();
  assert.equal(wildcard('*a'.repeat(500))('a'.repeat(2_000)), true);
  assert.equal(pathPattern('**/a/'.repeat(200) + 'b')('a/'.repeat(800)), false);
  assert.ok(processorMs() - started < 1_000);
  fc.assert(fc.property(fc.string(), fc.string(), (pattern, path) => typeof pathPattern(pattern)(path) === 'boolean'));
  fc.assert(
    fc.property(
      fc.string().filter((s) => !/[*?[\\]/.test(s)),
      (plain) => wildcard(plain)(plain),
    ),
  );
});

test('the reason most lines have dominates; files where no lines are counted', () => {
  const file = (path: string, added: number | null) => ({ path, status: 'M' as const, added, deleted: added === null ? null : 0 });
  const of = (files: readonly ReturnType<typeof file>[]) =>
    dominant(
      files,
      files.map((f) => noiseOfFile(f.path, undefined)),
    )?.reason;
  assert.equal(of([file('yarn.lock', 10), file('dist/a.js', 500), file('go.sum', 5)]), 'generated');
  assert.equal(of([file('yarn.lock', null), file('dist/a.js', null), file('go.sum', null)]), 'lock-file');
  assert.equal(of([file('src/a.ts', 1)]), undefined);
});
