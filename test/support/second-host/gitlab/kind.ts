import type { HostKind } from '../../../../src/mine/host/kind.ts';

export const GITLAB = {
  id: 'gitlab',
  name: 'GitLab',
  host: 'gitlab.com',
  isNamed: (host) => /(?:^|[.-])gitlab(?:[.-]|$)/.test(host),
  token: {
    variable: 'GITLAB_TOKEN',
    address: 'GITLAB_API_URL',
    program: 'glab',
    login: (host) => `glab auth login --hostname ${host}`,
    addresses: { login: (host) => `glab auth login --hostname ${host}`, scope: 'read_user' },
  },
  signIns: [
    { provider: 'gitlab', host: 'gitlab.com' },
    { provider: 'gitlab-server', setting: 'gitlab.sign-in.server' },
  ],
  scopes: { all: ['read_api'], public: ['read_user'] },
} as const satisfies HostKind;
