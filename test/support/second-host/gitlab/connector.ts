import { HostError } from '../../../../src/mine/host/errors.ts';
import type { Connector } from '../../../../src/mine/host/host.ts';
import { GitLab } from './gitlab.ts';
import { GITLAB } from './kind.ts';

export const gitlab: Connector = {
  ownServer: (env) => env['GITLAB_SERVER'] || GITLAB.host,
  isHost: (host, env) => GITLAB.isNamed(host) || host === env['GITLAB_SERVER'],
  access: async (host, env) => {
    const token = host === gitlab.ownServer(env) ? env['GITLAB_TOKEN'] : undefined;
    return token ? gitlab.accessBy(host, token, env) : { ok: false, error: new HostError('host-no-token', { host, kind: GITLAB }) };
  },
  accessBy: (host, token, env) => ({ ok: true, value: { host, token, api: env['GITLAB_API_URL'] || `https://${host}/api/v1` } }),
  connect: async ({ access }) => new GitLab(access),
  groups: true,
  openedPage: (host, { login }) => `https://${host}/dashboard/merge_requests?author_username=${login}`,
};
