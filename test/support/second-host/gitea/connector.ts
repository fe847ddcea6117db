import { HostError } from '../../../../src/mine/host/errors.ts';
import type { Connector } from '../../../../src/mine/host/host.ts';
import { Gitea } from './gitea.ts';
import { GITEA } from './kind.ts';

export const gitea: Connector = {
  ownServer: (env) => env['GITEA_SERVER'] || GITEA.host,
  isHost: (host, env) => GITEA.isNamed(host) || host === env['GITEA_SERVER'],
  access: async (host, env) => {
    const token = host === gitea.ownServer(env) ? env['GITEA_TOKEN'] : undefined;
    return token ? gitea.accessBy(host, token, env) : { ok: false, error: new HostError('host-no-token', { host, kind: GITEA }) };
  },
  accessBy: (host, token, env) => ({ ok: true, value: { host, token, api: env['GITEA_API_URL'] || `https://${host}/api/v1` } }),
  connect: async ({ access }) => new Gitea(access),
  openedPage: (host, { login }) => `https://${host}/pulls?poster=${login}`,
};
