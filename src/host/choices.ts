import { type Memento, workspace } from 'vscode';
import type { Story } from '../protocol/rpc.ts';
import { Listeners } from '../util/listeners.ts';
import { type Setting, SETTINGS } from './contributions.ts';

const CHOSEN = { author: 'chosen.author', period: 'chosen.period' } as const satisfies Readonly<Record<Setting, string>>;

/** Whose work is looked at, and when: chosen for this workspace, else as the settings say. Never written into the user's repository. */
export class Choices {
  readonly #memento: Memento;
  readonly onChange: Listeners<void>;

  constructor(memento: Memento, failed: (error: unknown) => void) {
    this.#memento = memento;
    this.onChange = new Listeners(failed);
  }

  story(): Story {
    const author = this.get('author');
    const period = this.get('period');
    return { folders: folders(), ...(author ? { author } : {}), ...(period ? { period } : {}) };
  }

  get(name: Setting): string {
    return this.#memento.get<string>(CHOSEN[name]) ?? this.configured(name);
  }

  /** What holds where nothing was chosen. */
  configured(name: Setting): string {
    return workspace.getConfiguration('trackRecord').get<string>(name) ?? SETTINGS[name];
  }

  /** @param value undefined: as the settings say. */
  async choose(name: Setting, value: string | undefined): Promise<void> {
    await this.#memento.update(CHOSEN[name], value);
    this.onChange.tell();
  }
}

/** Folders of the workspace that lie on this machine's disk. */
export const folders = (): string[] =>
  (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
