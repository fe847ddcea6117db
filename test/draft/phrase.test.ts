import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clausesOf, phraseOf, sentenceOf } from '../../src/draft/phrase.ts';
import { visible, withCode } from '../../src/draft/plain.ts';
import { isTelling, subjectOf } from '../../src/draft/subject.ts';
import { contextOf } from '../../src/draft/check/context.ts';
import { checkClaim } from '../../src/draft/check/check.ts';
import { template } from '../../src/draft/narrate.ts';
import { supportEnglish, workEnglish } from '../../src/draft/english.ts';
import { supportChinese, workChinese } from '../../src/draft/chinese.ts';
import type { CommitType } from '../../src/domain/tags.ts';
import { work } from '../support/work.ts';
import { tell } from './support.ts';

const item = (subject: string, type?: CommitType) => work({ subject, at: '2026-01-05', ...(type ? { type } : {}) });
const phrase = (subject: string, type?: CommitType): string => {
  const { verb, object } = phraseOf(item(subject, type));
  return `${verb} ${object}`;
};

/** Subjects as people write them, and how they are told. */
const TOLD: readonly (readonly [subject: string, told: string])[] = [
  ['feat(ssr): add stubs for bundled packages (#12)', 'added stubs for bundled packages'],
  ['feat(web-vitals): remove (#12)', 'removed `web-vitals`'],
  ['refactor(db): clean up', 'cleaned up `db`'],
  ['fix: promise rejection in loader', 'fixed “promise rejection in loader”'],
  ['feat: precise errors', 'built “precise errors”'],
  ['fix: netlify context type', 'fixed “netlify context type”'],
  ['feat: work on actions', 'worked on actions'],
  ['printer: hand-roll decimal formatting', 'hand-rolled decimal formatting'],
  ['cli: rejigger `--version` to include the engine', 'rejiggered `--version` to include the engine'],
  ['printer: sprinkle in a few annotations', 'sprinkled in a few annotations'],
  ['BREAKING: finally remove the hack', 'finally removed the hack'],
  ['BREAKING: regex: finally remove the hack', 'finally removed the hack'],
  ["fix: don't over reconcile on error", 'stopped over reconciling on error'],
  ['ci: use the config and only send the merged file', 'used the config and only sent the merged file'],
  ['fix: handle read and only instances', 'handled read and only instances'],
  ['Adds a flag', 'added a flag'],
  ['Added a flag.', 'added a flag'],
  ["fix: don't emit assets twice", 'stopped emitting assets twice'],
  ['fix: properly handle hash in url, closes #7', 'properly handled hash in url'],
  ['fix: missing sourcemap in dev', 'fixed missing sourcemap in dev'],
  ['fix: css url with hash is not resolved', 'fixed “css url with hash is not resolved”'],
  ['refactor: use oxc instead of babel', 'switched to oxc instead of babel'],
  ['fix(Alert): align icon and close button for title-only alerts (#12)', 'aligned icon and close button for title-only alerts'],
  ['fix: align icon and copy button', 'aligned icon and copy button'],
  ['fix: handle open and close events', 'handled open and close events'],
  ['feat: support add and remove of plugins', 'supported add and remove of plugins'],
  ['refactor: simplify hook and remove event listeners', 'simplified hook and removed event listeners'],
  ['refactor: add parser and remove action types', 'added parser and removed action types'],
  ['fix: split store and delete key files', 'split store and deleted key files'],
  ['fix: extend list and clear link cache', 'extended list and cleared link cache'],
  ['fix: drop hints and check every option', 'dropped hints and checked every option'],
  ['updating the source to a usable endpoint', 'updated the source to a usable endpoint'],
  ['Temporarily cap Sphinx at 1.5.5', 'temporarily capped Sphinx at 1.5.5'],
  ['consolidate `a_b` code and cleanup docstrings', 'consolidated `a_b` code and cleaned up docstrings'],
  ['refactor: move setup and cleanup functions', 'moved setup and cleanup functions'],
  ['test `a_b` sets expected headers', 'tested that `a_b` sets expected headers'],
  ['test `a_b` calls with headers', 'tested `a_b` calls with headers'],
  ['configure and check `trusted_hosts`', 'configured and checked `trusted_hosts`'],
  ['test with python 3.13', 'tested with python 3.13'],
  ['access sha1 lazily', 'accessed sha1 lazily'],
  ['untag without `object_hook`', 'untagged without `object_hook`'],
  ['remove pre-commit.ci update', 'removed pre-commit.ci update'],
  ['fix(agent): Error out if the folder is not readable', 'errored out if the folder is not readable'],
  ['fix: Acquire lock before saving', 'acquired lock before saving'],
  ['fix: error handling in the agent', 'fixed error handling in the agent'],
  ['ci: freeze FreeBSD on rustc 1.81', 'froze FreeBSD on rustc 1.81'],
  ['test: Factor out mocking and switch to the daemon', 'factored out mocking and switched to the daemon'],
  ['runtime: revert "steal tasks from the slot" (#12)', 'reverted “steal tasks from the slot”'],
  ['docs: note about listing snapshots', 'wrote note about listing snapshots'],
  ['Workaround ABI incompatibility', 'worked around ABI incompatibility'],
  ['build: work around bad feature flags', 'worked around bad feature flags'],
  ['fix: exit properly when specs end', 'exited properly when specs end'],
  ['refactor: move the parser and extract shared helpers', 'moved the parser and extracted shared helpers'],
  ['fix: align the list and update icons', 'aligned the list and updated icons'],
  ['fix: pause the timer and close the socket', 'paused the timer and closed the socket'],
  ['feat(store): encrypted store with journal and search', 'built “encrypted store with journal and search”'],
  ['Encrypted the store', 'encrypted the store'],
  ['feat: set old files aside, refuse newer ones, measure the speed', 'set old files aside, refused newer ones, measured the speed'],
  ['ci: deploy the docs', 'deployed the docs'],
  ['dep(@example/app): @example/pack@1.5.9', 'updated `@example/pack` to 1.5.9'],
  ['fix: remove unused code and update the docs', 'removed unused code and updated the docs'],
  ['feat: allow users to add and remove plugins', 'allowed users to add and remove plugins'],
  ['docs: plugin asset emitting', 'documented “plugin asset emitting”'],
  ['perf: cache resolve results', 'cached resolve results'],
  ['fix: cache dir is wrong', 'fixed “cache dir is wrong”'],
  ['test: tests for the parser', 'added tests for the parser'],
  ['revision: filter pathspec early', 'filtered pathspec early'],
  ['git-gui i18n: Update translation', 'updated translation'],
  ['release: v5.0.0', 'released v5.0.0'],
  ['Revert "feat: add stubs"', 'reverted “add stubs”'],
  ['revert: feat: add stubs', 'reverted “add stubs”'],
  ['Revert "dep(app): @example/pack@1.5.9"', 'reverted “`@example/pack@1.5.9`”'],
  ['revert: dep(app): @example/pack@1.5.9', 'reverted “`@example/pack@1.5.9`”'],
  ['Revert "release: v5.0.0"', 'reverted “v5.0.0”'],
  ['build: optimise startup', 'optimized startup'],
  ['feat: bump the target and name it `baseline`', 'bumped the target and named it `baseline`'],
  ['fix: downgrade the plugin to 28.0.6 to avoid a/b#1909 (#20988)', 'downgraded the plugin to 28.0.6'],
  ['feat: allow users to opt in (#12)', 'allowed users to opt in'],
  ["fix(assess): a repository's own rubric may be no pipe", "fixed “a repository's own rubric may be no pipe”"],
  ['Add Support For Docker Compose', 'added support for Docker Compose'],
  ['Fix Missing Tests In The Parser And Update URL Handling', 'fixed missing tests in the Parser and updated URL handling'],
  ['fix: Notion integration in exports', 'fixed Notion integration in exports'],
  ['fix: Validation errors in exports', 'fixed validation errors in exports'],
  ['docs: typo in the guide', 'fixed typo in the guide'],
  ['docs: security docs for hosts', 'wrote security docs for hosts'],
  ['docs: support for plugins', 'documented support for plugins'],
  ['io: doc that it does not inherit', 'documented that it does not inherit'],
  ['diff: stop passing ecbdata->use_color as boolean', 'stopped passing `ecbdata->use_color` as boolean'],
  ['x: map a->b', 'mapped `a->b`'],
  ['x: adjust tests::time_rt::tick and Sync::wait()', 'adjusted `tests::time_rt::tick` and `Sync::wait()`'],
  ['Add Python Errors', 'added Python errors'],
  ['Add New Relic Support', 'added New Relic support'],
  ['Add Button component', 'added Button component'],
  ['Use Python, not Perl', 'used Python, not Perl'],
  ["feat(host): Select Device, and the tagger's page in the panel", "built “Select Device, and the tagger's page in the panel”"],
  ['ci: bump minimum Go version to 1.24 and update workflows', 'bumped minimum Go version to 1.24 and updated workflows'],
  ['docs: document and finalize the release', 'documented and finalized the release'],
  ['rewrite docs, clean up typing for decorators', 'rewrote docs, cleaned up typing for decorators'],
  ['bump msrv, fix new lints & handle the update', 'bumped msrv, fixed new lints & handled the update'],
  ['feat: allow to add and remove plugins', 'allowed to add and remove plugins'],
  ['fix: Count job groups instead of processes for fish', 'counted job groups instead of processes for fish'],
  ['fix: cache dir is used instead of home', 'fixed “cache dir is used instead of home”'],
  ['Cleanup docs and add wrappers', 'cleaned up docs and added wrappers'],
  ['改进缓存', 'worked on “改进缓存”'],
  ['🐛 fixup! fix: handle EOF', 'handled EOF'],
  ['fix: do not panic when it is in use', 'stopped panicking when it is in use'],
  ['fix: quote args in fish completion', 'quoted args in fish completion'],
  ['fix(bash): rejoin split words', 'rejoined split words'],
  ['perf: Loop over the array directly', 'looped over the array directly'],
  ['feat: #12 adding a method', 'added a method'],
  ['#12: Add a validator', 'added a validator'],
  ['#12 - Removed useless libraries', 'removed useless libraries'],
  ['fix: #12,conflict of packages', 'fixed conflict of packages'],
  ['Issue #12: Compile it only on Windows', 'compiled it only on Windows'],
  ['"fixed whitespace in the parser"', 'fixed whitespace in the parser'],
  ['fix: address review of the parser', 'addressed review of the parser'],
  ['Addressing typos in the guide', 'addressed typos in the guide'],
  ['Put description in separate section', 'put description in separate section'],
  ['feat: only embed locale files', 'only embedded locale files'],
  ['bootstrap the store', 'bootstrapped the store'],
  ['fix: required flags still show a value', 'fixed “required flags still show a value”'],
  ['Adjustments to documentation', 'made adjustments to documentation'],
  ['docs: Readme Tweak', 'made readme tweak'],
  ['docs: Docs improvements', 'made docs improvements'],
  ['Minor comment fix', 'made minor comment fix'],
  ['Support for case-insensitive names', 'added support for case-insensitive names'],
  ['updates labeler for new labels', 'updated labeler for new labels'],
  ['Fixes for the parser', 'worked on “Fixes for the parser”'],
  ['use `errors.Is()` to check for errors', 'used `errors.Is()` to check for errors'],
  ['test on Go 1.19', 'tested on Go 1.19'],
  ['fix: check for presence after init', 'checked for presence after init'],
  ['tool - strip out unused methods', 'stripped out unused methods'],
  ['custom comp: do not complete flags', 'stopped completing flags'],
  ['Release 4.0.9', 'released 4.0.9'],
  ['docs (guide): change it to exports', 'changed it to exports'],
  ['fix：add the test on Windows', 'added the test on Windows'],
  ['feat: siteFile support custom headers', 'built “`siteFile` support custom headers”'],
  ['feat: `siteFile` add suggestions', 'built “`siteFile` add suggestions”'],
  ['fix: inherit issue when a parent follows', 'fixed “inherit issue when a parent follows”'],
  ['fix: resolve issue in the parser', 'resolved issue in the parser'],
  ['feat: more messages, close body on requests', 'added more messages, closed body on requests'],
  ['ci: deny warnings, do not cache deploy', 'denied warnings, stopped caching deploy'],
  ['fix test linking and tune exclusions', 'fixed test linking and tuned exclusions'],
  ['fix: fix Infinite loop with it set', 'fixed infinite loop with it set'],
  ['mv single to the core', 'moved single to the core'],
  ['rm the badge', 'removed the badge'],
  ['Unlist the package', 'unlisted the package'],
  ['undeprecate `foo`', 'undeprecated `foo`'],
  ['reformatting the parser', 'reformatted the parser'],
  ['Edit installation command', 'edited installation command'],
  ['Retab the guide', 'retabbed the guide'],
  ['docs: put => patch', 'documented “put => patch”'],
  ['Fix #12 by upgrading the pack', 'fixed #12 by upgrading the pack'],
  ['fix #12, conflict of packages', 'fixed conflict of packages'],
  ['fix #12: handle EOF', 'handled EOF'],
  ['fix #12: `A` did not work', 'worked on “fix `A` did not work”'],
  ['#12 When compiling it, there are warnings', 'worked on “When compiling it, there are warnings”'],
  ['fix: generate bad files on given dir', 'fixed “generate bad files on given dir”'],
  ["fix: don't double-log rejections", 'stopped double-logging rejections'],
  ['fix: resizing borders in regions', 'fixed “resizing borders in regions”'],
  ['fix: fixing links in the guide', 'fixed links in the guide'],
  ['chore: combine and elaborate on exposed ciphers', 'combined and elaborated on exposed ciphers'],
  ['fix: properly bubble up failure message', 'properly bubbled up failure message'],
  ['feat: add an option to press `<ESC>` and drop to shell', 'added an option to press `<ESC>` and drop to shell'],
  ['fix(sessions): attach --create regression', 'fixed “attach `--create` regression”'],
  ['fix: glob match and ignore', 'fixed “glob match and ignore”'],
  ['fix: handle glob match and ignore rules', 'handled glob match and ignore rules'],
  ['fix: simplify the match and ignore errors', 'simplified the match and ignored errors'],
  ["test: don't hang in the socket test", 'stopped hanging in the socket test'],
  ["fix: don't always emit assets", 'stopped always emitting assets'],
  ['fix: do not be greedy', 'stopped being greedy'],
  ['test: attempt to fix the flaky socket', 'attempted to fix the flaky socket'],
  ['fix: version mismatch', 'fixed version mismatch'],
  ['fix(binding): empty value error', 'fixed empty value error'],
  ['fix: panic on hijack when the wrapper is gone', 'fixed “panic on hijack when the wrapper is gone”'],
  ['fix: panic in lookups with a redirect', 'fixed panic in lookups with a redirect'],
  ['fix: record recovered panics', 'recorded recovered panics'],
  ['fix: `Copy()` copies errors and fields', 'fixed “`Copy()` copies errors and fields”'],
  ['deps: bump to pack-core 0.7.0', 'bumped `pack-core` to 0.7.0'],
  ['changelog: 15.0.0', 'wrote up 15.0.0'],
  ['chore: bump actions/checkout from 4 to 6', 'bumped `actions/checkout` from 4 to 6'],
  ['chore: use pack@1.2.3 and actions/cache@v4', 'used `pack@1.2.3` and `actions/cache@v4`'],
  ['docs: link to x::select!', 'linked to `x::select!`'],
  ['Fixed `a_b` when the body is empty', 'fixed `a_b` when the body is empty'],
  ['Enhanced the reader to #12', 'enhanced the reader'],
  ['Fixed posting by reverting #12', 'fixed posting'],
  ['Fix/release scripts', 'fixed release scripts'],
  ['Add support for node.js', 'added support for node.js'],
  ["Load it with require('pack').default", "loaded it with `require('pack').default`"],
  ['docs: the link has been moved', 'worked on “the link has been moved”'],
  ['docs: enable blank issue and add links', 'worked on “enable blank issue and add links”'],
  ['docs: how it works', 'documented “how it works”'],
  ['test: it returns null when empty', 'covered “it returns null when empty”'],
  ['docs: break up the guide', 'broke up the guide'],
  ['refactor: cleanup and get rid of errors', 'cleaned up and got rid of errors'],
  ['fix: link support className', 'fixed “link support `className`”'],
];

