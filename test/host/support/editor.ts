// What the host's code needs of the editor's module, for tests that run without one: import this first, the code under test after it.
import { registerHooks } from 'node:module';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: new URL('vscode.ts', import.meta.url).href, shortCircuit: true } : next(specifier, context),
});
