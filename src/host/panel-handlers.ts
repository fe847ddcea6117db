import type { Choices } from './choices.ts';
import type { Command } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import type { PanelHandlers } from './panel.ts';

export interface PanelHandlerOptions {
  readonly engine: () => Promise<Engine>;
  readonly choices: Choices;
  readonly run: (command: Command) => Thenable<unknown>;
}

/** The panel's questions, answered by the engine for the story this window shows. */
export function panelHandlers({ engine, choices, run }: PanelHandlerOptions): PanelHandlers {
  return {
    head: async (_, signal) => (await engine()).request('head', choices.story(), { signal }),
    rows: async (params, signal) => (await engine()).request('rows', { ...params, ...choices.story() }, { signal }),
    row: async (params, signal) => (await engine()).request('row', { ...params, ...choices.story() }, { signal }),
    noise: async (params, signal) => (await engine()).request('noise', { ...params, ...choices.story() }, { signal }),
    open: async () => null,
    run: async ({ command }) => {
      // Not awaited: it may ask the user, and the panel's button is done once it has begun.
      void run(command);
      return null;
    },
  };
}
