import assert from 'node:assert/strict';
import { test } from 'node:test';
import { assistantOf, generatedWith } from '../../src/normalize/assistants.ts';
import { botPatterns, botReason, noreplyAccount } from '../../src/normalize/bots.ts';

const reason = (who: string, patterns: readonly string[] = []): string | undefined => {
  const [, name = '', email = ''] = /^(.*?)\s*<(.*)>$/.exec(who) ?? [];
  return botReason({ name, email }, botPatterns(patterns));
};

test('programs are told by account, name or address', () => {
  for (const who of [
    'renovate[bot] <29139614+renovate[bot]@users.noreply.github.com>',
    'Renovate Bot <bot@example.com>',
    'dependabot-preview[bot] <support@example.com>',
    'GitHub Actions <actions@github.com>',
    'GitHub <noreply@github.com>',
    'k8s-ci-robot <k8s@example.com>',
    'pre-commit-ci <ci@example.com>',
    'Release Bot <release-bot@example.com>',
    'docs_bot <docs@example.com>',
    'Houston (Bot) <houston@example.com>',
    'Somebody <123+release-bot@users.noreply.github.com>',
  ]) {
    assert.ok(reason(who), who);
  }
});

test('people whose names only sound like it are people', () => {
  for (const who of [
    'Ann Abbott <ann@example.com>',
    'Robot Smith <robot@example.com>',
    'Robert Talbot <talbot@example.com>',
    'Jean Bot <jean@example.com>',
    'Kees Both <both@example.com>',
    'CI Lee <ci.lee@example.com>',
    'Ada Example <ada@bot.example.com>',
    'Ben Example <123+ben@users.noreply.github.com>',
    ' <>',
  ]) {
    assert.equal(reason(who), undefined, who);
  }
});

test('configured patterns match whole names, addresses and logins', () => {
  assert.equal(reason('Sync <sync@example.com>', ['SYNC@*']), 'matches the configured pattern SYNC@*');
  assert.equal(reason('Sync <sync@example.com>', ['sync']), 'matches the configured pattern sync');
  assert.equal(reason('Syncer <s@example.com>', ['sync', '', ' ']), undefined);
  assert.equal(reason('a.b <s@example.com>', ['a?b']), 'matches the configured pattern a?b');
});

test('no-reply addresses carry logins', () => {
  assert.deepEqual(noreplyAccount('123+ada@users.noreply.github.com'), { login: 'ada', host: 'github.com' });
  assert.deepEqual(noreplyAccount('ada@users.noreply.Git.example.com'), { login: 'ada', host: 'git.example.com' });
  assert.deepEqual(noreplyAccount('55-ada@users.noreply.gitlab.com'), { login: 'ada', host: 'gitlab.com' });
  assert.equal(noreplyAccount('ada@example.com'), undefined);
});

test('assistants are told by address; a name alone only where there is none', () => {
  assert.equal(assistantOf('Claude', 'noreply@anthropic.com'), 'Claude');
  assert.equal(assistantOf('copilot-swe-agent[bot]', '198982749+Copilot@users.noreply.github.com'), 'GitHub Copilot');
  assert.equal(assistantOf('Claude Opus 4.6', ''), 'Claude');
  assert.equal(assistantOf('aider (gpt-4o)', ''), 'Aider');
  assert.equal(assistantOf('Claude Example', 'claude@example.com'), undefined);
  assert.equal(assistantOf('Claude', ''), 'Claude');
  assert.equal(assistantOf('Claude Monet', ''), undefined);
  assert.equal(assistantOf('Devin', ''), undefined);
  assert.equal(generatedWith('words\n\n🤖 Generated with [Claude Code](https://example.com)\n'), 'Claude');
  assert.equal(generatedWith('Generated with a script'), undefined);
});
