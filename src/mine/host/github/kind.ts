import type { HostKind } from '../kind.ts';

export const GITHUB = {
  id: 'github',
  name: 'GitHub',
  host: 'github.com',
  // Its own hosts, and names that servers of one's own carry: `github.example.com`, `ghe.example.com`.
  isNamed: (host) => host === 'github.com' || /^[a-z0-9-]+\.ghe\.com$/.test(host) || /(?:^|[.-])(?:github|ghe)(?:[.-]|$)/.test(host),
  token: {
    variable: 'GITHUB_TOKEN',
    address: 'GITHUB_API_URL',
    program: 'gh',
    login: (host) => `gh auth login --hostname ${host}`,
    addresses: { login: (host) => `gh auth refresh --hostname ${host} --scopes user:email`, scope: 'user:email' },
  },
  signIns: [
    { provider: 'github', host: 'github.com' },
    // The editor's sign-in is for the server that its own setting names.
    { provider: 'github-enterprise', setting: 'github-enterprise.uri' },
  ],
  // `user:email` tells which addresses are the user's own, whose work is theirs then.
  scopes: {
    // For the editor's sign-in GitHub has no scope that opens private repositories for reading only: without `repo` they are not there.
    all: ['repo', 'user:email'],
    // What anybody may read. Not an empty list: the editor answers that with any session there is, one with `repo` too.
    public: ['read:user', 'user:email'],
  },
  earlier: { all: ['repo'], public: ['read:user'] },
} as const satisfies HostKind;
