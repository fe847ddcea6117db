import type { LoadRequest } from '../pipeline/load.ts';
import type { Story } from '../protocol/rpc.ts';

/** The editor's words for whose work, where and when, as the pipeline takes them. */
export const loadRequest = ({ folders, author, period }: Story): LoadRequest => ({ folders, who: author, period: { name: period } });
