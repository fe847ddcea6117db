import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { type Locale, LOCALES } from '../domain/draft.ts';
import { TrackRecordError } from '../domain/result.ts';
import { parseModelSpec } from '../pipeline/model-spec.ts';

/** Options every command takes. */
export interface CommonOptions {
  readonly data?: string;
  readonly lang?: string;
  readonly device?: string;
  readonly model?: string;
  readonly labels?: string;
  readonly allowDownload?: boolean;
  readonly verbose?: boolean;
}

/** Where things are, and how to speak. */
export interface Settings {
  readonly version: string;
  /** Holds the encrypted store, its key and its journal; undefined: the user's data folder. */
  readonly dataDir: string | undefined;
  /** Where the model is to run; undefined: the fastest device that works. */
  readonly device: string | undefined;
  /** A model of the user's choice: an id of the hub, or the whole path of a folder. */
  readonly model: string | undefined;
  /** A file of labels of the user's own. */
  readonly labels: string | undefined;
  /** Whether the model may be downloaded without being asked about. */
  readonly allowDownload: boolean;
  readonly modelDir: string;
  /** The built view and worker. */
  readonly distDir: string;
  readonly workerUrl: URL;
  readonly locale: Locale;
  /** IANA zone of this machine; TZ overrides it. */
  readonly zone: string;
  readonly verbose: boolean;
}

/** @param entry URL of the running entry file, `dist/cli.js`: models and bundles lie beside its folder. */
export function settings(entry: URL, options: CommonOptions): Settings {
  const root = new URL('..', entry);
  const { version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string };
  return {
    version,
    dataDir: options.data === undefined ? undefined : userPath(options.data),
    modelDir: fileURLToPath(new URL('models/', root)),
    distDir: fileURLToPath(new URL('dist/', root)),
    workerUrl: new URL('dist/worker.js', root),
    device: options.device,
    model: options.model === undefined ? undefined : modelOf(options.model),
    labels: options.labels === undefined ? undefined : userPath(options.labels),
    allowDownload: options.allowDownload ?? false,
    locale: localeOf(options.lang),
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    verbose: options.verbose ?? false,
  };
}

/** @throws TrackRecordError `bad-model` */
function modelOf(written: string): string {
  const spec = parseModelSpec(written, userPath('.'));
  return spec.kind === 'folder' ? spec.folder : spec.id;
}

/** `--lang`, else the environment's language where it is one we speak, else English. */
export function localeOf(asked: string | undefined): Locale {
  if (asked !== undefined) {
    const known = LOCALES.find(
      (locale) => locale === asked.toLowerCase().replace('_', '-') || locale.split('-')[0] === asked.toLowerCase(),
    );
    if (!known)
      throw new TrackRecordError('bad-language', `"${asked}" is not a language Track Record writes. Use one of: ${LOCALES.join(', ')}.`);
    return known;
  }
  const environment = (process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '').toLowerCase();
  return environment.startsWith('zh') ? 'zh-cn' : 'en';
}

/** Relative paths mean the folder the user is in; npm runs scripts from the package's root and says where that was. */
export const userPath = (given: string): string =>
  path.resolve(process.env['npm_lifecycle_event'] ? (process.env['INIT_CWD'] ?? '.') : '.', given);
