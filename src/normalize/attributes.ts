import { pathPattern, wildcard } from './glob.ts';
import type { AttributeLookup, Attributes } from './files.ts';

/** One .gitattributes file and the folder it lies in (`` at the top, else `a/b`). */
export interface AttributesFile {
  readonly dir: string;
  readonly text: string;
}

interface Rule {
  readonly matches: (relative: string, name: string) => boolean;
  readonly attributes: Attributes;
}

const NAMES: Readonly<Record<string, keyof Attributes>> = {
  'linguist-generated': 'generated',
  'linguist-vendored': 'vendored',
  'linguist-documentation': 'documentation',
};

/**
 * Answers what the linguist attributes of a path are, from the texts of .gitattributes files (gitattributes(5)): later lines win over
 * earlier ones, deeper files over higher ones; `attr`, `-attr`, `attr=true|false`, `!attr`. Macros and the other attributes are passed over.
 * @param own text of the clone's info/attributes, which wins over all files.
 */
export function attributesOf(files: readonly AttributesFile[], own = ''): AttributeLookup {
  const byFolder = new Map<string, readonly Rule[]>();
  for (const { dir, text } of files) {
    const rules = rulesOf(text);
    if (rules.length > 0) byFolder.set(dir, rules);
  }
  const last = rulesOf(own);
  return {
    get(path) {
      if (byFolder.size === 0 && last.length === 0) return undefined;
      const name = path.slice(path.lastIndexOf('/') + 1);
      let found: Attributes | undefined;
      const apply = (rules: readonly Rule[] | undefined, relative: string): void => {
        for (const r of rules ?? []) if (r.matches(relative, name)) found = { ...found, ...r.attributes };
      };
      apply(byFolder.get(''), path);
      for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) apply(byFolder.get(path.slice(0, at)), path.slice(at + 1));
      apply(last, path);
      return found;
    },
  };
}

const rulesOf = (text: string): readonly Rule[] => text.split('\n').flatMap((line) => rule(line) ?? []);

function rule(line: string): Rule | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#') || text.startsWith('[attr]')) return undefined;
  const quoted = /^"((?:[^"\\]|\\.)*)"/.exec(text);
  const pattern = quoted ? (quoted[1] ?? '').replace(/\\(.)/g, '$1') : (text.split(/\s/, 1)[0] ?? '');
  const attributes: { -readonly [K in keyof Attributes]: Attributes[K] } = {};
  for (const word of text.slice(quoted ? quoted[0].length : pattern.length).split(/\s+/)) {
    const [, sign = '', key = '', value] = /^([-!]?)([^=]+)(?:=(.*))?$/.exec(word) ?? [];
    const attribute = NAMES[key];
    if (attribute === undefined) continue;
    attributes[attribute] = sign === '!' ? undefined : sign !== '-' && value !== 'false';
  }
  // A pattern that begins with `!` is forbidden in .gitattributes, one that ends in `/` matches nothing: as git has it.
  if (Object.keys(attributes).length === 0 || pattern.startsWith('!') || pattern.endsWith('/')) return undefined;
  return { matches: matcher(pattern), attributes };
}

/** gitignore(5)'s patterns: without a slash on the name alone, with one on the path from the file's folder. */
function matcher(pattern: string): Rule['matches'] {
  if (!pattern.includes('/')) {
    const name = wildcard(pattern);
    return (_, written) => name(written);
  }
  return pathPattern(pattern.replace(/^\//, ''));
}
