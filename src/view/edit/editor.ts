import type { DraftSection } from '../../domain/draft.ts';
import type { Act, Traces } from '../../protocol/editing.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import { Listeners } from '../../util/listeners.ts';
import { revisionOf } from '../data/store.ts';
import { type Ask, type EditorOptions, messageOf } from './around.ts';
import { ClaimText, type ClaimTextOptions, textOf } from './claim-text.ts';
import type { Deed, Unsaved } from './memory.ts';
import type { Words } from './words.ts';

/** What is said of the last thing done. */
export interface Notice {
  readonly text: string;
  readonly failed: boolean;
  /** The last deed can be undone from here. */
  readonly undo: boolean;
}

/** What a contribution was just said to be; `revision`: of the store that knows it. */
interface Said {
  readonly label: string | null;
  readonly revision?: number;
}

/** Does what the user asks, says what came of it, and takes it back. Nothing here draws. */
export class Editor {
  readonly say: Words;
  readonly onChange = new Listeners<void>((error) => reportError(error));
  readonly #options: EditorOptions;
  readonly #said = new Map<string, Said>();
  readonly #texts = new Map<string, ClaimText>();
  #undone: Deed[] = [];
  #notice: Notice | undefined;

  constructor(options: EditorOptions) {
    this.#options = options;
    this.say = options.say;
  }

  get notice(): Notice | undefined {
    return this.#notice;
  }

  dismiss(): void {
    this.#tell(undefined);
  }

  /** Says what is no deed: that something else failed. */
  complain(text: string): void {
    this.#tell({ text, failed: true, undo: false });
  }

  readonly ask: Ask = (method, params) => this.#options.ask(method, params);

  /** Does it and says so. @returns whether it is kept; a failure is said. */
  async act(act: Act, told: string, rest: Pick<Deed, 'identity' | 'before'> = {}): Promise<boolean> {
    try {
      const { revision, done, undone } = await this.ask('act', { act });
      if (rest.before) this.#know(rest.before.contribution, act.kind === 'correct' ? act.label : null, revision);
      this.record({ told, traces: { done, undone }, ...rest });
      this.#after(rest, act.kind === 'edit' || act.kind === 'as-generated');
      return true;
    } catch (error) {
      if (rest.before) this.#said.delete(rest.before.contribution);
      this.complain(this.say('act.failed', { reason: messageOf(error) }));
      return false;
    }
  }

  /** The user's own type for a contribution, shown before the store has it; `undefined`: the tagger's holds. */
  correct(row: ContributionRow, label: Extract<Act, { kind: 'correct' }>['label'] | undefined, told: string): Promise<boolean> {
    const shown = this.shown(row);
    const before = { contribution: row.id, label: shown.corrected ? (shown.type ?? null) : null };
    this.#said.set(row.id, { label: label ?? null });
    this.#changed();
    const act: Act = label === undefined ? { kind: 'uncorrect', contribution: row.id } : { kind: 'correct', contribution: row.id, label };
    return this.act(act, told, { before });
  }

  /** A row with what was just said of it, until it was read from a store that knows. */
  shown(row: ContributionRow): ContributionRow {
    const said = this.#said.get(row.id);
    if (!said || (said.revision !== undefined && revisionOf(row) >= said.revision)) return row;
    const { type: _, ...rest } = row;
    const type = said.label ?? (row.tag && !row.tag.unsure ? row.tag.label : undefined);
    return { ...rest, ...(type === undefined ? {} : { type }), corrected: said.label !== null };
  }

  /** Remembers something done elsewhere (typing, say), to be undone here. */
  record(deed: Deed): void {
    this.#undone = [];
    this.#options.memory.keep({ done: [...this.#options.memory.kept.done, deed] });
    this.#tell({ text: deed.told, failed: false, undo: true });
  }

  async undo(): Promise<void> {
    const { memory } = this.#options;
    const deed = memory.kept.done.at(-1);
    if (!deed) return this.#tell({ text: this.say('undo.none'), failed: false, undo: false });
    memory.keep({ done: memory.kept.done.slice(0, -1) });
    const kept = await this.#revert(deed, deed.traces, this.say('undone', { what: deed.told }));
    if (kept) this.#undone.push(deed);
    else memory.keep({ done: [...memory.kept.done, deed] });
  }

