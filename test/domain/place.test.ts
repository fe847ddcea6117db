import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parsePlace } from '../../src/domain/place.ts';

test('repositories, owners and everything are told apart, and the setting’s pattern agrees', () => {
  const { contributes } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly contributes: {
      readonly configuration: { readonly properties: Readonly<Record<string, { readonly items?: { readonly pattern: string } }>> };
    };
  };
  const pattern = new RegExp(contributes.configuration.properties['trackRecord.hostedRepositories']?.items?.pattern ?? '');
  for (const [written, place] of [
    ['ada/app', { owner: 'ada', name: 'app' }],
    ['git.example.com/Ada/app.js', { host: 'git.example.com', owner: 'Ada', name: 'app.js' }],
    ['acme/*', { owner: 'acme', name: '*' }],
    ['git.example.com/acme/*', { host: 'git.example.com', owner: 'acme', name: '*' }],
    ['gitlab.example.com/group/sub.group/app', { host: 'gitlab.example.com', owner: 'group/sub.group', name: 'app' }],
    ['gitlab.example.com/group/sub/*', { host: 'gitlab.example.com', owner: 'group/sub', name: '*' }],
    ['ghe/acme/app', { host: 'ghe', owner: 'acme', name: 'app' }],
    ['*/*', { owner: '*', name: '*' }],
    ['git.example.com/*/*', { host: 'git.example.com', owner: '*', name: '*' }],
  ] as const) {
    assert.deepEqual(parsePlace(` ${written} `), place);
    assert.match(written, pattern);
  }
  for (const bad of [
    '',
    'acme',
    '*',
    '*/app',
    'a/b/c/d',
    'a//b/c',
    'a/b/c/',
    'a/*/c/d',
    'a.b/c',
    'a b/c',
    'https://github.com/a/b',
    'a/b*',
    'a/../b',
    'git.example.com/a/../b',
  ]) {
    assert.equal(parsePlace(bad), undefined, bad);
    assert.doesNotMatch(bad, pattern);
  }
  assert.equal(parsePlace('ada/..'), undefined);
});
