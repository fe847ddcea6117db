import { registerActivation } from './activation.ts';
import { registerCommands } from './commands.ts';

/** Every suite that runs inside the extension host. */
export function registerSuites(): void {
  registerActivation();
  registerCommands();
}
