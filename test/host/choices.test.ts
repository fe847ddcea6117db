import './support/editor.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Memento } from 'vscode';
import { workspace } from './support/vscode.ts';

const { Choices } = await import('../../src/host/choices.ts');

test('a folder that is opened beside the others makes another story', (t) => {
  const choices = new Choices({} as Memento, (error) => assert.fail(String(error)));
  let told = 0;
  choices.onStory.add(() => told++);
  const following = choices.follow();
  t.after(() => following.dispose());
  workspace.refolder();
  assert.equal(told, 1);
});
