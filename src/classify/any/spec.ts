import { homedir } from 'node:os';
import path from 'node:path';
import { TrackRecordError } from '../../domain/result.ts';

/** Which model is meant: a folder of this machine, or one of the hub. */
export type ModelSpec =
  | { readonly kind: 'folder'; readonly folder: string; readonly name: string }
  | {
      readonly kind: 'hub';
      readonly id: string;
      /** Its folder's name in the user's data: no path, whatever the id. */
      readonly slug: string;
    };

/** One part of an id as the hub allows it: letters, digits, `.`, `_` and `-` inside, 96 characters at most. */
const PART = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,94}[A-Za-z0-9_])?$/;
const FOLDER = /^(?:\.{1,2}(?:[\\/]|$)|~(?:[\\/]|$))/;

/**
 * What a user's words for a model mean. Folders are written as paths (`/…`, `./…`, `~/…`, `C:\…`); anything else has to be an id of the hub,
 * `name` or `owner/name`, and never becomes a path or an argument.
 * @param base what relative folders are relative to; absent: only whole paths are folders
 * @throws TrackRecordError `bad-model`
 */
export function parseModelSpec(text: string, base?: string): ModelSpec {
  const written = text.trim();
  if (path.isAbsolute(written) || (base !== undefined && FOLDER.test(written))) {
    const folder = /^~(?:[\\/]|$)/.test(written) ? path.join(homedir(), written.slice(1)) : path.resolve(base ?? '/', written);
    return { kind: 'folder', folder, name: path.basename(folder) };
  }
  const parts = written.split('/');
  if (parts.length > 2 || !parts.every((part) => PART.test(part)) || /\.\.|--/.test(written) || /\.(?:git|ipynb)$/.test(written))
    throw new TrackRecordError(
      'bad-model',
      `${JSON.stringify(written.slice(0, 100))} is neither a model of the hub, such as "owner/name", nor the path of a folder, such as "/models/mine".`,
    );
  return { kind: 'hub', id: written, slug: `hub--${parts.join('--')}` };
}
