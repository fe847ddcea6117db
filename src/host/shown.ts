import { type Disposable, type Memento, type TreeView, window } from 'vscode';
import type { Choices } from './choices.ts';
import type { CodeHosts } from './code-hosts.ts';
import { SUMMARY_VIEW } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import type { Panel } from './panel.ts';
import { Status } from './status.ts';
import { type Line, offersOf, Summary } from './summary.ts';
import { describe, startingOr } from './words.ts';
import type { Work, WorkState } from './work.ts';

export interface ShownOptions {
  readonly engine: () => Promise<Engine>;
  readonly choices: Choices;
  readonly work: Work;
  readonly panel: Panel;
  readonly hosts: CodeHosts;
  /** Remembers whether this workspace was analysed before. */
  readonly memento: Memento;
  /** Runs what may fail, and tells of it. */
  readonly attempt: (action: () => unknown) => Promise<void>;
}

const ANALYSED = 'analysed';

/** What this window shows of the story, in the side bar, the status bar and the panel: all of one revision. */
export class Shown implements Disposable {
  readonly #options: ShownOptions;
  readonly #summary = new Summary();
  readonly #status = new Status();
  readonly #view: TreeView<Line>;
  /** The store's revision that is shown; another story is shown at none. */
  #revision: number | undefined;

  constructor(options: ShownOptions) {
    this.#options = options;
    this.#view = window.createTreeView(SUMMARY_VIEW, { treeDataProvider: this.#summary, showCollapseAll: true });
    this.#view.onDidChangeVisibility(() => this.#recall());
    options.work.onState.add((state) => this.#became(state));
    options.hosts.onChange.add(() => this.#noted());
    this.#recall();
  }

  /** The store has come to this revision: the panel asks again, the summary is read anew. */
  async follow(revision: number): Promise<void> {
    if (this.#revision !== revision) await this.#showAnew(revision);
  }

  /** Another story is to be shown, or the same by another rubric: analysed anew where anything was shown. */
  async another(): Promise<void> {
    const { work, panel } = this.#options;
    const isUnused = this.#revision === undefined && work.state.kind === 'idle' && !panel.isOpen;
    this.#revision = undefined;
    if (!isUnused) await work.restart();
  }

  /** Nothing is stored any more. */
  clear(): void {
    const { panel, work, memento } = this.#options;
    this.#revision = undefined;
    panel.dispose();
    this.#summary.show(undefined);
    work.forget();
    void memento.update(ANALYSED, undefined);
  }

  dispose(): void {
    this.#view.dispose();
    this.#status.item.dispose();
  }

  /** What an earlier window found is read from the store as soon as somebody looks; nothing is analysed for it. */
  #recall(): void {
    const { memento, work } = this.#options;
    if (!this.#view.visible || this.#summary.head || work.state.kind !== 'idle' || !memento.get<boolean>(ANALYSED)) return;
    void this.#options.attempt(() => this.#read(true));
  }

  async #showAnew(revision: number): Promise<void> {
    this.#revision = revision;
    this.#options.panel.tell({ notice: 'stale' });
    await this.#read();
  }

  /** @param old what was assessed last will do. */
  async #read(old = false): Promise<void> {
    const { engine, choices, work } = this.#options;
    const story = JSON.stringify(choices.story());
    const head = await (await engine()).request('head', { ...choices.story(), old });
    // Another was chosen meanwhile, and will be read.
    if (story !== JSON.stringify(choices.story())) return;
    this.#revision = head.revision;
    this.#summary.show(head, this.#options.hosts.missing(head.repos, choices.repositories()));
    this.#draw(work.state);
  }

  /** What is missing may be another now. */
  #noted(): void {
    const { hosts, panel, choices } = this.#options;
    const { head } = this.#summary;
    if (head) this.#summary.show(head, hosts.missing(head.repos, choices.repositories()));
    panel.tell({ notice: 'stale' });
  }

  #became(state: WorkState): void {
    const { panel, memento, attempt } = this.#options;
    // What is in the side bar is another story's, and this one was not read.
    if ((state.kind === 'failed' || state.kind === 'idle') && this.#revision === undefined) this.#summary.show(undefined);
    this.#draw(state);
    panel.tell({ notice: 'progress', progress: state.kind === 'running' ? startingOr(state.progress) : null });
    if (state.kind === 'done') void memento.update(ANALYSED, true);
    // Whatever the revision: while it ran, what was assessed last may have been shown, by another rubric say.
    if (state.kind === 'done') void attempt(() => this.#showAnew(state.reply.revision));
    else if (state.kind !== 'running') panel.tell({ notice: 'stale' });
  }

  #draw(state: WorkState): void {
    const isEmpty = this.#summary.head === undefined;
    this.#status.show(state, this.#summary.head);
    this.#summary.offer(offersOf(state));
    const message =
      state.kind === 'failed' ? describe(state.error) : state.kind === 'running' && isEmpty ? startingOr(state.progress).text : undefined;
    if (this.#view.message !== (message ?? '')) this.#view.message = message ?? '';
  }
}