for (const [subject, told] of TOLD) {
  test(`${subject} → ${told}`, () => assert.equal(phrase(subject), told));
}

test('subjects: scope, words, tails', () => {
  assert.deepEqual(subjectOf('fix(css, html): thing (fix #1, closes #2) (#3)'), {
    scope: 'css, html',
    words: 'thing',
    imperative: false,
    reverts: false,
  });
  assert.deepEqual(subjectOf('drm/i915: rework locking'), { scope: 'drm/i915', words: 'rework locking', imperative: true, reverts: false });
  assert.deepEqual(subjectOf('[parser] Accept tabs [skip ci]'), {
    scope: 'parser',
    words: 'Accept tabs',
    imperative: true,
    reverts: false,
  });
  assert.equal(subjectOf('Note: this is it').scope, undefined);
  assert.equal(subjectOf('[NEW] run it').scope, undefined);
  assert.equal(subjectOf('fix(#12): run it').scope, undefined);
  assert.equal(subjectOf('fix(all of the model templates here): run it').scope, undefined);
  assert.equal(subjectOf('feat(update): run it').scope, 'update');
  assert.equal(subjectOf('tool - strip it').scope, 'tool');
});

test('what says nothing is counted and not told', () => {
  for (const subject of [
    'wip',
    'fix',
    'more fixes',
    'Update README.md',
    'fix: typo',
    'cleanup',
    'x',
    '.',
    'address review comments',
    'The 12th batch',
    'docs: Document',
    'fix: revert',
    'Simplify',
  ]) {
    assert.ok(!isTelling(item(subject)), subject);
  }
  for (const subject of [
    'feat(ssr): hydration',
    'feat: `defineAsync`',
    'fix: typo in the parser',
    'Update the parser for nested lists',
    'wip: stream the log',
  ])
    assert.ok(isTelling(item(subject)), subject);
});

