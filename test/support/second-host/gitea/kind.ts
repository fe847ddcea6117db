import type { HostKind } from '../../../../src/mine/host/kind.ts';

export const GITEA = {
  id: 'gitea',
  name: 'Gitea',
  host: 'gitea.com',
  isNamed: (host) => /(?:^|[.-])gitea(?:[.-]|$)/.test(host),
  token: {
    variable: 'GITEA_TOKEN',
    address: 'GITEA_API_URL',
    program: 'tea',
    login: (host) => `tea login add --url https://${host}`,
    addresses: { login: (host) => `tea login edit ${host}`, scope: 'read:user' },
  },
  signIns: [
    { provider: 'gitea', host: 'gitea.com' },
    { provider: 'gitea-server', setting: 'gitea.sign-in.server' },
  ],
  scopes: { all: ['read:repository', 'read:issue', 'read:user'], public: ['public-only'] },
} as const satisfies HostKind;
