import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { FILE_KINDS, fileKind, fileNoise } from '../../src/domain/file-kind.ts';
import type { FileKind } from '../../src/domain/file-kind.ts';

const KINDS: Readonly<Record<FileKind, readonly string[]>> = {
  source: [
    'src/parser.ts',
    'src/latest.ts',
    'builtin/log.c',
    'lib/contest.py',
    'src/external/client.go',
    'src/manifest.rs',
    'packages/a/src/types.d.ts',
  ],
  test: [
    'src/parser.test.ts',
    'pkg/lexer_test.go',
    'test_parser.py',
    'src/ParserTest.java',
    'spec/models/user_spec.rb',
    't/t0001-init.sh',
    'playground/css/index.html',
    'a/__tests__/b.ts',
    'tests/fixtures/data.json',
    'suite/add.bats',
  ],
  docs: ['README.md', 'docs/guide/index.md', 'Documentation/git-log.adoc', 'LICENSE', 'src/notes.txt', 'CHANGELOG', 'docs/unit-tests.adoc'],
  ci: [
    '.github/workflows/ci.yml',
    '.gitlab-ci.yml',
    'ci/lib.sh',
    '.circleci/config.yml',
    'Jenkinsfile',
    '.github/actions/setup/action.yml',
  ],
  build: [
    'package.json',
    'Makefile',
    'CMakeLists.txt',
    'requirements.txt',
    'vite.config.ts',
    'Dockerfile',
    'docker/Dockerfile.dev',
    'app.csproj',
  ],
  config: ['.editorconfig', 'tsconfig.build.json', 'eslint.config.js', '.github/dependabot.yml', '.eslintrc.json', 'settings.toml'],
  style: ['src/app.scss', 'site/theme.css'],
  data: ['src/table.json', 'po/de.po', 'rates.csv'],
  asset: ['docs/images/logo.svg', 'fonts/a.woff2', 'icon.ico'],
  generated: [
    'dist/index.js',
    'api/user.pb.go',
    'src/__snapshots__/a.snap',
    'src/schema.generated.ts',
    'app.min.js',
    'pkg/zz_generated.deepcopy.go',
  ],
  vendored: [
    'vendor/github.com/x/y.go',
    'web/node_modules/a/index.js',
    'third_party/zlib/zlib.c',
    'public/jquery-3.7.1.js',
    'gradlew',
    '.yarn/releases/yarn-4.cjs',
  ],
  lock: ['package-lock.json', 'web/yarn.lock', 'Cargo.lock', 'go.sum', 'Gemfile.lock'],
};

test('every kind is told from paths as projects spell them', () => {
  for (const kind of FILE_KINDS) for (const path of KINDS[kind]) assert.equal(fileKind(path), kind, path);
});

test('noise names the rule, and work that only looks like it stays', () => {
  assert.deepEqual(fileNoise('a/package-lock.json'), { reason: 'lock-file', detail: 'lock file package-lock.json' });
  assert.equal(fileNoise('app.min.css')?.reason, 'minified');
  assert.equal(fileNoise('external/zlib/inflate.c')?.reason, 'vendored');
  for (const path of [
    'src/cache/lru.ts',
    '.github/workflows/ci.yml',
    'src/types.d.ts',
    'env/prod.ts',
    'src/distance.ts',
    'src/vendor.ts',
    'generator.ts',
  ]) {
    assert.equal(fileNoise(path), undefined, path);
  }
});

test('any path has exactly one kind, and noise and kind agree', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(fc.constantFrom('src', 'vendor', 'dist', 'a.min.js', '..', '', 't', 'x.pb.go')).map((p) => p.join('/')),
      ),
      (path) => {
        const kind = fileKind(path);
        assert.ok(FILE_KINDS.includes(kind));
        assert.equal(fileNoise(path) !== undefined, kind === 'generated' || kind === 'vendored' || kind === 'lock');
      },
    ),
  );
});
