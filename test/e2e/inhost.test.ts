// Mocha suites inside the real extension host, on the installed package.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Editor, startEditor } from './harness/editor.ts';
import { bundledSuites, HELPER } from './harness/inhost.ts';
import { packedExtension } from './harness/vsix.ts';
import { testNothingLeft } from './support.ts';

let editor: Editor;
before(async () => {
  editor = await startEditor({ vsix: [packedExtension()], testDriver: true });
});
after(() => editor.stop());

test('the suites of test/e2e/inhost', { timeout: 300_000 }, async (t) => {
  const suites = await bundledSuites();
  const { failures, lines } = await editor.runInHost(t, { helper: HELPER, suites });
  for (const line of lines) t.diagnostic(line);
  assert.equal(failures, 0);
  assert.ok(lines.some((line) => /\d+ passing/.test(line)));
});

testNothingLeft(() => editor);