test('what objects share is said once', () => {
  const sentence = (...subjects: readonly string[]): string => sentenceOf(clausesOf(subjects.map((s) => phraseOf(item(s)))));
  assert.equal(
    sentence('x: stop using `the_repository` in `a()`', 'x: stop using `the_repository` in `b()`'),
    'stopped using `the_repository` in `a()` and `b()`',
  );
  assert.equal(
    sentence('x: implement `a()` callback', 'x: implement `b()` callback', 'x: implement `c()` callback'),
    'implemented `a()`, `b()` and `c()` callbacks',
  );
  assert.equal(sentence('add a flag', 'add a test and docs', 'fix the parser'), 'added a flag; added a test and docs; fixed the parser');
  assert.equal(
    sentence('x: wire up `a()`', 'x: wire up `b()`', 'x: split out `c`', 'x: cast away constness'),
    'wired up `a()` and `b()`; split out `c`; cast away constness',
  );
  assert.equal(sentence('deps: bump to pack 0.7.0', 'deps: bump example version'), 'bumped `pack` to 0.7.0 and bumped example version');
  assert.equal(sentence('fix mypy findings', 'fix mypy finding'), 'fixed mypy findings');
  assert.equal(sentence('update all dependencies', 'update all dependencies'), 'updated all dependencies');
});

