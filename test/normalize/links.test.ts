import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { commitUrl, compareUrl, fileUrl, parseRemote, issueUrl, pullUrl, web } from '../../src/normalize/links.ts';

const SHA = 'a'.repeat(40);
const GITHUB = 'https://github.com/owner/name';

test('remotes in every spelling lead to one page', () => {
  const pages: Readonly<Record<string, readonly string[]>> = {
    [GITHUB]: [
      'https://github.com/owner/name.git',
      'https://github.com/owner/name/',
      'http://github.com/owner/name',
      'git@github.com:owner/name.git',
      'github.com:owner/name',
      'ssh://git@github.com/owner/name.git',
      'ssh://git@github.com:22/owner/name.git',
      'ssh://git@ssh.github.com:443/owner/name.git',
      'git://github.com/owner/name.git',
      'git+ssh://git@github.com/owner/name.git',
      'https://user:secret@github.com/owner/name.git',
      'https://x-access-token:ghs_secret@GitHub.com/owner/name',
    ],
    'https://gitlab.com/group/sub/name': ['git@gitlab.com:group/sub/name.git', 'https://oauth2:secret@gitlab.com/group/sub/name.git'],
    'https://gitlab.example.com/group/name': ['ssh://git@gitlab.example.com:2222/group/name.git', 'https://gitlab.example.com/group/name'],
    'https://gitlab.example.com:8443/group/name': ['https://gitlab.example.com:8443/group/name.git'],
    'https://bitbucket.org/team/name': ['git@bitbucket.org:team/name.git', 'https://user@bitbucket.org/team/name.git'],
    'https://bitbucket.example.com/projects/PRJ/repos/name': [
      'ssh://git@bitbucket.example.com:7999/PRJ/name.git',
      'https://bitbucket.example.com/scm/PRJ/name.git',
    ],
    'https://stash.example.com/users/ada/repos/name': ['ssh://git@stash.example.com:7999/~ada/name.git'],
    'https://codeberg.org/owner/name': ['git@codeberg.org:owner/name.git'],
    'https://gitea.example.com/owner/name': ['https://gitea.example.com/owner/name.git'],
    'https://github.example.com/owner/name': ['git@github.example.com:owner/name.git'],
    'https://dev.azure.com/org/My%20Project/_git/name': [
      'https://dev.azure.com/org/My%20Project/_git/name',
      'https://org@dev.azure.com/org/My%20Project/_git/name',
      'git@ssh.dev.azure.com:v3/org/My%20Project/name',
      'https://org.visualstudio.com/My%20Project/_git/name',
      'https://org.visualstudio.com/DefaultCollection/My%20Project/_git/name',
      'org@vs-ssh.visualstudio.com:v3/org/My%20Project/name',
    ],
    'https://dev.azure.com/org/name/_git/name': ['https://dev.azure.com/org/_git/name'],
    'https://git.sr.ht/~ada/name': ['git@git.sr.ht:~ada/name'],
  };
  for (const [page, remotes] of Object.entries(pages)) for (const remote of remotes) assert.equal(web(remote), page, remote);
});

test('hostile and unknown remotes give no link', () => {
  for (const remote of [
    'javascript:alert(1)//github.com/a/b',
    'ext::sh -c id',
    'file:///github.com/a/b',
    '/srv/git/name.git',
    'C:\\repos\\name',
    'c:/repos/name',
    '../name',
    'https://github.com/../name',
    'https://github.com/owner/..%2fname',
    'https://github.com/owner/%2e%2e',
    'https://github.com/owner/na\u0000me',
    'https://github.com/owner/na\nme',
    'https://github.com/owner/na\u202eme',
    'https://github.com\\@evil.example/owner/name',
    'https://github.com/owner/"onload=x',
    'https://github.com/owner/<b>',
    'https://github.com/owner//name',
    'https://github.com/owner',
    'https://github.com/owner/name/more',
    'https://gіthub.com/owner/name',
    'https://git.example.com/owner/name',
    'https://github.com.evil.example/owner/name?x',
    'https://dev.azure.com/org/a/b/_git/name',
    '-oProxyCommand=x',
    '',
  ]) {
    const page = web(remote);
    assert.ok(page === undefined || page.startsWith('https://github.com.evil.example/'), `${remote} ${page}`);
  }
  assert.equal(web('https://git.example.com/owner/name', { 'git.example.com': 'gitea' }), 'https://git.example.com/owner/name');
});

test('whatever the remote, a link is https, without credentials, and parses to the same', () => {
  const part = fc.oneof(
    fc.string({ maxLength: 8 }),
    fc.constantFrom(
      'github.com',
      'owner',
      'name.git',
      '..',
      '%2e%2e',
      '~a',
      ':',
      '/',
      '@',
      'https://',
      'git@',
      'secret',
      '_git',
      'scm',
      'projects/p/repos/n',
    ),
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 10 }).map((p) => p.join('')),
      fc.constantFrom('', 'https://u:secret@github.com/', 'git@gitlab.com:', 'https://dev.azure.com/o/', 'https://bitbucket.example.com/'),
      (tail, head) => {
        const page = web(head + tail);
        if (page === undefined) return;
        const url = new URL(page);
        assert.equal(url.href, page);
        assert.equal(url.protocol, 'https:');
        assert.equal(url.username + url.password + url.search + url.hash, '');
        assert.ok(!page.includes('u:secret'));
        assert.equal(web(page), page);
      },
    ),
    { numRuns: 2_000 },
  );
});