  async redo(): Promise<void> {
    const deed = this.#undone.pop();
    if (!deed) return this.#tell({ text: this.say('redo.none'), failed: false, undo: false });
    const { done, undone } = deed.traces;
    // Its contribution is read anew: what it was before is not what it becomes.
    const { before: _, ...again } = deed;
    const kept = await this.#revert(again, { done: undone, undone: done }, this.say('redone', { what: deed.told }));
    if (!kept) return void this.#undone.push(deed);
    const { memory } = this.#options;
    memory.keep({ done: [...memory.kept.done, deed] });
  }

  /** The words that are being edited: one claim's at a time. */
  get editing(): ClaimText | undefined {
    const { editing } = this.#options.memory.kept;
    return editing === undefined ? undefined : this.#texts.get(editing);
  }

  /** Begins to edit a claim's words, or goes on with it; another claim's are closed. */
  edit(options: ClaimTextOptions): void {
    const { claim } = options.edit;
    const before = this.editing;
    if (before && before.claim !== claim) void this.close(before);
    if (!this.#texts.has(claim)) this.#texts.set(claim, new ClaimText(options, { ...this.#options, changed: () => this.#changed() }));
    this.#options.memory.keep({ editing: claim });
    this.#changed();
  }

  /** Ends the editing of a claim: what is not saved yet is saved, and all of it is one step to undo. @returns whether it is kept. */
  async close(text: ClaimText): Promise<boolean> {
    if (this.#texts.get(text.claim) !== text) return true;
    const { kept, traces, told, structural } = await text.close();
    // Stays open where the store did not take it: the words are still there to be seen.
    if (!kept || this.#texts.get(text.claim) !== text) return kept;
    this.#texts.delete(text.claim);
    if (this.#options.memory.kept.editing === text.claim) this.#options.memory.keep({ editing: undefined });
    if (traces.done.length > 0) this.record({ told, traces });
    if (structural) this.#options.reread();
    this.#changed();
    return true;
  }

  /** Goes on where the page before this one was taken down: opens the words that were being edited, saves what it could not. */
  recover(sections: readonly DraftSection[]): void {
    const { editing, unsaved } = this.#options.memory.kept;
    for (const id of new Set([...unsaved.map(({ claim }) => claim), ...(editing === undefined ? [] : [editing])])) {
      const section = sections.find(({ claims }) => claims.some((claim) => claim.id === id));
      const claim = section?.claims.find((one) => one.id === id);
      const left = unsaved.find((one) => one.claim === id);
      const options = section && claim ? textOf(claim, section) : left && lostText(left);
      if (options) this.edit(options);
    }
    const open = this.editing;
    if (editing === undefined) {
      if (open) void this.close(open);
      this.#options.memory.keep({ editing: undefined });
    }
  }

  /** Saves what is typed and not saved yet: it may be the last moment of this page. */
  flush(): void {
    for (const text of this.#texts.values()) void text.flush();
  }

  async #revert(deed: Omit<Deed, 'told'>, traces: Traces, told: string): Promise<boolean> {
    const { before } = deed;
    if (before) {
      this.#said.set(before.contribution, { label: before.label });
      this.#changed();
    }
    try {
      const { revision } = await this.ask('revert', traces);
      if (before) this.#know(before.contribution, before.label, revision);
      this.#tell({ text: told, failed: false, undo: false });
      this.#after(deed, true);
      return true;
    } catch (error) {
      if (before) this.#said.delete(before.contribution);
      this.complain(this.say('undo.failed', { reason: messageOf(error) }));
      return false;
    }
  }

  /** `quiet`: the editor does not tell of such a change by itself. */
  #after({ identity }: Pick<Deed, 'identity'>, quiet: boolean): void {
    if (quiet) this.#options.reread();
    if (identity) void this.ask('run', { command: 'refresh' }).catch(() => {});
  }

  #know(contribution: string, label: string | null, revision: number): void {
    this.#said.set(contribution, { label, revision });
  }

  #tell(notice: Notice | undefined): void {
    this.#notice = notice;
    this.#changed();
  }

  #changed(): void {
    this.onChange.tell();
  }
}

/** Words for a claim that is not in the draft: one that was being added, or that nothing generated says any more. */
const lostText = ({ claim, base, section, cited }: Unsaved): ClaimTextOptions => ({
  edit: { claim, base, section, cited },
  text: '',
  generated: undefined,
  own: false,
});