test('sentences: scope, voice, language', () => {
  const two = [item('feat(ssr): add stubs'), item('fix(ssr): handle EOF')];
  assert.equal(workEnglish(two, 'ssr', { subject: '' }), 'In `ssr`, added stubs and handled EOF.');
  assert.equal(workEnglish(two, 'ssr', { subject: 'they' }), 'In `ssr`, they added stubs and handled EOF.');
  assert.equal(workEnglish(two, undefined, { subject: '' }), 'Added stubs in `ssr` and handled EOF in `ssr`.');
  assert.equal(workChinese(two, 'ssr', { subject: '' }), '在 `ssr` 中：新增“stubs”；处理“EOF”。');
  assert.equal(
    workChinese([item('x: avoid copies'), item('x: Revert "steal tasks"'), item('x: document and finalize it', 'docs')], 'x', {
      subject: '',
    }),
    '在 `x` 中：避免“copies”；回退“steal tasks”；完成文档改动“document and finalize it”。',
  );
  const shared = [item('ignore,globset: increase pool capacity')];
  assert.equal(workEnglish(shared, undefined, { subject: '' }), 'Increased pool capacity in `ignore` and `globset`.');
  assert.equal(workChinese(shared, 'ignore,globset', { subject: '' }), '在 `ignore`、`globset` 中：提高“pool capacity”。');
  const steps = ['1.5.9', '1.5.10', '1.4.0'].map((version) => item(`dep(app): @example/pack@${version}`));
  assert.equal(workEnglish(steps, 'app', { subject: '' }), 'In `app`, updated `@example/pack` to 1.5.10.');
  assert.equal(workEnglish(steps, undefined, { subject: '' }), 'Updated `@example/pack` to 1.5.10 in `app`.');
  assert.equal(workChinese(steps, 'app', { subject: '' }), '在 `app` 中：将 `@example/pack` 更新至 1.5.10。');
  const apart = [item('dep(app): pack@1.4.0'), item('dep(lib): pack@2.0.0')];
  assert.equal(workEnglish(apart, undefined, { subject: '' }), 'Updated `pack` to 1.4.0 in `app` and `pack` to 2.0.0 in `lib`.');
  assert.equal(workChinese(apart, undefined, { subject: '' }), '将 `pack` 更新至 1.4.0（`app`）；将 `pack` 更新至 2.0.0（`lib`）。');
  const betas = ['2.0.0-beta.9', '2.0.0', '2.0.0-beta.10'].map((version) => item(`dep(app): pack@${version}`));
  assert.equal(workEnglish(betas, 'app', { subject: '' }), 'In `app`, updated `pack` to 2.0.0.');
  assert.equal(workChinese(betas, 'app', { subject: '' }), '在 `app` 中：将 `pack` 更新至 2.0.0。');
  const named = [item('build: upgrade `@example/set`'), item('build: upgrade component version')];
  assert.equal(supportChinese(named, 'build', { subject: '' }), '构建方面：升级 `@example/set`、“component version”。');
  const undone = [item('revert: dep(app): pack@1.5.9')];
  assert.equal(workChinese(undone, 'app', { subject: '' }), '在 `app` 中：回退 `pack@1.5.9`。');
  const nowhere = [item('feat(,): add x to it')];
  assert.equal(workEnglish(nowhere, undefined, { subject: '' }), 'Added x to it.');
  assert.equal(workChinese(nowhere, undefined, { subject: '' }), '新增“x to it”。');
  const alike = [item('changelog: 1.0.0'), item('changelog: 1.1.0')];
  assert.equal(workEnglish(alike, undefined, { subject: '' }), 'Wrote up 1.0.0 and 1.1.0 in `changelog`.');
  assert.equal(workEnglish([item('bump: v0.32.0')], undefined, { subject: '' }), 'Released v0.32.0.');
  const nearly = [
    'docs: Update 中文 docs',
    'docs: Add 中文文档 for users',
    'feat: Fix 搜索 bug',
    'fix: Upload 组件支持拖拽',
    'fix 修复登录',
  ];
  assert.equal(
    workChinese(
      nearly.map((subject) => item(subject)),
      undefined,
      { subject: '' },
    ),
    '更新“中文 docs”；为“users”新增“中文文档”；修复“搜索 bug”；Upload 组件支持拖拽；fix 修复登录。',
  );
  assert.equal(supportChinese([item('docs: 说明用法')], 'docs', { subject: 'Ada Example' }), 'Ada Example 在文档方面：说明用法。');
  assert.equal(supportChinese([item('docs: 说明用法')], 'docs', { subject: '' }), '文档方面：说明用法。');
  const mixed = ['feat: 添加 Heatmap Geometry', 'fix: 修复拼写错误，active-region', 'fix: demo 代码错误', 'feat: 支持极坐标的渲染.'].map(
    (subject) => item(subject),
  );
  assert.equal(
    workChinese(mixed, undefined, { subject: '' }),
    '添加 Heatmap Geometry；修复拼写错误，active-region；修复“demo 代码错误”；支持极坐标的渲染。',
  );
  assert.equal(workChinese([item('fix: 修复登录')], undefined, { subject: 'Ada Example' }), 'Ada Example 修复登录。');
});

