import { github } from '../../../src/mine/host/github/connector.ts';
import type { Connector } from '../../../src/mine/host/host.ts';
import { gitlab } from './gitlab/connector.ts';
import type { KindId } from './kinds.ts';

export const CONNECTORS: Readonly<Record<KindId, Connector>> = { github, gitlab };
