#!/usr/bin/env node
import module from 'node:module';

// Before anything large is loaded: compiled code is kept from run to run, where this Node can.
module.enableCompileCache?.();
const { main } = await import('./cli/main.ts');
process.exitCode = await main(process.argv, new URL(import.meta.url));
