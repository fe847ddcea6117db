import {
  type CancellationToken,
  commands,
  env,
  l10n,
  Position,
  Range,
  type TextDocument,
  type TextDocumentContentProvider,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { Params, Reply } from '../protocol/rpc.ts';
import type { Engine } from './engine/client.ts';

/** Documents whose text is a file as it was before or after a contribution: the engine reads it from git's objects. */
export const FILE_SCHEME = 'track-record-file';

type Place = Params<'file'>;
type Changes = Reply<'changes'>;
type AskChanges = (id: string) => Promise<Changes>;

/** The path is for people and for the language of the text; what is asked of the engine is in the query. */
const uriOf = (place: Place): Uri => Uri.from({ scheme: FILE_SCHEME, path: `/${place.path}`, query: JSON.stringify(place) });

export class FileContents implements TextDocumentContentProvider {
  readonly #engine: () => Promise<Engine>;

  constructor(engine: () => Promise<Engine>) {
    this.#engine = engine;
  }

  async provideTextDocumentContent(uri: Uri, token: CancellationToken): Promise<string> {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const engine = await this.#engine();
    // The engine checks the place, which may come from anywhere a URI can.
    return (await engine.request('file', JSON.parse(uri.query) as Place, { signal: abort.signal })).text;
  }
}

/** More than this nobody reads side by side. */
const MOST_FILES = 300;

/** Opens what a contribution changed, before and after side by side; a pull request or a review where it stands, in the browser. */
export async function openContribution({ id }: { readonly id: string }, ask: AskChanges): Promise<void> {
  const { key, subject, files, page, place } = await ask(id);
  if (page !== undefined) return openPage(page);
  if (place !== undefined) return openEntry(place, subject);
  const [first] = files;
  if (!first) return void window.showInformationMessage(l10n.t('{0} changed no file.', key));
  if (files.length === 1) return compare(id, first, key);
  const sides = files.slice(0, MOST_FILES).map(({ before, after }) => [
    uriOf({ id, path: after ?? before ?? '', side: after === undefined ? 'before' : 'after' }),
    // An undefined side is shown as what was added or deleted as a whole.
    before === undefined ? undefined : uriOf({ id, path: before, side: 'before' }),
    after === undefined ? undefined : uriOf({ id, path: after, side: 'after' }),
  ]);
  await commands.executeCommand('vscode.changes', `${key} · ${subject}`, sides);
}

/** Opens what a contribution changed in one file. */
export async function openFile({ id, path }: { readonly id: string; readonly path: string }, ask: AskChanges): Promise<void> {
  const { key, files, page } = await ask(id);
  if (page !== undefined) return openPage(page);
  await compare(id, files.find(({ before, after }) => (after ?? before) === path) ?? { before: path, after: path }, key);
}

/** The address as the browser is to have it; undefined for one that leads elsewhere than to the web, or holds a password. */
export function webAddress(page: string): string | undefined {
  if (!URL.canParse(page)) return undefined;
  const { protocol, username, password, href } = new URL(page);
  return protocol === 'https:' && username === '' && password === '' ? href : undefined;
}

/** Opens a work log at an entry: where it begins now, as far as its words are still on that line or another. */
async function openEntry({ file, line }: NonNullable<Changes['place']>, subject: string): Promise<void> {
  let document: TextDocument;
  try {
    document = await workspace.openTextDocument(Uri.file(file));
  } catch {
    return void window.showWarningMessage(l10n.t('{0} is no longer there. What was imported from it is kept.', file));
  }
  const holds = (at: number): boolean => document.lineAt(at).text.includes(subject.slice(0, 40));
  const known = Math.min(line, document.lineCount) - 1;
  const moved = holds(known) ? known : Array.from({ length: document.lineCount }, (_, at) => at).find(holds);
  const at = new Position(moved ?? known, 0);
  await window.showTextDocument(document, { selection: new Range(at, at) });
}

async function openPage(page: string): Promise<void> {
  const address = webAddress(page);
  if (address === undefined) return void window.showInformationMessage(l10n.t('{0} is no web address.', page));
  await env.openExternal(Uri.parse(address, true));
}

async function compare(id: string, { before, after }: Changes['files'][number], key: string): Promise<void> {
  const path = after ?? before ?? '';
  const title = `${path.split('/').at(-1) ?? path} (${key})`;
  const left = uriOf({ id, path: before ?? path, side: 'before' });
  await commands.executeCommand('vscode.diff', left, uriOf({ id, path, side: 'after' }), title, { preview: true });
}