test('what a lead names is not said again', () => {
  const supported = (type: CommitType, ...subjects: readonly string[]): string =>
    supportEnglish(
      subjects.map((subject) => item(subject, type)),
      type,
      { subject: '' },
    );
  assert.equal(supported('test', 'add tests for the parser'), 'Added tests for the parser.');
  assert.equal(supported('test', 'cover the parser'), 'In tests, covered the parser.');
  assert.equal(supported('docs', 'document the option'), 'Documented the option.');
  assert.equal(supported('docs', 'document the option', 'fix a link'), 'In the documentation, described the option and fixed a link.');
  const subjects = ['update the CI workflows', 'publish images', 'deploy pages'] as const;
  assert.equal(supported('ci', ...subjects), 'In CI, published images and deployed pages. Updated the CI workflows.');
  assert.equal(
    supportEnglish(
      subjects.map((subject) => item(subject, 'ci')),
      'ci',
      { subject: 'Ada Example' },
    ),
    'In CI, Ada Example published images and deployed pages. They updated the CI workflows.',
  );
  assert.equal(supported('docs', 'svg logo'), 'In the documentation, worked on “svg logo”.');
  const chinese = (type: CommitType, subject: string): string => supportChinese([item(subject, type)], type, { subject: '' });
  assert.equal(chinese('docs', 'd2 ads'), '文档方面：编写“d2 ads”。');
  assert.equal(chinese('ci', 'only in main repo'), '持续集成方面：调整“only in main repo”。');
});

