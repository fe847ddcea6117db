// Nothing outside of src/mine knows which code hosts there are, but for facts about the world that hold whether a host is asked or not.
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { transformSync } from 'esbuild';

const SRC = path.resolve(import.meta.dirname, '../../src');
const read = (file: string): string => readFileSync(path.join(SRC, file), 'utf8');

/** What each of these may say of GitHub, and why. */
const FACTS: Readonly<Record<string, string>> = {
  'assess/rubric.default.ts': 'the address of a page that a formula rests on',
  'assess/suggestions/kinds.ts': 'the address of a page that a suggestion rests on',
  'assess/suggestions/texts.ts': 'what a study was about',
  'assess/technologies.ts': 'technologies, by their files',
  'domain/file-tables.ts': 'folders that hold no code',
  'draft/check/names.ts': 'names that are no claim',
  'draft/english.ts': 'how a technology is written',
  'host/code-hosts.ts': 'the key under which the editor keeps what was connected',
  mine: 'where it belongs',
  'normalize/assistants.ts': 'addresses of assistants',
  'normalize/bots.ts': 'names and addresses of bots',
  'normalize/generic.ts': 'names that are nobody’s',
  'normalize/links.ts': 'addresses of pages, of all hosts there are',
  'themes/words.ts': 'how words are written',
};

test('outside of src/mine no code is about one code host', () => {
  const found = globSync('**/*.{ts,tsx}', { cwd: SRC }).filter((file) => /git ?hub/i.test(codeOf(file)));
  const known = (file: string): string => Object.keys(FACTS).find((one) => file === one || file.startsWith(`${one}${path.sep}`)) ?? file;
  assert.deepEqual([...new Set(found.map(known))].toSorted(), Object.keys(FACTS).toSorted());
});

test('what is told of code hosts everywhere is facts: it leads to no machinery', () => {
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const [, to = ''] of codeOf(file).matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)) {
      assert.match(to, /^\./, `${file} imports ${to}`);
      follow(path.join(path.dirname(file), to));
    }
  };
  follow('mine/host/kinds.ts');
  assert.deepEqual(
    [...seen].filter((file) => !/^mine\/host\/(?:kinds|\w+\/kind)\.ts$/.test(file)),
    [],
  );
  assert.ok(seen.size > 1);
});

/** Without types and comments: what stands in them may be any example. */
const codeOf = (file: string): string =>
  transformSync(read(file), { loader: file.endsWith('x') ? 'tsx' : 'ts', minifyWhitespace: true }).code;
