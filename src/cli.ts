#!/usr/bin/env -S node --min-semi-space-size=8 --max-semi-space-size=8 --heap-growing-percent=40
// The flags keep V8's heap near what is in use: a long history in a small memory, for a few percent of time.
import module from 'node:module';
import { fileURLToPath } from 'node:url';
import { compiledFolder } from './cli/compiled.ts';
import { handOver, isOld, ownNode, tooOld } from './cli/node.ts';

if (isOld(process.versions.node)) {
  const node = ownNode(import.meta.url);
  if (node === undefined) process.stderr.write(tooOld(process.versions.node));
  process.exitCode = node === undefined ? 1 : await handOver(node, fileURLToPath(import.meta.url), process.argv.slice(2));
} else {
  // Before anything large is loaded: compiled code is kept from run to run, where this Node can.
  const compiled = compiledFolder(process.env);
  if (compiled !== undefined) module.enableCompileCache?.(compiled);
  const { main } = await import('./cli/main.ts');
  process.exitCode = await main(process.argv, new URL(import.meta.url));
}
