import './support/editor.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PanelHandlerOptions } from '../../src/host/panel-handlers.ts';
import { ALL_ROWS } from '../../src/view/data/source.ts';

const { panelHandlers } = await import('../../src/host/panel-handlers.ts');

test('until the panel has the head of another story, its rows and acts are of the one it shows', async () => {
  let author = 'ada@example.com';
  const asked: string[] = [];
  const engine = {
    request: async (method: string, params: { readonly author?: string }) => {
      asked.push(`${method} ${params.author}`);
      return { run: { warnings: [] }, repos: [] };
    },
  };
  const handlers = panelHandlers({
    engine: async () => engine,
    choices: { story: () => ({ folders: [], author }) },
    isRunning: () => true,
    device: () => undefined,
    notes: () => [],
  } as unknown as PanelHandlerOptions);
  const { signal } = new AbortController();
  const page = { query: ALL_ROWS, offset: 0, limit: 1 };
  const act = { act: { kind: 'uncorrect', contribution: 'commit:1' } } as const;
  await handlers.head({}, signal);
  author = 'bob@example.com';
  await handlers.rows(page, signal);
  await handlers.act(act, signal);
  await handlers.head({}, AbortSignal.abort());
  await handlers.identities({}, signal);
  await handlers.head({}, signal);
  await handlers.rows(page, signal);
  const [ada, bob] = ['ada@example.com', 'bob@example.com'];
  assert.deepEqual(asked, [
    `head ${ada}`,
    `rows ${ada}`,
    `act ${ada}`,
    // Given up before it was there: it is not shown.
    `head ${bob}`,
    `identities ${ada}`,
    `head ${bob}`,
    `rows ${bob}`,
  ]);
});