test('in Chinese, what is refrained from and what is raised is told as such', () => {
  const chinese = (...subjects: readonly string[]): string =>
    workChinese(
      subjects.map((subject) => item(subject)),
      undefined,
      { subject: '' },
    );
  assert.equal(chinese("fix: don't use the old API"), '不再使用“old API”。');
  assert.equal(chinese('fix: do not complete flags'), '不再“complete flags”。');
  assert.equal(chinese('fix: stop using the old API'), '不再使用“old API”。');
  assert.equal(chinese('build: bump pack from 0.37.0 to 0.38.0'), '将“pack”从 0.37.0 升级至 0.38.0。');
  assert.equal(chinese('build: update `pack` to v3'), '将 `pack` 更新至 v3。');
  assert.equal(chinese('build: upgrade to 2.0.1'), '升级至 2.0.1。');
  assert.equal(chinese('refactor: rename from old to new names'), '完成重构“rename from old to new names”。');
});

test('in Chinese, no verb stands in a title after another verb, and two things stand where Chinese has them', () => {
  const chinese = (subject: string, type?: CommitType): string => workChinese([item(subject, type)], undefined, { subject: '' });
  for (const [subject, said] of [
    ['fix: ensure the cache is flushed', '确保“cache is flushed”。'],
    ['fix: make it behave', '完成修复“make it behave”。'],
    ['fix: properly prune entries', '完成修复“properly prune entries”。'],
    ['docs: explain that it waits', '说明“it waits”。'],
    ['fix: missing extension', '修复“missing extension”。'],
    ['feat: press keys', '完成功能“press keys”。'],
    ['perf: cache lookups', '完成性能改进“cache lookups”。'],
    ['refactor: rewrite the parser and clean up the types', '完成重构“rewrite the parser and clean up the types”。'],
    ['fix: replace the old parser with a new one', '用“new one”替换“old parser”。'],
    ['refactor: move `a_b` to the core', '将 `a_b` 移至“core”。'],
    ['refactor: use one loop instead of two', '用“one loop”代替“two”。'],
    ['feat: add an option to use it', '新增“option to use it”。'],
    ['feat: add support for tabs', '支持“tabs”。'],
    ['feat: add tabs to the panel when it opens', '新增“tabs to the panel when it opens”。'],
    ['build: set `max_size` to 20', '将 `max_size` 设为“20”。'],
  ] as const)
    assert.equal(chinese(subject), said);
  assert.equal(
    supportChinese([item('bump clap', 'build'), item('chore(deps): update all', 'build')], 'build', { subject: '' }),
    '构建方面：升级“clap”；更新“all”。',
  );
});

