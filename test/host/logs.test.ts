import './support/editor.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LogOptions } from '../../src/host/logs.ts';
import { user } from './support/vscode.ts';

const { importLogs } = await import('../../src/host/logs.ts');

test('of several files that are imported each is named by its own name', async () => {
  user.files = ['first.md', 'second.csv'].map((name) => ({ path: `/c:/notes/${name}`, fsPath: `c:\\notes\\${name}` }));
  const asked: unknown[] = [];
  const engine = {
    request: async (_: string, { file }: { readonly file: string }) => {
      asked.push(file);
      return { name: file.split('\\').at(-1), text: '', entries: 0, changes: 0, problems: 0 };
    },
  };
  const options = {
    engine: async () => engine,
    choices: { story: () => ({ folders: [], period: 'all' }) },
    pages: { show: async () => {} },
    memento: { get: () => undefined, update: async () => {} },
  };
  await importLogs(options as unknown as LogOptions);
  assert.deepEqual(user.waited, ['Reading first.md', 'Reading second.csv']);
  assert.deepEqual(asked, ['c:\\notes\\first.md', 'c:\\notes\\second.csv']);
  assert.match(user.told.join('\n'), /nothing to import in first\.md.*\n.*nothing to import in second\.csv/);
});
