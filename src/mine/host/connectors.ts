import { github } from './github/connector.ts';
import type { Connector } from './host.ts';
import type { KindId } from './kinds.ts';

/** How hosts of each kind are told apart, reached and asked. */
export const CONNECTORS: Readonly<Record<KindId, Connector>> = { github };
