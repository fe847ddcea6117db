import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as fc from 'fast-check';
import { parseRemote } from '../../../src/mine/git/remote.ts';

const read = (url: string): readonly [string | undefined, string, string] => {
  const remote = parseRemote('origin', url);
  return [remote.host, remote.path, remote.url];
};

describe('remotes', () => {
  it('are the same repository however they are written', () => {
    const same = [
      'https://github.com/owner/name',
      'https://github.com/owner/name.git/',
      'https://user:secret@GitHub.com/owner/name.git',
      'ssh://git@github.com:22/owner/name.git',
      'ssh://git@ssh.github.com:443/owner/name.git',
      'git@github.com:owner/name.git',
      'github.com:owner/name',
      'git://github.com/owner/name.git',
    ];
    for (const url of same) {
      const [host, path] = read(url);
      assert.deepEqual([host, path], ['github.com', 'owner/name'], url);
    }
    assert.deepEqual(read('git@ssh.dev.azure.com:v3/org/project/repo').slice(0, 2), ['dev.azure.com', 'org/project/_git/repo']);
    assert.deepEqual(read('https://org@dev.azure.com/org/project/_git/repo').slice(0, 2), ['dev.azure.com', 'org/project/_git/repo']);
  });

  it('that are folders have no host', () => {
    for (const url of ['/srv/repo.git', '../repo', 'C:\\repos\\x', 'C:/repos/x', 'file:///srv/repo.git', './a:b']) {
      assert.equal(read(url)[0], undefined, url);
    }
  });

  it('show nothing that lets one in', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9_-]{8,20}$/);
    fc.assert(
      fc.property(secret, secret, fc.constantFrom('https', 'http', 'ssh', 'git', 'ftp', 'HTTPS'), (user, password, scheme) => {
        const [, , url] = read(`${scheme}://${user}:${password}@example.com/a/b.git?token=${password}#${password}`);
        assert.ok(!url.includes(password) && !url.includes(user), url);
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void read(text)));
  });
});
