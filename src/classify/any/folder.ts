import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { TrackRecordError } from '../../domain/result.ts';
import { UNSURE } from '../../domain/tags.ts';
import { digestOf } from '../model.ts';

/** What a model of somebody else's does with a text: says a label of its own, or what the text means. */
export type ForeignTask = 'text-classification' | 'feature-extraction';

/** Bytes of a file and what they must be. */
export interface FileFacts {
  readonly bytes: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** A model of somebody else's in a folder, looked at but not loaded. */
export interface ForeignModel {
  /** Absolute path. */
  readonly folder: string;
  /** As the user knows it: `owner/name`, or the folder's name. */
  readonly name: string;
  readonly task: ForeignTask;
  /** Of a classifier, in the order of its outputs. */
  readonly labels: readonly string[];
  /** Whether several labels may hold at once: each has a probability of its own. */
  readonly multiple: boolean;
  /** Relative path of the graph. */
  readonly weights: string;
  /** How one vector is made of a text's tokens. */
  readonly pooling: 'mean' | 'cls';
  /** Longest text in tokens. */
  readonly maxTokens: number;
  /** All that is read of it, by relative path. */
  readonly files: Readonly<Record<string, FileFacts>>;
  /** Of all files: tags and vectors of another are stale. 16 hex digits. */
  readonly hash: string;
}

/** Where its graph may lie, best first: 8 bits are a quarter of the size and several times as fast on a processor. */
export const GRAPHS = ['onnx/model_quantized.onnx', 'onnx/model.onnx', 'model_quantized.onnx', 'model.onnx'] as const;
/** Read beside the graph. */
export const NEEDED = ['config.json', 'tokenizer.json', 'tokenizer_config.json'] as const;
const POOLING = '1_Pooling/config.json';
export const WELCOME = [POOLING, 'special_tokens_map.json'] as const;

/** Texts are cut there, as the shipped encoder cuts them: what a contribution is about stands at its beginning. */
const MAX_TOKENS = 256;
/** A settings file of a model that is larger is none. Bytes; labels of some are many. */
const CONFIG_LIMIT = 4 << 20;

const whole = v.pipe(v.number(), v.integer(), v.minValue(1));
const ConfigSchema = v.object({
  architectures: v.optional(v.nullable(v.array(v.string()))),
  id2label: v.optional(v.nullable(v.record(v.string(), v.string()))),
  problem_type: v.optional(v.nullable(v.string())),
  max_position_embeddings: v.optional(v.nullable(whole)),
  pad_token_id: v.optional(v.nullable(v.number())),
  model_type: v.optional(v.nullable(v.string())),
});
const PoolingSchema = v.object({ pooling_mode_cls_token: v.optional(v.boolean(), false) });

/**
 * Looks at a model folder in the layout of the Hugging Face hub and takes the checksums of what is read of it.
 * @param known checksums taken when it was downloaded: they are believed here, and compared when the model is loaded
 * @throws TrackRecordError `model-missing` where a file is not there, `model-unsupported` where it is of a kind that is not read
 */
export async function inspectFolder(folder: string, name: string, known?: Readonly<Record<string, FileFacts>>): Promise<ForeignModel> {
  const config = await readConfig(folder, name);
  const kind = kindOf(config, name);
  // Of a model that was downloaded nothing is read that did not come with it.
  const has = async (file: string): Promise<boolean> => (known ? Object.hasOwn(known, file) : present(folder, file));
  const weights = await first(GRAPHS, has);
  if (weights === undefined) throw unsupported(name, `it has no ONNX graph (${GRAPHS.join(', ')}). Choose one that was exported to ONNX`);
  for (const file of NEEDED)
    if (!(await present(folder, file))) throw missing(name, `${file} is not in ${folder}. Give the folder of a whole model`);
  const pooling = (await has(POOLING)) ? await poolingOf(folder) : 'mean';
  const files: Record<string, FileFacts> = {};
  const data = `${weights}_data`;
  for (const file of [...NEEDED, weights, data, ...WELCOME]) {
    if (await has(file)) files[file] = known?.[file] ?? (await factsOf(folder, file, name));
  }
  const hash = createHash('sha256').update(pooling);
  for (const [file, { sha256 }] of Object.entries(files)) hash.update(`\n${file} ${sha256}`);
  return { folder, name, ...kind, weights, pooling, files, hash: hash.digest('hex').slice(0, 16) };
}

/** What its config.json says it does. @throws TrackRecordError `model-unsupported` */
export function kindOf(json: unknown, name: string): Pick<ForeignModel, 'task' | 'labels' | 'multiple' | 'maxTokens'> {
  const parsed = v.safeParse(ConfigSchema, json);
  if (!parsed.success) throw unsupported(name, `its config.json cannot be read (${v.getDotPath(parsed.issues[0]) ?? 'it is no object'})`);
  const { architectures, id2label, problem_type, max_position_embeddings: positions, model_type } = parsed.output;
  const [architecture = ''] = architectures ?? [];
  // RoBERTa and its kin count positions from behind the padding's.
  const usable = (positions ?? MAX_TOKENS) - (/roberta|camembert/.test(model_type ?? '') ? 2 : 0);
  const maxTokens = Math.max(1, Math.min(MAX_TOKENS, usable));
  if (taskOf(architecture) === 'text-classification') {
    const labels = labelsOf(id2label ?? {});
    if (labels.length < 2) throw unsupported(name, 'it has fewer than two labels');
    if (labels.some((label) => label.toLowerCase() === UNSURE))
      throw unsupported(
        name,
        `one of its labels is "${UNSURE}", which is what a contribution is called that no label fits. Choose another model`,
      );
    if (labels.includes('')) throw unsupported(name, 'one of its labels has no name. Choose another model');
    return { task: 'text-classification', labels, multiple: problem_type === 'multi_label_classification', maxTokens };
  }
  if (taskOf(architecture) === 'feature-extraction') return { task: 'feature-extraction', labels: [], multiple: false, maxTokens };
  throw architecture === '' ? unsupported(name, 'its config.json names no architecture') : otherArchitecture(name, architecture);
}

/** What a model of this architecture does, if that is anything we read. */
export function taskOf(architecture: string): ForeignTask | undefined {
  if (architecture.endsWith('ForSequenceClassification')) return 'text-classification';
  return architecture === '' || /For[A-Z]\w+$|LMHead/.test(architecture) ? undefined : 'feature-extraction';
}

export const otherArchitecture = (name: string, architecture: string): TrackRecordError =>
  unsupported(
    name,
    // Written by a stranger, and shown in a terminal.
    `its architecture is ${architecture.slice(0, 100).replaceAll(/[^\x20-\x7e]/g, ' ')}. Choose one for text-classification (…ForSequenceClassification) or feature-extraction (…Model)`,
  );

/** In the order of the outputs; a gap would shift them. */
function labelsOf(id2label: Readonly<Record<string, string>>): readonly string[] {
  const labels = Object.keys(id2label).map((_, i) => id2label[String(i)]);
  return labels.includes(undefined)
    ? []
    : labels.map((label) =>
        (label ?? '')
          .replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
          .trim()
          .slice(0, 100),
      );
}

/** @throws TrackRecordError `model-missing` */
const factsOf = (folder: string, file: string, name: string): Promise<FileFacts> =>
  digestOf(path.join(folder, file)).catch((cause: unknown) => {
    throw missing(
      name,
      `${path.join(folder, file)} cannot be read (${(cause as Error).message}). Check that it is whole and who may read it`,
    );
  });

async function readConfig(folder: string, name: string): Promise<unknown> {
  const file = path.join(folder, 'config.json');
  const found = await stat(file).catch(() => undefined);
  if (found?.isFile() !== true) throw missing(name, `there is no config.json in ${folder}. Give the folder of a Hugging Face model`);
  if (found.size > CONFIG_LIMIT) throw unsupported(name, 'its config.json is larger than a configuration is');
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw unsupported(name, 'its config.json is not JSON', cause);
  }
}

async function poolingOf(folder: string): Promise<'mean' | 'cls'> {
  const text = await readFile(path.join(folder, POOLING), 'utf8').catch(() => '{}');
  try {
    return v.parse(PoolingSchema, JSON.parse(text)).pooling_mode_cls_token ? 'cls' : 'mean';
  } catch {
    return 'mean';
  }
}

async function first(files: readonly string[], has: (file: string) => Promise<boolean>): Promise<string | undefined> {
  for (const file of files) if (await has(file)) return file;
  return undefined;
}

const present = async (folder: string, file: string): Promise<boolean> =>
  (await stat(path.join(folder, file)).catch(() => undefined))?.isFile() ?? false;

const missing = (name: string, why: string): TrackRecordError =>
  new TrackRecordError('model-missing', `The model ${name} cannot be used: ${why}.`);

export const unsupported = (name: string, why: string, cause?: unknown): TrackRecordError =>
  new TrackRecordError('model-unsupported', `The model ${name} cannot be used: ${why}.`, { cause });
