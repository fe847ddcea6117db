import { Disposable, env, type Memento, workspace } from 'vscode';
import { type Locale, LOCALES } from '../domain/draft.ts';
import type { Story } from '../protocol/rpc.ts';
import { Listeners } from '../util/listeners.ts';
import { qualified, type Setting, SETTINGS } from './contributions.ts';

/** What can be chosen for one workspace over what the settings say. */
const CHOSEN = { author: 'chosen.author', period: 'chosen.period' } as const;
type Choice = keyof typeof CHOSEN;
const REPOSITORIES = 'chosen.repositories';

/** Whose work is looked at, and when: chosen for this workspace, else as the settings say. Never written into the user's repository. */
export class Choices {
  readonly #memento: Memento;
  /** Another story is to be told. */
  readonly onStory: Listeners<void>;
  /** The engine is to be started with other settings. */
  readonly onEngine: Listeners<void>;

  constructor(memento: Memento, failed: (error: unknown) => void) {
    this.#memento = memento;
    this.onStory = new Listeners(failed);
    this.onEngine = new Listeners(failed);
  }

  story(): Story {
    const author = this.get('author');
    const period = this.get('period');
    const places = this.repositories();
    return {
      folders: folders(),
      ...(author ? { author } : {}),
      ...(period ? { period } : {}),
      ...(places.length > 0 ? { places: [...places] } : {}),
    };
  }

  /** Repositories without a clone, and owners of repositories, as `parsePlace` reads them. */
  repositories(): readonly string[] {
    return this.#memento.get<readonly string[]>(REPOSITORIES) ?? this.configuredRepositories();
  }

  configuredRepositories(): readonly string[] {
    const written: unknown = workspace.getConfiguration('trackRecord').get('hostedRepositories' satisfies Setting);
    // What a user writes into their settings may be anything.
    return Array.isArray(written) ? written.filter((one): one is string => typeof one === 'string' && one.trim() !== '') : [];
  }

  /** @param value undefined: as the settings say. */
  async chooseRepositories(value: readonly string[] | undefined): Promise<void> {
    await this.#memento.update(REPOSITORIES, value);
    this.onStory.tell();
  }

  get(name: Choice): string {
    return this.#memento.get<string>(CHOSEN[name]) ?? this.configured(name);
  }

  /** What holds where nothing was chosen. */
  configured(name: Choice): string {
    return setting(name);
  }

  /** @param value undefined: as the settings say. */
  async choose(name: Choice, value: string | undefined): Promise<void> {
    await this.#memento.update(CHOSEN[name], value);
    this.onStory.tell();
  }

  /** Follows what the user changes in the settings, and which folders are open. */
  follow(): Disposable {
    return Disposable.from(
      workspace.onDidChangeWorkspaceFolders(() => this.onStory.tell()),
      workspace.onDidChangeConfiguration((event) => {
        const changed = (name: Setting): boolean => event.affectsConfiguration(qualified(name));
        if ((['language', 'device', 'model', 'labels'] as const).some(changed)) this.onEngine.tell();
        else if (FOLLOWED.some(([name, chosen]) => changed(name) && this.#memento.get(chosen) === undefined)) this.onStory.tell();
      }),
    );
  }
}

/** Settings of the story, by where a choice over them is kept. */
const FOLLOWED = [...Object.entries(CHOSEN), ['hostedRepositories', REPOSITORIES]] as readonly (readonly [Setting, string])[];

const setting = (name: Exclude<Setting, 'hostedRepositories'>): string =>
  workspace.getConfiguration('trackRecord').get<string>(name) ?? SETTINGS[name];

/** What drafts, suggestions and the panel are written in. */
export function language(): Locale {
  const asked = setting('language');
  return LOCALES.find((locale) => locale === asked) ?? (env.language.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en');
}

/** Where the model is to run; absent: the fastest that works. */
export function device(): string | undefined {
  const asked = setting('device');
  return asked === '' || asked === 'auto' ? undefined : asked;
}

/** A model and a file of labels of the user's own; absent: none. */
export function tagging(): { readonly model?: string; readonly labels?: string } {
  const [model, labels] = [setting('model').trim(), setting('labels').trim()];
  return { ...(model === '' ? {} : { model }), ...(labels === '' ? {} : { labels }) };
}

/** Folders of the workspace that lie on this machine's disk. */
export const folders = (): string[] =>
  (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file').map(({ uri }) => uri.fsPath);
