import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { extensions } from 'vscode';
import { EXTENSION } from './support.ts';

export function registerActivation(): void {
  suite('activation', () => {
    test('nothing of it runs before it is asked for', () => {
      const extension = extensions.getExtension(EXTENSION);
      assert.ok(extension, 'it is installed');
      assert.equal(extension.isActive, false);
      assert.equal(extension.packageJSON.main, './dist/extension.cjs');
    });

    test('it activates, and no process is started for it', async () => {
      await extensions.getExtension(EXTENSION)?.activate();
      assert.deepEqual(engines(), []);
    });
  });
}

/** Command lines of engine processes under this one. */
function engines(): string[] {
  if (process.platform === 'win32') return [];
  const children = execFileSync('ps', ['-o', 'ppid=,args=', '-A'], { encoding: 'utf8' });
  return children.split('\n').filter((line) => line.trim().startsWith(`${process.pid} `) && line.includes('engine.js'));
}
