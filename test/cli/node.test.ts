// A machine's own Node may be older than what the code needs: the command line then hands over to the one that came along, or says so.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { handOver, isOld, ownNode, tooOld } from '../../src/cli/node.ts';
import { scratch } from '../support/repos.ts';

test('a Node that lacks what the code calls is known by its version', () => {
  assert.deepEqual(['18.20.0', '20.20.2', '21.7.3', '22.15.0', '24.21.0'].filter(isOld), ['18.20.0', '20.20.2', '21.7.3']);
  assert.match(tooOld('20.20.2'), /needs Node 22 or later, and this is 20\.20\.2\..*npm run -s trackrecord/);
});

test('the Node installed along with the command line is found, and is new enough', (t) => {
  const own = ownNode(import.meta.url);
  // The project's own `node` package brings one for this platform wherever it could be installed.
  const has = existsSync(path.resolve(import.meta.dirname, '../../node_modules/.bin/node'));
  assert.equal(own !== undefined, has);
  const version = own === undefined ? process.versions.node : execFileSync(own, ['--version'], { encoding: 'utf8' }).slice(1);
  assert.equal(isOld(version), false);
  assert.equal(ownNode(pathToFileURL(path.join(scratch(t), 'cli.js')).href), undefined);
});

test('what is handed over gets the arguments, and its exit code is passed back', async (t) => {
  const script = path.join(scratch(t), 'script.mjs');
  writeFileSync(script, 'process.exit(process.argv.slice(2).join() === "a,b c" ? 7 : 1);');
  assert.equal(await handOver(process.execPath, script, ['a', 'b c']), 7);
});
