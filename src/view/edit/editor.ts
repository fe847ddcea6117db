import type { DraftSection } from '../../domain/draft.ts';
import type { Act, Traces } from '../../protocol/editing.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import { Listeners } from '../../util/listeners.ts';
import { revisionOf } from '../data/store.ts';
import { messageOf } from '../ui/loaded.ts';
import type { Ask, EditorOptions } from './around.ts';
import { ClaimText, type ClaimTextOptions, textOf } from './claim-text.ts';
import type { Deed, StoryKey, Unsaved } from './memory.ts';
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

/** What taking something back came to, and what does it again. */
interface Reverted {
  readonly revision: number;
  readonly again: Traces;
}

/** Undoing what this does. */
const opposite = ({ done, undone }: Traces): Traces => ({ done: undone, undone: done });

/** Does what the user asks, says what came of it, and takes it back. Nothing here draws. */
export class Editor {
  readonly say: Words;
  readonly onChange = new Listeners<void>((error) => reportError(error));
  readonly #options: EditorOptions;
  readonly #said = new Map<string, Said>();
  readonly #texts = new Map<string, ClaimText>();
  #undone: { readonly deed: Deed; readonly again: Traces }[] = [];
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
    const { traces, back } = deed;
    const takeBack = async (): Promise<Reverted> => {
      if (!back) return { ...(await this.ask('revert', traces)), again: opposite(traces) };
      const { revision, done, undone } = await this.ask('act', { act: back });
      return { revision, again: { done, undone } };
    };
    const again = await this.#revert(deed, takeBack, this.say('undone', { what: deed.told }));
    if (again) this.#undone.push({ deed, again });
    else memory.keep({ done: [...memory.kept.done, deed] });
  }

  async redo(): Promise<void> {
    const last = this.#undone.pop();
    if (!last) return this.#tell({ text: this.say('redo.none'), failed: false, undo: false });
    const { deed, again } = last;
    const { memory } = this.#options;
    // What a contribution becomes again is read anew.
    const { before: _, ...rest } = deed;
    const doAgain = async (): Promise<Reverted> => ({ ...(await this.ask('revert', again)), again: opposite(again) });
    if (await this.#revert(rest, doAgain, this.say('redone', { what: deed.told }))) memory.keep({ done: [...memory.kept.done, deed] });
    else this.#undone.push(last);
  }

  /** What is shown is about this from now on: nothing of another story is done, undone or shown in it. */
  begin(story: StoryKey): void {
    if (!this.#options.memory.begin(story)) return;
    for (const text of this.#texts.values()) text.leave();
    this.#texts.clear();
    this.#said.clear();
    this.#undone = [];
    this.#tell(undefined);
  }

  /** The words that are being edited: one claim's at a time. */
  get editing(): ClaimText | undefined {
    const { editing } = this.#options.memory.kept;
    return editing && this.#texts.get(editing.claim);
  }

  /** Begins to edit a claim's words, or goes on with it; another claim's are closed. */
  edit(options: ClaimTextOptions): void {
    const { claim } = options.edit;
    const before = this.editing;
    if (before && before.claim !== claim) void this.close(before);
    this.#options.memory.keep({ editing: this.#open(options).editing });
    this.#changed();
  }

  /** Ends the editing of a claim: what is not saved yet is saved, and all of it is one step to undo. @returns whether it is kept. */
  async close(text: ClaimText): Promise<boolean> {
    if (this.#texts.get(text.claim) !== text) return true;
    const { kept, deed, structural } = await text.close();
    // Stays open where the store did not take it: the words are still there to be seen.
    if (!kept || this.#texts.get(text.claim) !== text) return kept;
    this.#texts.delete(text.claim);
    if (this.#options.memory.kept.editing?.claim === text.claim) this.#options.memory.keep({ editing: undefined });
    if (deed) this.record(deed);
    if (structural) this.#options.reread();
    this.#changed();
    return true;
  }

  /** Goes on where the page before this one was taken down: opens the words that were being edited, saves what it could not. */
  recover(sections: readonly DraftSection[]): void {
    const { kept, unsaved } = this.#options.memory;
    const { editing } = kept;
    const optionsFor = (id: string): ClaimTextOptions | undefined => {
      const section = sections.find(({ claims }) => claims.some((claim) => claim.id === id));
      const claim = section?.claims.find((one) => one.id === id);
      if (section && claim) return textOf(claim, section);
      const left = unsaved.find((one) => one.claim === id);
      return left && lostText(left);
    };
    for (const { claim } of unsaved) {
      const options = claim === editing?.claim ? undefined : optionsFor(claim);
      if (options) void this.close(this.#open(options));
    }
    const options = editing && optionsFor(editing.claim);
    if (options) this.edit(options);
    else this.#options.memory.keep({ editing: undefined });
  }

  /** Saves what is typed and not saved yet: it may be the last moment of this page. */
  flush(): void {
    for (const text of this.#texts.values()) void text.flush();
  }

  #open(options: ClaimTextOptions): ClaimText {
    const { claim } = options.edit;
    const text = this.#texts.get(claim) ?? new ClaimText(options, { ...this.#options, changed: () => this.#changed() });
    this.#texts.set(claim, text);
    return text;
  }

  /** @returns what does it again; absent where it failed, which is said. */
  async #revert(deed: Omit<Deed, 'told'>, takeBack: () => Promise<Reverted>, told: string): Promise<Traces | undefined> {
    const { before } = deed;
    if (before) {
      this.#said.set(before.contribution, { label: before.label });
      this.#changed();
    }
    try {
      const { revision, again } = await takeBack();
      if (before) this.#know(before.contribution, before.label, revision);
      this.#tell({ text: told, failed: false, undo: false });
      this.#after(deed, true);
      return again;
    } catch (error) {
      if (before) this.#said.delete(before.contribution);
      this.complain(this.say('undo.failed', { reason: messageOf(error) }));
      return undefined;
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
