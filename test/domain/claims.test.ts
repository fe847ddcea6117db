import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDisputed, mismatchOf, withoutClaim } from '../../src/domain/claims.ts';
import { typeOf } from '../../src/domain/tags.ts';
import { draftOf } from '../../src/draft/draft.ts';
import { tell } from '../draft/support.ts';
import { day, work } from '../support/work.ts';

const of = (subject: string, ...files: string[]): string | undefined => {
  const found = mismatchOf(work({ subject, at: day(1), files }));
  return found && `${found.claim}/${found.shows}`;
};

test('a message that claims what its change does not show is pointed out', () => {
  assert.equal(of('Massive performance improvement', 'README.md +3 -1'), 'performance/docs');
  assert.equal(of('perf(core): lookups at twice the rate', 'docs/guide.md +30'), 'performance/docs');
  assert.equal(of('Make parsing 10x faster', 'test/parser.test.ts +9'), 'performance/tests');
  assert.equal(of('Critical security fix', 'README.md +1 -1'), 'security/docs');
  assert.equal(of('fix: critical crash on start', 'test/a.test.ts +4'), 'critical-fix/tests');
  assert.equal(of('feat: dark mode', 'README.md +2'), 'feature/docs');
  assert.equal(
    of('Massive performance improvement', 'package.json +1 -1', 'package-lock.json +2 -2', 'CHANGELOG.md +4'),
    'performance/version',
  );
  assert.equal(of('Complete rewrite of the parser', 'src/parser.ts +2 -1'), 'rewrite/few-lines');
  const spaces = work({ subject: 'perf: much faster', at: day(1), files: ['src/a.ts'], noise: [{ reason: 'whitespace', detail: 'w' }] });
  assert.deepEqual(mismatchOf(spaces), { claim: 'performance', shows: 'white-space' });
});

test('nothing is said where message and change go together, or where they leave room', () => {
  for (const [subject, ...files] of [
    ['Massive performance improvement', 'src/index.ts +1 -1'],
    ['perf: enable link-time optimisation', 'Cargo.toml +2'],
    ['perf: update the bundler', 'package.json +1 -1', 'package-lock.json +9 -9'],
    ['fix: security issue in a dependency (CVE-2026-1234)', 'package-lock.json +3 -3'],
    ['Backport a fix for CVE-2026-1234', 'History.md +5', 'package.json +1 -1'],
    ['docs: note on the security fix', 'CHANGELOG.md +3'],
    ['Document the performance improvement', 'docs/perf.md +3'],
    ['feat(docs): search', 'docs/index.md +3'],
    ['feat: dark mode for the site', 'docs/.vitepress/theme/index.ts +30'],
    ['feat: add CONTRIBUTORS', 'CONTRIBUTORS.md +3'],
    ['perf: add benchmark', 'test/bench.test.ts +30'],
    ['fix: broken link', 'README.md +1 -1'],
    ['Fix performance regression test', 'test/a.test.ts +3'],
    ['Revert "Massive performance improvement"', 'README.md +1 -3'],
    ['Complete rewrite of the parser', 'src/parser.ts +900 -700'],
    ['Quote "critical security fix" in the parser', 'README.md +1'],
    ['release: v2.0.0, much faster', 'package.json +1 -1', 'CHANGELOG.md +9'],
    ['feat: dark mode', 'src/theme.ts +90', 'README.md +2'],
    ['Improve performance'],
  ] as readonly (readonly [string, ...string[]])[])
    assert.equal(of(subject, ...files), undefined, subject);
});

test('what is claimed and not shown is not counted as such, unless somebody says what it is', () => {
  const claimed = work({ subject: 'perf: massive speed up', at: day(1), files: ['README.md'] });
  assert.equal(typeOf(withoutClaim(claimed)), undefined);
  const corrected = { ...claimed, correction: { contribution: claimed.id, family: 'type', label: 'perf', at: 1 } as const };
  assert.deepEqual([typeOf(withoutClaim(corrected)), isDisputed(corrected)], ['perf', false]);
  const read = work({ subject: 'perf: massive speed up', at: day(1), files: ['README.md'], type: 'docs' });
  assert.equal(typeOf(withoutClaim(read)), 'docs', 'what the change was read as stays');
});

test('a draft cites it and does not repeat it', async () => {
  const honest = Array.from({ length: 5 }, (_, i) =>
    work({ subject: `feat(parser): read case ${i}`, at: day(i), files: ['src/parser.ts +30'] }),
  );
  const claimed = work({ subject: 'perf(parser): massive speed up of all lookups', at: day(9), files: ['README.md +2'] });
  for (const locale of ['en', 'zh-cn'] as const) {
    const draft = await draftOf(tell({ name: 'Ada Example', work: [...honest, claimed].map(withoutClaim) }, locale));
    const claims = draft.sections.flatMap((section) => section.claims);
    assert.ok(claims.some(({ evidence }) => evidence.some(({ contribution }) => contribution === claimed.id)));
    assert.doesNotMatch(claims.map(({ text }) => text).join(' '), /massive|speed|sped|performance|性能/i);
    assert.deepEqual(draft.refused, []);
  }
});
