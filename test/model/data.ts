// Labelled texts with their embeddings, which are kept in a cache: embedding ninety thousand messages takes minutes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Encoder } from '../../src/classify/encoder.ts';
import { featuresOf } from '../../src/classify/features.ts';
import type { View } from '../../src/classify/features.ts';
import type { TagInput } from '../../src/classify/input.ts';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import type { Embedding } from '../../src/classify/vectors.ts';
import type { HeadExample } from '../../src/learn/head/fit.ts';
import { labelledCommits } from '../../src/learn/data/commits.ts';
import { jsonLines } from '../../src/learn/data/json-lines.ts';
import { plainText } from '../../src/normalize/text.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { hash32 } from '../../src/util/random.ts';

export interface Labelled extends Pick<TagInput, 'text' | 'files'> {
  readonly label: string;
  readonly group: string;
  /** Of the published division into training and test, where there is one; and the repository, by which its figure is averaged. */
  readonly split?: string;
  readonly repository?: string;
}

export interface Dataset {
  readonly name: string;
  readonly labels: readonly string[];
  readonly rows: readonly Labelled[];
}

/** Commits with a type the tagger tells apart; their text is cleaned as the product cleans it. */
export async function commitTypes(from: string): Promise<Dataset> {
  const labels: readonly string[] = TAGGED_TYPES;
  const commits = await labelledCommits(path.join(from, 'conventional-commits.jsonl.gz'));
  const rows = commits
    .filter(({ type }) => labels.includes(type))
    .map((commit) => {
      const { subject, body } = plainText(commit);
      return { text: body === '' ? subject : `${subject}\n\n${body}`, files: commit.files, label: commit.type, group: commit.repo };
    });
  return { name: 'commit-type', labels, rows };
}

/** Labels of the review comments' data in the words of the product. */
const CATEGORY: Readonly<Record<string, string>> = {
  FUNCTION: 'functional',
  REFACTORING: 'refactoring',
  DOCUMENTATION: 'documentation',
  DISCUSS: 'discussion',
  'FALSE POSITIVE': 'false-positive',
};

export async function reviewCategories(from: string): Promise<Dataset> {
  const rows: Labelled[] = [];
  for await (const { text, label, change, file } of jsonLines(path.join(from, 'review-comments.jsonl'))) {
    const category = CATEGORY[String(label)];
    if (category !== undefined) {
      rows.push({
        text: String(text),
        files: file === undefined ? [] : [[typeof file === 'string' ? file : '', null, null]],
        label: category,
        group: String(change),
      });
    }
  }
  return { name: 'review-category', labels: [...new Set(Object.values(CATEGORY))], rows };
}

export async function reviewUsefulness(from: string): Promise<Dataset> {
  const rows: Labelled[] = [];
  for await (const { id, text, label } of jsonLines(path.join(from, 'review-usefulness.jsonl'))) {
    rows.push({ text: String(text), label: String(label), group: String(id).split('-')[1] ?? String(id) });
  }
  return { name: 'review-useful', labels: ['useful', 'not-useful'], rows };
}

/** Issues have nothing in common that must not be split: they are dealt into so many parts, which folds are made of. */
const PARTS = 40;

export async function issueTypes(from: string): Promise<Dataset> {
  const rows: Labelled[] = [];
  for await (const { id, text, label, split, repo } of jsonLines(path.join(from, 'issue-types.jsonl'))) {
    rows.push({
      text: String(text),
      label: String(label),
      group: `part ${hash32(String(id)) % PARTS}`,
      split: String(split),
      repository: String(repo),
    });
  }
  return { name: 'issue-type', labels: ['bug', 'feature', 'question'], rows };
}

/** `view` decides what is seen: `paths` gets an empty text's features and an embedding of zeros. */
export function examplesOf({ rows, labels }: Dataset, embeddings: readonly Embedding[], view: View = 'both'): HeadExample[] {
  return rows.map((row, i) => {
    const embedding = embeddings[i] ?? new Int8Array();
    return {
      embedding: view === 'paths' ? new Int8Array(embedding.length) : embedding,
      features: featuresOf(row, view),
      label: labels.indexOf(row.label),
      group: row.group,
    };
  });
}

/** Embeddings of a dataset's texts, in order: from the cache where this encoder has made them before. */
export async function embeddingsOf({ name, rows }: Dataset, modelDir: string, cache: string): Promise<Embedding[]> {
  const manifest = await readManifest(modelDir);
  const { dimensions } = manifest.encoder;
  const file = path.join(cache, `${identityOf(manifest).encoderHash}-${name}-${rows.length}.i8`);
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, await embedAll(rows, modelDir, dimensions));
  }
  const all = new Int8Array(new Uint8Array(readFileSync(file)).buffer);
  return rows.map((_, i) => all.subarray(i * dimensions, (i + 1) * dimensions));
}

async function embedAll(rows: readonly Labelled[], modelDir: string, dimensions: number): Promise<Int8Array> {
  const { encoder: parts } = await readManifest(modelDir);
  const tokenizer = new TextTokenizer(JSON.parse(readFileSync(path.join(modelDir, parts.tokenizer), 'utf8')), parts.maxTokens);
  const threads = availableParallelism();
  const encoder = await Encoder.load({ graph: path.join(modelDir, parts.cpu), tokenizer, dimensions, provider: 'cpu', threads });
  const all = new Int8Array(rows.length * dimensions);
  const start = performance.now();
  for (let from = 0; from < rows.length; from += 1024) {
    const texts = rows.slice(from, from + 1024).map(({ text }) => text);
    for (const [i, embedding] of ((await encoder.embed(texts)) ?? []).entries()) all.set(embedding, (from + i) * dimensions);
    const done = from + texts.length;
    process.stderr.write(`\r${done}/${rows.length} texts, ${Math.round(done / ((performance.now() - start) / 1000))}/s `);
  }
  process.stderr.write('\n');
  await encoder.release();
  return all;
}
