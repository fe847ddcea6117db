import type { Theme } from '../../src/domain/assessment.ts';
import type { Tagged } from '../../src/domain/tags.ts';
import { commentGiven, day, H2_BEFORE, personNamed, pullMade, reviewGiven, work } from './work.ts';
import type { WorkOptions } from './work.ts';

/** Invented people with invented work, each with habits of their own. */
export interface Persona {
  readonly key: string;
  readonly name: string;
  readonly work: readonly Tagged[];
  readonly before: readonly Tagged[];
  readonly others: readonly Tagged[];
  readonly themes: readonly Theme[];
}

type Row = readonly [subject: string, files: string, more?: Partial<WorkOptions>];

const rows = (author: string, repo: string, list: readonly Row[], from = 0, step = 3): readonly Tagged[] =>
  list.map(([subject, files, more], i) => work({ subject, at: day(from + i * step), author, repo, files: files.split(', '), ...more }));

const theme = (id: string, name: string, items: readonly Tagged[], pick: RegExp): Theme => {
  const contributions = items.filter((item) => pick.test(item.subject)).map((item) => item.id);
  return { id, name, terms: [name], contributions, representative: contributions[0] ?? '' };
};

/** Conventional Commits in a bundler, squash-merged with numbers of pull requests. */
function builder(): Persona {
  const name = 'Ada Example';
  const repo = 'github.com/example/bundler';
  const mine = rows(name, repo, [
    [
      'feat(resolve): add subpath imports to the resolver (#101)',
      'packages/core/src/resolve/index.ts +120 -4, packages/core/test/resolve.test.ts +60',
      { body: 'Packages that use `imports` could not be bundled.' },
    ],
    [
      'fix(resolve): handle `exports` with a trailing slash (#104)',
      'packages/core/src/resolve/index.ts +12 -3, packages/core/test/resolve.test.ts +20',
    ],
    ['fix(resolve): missing extension in error message (fix #88) (#105)', 'packages/core/src/resolve/errors.ts +4 -2'],
    [
      "fix(resolve): don't emit warnings for optional peers (#109)",
      'packages/core/src/resolve/errors.ts +9 -1, packages/core/test/errors.test.ts +11',
    ],
    [
      'perf(resolve): cache package.json lookups (#110)',
      'packages/core/src/resolve/cache.ts +80 -10, packages/core/test/cache.test.ts +40',
    ],
    ['refactor(resolve): extract ResolveContext and simplify tryFile() (#112)', 'packages/core/src/resolve/index.ts +90 -85'],
    ['docs(resolve): explain conditions (#113)', 'docs/resolve.md +40'],
    ['feat(css)!: support nesting in lightning mode (#120)', 'packages/core/src/css/index.ts +70 -12, packages/core/test/css.test.ts +55'],
    ['fix(css): url() with hash should not be inlined (#121)', 'packages/core/src/css/url.ts +8 -2, packages/core/test/css.test.ts +12'],
    ['fix(css): remove comments before hashing and update the snapshot (#124)', 'packages/core/src/css/hash.ts +6 -6'],
    ['fix: use port 3000 instead of 5173 in docs example (#125)', 'docs/server.md +1 -1', { type: 'docs' }],
    ['test(css): wait for styles in watch mode (#126)', 'packages/core/test/watch.test.ts +18 -3'],
    ['ci: run tests on Node 24 (#127)', '.github/workflows/ci.yml +3 -1'],
    ['chore(deps): update all non-major dependencies (#128)', 'package.json +9 -9'],
    ['chore(deps): update all non-major dependencies (#131)', 'package.json +7 -7'],
    ['release: v3.2.0', 'packages/core/package.json +1 -1, CHANGELOG.md +30', { refs: ['v3.2.0'], type: 'chore' }],
    [
      'feat(cli): `--profile` writes a CPU profile (#133)',
      'A packages/core/src/cli/profile.ts +60, packages/core/test/cli.test.ts +25',
      { coAuthors: ['Ben Example'] },
    ],
    ['revert: fix(css): remove comments before hashing (#135)', 'packages/core/src/css/hash.ts +6 -6', { type: 'revert' }],
  ]);
  const before = rows(
    name,
    repo,
    Array.from({ length: 20 }, (_, i): Row => [`fix(css): old thing ${i} (#${i})`, 'packages/core/src/css/index.ts +20 -10']),
    0,
    2,
  ).map((item) => ({ ...item, at: item.at - 184 * 86_400_000 }));
  const others = rows(
    'Ben Example',
    repo,
    [
      ['fix(cli): profile path (#140)', 'packages/core/src/cli/profile.ts +2 -2'],
      ['feat(cli): color (#141)', 'packages/core/src/cli/color.ts +2 -2'],
    ],
    70,
  );
  return {
    key: 'builder',
    name,
    work: mine,
    before,
    others,
    themes: [theme('resolve', 'Module resolution', mine, /resolve/), theme('css', 'CSS', mine, /css/)],
  };
}

