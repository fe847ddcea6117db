import { github } from '../../../src/mine/host/github/connector.ts';
import type { Connector } from '../../../src/mine/host/host.ts';
import { gitea } from './gitea/connector.ts';
import type { KindId } from './kinds.ts';

export const CONNECTORS: Readonly<Record<KindId, Connector>> = { github, gitea };
