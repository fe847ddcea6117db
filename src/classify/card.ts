import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ModelCard } from '../domain/card.ts';

interface Part {
  readonly title: string;
  readonly paragraphs: string[];
  readonly tables: { readonly head: readonly string[]; readonly rows: string[][] }[];
}

/** The card beside a model: the one place where its figures stand. Undefined where there is none. */
export async function readCard(modelDir: string): Promise<ModelCard | undefined> {
  let text: string;
  try {
    text = await readFile(path.join(modelDir, 'README.md'), 'utf8');
  } catch {
    return undefined;
  }
  return cardOf(text);
}

/** Of a card in Markdown: the paragraphs and tables under the headings that say what people should know before they trust a tag. */
export function cardOf(markdown: string): ModelCard {
  const all = parts(markdown);
  const find = (title: RegExp): Part | undefined => all.find((part) => title.test(part.title));
  const measured = find(/^By what is read$/);
  // What follows is for who trains it again.
  const trained = find(/^Training$/)?.paragraphs[0]?.match(/^.*?\.(?=\s|$)/)?.[0];
  const how = measured?.paragraphs[0];
  const limits = find(/^Limits$/)?.paragraphs.join(' ');
  const use = find(/use$/i)?.paragraphs.join(' ');
  return {
    tables: measured?.tables ?? [],
    ...(trained ? { trained } : {}),
    ...(how ? { measured: how } : {}),
    ...(limits ? { limits } : {}),
    ...(use ? { use } : {}),
  };
}

function parts(markdown: string): readonly Part[] {
  const all: Part[] = [{ title: '', paragraphs: [], tables: [] }];
  for (const block of markdown.split(/\n\s*\n|\n(?=#)|(?<=^#.*)\n/m)) {
    const heading = /^#+ (.*)$/.exec(block);
    if (heading) {
      all.push({ title: heading[1]?.trim() ?? '', paragraphs: [], tables: [] });
      continue;
    }
    const part = all.at(-1);
    // Commands to run, not words.
    if (!part || block.trim() === '' || block.startsWith('    ')) continue;
    if (!block.startsWith('|')) {
      part.paragraphs.push(plain(block));
      continue;
    }
    const [head = [], , ...rows] = block.trim().split('\n').map(cells);
    part.tables.push({ head, rows });
  }
  return all;
}

const cells = (line: string): string[] =>
  line
    .replaceAll(/^\||\|$/g, '')
    .split('|')
    .map(plain);

/** Without the marks of code, links and emphasis: it is shown as text. */
const plain = (text: string): string =>
  text
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