/** `area: what it does` in C, one step a commit, reasons in the body, no themes. */
function kernel(): Persona {
  const name = 'Ben Example';
  const repo = 'git.example.org/tools/vcs';
  const why =
    'The old code walked all of it for each entry.\nKeep a pointer instead, so that the next patches can rely on it.\n\nSigned-off-by: Ben Example <ben@example.com>';
  const mine = rows(name, repo, [
    ['revision: introduce `rev_walk_init()`', 'revision.c +40 -10, revision.h +6', { body: why, type: 'refactor' }],
    ['revision: use rev_walk_init() instead of open-coding it', 'revision.c +10 -40', { body: why, type: 'refactor' }],
    ['revision: fix leak in handle_commit()', 'revision.c +2', { body: why, type: 'fix' }],
    ['odb/source: implement `read_object()` callback', 'odb/source.c +90', { body: why, type: 'feat' }],
    ['odb/source: implement `write_object()` callback', 'odb/source.c +80, t/t1007-write.sh +30', { body: why, type: 'feat' }],
    ['odb/source: implement `free()` callback', 'odb/source.c +20', { body: why, type: 'feat' }],
    ['odb/source: stop using `the_repository` in `odb_read()`', 'odb/source.c +5 -5', { body: why, type: 'refactor' }],
    ['odb/source: stop using `the_repository` in `odb_write()`', 'odb/source.c +5 -5', { body: why, type: 'refactor' }],
    ['t1007: cover objects larger than 4GB', 't/t1007-write.sh +50', { body: why, type: 'test' }],
    ['doc: fix typo in odb chapter', 'Documentation/odb.adoc +1 -1', { type: 'docs' }],
    ['Makefile: sort object files', 'Makefile +30 -30', { type: 'build' }],
    [
      'Revert "revision: fix leak in handle_commit()"',
      'revision.c -2',
      { type: 'revert', body: 'This reverts commit 1234567812345678123456781234567812345678.' },
    ],
    ['log: 2 of 3 formats ignored --no-color', 'log.c +4 -1', { body: why, type: 'unsure' }],
  ]);
  return { key: 'kernel', name, work: mine, before: [], others: [], themes: [] };
}

/** Short, mixed and hostile messages in two languages, large changes, several repositories. */
function mixed(): Persona {
  const name = 'Cleo Example';
  const mine = [
    ...rows(name, 'github.com/example/shop', [
      ['修复结算页面在移动端的显示问题', 'src/checkout/page.tsx +900 -20', { type: 'fix' }],
      ['feat: 支持优惠券叠加', 'src/checkout/coupon.ts +650 -10', { type: 'feat' }],
      ['wip', 'src/checkout/cart.ts +700 -300', { type: 'unsure' }],
      ['more fixes', 'src/checkout/cart.ts +10 -4', { type: 'fix' }],
      ['Add <script>alert(1)</script> filter to [comments](javascript:alert(1))', 'src/comments/filter.ts +30', { type: 'feat' }],
      ['fix: ping @everyone `unbalanced', 'src/comments/filter.ts +3', { type: 'fix' }],
      ['fix: \u202Egnissecorp drac tiderc | table', 'src/checkout/card.ts +3', { type: 'fix' }],
      [`feat: ${'very '.repeat(60)}long subject`, 'src/checkout/long.ts +450', { type: 'feat' }],
      ['=cmd|calc', 'src/checkout/x.ts +1', { type: 'chore' }],
      ['fix: see https://evil.example.com/a)b for 2 reasons', 'src/checkout/x.ts +2', { type: 'fix' }],
      ['Update cart.ts', 'src/checkout/cart.ts +800 -2', { type: 'unsure' }],
    ]),
    ...rows(
      name,
      'local/notes-1a2b3c4d',
      [['Add meeting notes', 'notes/today.md +40', { type: 'docs', coAuthors: ['Ada Example', 'Ben Example'] }]],
      12,
    ),
    work({
      subject: 'feat: not wanted',
      at: day(5),
      author: name,
      repo: 'github.com/example/shop',
      files: ['src/a.ts +10'],
      noise: [{ reason: 'duplicate', detail: 'same patch' }],
    }),
  ];
  return {
    key: 'mixed',
    name,
    work: mine,
    before: [],
    others: [],
    themes: [theme('checkout', 'Checkout: cart', mine, /结算|优惠券|wip|fixes|cart/)],
  };
}

/** Few changes and many reviews: requests that were taken up, prompt approvals, and one person helped again and again. */
function reviewer(): Persona {
  const name = 'Dora Example';
  const by = (item: Tagged): Tagged => ({
    ...item,
    author: personNamed(name).id,
    credit: [{ identity: personNamed(name).id, role: 'author', share: 1 }],
    repo: 'github.com/example/csv',
  });
  const own = ['feat(parser): read quoted fields', 'fix(parser): keep the last field', 'fix(writer): end each line alike'].map(
    (subject, i) =>
      by(
        pullMade(40 + i, {
          subject,
          body: 'Spreadsheets write such lines, and we lost them.',
          at: day(i * 4),
          author: name,
          files: [`src/${/parser/.test(subject) ? 'parser' : 'writer'}/index.ts +40 -5`, 'test/csv.test.ts +20'],
        }),
      ),
  );
  const merged = { changed: false, approved: false, pull: 'merged' } as const;
  const asked = [61, 62, 63].map((n, i) =>
    reviewGiven(
      n,
      day(20 + i),
      { state: 'changes-requested', comments: 1, lines: 80, waited: 7_200_000, outcome: { ...merged, changed: true, approved: true } },
      `feat(parser): case ${n}`,
    ),
  );
  const approved = [71, 72].map((n, i) =>
    reviewGiven(n, day(30 + i), { waited: 3_600_000, lines: 30, outcome: merged, of: 'github.com/cyd' }, `fix(writer): case ${n}`),
  );
  const comments = asked.map((item, i) => commentGiven(item, i, { path: 'src/parser/index.ts', outdated: i < 2 }));
  const mine = [...own, ...[...asked, ...comments, ...approved].map(by)];
  return {
    key: 'reviewer',
    name,
    work: mine,
    before: [],
    others: [],
    themes: [theme('parser', 'Parser', mine, /parser|why/), theme('writer', 'Writer', mine, /writer/)],
  };
}

export const PERSONAS: readonly Persona[] = [builder(), kernel(), mixed(), reviewer()];
export const PERIOD_BEFORE = H2_BEFORE;
