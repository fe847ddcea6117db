import type { Connector } from '../host.ts';
import { accessBy, githubAccess, isGitHub, ownServer } from './access.ts';
import { openedPage } from './search.ts';

export const github: Connector = {
  ownServer,
  isHost: isGitHub,
  access: (host, env) => githubAccess(host, env),
  accessBy,
  // Its client is large, and most runs ask no host.
  connect: async (options) => new (await import('./github.ts')).GitHub(options),
  openedPage,
};
