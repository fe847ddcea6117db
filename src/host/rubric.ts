import { setTimeout as sleep } from 'node:timers/promises';
import {
  Diagnostic,
  DiagnosticSeverity,
  Disposable,
  FileSystemError,
  l10n,
  languages,
  Position,
  Range,
  type TextDocument,
  Uri,
  window,
  workspace,
  type WorkspaceFolder,
} from 'vscode';
import type { Reply } from '../protocol/rpc.ts';
import type { Logger } from '../util/context.ts';
import { folders } from './choices.ts';
import type { Engine } from './engine/client.ts';

/** Where a repository keeps its own. */
const PLACE = ['.trackrecord', 'rubric.yaml'] as const;
/** Not what is compared with it: the other side of a difference has the same path. */
const isRubric = ({ uri }: TextDocument): boolean => uri.scheme === 'file' && uri.path.endsWith(`/${PLACE.join('/')}`);
/** Milliseconds without a key stroke before a text is checked. */
const REST = 300;

type AskEngine = () => Promise<Engine>;

/** Opens the rubric in force; where it is the one that ships, makes a copy in the workspace to be edited, once the user agrees. */
export async function editRubric(engine: AskEngine, shipped: Uri): Promise<void> {
  const { file } = await (await engine()).request('rubricFile', { folders: folders() });
  const place = file === undefined ? await newRubric(shipped) : Uri.file(file);
  if (place) await window.showTextDocument(await workspace.openTextDocument(place), { preview: false });
}

async function newRubric(shipped: Uri): Promise<Uri | undefined> {
  const folder = await chooseFolder();
  if (!folder) return undefined;
  const create = l10n.t('Create');
  const answer = await window.showInformationMessage(
    l10n.t('Make a rubric of your own in "{0}"?', folder.name),
    {
      modal: true,
      detail: l10n.t(
        'The one that ships is copied to {0}, for you to change what is measured, what it weighs and the levels. The file is part of the folder: who gets the repository gets it too, once you commit it.',
        PLACE.join('/'),
      ),
    },
    create,
  );
  if (answer !== create) return undefined;
  const place = Uri.joinPath(folder.uri, ...PLACE);
  await workspace.fs.createDirectory(Uri.joinPath(folder.uri, PLACE[0]));
  // Somebody may have made it meanwhile.
  if (!(await exists(place))) await workspace.fs.copy(shipped, place, { overwrite: false });
  return place;
}

async function chooseFolder(): Promise<WorkspaceFolder | undefined> {
  const all = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  if (all.length < 2) return all[0];
  const picked = await window.showQuickPick(
    all.map((folder) => ({ label: folder.name, description: folder.uri.fsPath, folder })),
    { title: l10n.t('Track Record: rubric'), placeHolder: l10n.t('In which folder? The first one that has a rubric gives it to all.') },
  );
  return picked?.folder;
}

async function exists(uri: Uri): Promise<boolean> {
  try {
    await workspace.fs.stat(uri);
    return true;
  } catch (error) {
    if (error instanceof FileSystemError) return false;
    throw error;
  }
}

export interface RubricChecks {
  readonly engine: AskEngine;
  readonly log: Logger;
  /** A rubric without faults was saved. */
  readonly saved: () => void;
}

/** Marks the faults of rubric files that are open, where they are. */
export function checkRubrics({ engine, log, saved }: RubricChecks): Disposable {
  const marks = languages.createDiagnosticCollection('trackRecord.rubric');
  const waiting = new Map<string, AbortController>();
  const faultsOf = async (document: TextDocument): Promise<Reply<'checkRubric'>> =>
    (await engine()).request('checkRubric', { text: document.getText() });

  const check = async (document: TextDocument, wait: number): Promise<void> => {
    if (!isRubric(document)) return;
    const key = document.uri.toString();
    waiting.get(key)?.abort();
    const abort = new AbortController();
    waiting.set(key, abort);
    try {
      await sleep(wait, undefined, { signal: abort.signal });
      const { version } = document;
      const faults = await faultsOf(document);
      if (document.version === version && !document.isClosed)
        marks.set(
          document.uri,
          faults.map((fault) => diagnostic(document, fault)),
        );
    } catch (error) {
      // Aborted: a later text is being checked.
      if (!abort.signal.aborted) log.warn('the rubric was not checked', { error: String(error) });
    } finally {
      if (waiting.get(key) === abort) waiting.delete(key);
    }
  };
  const save = async (document: TextDocument): Promise<void> => {
    if (!isRubric(document)) return;
    await check(document, 0);
    if (marks.get(document.uri)?.length === 0) saved();
  };
  for (const document of workspace.textDocuments) void check(document, 0);
  return Disposable.from(
    marks,
    workspace.onDidOpenTextDocument((document) => void check(document, 0)),
    workspace.onDidChangeTextDocument(({ document }) => void check(document, REST)),
    workspace.onDidSaveTextDocument((document) => void save(document)),
    workspace.onDidCloseTextDocument(({ uri }) => marks.delete(uri)),
    { dispose: () => waiting.forEach((abort) => abort.abort()) },
  );
}

/** A fault as the editor marks it: to the end of the value it stands at. */
function diagnostic(document: TextDocument, { line, column, message }: Reply<'checkRubric'>[number]): Diagnostic {
  const text = document.lineAt(Math.min(line, document.lineCount) - 1);
  const from = Math.min(column - 1, text.text.length);
  const rest = /^[^#,\]}]*/.exec(text.text.slice(from))?.[0].trimEnd() ?? '';
  const range = new Range(text.lineNumber, from, text.lineNumber, from + Math.max(1, rest.length));
  const mark = new Diagnostic(range.with(new Position(range.start.line, from)), message, DiagnosticSeverity.Error);
  mark.source = 'Track Record';
  return mark;
}
