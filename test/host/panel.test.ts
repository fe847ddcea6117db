import './support/editor.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebviewPanel } from 'vscode';
import type { PanelOptions } from '../../src/host/panel.ts';
import { silent } from '../../src/util/context.ts';

const { Panel } = await import('../../src/host/panel.ts');

/** A panel as the editor hands it out. */
function made() {
  let closed: () => void = () => {};
  const posted: unknown[] = [];
  const panel = {
    webview: {
      onDidReceiveMessage: () => {},
      postMessage: (frame: unknown) => posted.push(frame),
      asWebviewUri: String,
      cspSource: 'https://editor.example.com',
      html: '',
    },
    onDidChangeViewState: () => {},
    onDidDispose: (listener: () => void) => (closed = listener),
    dispose: () => closed(),
  };
  return { panel: panel as unknown as WebviewPanel, webview: panel.webview, posted, close: () => closed() };
}

test('there is one panel: one that the editor brings back late takes the place of one that was opened meanwhile', () => {
  let opened = 0;
  const options = { extension: '/extension', language: () => 'en', log: silent, opened: () => opened++ };
  const panel = new Panel(options as unknown as PanelOptions);
  const [first, second] = [made(), made()];
  let isClosed = false;
  const dispose = first.panel.dispose.bind(first.panel);
  first.panel.dispose = () => {
    isClosed = true;
    dispose();
  };
  panel.adopt(first.panel);
  panel.adopt(second.panel);
  assert.ok(isClosed);
  assert.deepEqual([panel.isOpen, opened], [true, 2]);
  panel.tell({ notice: 'stale' });
  assert.deepEqual([first.posted.length, second.posted.length], [0, 1], 'the one that is left is told');
  second.close();
  assert.equal(panel.isOpen, false);
});

test('the page runs our own script, by nonce, and nothing else', () => {
  const panel = new Panel({ extension: '/extension', language: () => 'en', log: silent, opened: () => {} } as unknown as PanelOptions);
  const { panel: shown, webview } = made();
  panel.adopt(shown);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(webview.html)?.[1] ?? '';
  const nonce = /script-src 'nonce-([\w-]{22})'(?:;|$)/.exec(policy)?.[1] ?? assert.fail(policy);
  for (const rule of ["default-src 'none'", "base-uri 'none'", "form-action 'none'"]) assert.ok(policy.split('; ').includes(rule), rule);
  assert.deepEqual(
    [...webview.html.matchAll(/<script[^>]*>/g)].map(([tag]) => tag.includes(`nonce="${nonce}"`) && tag.includes(' src="')),
    [true],
  );
  panel.reload();
  assert.ok(!webview.html.includes(nonce), 'each page has its own');
});
