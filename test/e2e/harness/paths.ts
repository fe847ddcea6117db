import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../../..');
export const TOOLS = path.join(ROOT, 'test/tools/node_modules');
export const CODE_SERVER = path.join(TOOLS, 'code-server');
