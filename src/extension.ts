import type { ExtensionContext } from 'vscode';
import { type Running, start } from './host/extension.ts';

let running: Running | undefined;

export function activate(context: ExtensionContext): void {
  running = start(context);
}

/** The editor waits some seconds for this. */
export async function deactivate(): Promise<void> {
  await running?.stop();
}
