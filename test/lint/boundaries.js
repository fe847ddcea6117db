// The folder table of docs/architecture.md as a lint rule: an import it does not allow fails the build.
import path from 'node:path';

const BASE = ['domain', 'util'];
const CORE = ['mine', 'normalize', 'store', 'classify', 'hub', 'learn', 'themes', 'assess', 'draft', 'export'];
export const ALLOWED = {
  domain: [],
  util: [],
  mine: BASE,
  normalize: BASE,
  store: BASE,
  classify: BASE,
  hub: BASE,
  learn: [...BASE, 'classify'],
  themes: BASE,
  assess: BASE,
  draft: BASE,
  export: [...BASE, 'draft'],
  pipeline: [...BASE, ...CORE, 'protocol'],
  protocol: ['domain'],
  engine: [...BASE, 'pipeline', 'protocol'],
  cli: [...BASE, 'pipeline', 'export'],
  host: [...BASE, 'protocol'],
  view: [...BASE, 'protocol'],
  'cli.ts': ['cli'],
  'extension.ts': ['host'],
};

/** Single files of a folder that others may import too: facts without machinery. */
export const FACTS = {
  'mine/host/kinds.ts': ['cli', 'host'],
};

/** The message for an import of `specifier` from `file` (both absolute or relative to the root), or undefined when the table allows it. */
export function violation(file, specifier) {
  const from = unit(file);
  if (from === undefined) return undefined;
  if (specifier === 'vscode') return from === 'host' || from === 'extension.ts' ? undefined : `only src/host imports vscode, not ${from}`;
  if (from === 'view' && /^(node:|fs$|path$|os$)/.test(specifier)) return 'src/view is browser code: no node modules';
  if (!specifier.startsWith('.')) return undefined;
  const to = unit(path.resolve(path.dirname(file), specifier));
  if (to === from) return undefined;
  if (to === undefined) return `src/${from} may not import from outside src`;
  if (FACTS[within(file, specifier)]?.includes(from)) return undefined;
  return ALLOWED[from]?.includes(to) ? undefined : `src/${from} may not import src/${to}`;
}

function unit(file) {
  return parts(file)[0];
}

/** Where an import leads, below src. */
const within = (file, specifier) => parts(path.resolve(path.dirname(file), specifier)).join('/');

function parts(file) {
  const all = path.resolve(file).split(path.sep);
  const at = all.lastIndexOf('src');
  return at < 0 ? [] : all.slice(at + 1);
}

const rule = {
  create(context) {
    const check = (node) => {
      const specifier = node.source?.value ?? node.argument?.value ?? node.argument?.literal?.value;
      if (typeof specifier !== 'string') return;
      const message = violation(context.filename, specifier);
      if (message) context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
      TSImportType: check,
    };
  },
};

export default { meta: { name: 'track-record' }, rules: { boundaries: rule } };
