// Labelled texts with their embeddings, which are kept in a cache: embedding ninety thousand messages takes minutes.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { Encoder } from '../../src/classify/encoder.ts';
import type { View } from '../../src/classify/features.ts';
import type { TaggedKind, TagInput } from '../../src/classify/input.ts';
import { identityOf, readManifest } from '../../src/classify/model.ts';
import type { Manifest } from '../../src/classify/model.ts';
import { featuresFor, headTokens } from '../../src/classify/said.ts';
import { TextTokenizer } from '../../src/classify/tokenizer.ts';
import type { Embedding } from '../../src/classify/vectors.ts';
import type { HeadExample } from '../../src/learn/head/fit.ts';
import { labelledCommits } from '../../src/learn/data/commits.ts';
import { jsonLines } from '../../src/learn/data/json-lines.ts';
import { TAGGED_TYPES } from '../../src/domain/tags.ts';
import { hash32 } from '../../src/util/random.ts';
import { tuneSet } from './items.ts';
import { MANIFEST, manifestOf, TEXTS } from './texts.ts';

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
  readonly kind: TaggedKind;
}

/** Which of the model's encoders reads it: the one heads read, or the published one, on the text as it is. */
export type Part = 'encoder' | 'changes';

/**
 * Commits with the labels the change encoder was tuned on: `labels.tsv`, one line each, which `npm run train -- --final` writes. Their text is
 * cleaned as the product cleans it.
 */
export async function commitTypes(from: string): Promise<Dataset> {
  const labels: readonly string[] = TAGGED_TYPES;
  const lines = readFileSync(path.join(from, 'labels.tsv'), 'utf8').split('\n');
  const label = new Map(lines.map((line) => line.split('\t') as [string, string | undefined]));
  const { items, fold } = tuneSet(manifestOf(MANIFEST), await labelledCommits(TEXTS), labels);
  const rows = items.flatMap(({ id, text, files = [], group }, i) => {
    const own = label.get(id);
    return own === undefined ? [] : [{ text, files, label: own, group, ...(fold[i] === -1 ? { split: 'train' } : {}) }];
  });
  return { name: 'commit-type', labels, rows, kind: 'commit' };
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
  return { name: 'review-category', labels: [...new Set(Object.values(CATEGORY))], rows, kind: 'review_comment' };
}

/** Maintenance activities of Java commits by their messages, folds of whole projects. For measuring alone: no licence is stated. */
export async function maintenance(from: string, set: 'levin1151' | 'ghadhab1793'): Promise<Dataset> {
  const rows: Labelled[] = [];
  for await (const { text, label, project } of jsonLines(path.join(from, `maintenance-${set}.jsonl`)))
    rows.push({ text: String(text), label: String(label), group: String(project) });
  return { name: `maintenance-${set}`, labels: ['corrective', 'adaptive', 'perfective'], rows, kind: 'commit' };
}

export async function reviewUsefulness(from: string): Promise<Dataset> {
  const rows: Labelled[] = [];
  for await (const { id, text, label } of jsonLines(path.join(from, 'review-usefulness.jsonl'))) {
    rows.push({ text: String(text), label: String(label), group: String(id).split('-')[1] ?? String(id) });
  }
  return { name: 'review-useful', labels: ['useful', 'not-useful'], rows, kind: 'review_comment' };
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
  return { name: 'issue-type', labels: ['bug', 'feature', 'question'], rows, kind: 'issue' };
}

/** `view` decides what is seen: `paths` gets an empty text's features and an embedding of zeros. */
export function examplesOf({ rows, labels, kind }: Dataset, embeddings: readonly Embedding[], view: View = 'both'): HeadExample[] {
  return rows.map((row, i) => {
    const embedding = embeddings[i] ?? new Int8Array();
    return {
      embedding: view === 'paths' ? new Int8Array(embedding.length) : embedding,
      features: featuresFor(kind, row, view),
      label: labels.indexOf(row.label),
      group: row.group,
    };
  });
}

/** Embeddings of a dataset, in order: from the cache where this encoder has made them before. */
export async function embeddingsOf(dataset: Dataset, modelDir: string, cache: string, part: Part = 'changes'): Promise<Embedding[]> {
  const { name, rows } = dataset;
  const manifest = await readManifest(modelDir);
  const { dimensions } = manifest.encoder;
  const { encoderHash, changesHash } = identityOf(manifest);
  const file = path.join(cache, `${part === 'changes' ? changesHash : encoderHash}-${name}-${rows.length}.i8`);
  if (!existsSync(file)) {
    mkdirSync(cache, { recursive: true });
    writeFileSync(file, await embedAll(dataset, modelDir, manifest, part));
  }
  const all = new Int8Array(new Uint8Array(readFileSync(file)).buffer);
  return rows.map((_, i) => all.subarray(i * dimensions, (i + 1) * dimensions));
}

async function embedAll({ rows, kind }: Dataset, modelDir: string, manifest: Manifest, part: Part): Promise<Int8Array> {
  const { dimensions, maxTokens, tokenizer: vocabulary } = manifest.encoder;
  const tokenizer = new TextTokenizer(JSON.parse(readFileSync(path.join(modelDir, vocabulary), 'utf8')), maxTokens);
  const threads = availableParallelism();
  const encoder = await Encoder.load({ graph: path.join(modelDir, manifest[part].cpu), tokenizer, dimensions, provider: 'cpu', threads });
  const all = new Int8Array(rows.length * dimensions);
  const start = performance.now();
  for (let from = 0; from < rows.length; from += 1024) {
    const tokens = rows
      .slice(from, from + 1024)
      .map((row) => (part === 'changes' ? headTokens(tokenizer, { ...row, kind }, manifest.changes, 'both') : tokenizer.encode(row.text)));
    for (const [i, embedding] of ((await encoder.embedTokens(tokens)) ?? []).entries()) all.set(embedding, (from + i) * dimensions);
    const done = from + tokens.length;
    process.stderr.write(`\r${done}/${rows.length} texts, ${Math.round(done / ((performance.now() - start) / 1000))}/s `);
  }
  process.stderr.write('\n');
  await encoder.release();
  return all;
}