test('what is told of versions holds when it is checked, in both languages', async () => {
  const items = [
    'fix: set `max_size` to 20',
    'feat: add 3 tabs to the panel',
    'deps: bump to pack-core 0.7.0',
    'dep(app): pack@1.4.0',
    'build: bump rack from 0.37.0 to 0.38.0',
    'chore: upgrade to 2.0.1',
    'Release 4.0.9',
  ].map((subject) => work({ subject, at: '2026-03-05', type: 'build' }));
  for (const locale of ['en', 'zh-cn'] as const) {
    const input = tell({ name: 'Ada Example', work: items }, locale);
    for (const point of [
      { kind: 'support', type: 'build', items },
      { kind: 'work', items },
    ] as const) {
      const claim = await template.tell({ point, id: 'c', first: false }, input);
      assert.ok(claim);
      assert.deepEqual(checkClaim(claim, contextOf(input)), [], claim.text);
    }
  }
});

test('names in code are put into code; what could be markup is taken apart', () => {
  const code = (text: string): string => withCode(visible(text));
  assert.equal(code('use import.meta.glob in src/a.ts with --flag'), 'use `import.meta.glob` in `src/a.ts` with `--flag`');
  assert.equal(code('ping @everyone about "camelCase" e.g. foo()'), 'ping `@everyone` about `camelCase` e.g. `foo()`');
  assert.equal(code('<img src=x onerror=alert(1)>'), '`<img src=x onerror=alert(1)>`');
  assert.doesNotMatch(code('[a](javascript:alert(1))').replaceAll(/`[^`]*`/g, ''), /\]\(/);
  assert.equal(code('bump github.com/quic-go/quic-go and golang.org/x/net.'), 'bump `github.com/quic-go/quic-go` and `golang.org/x/net`.');
  assert.equal(code('keep GIT_PERF_* and foo_* of it'), 'keep `GIT_PERF_*` and `foo_*` of it');
  assert.equal(code('chart.annotation().text() takes rotate'), '`chart.annotation().text()` takes rotate');
  assert.equal(code('types in index.d.ts and socket.zh-CN.md'), 'types in `index.d.ts` and `socket.zh-CN.md`');
  assert.equal(code('suggest --flag= in it'), 'suggest `--flag=` in it');
  assert.equal(
    code('set Data.Render in SaveUploadedFile, not in Vue.js or GitHub'),
    'set `Data.Render` in `SaveUploadedFile`, not in Vue.js or GitHub',
  );
  assert.equal(code('to pack@1.2.3 and a/b@v4'), 'to `pack@1.2.3` and `a/b@v4`');
  assert.equal(code('update .travis.yml'), 'update `.travis.yml`');
  assert.equal(code('one ` tick'), 'one tick');
  assert.equal(code('add ` ` `build.lib`'), 'add `build.lib`');
  assert.equal(code('add ` `'), 'add');
  assert.equal(visible('a\u0000b\u202Ec\u200Bd\ne'), 'abcd e');
});

test('adverbs before the verb stay; verbs that end like adverbs are verbs', () => {
  assert.equal(phrase('odb: transparently handle common behavior'), 'transparently handled common behavior');
  assert.equal(phrase('x: apply the patch'), 'applied the patch');
  assert.equal(
    phrase("fast-import: add 'sign-if-invalid' mode to '--signed-tags=<mode>'"),
    "added 'sign-if-invalid' mode to `--signed-tags=<mode>`",
  );
  assert.equal(phrase('deps: update rolldown to 1.0.0-rc.4'), 'updated rolldown to 1.0.0-rc.4');
});

test('in Chinese, a verb with a particle is quoted as a whole', () => {
  assert.equal(
    workChinese([item('refs: move out stub modification', 'refactor')], 'refs', { subject: '' }),
    '在 `refs` 中：完成重构“move out stub modification”。',
  );
});

test('a sentence about what a first word names is quoted, however much that word is a verb', () => {
  assert.equal(phrase('feat(cli): evaluate says how often the tagger is right'), 'built “evaluate says how often the tagger is right”');
  assert.equal(phrase('fix: a resumed training keeps its curve'), 'fixed “a resumed training keeps its curve”');
  assert.equal(phrase('x: evaluate is-odd once'), 'evaluated is-odd once');
});

test('what quotations begin with alike is said in each of them', () => {
  const phrases = ['feat(mine): a host is two lines in a table', 'feat(mine): a host is an interface'].map((subject) =>
    phraseOf(item(subject)),
  );
  assert.equal(sentenceOf(clausesOf(phrases)), 'built “a host is two lines in a table” and “a host is an interface”');
});
