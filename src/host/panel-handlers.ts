import { commands, type Uri } from 'vscode';
import type { Reply, Story } from '../protocol/rpc.ts';
import type { Choices } from './choices.ts';
import type { Command } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import type { PanelHandlers } from './panel.ts';
import { openContribution, openFile } from './show.ts';

export interface PanelHandlerOptions {
  readonly engine: () => Promise<Engine>;
  readonly choices: Choices;
  /** Whether an analysis is under way. */
  readonly isRunning: () => boolean;
  /** Where the last analysis that tagged something did so. */
  readonly device: () => string | undefined;
  /** The model's card, a file in Markdown. */
  readonly card: Uri;
  readonly run: (command: Command) => Thenable<unknown>;
  /** What there is to say of what is shown, beside what its assessment says. */
  readonly notes: (head: Reply<'head'>) => readonly string[];
}

/** The panel's questions, answered by the engine for the story that the panel shows. */
export function panelHandlers({ engine, choices, isRunning, device, card, run, notes }: PanelHandlerOptions): PanelHandlers {
  // Of its last head: until it has the next one, rows and acts are about that story, whatever was chosen meanwhile.
  let shown: Story | undefined;
  const story = (): Story => shown ?? choices.story();
  return {
    // Where no analysis is under way, nothing would tell that it has become old.
    head: async ({ old = false, first }, signal) => {
      const asked = choices.story();
      const head = await (await engine()).request('head', { ...asked, old: old && isRunning(), ...(first ? { first } : {}) }, { signal });
      // One that is no longer waited for is not shown.
      if (!signal.aborted) shown = asked;
      const warnings = [...new Set([...head.run.warnings, ...notes(head)])];
      return { ...head, run: { ...head.run, device: device() ?? head.run.device, warnings } };
    },
    rows: async (params, signal) => (await engine()).request('rows', { ...params, ...story() }, { signal }),
    row: async (params, signal) => (await engine()).request('row', { ...params, ...story() }, { signal }),
    noise: async (params, signal) => (await engine()).request('noise', { ...params, ...story() }, { signal }),
    act: async (params, signal) => (await engine()).request('act', { ...params, ...story() }, { signal }),
    revert: async (params, signal) => (await engine()).request('revert', params, { signal }),
    claim: async (params, signal) => (await engine()).request('claim', { ...params, ...story() }, { signal }),
    identities: async (_, signal) => (await engine()).request('identities', story(), { signal }),
    tagger: async (_, signal) => (await engine()).request('tagger', {}, { signal }),
    explain: async (params, signal) => (await engine()).request('explain', params, { signal }),
    open: async (intent) => {
      if (intent.kind === 'open-card') {
        await commands.executeCommand('markdown.showPreview', card);
        return null;
      }
      const ask = async (id: string): Promise<Reply<'changes'>> => (await engine()).request('changes', { id });
      await (intent.kind === 'open-file' ? openFile(intent, ask) : openContribution(intent, ask));
      return null;
    },
    run: async ({ command }) => {
      // Not awaited: it may ask the user, and the panel's button is done once it has begun.
      void run(command);
      return null;
    },
  };
}
