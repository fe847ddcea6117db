// A repository that tries every way we know to make git, or us, run something of its own.
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, git, writeCommit } from './repos.ts';

export interface Hostile {
  readonly path: string;
  /** The same history in a repository without a work tree. */
  readonly bare: string;
  readonly shas: readonly string[];
  /** What of it was run so far: names of the settings. */
  readonly sprung: () => readonly string[];
  /** PATH entries that lead into the repository. */
  readonly searchPath: readonly string[];
}

const HOOKS = [
  'post-index-change',
  'post-checkout',
  'post-commit',
  'pre-commit',
  'reference-transaction',
  'fsmonitor-watchman',
  'pre-auto-gc',
  'post-rewrite',
];

/** Needs a shell. `folder` must exist. */
export function hostileRepository(folder: string): Hostile {
  const canaries = path.join(folder, 'canaries');
  mkdirSync(canaries);
  const trap = (name: string): string => {
    const file = path.join(folder, 'traps', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `#!/bin/sh\ntouch '${path.join(canaries, name)}'\nexit 1\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const repo = build(path.join(folder, 'repo'), [
    {
      files: {
        '.gitattributes': '* diff=trap filter=trap merge=trap\n',
        '.gitmodules': `[submodule "sub"]\n\tpath = sub\n\turl = ext::${trap('submodule-url')}\n\tupdate = !${trap('submodule-update')}\n`,
        '.mailmap': 'Ada Example <ada@example.com> <ada@old.example.com>\n',
        a: 'one\n',
        b: 'b\n',
      },
    },
    { files: { a: 'two\n' } },
    { files: { a: 'three\n', b: 'bb\n' } },
  ]);
  const signed = writeCommit(
    repo.path,
    [
      `tree ${git(repo.path, ['rev-parse', 'HEAD^{tree}'])}`,
      `parent ${repo.shas[2]}`,
      'author Ada Example <ada@example.com> 1704100000 +0000',
      'committer Ada Example <ada@example.com> 1704100000 +0000',
      'gpgsig -----BEGIN PGP SIGNATURE-----',
      ' ',
      ' iQEzBAABCAAdFiEE',
      ' -----END PGP SIGNATURE-----',
      '',
      'signed',
      '',
      'Fixes: #1',
      '',
    ].join('\n'),
  );
  git(folder, ['clone', '-q', '--bare', '--no-local', repo.path, 'bare.git']);
  for (const place of [repo.path, path.join(folder, 'bare.git')]) {
    const gitDir = git(place, ['rev-parse', '--absolute-git-dir']);
    removeBlob(place, gitDir, git(place, ['rev-parse', `${repo.shas[1]}:a`]));
    mkdirSync(path.join(gitDir, 'hooks'), { recursive: true });
    for (const hook of HOOKS) {
      writeFileSync(path.join(gitDir, 'hooks', hook), readFileSync(trap(`hook-${hook}`)));
      chmodSync(path.join(gitDir, 'hooks', hook), 0o755);
    }
    writeFileSync(path.join(gitDir, 'included'), settings([['core.fsmonitor', trap('included-fsmonitor')]]));
    writeFileSync(path.join(gitDir, 'config'), `${readFileSync(path.join(gitDir, 'config'), 'utf8')}${settings(traps(trap, gitDir))}`);
  }
  // A git of the repository's own, where PATH may lead.
  const bin = path.join(repo.path, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  for (const place of [bin, repo.path]) {
    writeFileSync(path.join(place, 'git'), readFileSync(trap('own-git')));
    chmodSync(path.join(place, 'git'), 0o755);
  }
  return {
    path: repo.path,
    bare: path.join(folder, 'bare.git'),
    shas: [...repo.shas, signed],
    sprung: () => readdirSync(canaries).sort(),
    searchPath: [bin, '.', '', 'node_modules/.bin'],
  };
}

type Setting = readonly [key: string, value: string];

function traps(trap: (name: string) => string, gitDir: string): readonly Setting[] {
  return [
    ['core.repositoryFormatVersion', '1'],
    ['extensions.partialClone', 'origin'],
    ['remote.origin.url', `file://${gitDir}/nowhere`],
    ['remote.origin.promisor', 'true'],
    ['remote.origin.uploadpack', trap('uploadpack')],
    ['remote.origin.receivepack', trap('receivepack')],
    ['remote.second.url', `ext::${trap('ext-url')}`],
    ['remote.second.promisor', 'true'],
    ['remote.second.vcs', trap('remote-vcs')],
    ['protocol.allow', 'always'],
    ['protocol.ext.allow', 'always'],
    ['protocol.file.allow', 'always'],
    ['core.fsmonitor', trap('fsmonitor')],
    ['core.hooksPath', path.join(gitDir, 'hooks')],
    ['core.pager', trap('core-pager')],
    ['core.editor', trap('core-editor')],
    ['core.askPass', trap('askpass')],
    ['core.sshCommand', trap('ssh-command')],
    ['core.gitProxy', trap('git-proxy')],
    ['core.alternateRefsCommand', trap('alternate-refs')],
    ['pager.log', trap('pager-log')],
    ['pager.diff', trap('pager-diff')],
    ['pager.config', trap('pager-config')],
    ['diff.external', trap('diff-external')],
    ['diff.trap.command', trap('diff-command')],
    ['diff.trap.textconv', trap('textconv')],
    ['diff.trap.cachetextconv', 'true'],
    ['diff.submodule', 'log'],
    ['diff.orderFile', '/nonexistent'],
    ['filter.trap.clean', trap('clean')],
    ['filter.trap.smudge', trap('smudge')],
    ['filter.trap.process', trap('process')],
    ['filter.trap.required', 'true'],
    ['merge.trap.driver', trap('merge-driver')],
    ['gpg.program', trap('gpg')],
    ['gpg.ssh.program', trap('gpg-ssh')],
    ['log.showSignature', 'true'],
    ['log.decorate', 'full'],
    ['log.follow', 'true'],
    ['log.diffMerges', 'remerge'],
    ['format.pretty', '%G?'],
    ['credential.helper', `!${trap('credential-helper')}`],
    ['alias.log', `!${trap('alias-log')}`],
    ['alias.diff-tree', `!${trap('alias-diff-tree')}`],
    ['alias.rev-parse', `!${trap('alias-rev-parse')}`],
    ['sequence.editor', trap('sequence-editor')],
    ['interactive.diffFilter', trap('diff-filter')],
    ['submodule.sub.update', `!${trap('submodule-update')}`],
    ['submodule.recurse', 'true'],
    ['uploadpack.packObjectsHook', trap('pack-objects-hook')],
    ['trailer.fixes.command', trap('trailer-command')],
    ['trailer.fixes.cmd', trap('trailer-cmd')],
    ['trailer.fixes.key', 'Fixes'],
    ['tar.tgz.command', trap('tar-command')],
    ['man.viewer', 'trap'],
    ['man.trap.cmd', trap('man-cmd')],
    ['include.path', path.join(gitDir, 'included')],
    ['trace2.eventTarget', path.join(path.dirname(gitDir), 'trace')],
    ['color.ui', 'always'],
    ['core.quotePath', 'false'],
    ['core.abbrev', '4'],
    ['diff.renames', 'copies'],
    ['diff.noprefix', 'true'],
    ['diff.relative', 'true'],
    ['i18n.logOutputEncoding', 'UTF-16'],
    ['blame.ignoreRevsFile', '/nonexistent'],
    ['gc.auto', '1'],
  ];
}

/** As a config file: keys may repeat, which `git config` would have to be told each time. */
function settings(list: readonly Setting[]): string {
  return list
    .map(([key, value]) => {
      const [section = '', ...rest] = key.split('.');
      const name = rest.pop() ?? '';
      const quoted = value.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
      return `[${section}${rest.length === 0 ? '' : ` "${rest.join('.')}"`}]\n\t${name} = "${quoted}"\n`;
    })
    .join('');
}

/** Unpacks a repository's objects and takes one blob away, so that git wants to fetch it. */
function removeBlob(repo: string, gitDir: string, blob: string): void {
  const folder = path.join(gitDir, 'objects', 'pack');
  const packs = readdirSync(folder);
  const bytes = packs.filter((file) => file.endsWith('.pack')).map((file) => readFileSync(path.join(folder, file)));
  for (const file of packs) rmSync(path.join(folder, file), { force: true });
  for (const input of bytes) git(repo, ['unpack-objects', '-q'], { input });
  rmSync(path.join(gitDir, 'objects', blob.slice(0, 2), blob.slice(2)));
}
