import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { FileFacts, ForeignModel } from '../classify/any/folder.ts';
import { inspectFolder } from '../classify/any/folder.ts';
import { type ModelSpec, parseModelSpec } from '../classify/any/spec.ts';
import { asTypes } from '../classify/any/types.ts';
import type { Locale } from '../domain/draft.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { CommitType, OwnDimension } from '../domain/tags.ts';
import { downloaded } from './downloads.ts';
import { familyOf } from './labels.ts';
import { modelUnusable } from './warnings.ts';

/** The model of the user's choice, if any: looked at once, loaded by the tagger's thread. */
export class ForeignSource {
  readonly #written: string | undefined;
  readonly #dataDir: string;
  /** Of warnings. */
  readonly #locale: Locale;
  #looked: Promise<Looked> | undefined;

  /** @param written an id of the hub, or the whole path of a folder; undefined or empty: none was chosen */
  constructor(written: string | undefined, dataDir: string, locale: Locale = 'en') {
    this.#locale = locale;
    this.#written = written === undefined || written.trim() === '' ? undefined : written;
    this.#dataDir = dataDir;
  }

  /** Whether there is to be one, be it there or not. */
  get chosen(): boolean {
    return this.#written !== undefined;
  }

  /** @throws TrackRecordError `bad-model`, `model-missing`, `model-unsupported`, `model-not-downloaded` */
  async model(): Promise<ForeignModel | undefined> {
    if (this.#written === undefined) return undefined;
    const spec = parseModelSpec(this.#written);
    const before = await this.#looked;
    if (before && before.stamp !== (await stampOf(before.model))) this.#looked = undefined;
    this.#looked ??= this.#look(spec).catch((error: unknown) => {
      this.#looked = undefined;
      throw error;
    });
    return (await this.#looked).model;
  }

  /** As `model`, but what is wrong with it is told as a warning: work goes on with the shipped model. */
  async usable(warnings: string[]): Promise<ForeignModel | undefined> {
    try {
      return await this.model();
    } catch (error) {
      if (!(error instanceof TrackRecordError)) throw error;
      const warning = modelUnusable(error.message, this.#locale);
      if (!warnings.includes(warning)) warnings.push(warning);
      return undefined;
    }
  }

  async #look(spec: ModelSpec): Promise<Looked> {
    const model = spec.kind === 'folder' ? await inspectFolder(spec.folder, spec.name) : await this.#inspectDownload(spec);
    return { model, stamp: await stampOf(model) };
  }

  async #inspectDownload(spec: Extract<ModelSpec, { kind: 'hub' }>): Promise<ForeignModel> {
    const { folder, files }: { readonly folder: string; readonly files: Readonly<Record<string, FileFacts>> } = await downloaded(
      this.#dataDir,
      spec,
    );
    return inspectFolder(folder, spec.id, files);
  }
}

/** A model with sizes and times of its files: whoever trains their own puts another into the same folder while the engine runs. */
interface Looked {
  readonly model: ForeignModel;
  readonly stamp: string;
}

async function stampOf({ folder, files }: ForeignModel): Promise<string> {
  const found = await Promise.all(Object.keys(files).map((file) => stat(path.join(folder, file)).catch(() => undefined)));
  return found.map((one) => `${one?.size} ${one?.mtimeMs}`).join();
}

/** How a classifier's labels are shown: as types where they are types, else as a dimension of its own. */
export function roleOf({ name, labels }: ForeignModel): { readonly types: readonly CommitType[] } | { readonly dimension: OwnDimension } {
  const types = asTypes(labels);
  if (types) return { types };
  const short = (name.split('/').at(-1) ?? name).replaceAll(/[\p{Cc}\p{Cf}]+/gu, ' ').slice(0, 40);
  return { dimension: { family: familyOf(short), name: short, labels: [...new Set(labels)] } };
}
