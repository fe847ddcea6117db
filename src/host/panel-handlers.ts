import type { Reply } from '../protocol/rpc.ts';
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
  readonly run: (command: Command) => Thenable<unknown>;
  /** What there is to say of what is shown, beside what its assessment says. */
  readonly notes: (head: Reply<'head'>) => readonly string[];
}

/** The panel's questions, answered by the engine for the story this window shows. */
export function panelHandlers({ engine, choices, isRunning, run, notes }: PanelHandlerOptions): PanelHandlers {
  return {
    // Where no analysis is under way, nothing would tell that it has become old.
    head: async ({ old = false }, signal) => {
      const head = await (await engine()).request('head', { ...choices.story(), old: old && isRunning() }, { signal });
      return { ...head, run: { ...head.run, warnings: [...new Set([...head.run.warnings, ...notes(head)])] } };
    },
    rows: async (params, signal) => (await engine()).request('rows', { ...params, ...choices.story() }, { signal }),
    row: async (params, signal) => (await engine()).request('row', { ...params, ...choices.story() }, { signal }),
    noise: async (params, signal) => (await engine()).request('noise', { ...params, ...choices.story() }, { signal }),
    act: async (params, signal) => (await engine()).request('act', { ...params, ...choices.story() }, { signal }),
    revert: async (params, signal) => (await engine()).request('revert', params, { signal }),
    claim: async (params, signal) => (await engine()).request('claim', { ...params, ...choices.story() }, { signal }),
    identities: async (_, signal) => (await engine()).request('identities', choices.story(), { signal }),
    open: async (intent) => {
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
