import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
export const TOOLS = path.join(ROOT, 'test/tools/node_modules');
/** What tests make and may make again. */
export const CACHE = path.join(ROOT, 'test/.cache');
export const CODE_SERVER = path.join(TOOLS, 'code-server');