test('pages of commits, files and comparisons in each host’s shape', () => {
  const shapes = (page: string): readonly (string | undefined)[] =>
    [commitUrl({ web: page }, SHA), fileUrl({ web: page }, SHA, 'a b/ü#?.ts'), compareUrl({ web: page }, 'b'.repeat(40), SHA)].map((u) =>
      u?.replace(page, '').replaceAll(SHA, 'SHA').replaceAll('b'.repeat(40), 'OLD'),
    );
  const path = 'a%20b/%C3%BC%23%3F.ts';
  assert.deepEqual(shapes(GITHUB), ['/commit/SHA', `/blob/SHA/${path}`, '/compare/OLD...SHA']);
  assert.deepEqual(shapes('https://gitlab.com/g/s/n'), ['/-/commit/SHA', `/-/blob/SHA/${path}`, '/-/compare/OLD...SHA']);
  assert.deepEqual(shapes('https://bitbucket.org/t/n'), ['/commits/SHA', `/src/SHA/${path}`, '/branches/compare/SHA..OLD']);
  assert.deepEqual(shapes('https://bitbucket.example.com/projects/P/repos/n'), [
    '/commits/SHA',
    `/browse/${path}?at=SHA`,
    '/compare/diff?targetBranch=OLD&sourceBranch=SHA',
  ]);
  assert.deepEqual(shapes('https://codeberg.org/o/n'), ['/commit/SHA', `/src/commit/SHA/${path}`, '/compare/OLD...SHA']);
  assert.deepEqual(shapes('https://dev.azure.com/o/p/_git/n'), [
    '/commit/SHA',
    `?path=/${path}&version=GCSHA`,
    '/branchCompare?baseVersion=GCOLD&targetVersion=GCSHA',
  ]);
});

test('pages of pull requests, reviews and comments', () => {
  const repo = { web: GITHUB };
  assert.equal(pullUrl(repo, '12'), `${GITHUB}/pull/12`);
  assert.equal(pullUrl(repo, '12/r345'), `${GITHUB}/pull/12#pullrequestreview-345`);
  assert.equal(pullUrl(repo, '12/c3000000001'), `${GITHUB}/pull/12#discussion_r3000000001`);
  assert.equal(pullUrl(repo, '12/i901'), `${GITHUB}/pull/12#issuecomment-901`);
  for (const key of ['', '12/x3', '../12', '12/r3"><', '-1']) assert.equal(pullUrl(repo, key), undefined, key);
  assert.equal(issueUrl(repo, '12'), `${GITHUB}/issues/12`);
  assert.equal(issueUrl(repo, '12/i901'), `${GITHUB}/issues/12#issuecomment-901`);
  for (const key of ['', '12/r3', '../12', '12/i9"><']) assert.equal(issueUrl(repo, key), undefined, key);
});

test('pages of pull requests and issues in the shapes of other hosts', () => {
  const shapes = (page: string): readonly (string | undefined)[] =>
    [
      ...['12', '12/r345', '12/c678', '12/i901'].map((key) => pullUrl({ web: page }, key)),
      ...['3', '3/i902'].map((key) => issueUrl({ web: page }, key)),
    ].map((url) => url?.replace(page, ''));
  const said = (pull: string, anchor: string): readonly string[] =>
    ['', ...['345', '678', '901'].map((key) => anchor + key)].map((one) => pull + one);
  assert.deepEqual(shapes('https://gitlab.com/g/s/n'), [...said('/-/merge_requests/12', '#note_'), '/-/issues/3', '/-/issues/3#note_902']);
  assert.deepEqual(shapes('https://codeberg.org/o/n'), [...said('/pulls/12', '#issuecomment-'), '/issues/3', '/issues/3#issuecomment-902']);
  assert.deepEqual(shapes('https://bitbucket.org/t/n'), [...said('/pull-requests/12', '#comment-'), '/issues/3', '/issues/3#comment-902']);
  const none = [undefined, undefined];
  assert.deepEqual(shapes('https://bitbucket.example.com/projects/P/repos/n'), [
    ...said('/pull-requests/12/overview', '?commentId='),
    ...none,
  ]);
  assert.deepEqual(shapes('https://dev.azure.com/o/p/_git/n'), [...said('/pullrequest/12', '?discussionId='), ...none]);
  assert.deepEqual(shapes('https://git.sr.ht/~ada/n'), [...none, ...none, ...none]);
});

test('no page without a known host, a sha and an honest path', () => {
  assert.equal(commitUrl({}, SHA), undefined);
  assert.equal(commitUrl({ web: 'https://git.example.com/o/n' }, SHA), undefined);
  assert.equal(commitUrl({ web: 'javascript:alert(1)' }, SHA), undefined);
  assert.equal(commitUrl({ web: GITHUB }, 'main'), undefined);
  assert.equal(fileUrl({ web: GITHUB }, SHA, '../../x'), undefined);
  assert.equal(fileUrl({ web: GITHUB }, SHA, '\ud800'), undefined);
  assert.equal(compareUrl({ web: GITHUB }, 'x', SHA), undefined);
});

test('what is kept of a remote', () => {
  assert.deepEqual(parseRemote('https://u:p@Example.com:8443/a/b.git'), { host: 'example.com:8443', segments: ['a', 'b'] });
  assert.deepEqual(parseRemote('git@example.com:~a/b'), { host: 'example.com', segments: ['~a', 'b'] });
  assert.equal(parseRemote('https://example.com/'), undefined);
});
