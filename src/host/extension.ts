import { commands, type Disposable, env, type ExtensionContext, l10n, window, workspace } from 'vscode';
import type { Params } from '../protocol/rpc.ts';
import { Choices } from './choices.ts';
import { type Command, PANEL_TYPE, qualified, SUMMARY_VIEW } from './contributions.ts';
import type { Engine } from './engine/client.ts';
import { storeKey } from './key.ts';
import { channelLogger } from './log.ts';
import { Panel } from './panel.ts';
import { panelHandlers } from './panel-handlers.ts';
import { pickIdentity, pickPeriod } from './pick.ts';
import { FileContents, FILE_SCHEME } from './show.ts';
import { statusItem } from './status.ts';
import { eraseData, showStored } from './stored.ts';
import { Summary } from './summary.ts';
import { describe, isQuiet } from './words.ts';
import { Work } from './work.ts';

/** What ends with the window. */
export interface Running {
  stop(): Promise<void>;
}

/** Builds the services and registers what the extension contributes. Starts nothing: the engine comes with the first request. */
export function start(context: ExtensionContext): Running {
  const channel = window.createOutputChannel('Track Record', { log: true });
  const log = channelLogger(channel);
  const failed = (error: unknown): void => log.error('a listener failed', { error: String(error) });
  const store = context.globalStorageUri.fsPath;
  const version = String((context.extension.packageJSON as { readonly version?: unknown }).version);
  const choices = new Choices(context.workspaceState, failed);

  const open = async (): Promise<Params<'open'>> => {
    const { key, setAside } = await storeKey(context.secrets, store);
    if (setAside)
      void window.showWarningMessage(
        l10n.t(
          'The editor no longer has the key of the store. The store was set aside in {0}, and another one is made from your repositories.',
          setAside,
        ),
      );
    const locale = env.language.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';
    return { folder: store, key, locale, zone: Intl.DateTimeFormat().resolvedOptions().timeZone, version };
  };
  let made: Promise<Engine> | undefined;
  const engine = (): Promise<Engine> => {
    // Loaded with the first request: the editor's start does not wait for it.
    made ??= import('./engine/client.ts').then(({ Engine }) => {
      const one = new Engine({ module: context.asAbsolutePath('dist/engine.js'), open, log });
      one.onCrash.add((why) => void tell(why));
      one.onStale.add((revision) => void changed(revision));
      return one;
    });
    return made;
  };

  const work = new Work(engine, choices, failed);
  const summary = new Summary();
  const panel = new Panel({
    extension: context.extensionUri,
    language: env.language,
    log,
    handlers: panelHandlers({ engine, choices, run: (command) => run(command) }),
    opened: () => void attempt(() => work.analyze()),
  });

  const showLog = (): void => channel.show();
  const tell = async (error: unknown): Promise<void> => {
    const look = l10n.t('Show Log');
    if ((await window.showErrorMessage(`Track Record: ${describe(error)}`, look)) === look) showLog();
  };
  /** Runs what the user asked for; a failure is told once, with the way to the log. */
  const attempt = async (action: () => unknown): Promise<void> => {
    try {
      await action();
    } catch (error) {
      log.error('failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      if (!isQuiet(error)) await tell(error);
    }
  };
  /** The store's revision that is shown; another story is shown at none. */
  let shown: number | undefined;
  /** What is shown may be old: the panel asks again, the summary is read anew. */
  const changed = async (revision: number): Promise<void> => {
    if (shown === revision) return;
    shown = revision;
    panel.tell({ notice: 'stale' });
    await attempt(async () => summary.show(await (await engine()).request('head', choices.story())));
  };
  const handlers: Readonly<Record<Command, () => unknown>> = {
    openPanel: () => panel.show(),
    refresh: async () => {
      (await engine()).forgive();
      await work.analyze();
    },
    cancel: () => work.cancel(),
    selectPeriod: () => pickPeriod(choices, new Date()),
    chooseIdentity: () =>
      pickIdentity(choices, async () => (await engine()).request('authors', { folders: choices.story().folders, limit: 200 })),
    showStored: async () => showStored(await (await engine()).request('stored', {})),
    eraseData: async () => {
      const erased = await eraseData({ engine: await engine(), secrets: context.secrets, folder: store, log });
      if (!erased) return;
      panel.dispose();
      summary.show(undefined);
    },
    showLog,
  };
  const run = (command: Command): Thenable<unknown> => commands.executeCommand(qualified(command));

  choices.onChange.add(() => {
    shown = undefined;
    void attempt(() => work.restart());
  });
  work.onDone.add(({ revision }) => void changed(revision));
  work.onState.add((state) =>
    panel.tell({ notice: 'progress', progress: state.kind === 'running' ? (state.progress ?? { text: l10n.t('Starting') }) : null }),
  );
  context.subscriptions.push(
    channel,
    ...Object.entries(handlers).map(([name, handler]): Disposable => commands.registerCommand(qualified(name), () => attempt(handler))),
    window.registerTreeDataProvider(SUMMARY_VIEW, summary),
    window.registerWebviewPanelSerializer(PANEL_TYPE, { deserializeWebviewPanel: async (shown) => panel.adopt(shown) }),
    workspace.registerTextDocumentContentProvider(FILE_SCHEME, new FileContents(engine)),
    statusItem(work),
  );
  return {
    stop: async () => {
      await (await made)?.dispose();
    },
  };
}
