// A second kind of code host, added as anybody would add one: by writing two files of src/mine anew and putting a folder beside GitHub's. Import
// this first, or hand it to node by --import: what is loaded afterwards finds them in the place of the shipped ones.
import { registerHooks } from 'node:module';

const HOST = new URL('../../../src/mine/host/', import.meta.url);
const ANEW = new Map(['kinds.ts', 'connectors.ts'].map((file) => [new URL(file, HOST).href, new URL(file, import.meta.url).href]));

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    const url = ANEW.get(resolved.url);
    return url === undefined ? resolved : { ...resolved, url };
  },
});
