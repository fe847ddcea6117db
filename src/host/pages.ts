import { commands, EventEmitter, type TextDocumentContentProvider, Uri } from 'vscode';

/** Documents to be read and not changed: closing one asks nothing. */
export const PAGE_SCHEME = 'track-record';

/** What the extension says in more words than fit a message: Markdown, shown as it is meant. */
export class Pages implements TextDocumentContentProvider {
  readonly #changed = new EventEmitter<Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #texts = new Map<string, string>();

  /** @param name the tab's title. */
  async show(name: string, markdown: string): Promise<void> {
    const uri = Uri.from({ scheme: PAGE_SCHEME, path: `${name}.md` });
    this.#texts.set(uri.toString(), markdown);
    this.#changed.fire(uri);
    await commands.executeCommand('markdown.showPreview', uri);
  }

  /** Empty for one of an earlier window: what it said is no longer so. */
  provideTextDocumentContent(uri: Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }
}

/** A cell of a table: text of others, which is no markup. */
export const cell = (text: string): string => text.replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, '\\$&').replaceAll(/\s+/g, ' ');
