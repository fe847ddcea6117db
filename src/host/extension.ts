import { commands, type Disposable, type ExtensionContext, l10n, Uri, window, workspace } from 'vscode';
import { SECTIONS } from '../protocol/sections.ts';
import { Choices, folders, language } from './choices.ts';
import { CodeHosts } from './code-hosts.ts';
import { connectHost, disconnectHosts, missingWords } from './connect.ts';
import { type Command, PANEL_TYPE, qualified } from './contributions.ts';
import { selectDevice } from './device.ts';
import { documentAsker } from './documents.ts';
import { engineSource } from './engine-source.ts';
import { exportDocument } from './export.ts';
import { channelLogger, showLog } from './log.ts';
import { chooseModel } from './model.ts';
import { importLogs, removeLog } from './logs.ts';
import { PAGE_SCHEME, Pages } from './pages.ts';
import { Panel } from './panel.ts';
import { panelHandlers } from './panel-handlers.ts';
import { pickIdentity, pickPeriod } from './pick.ts';
import { draftReview } from './review.ts';
import { chooseRepositories } from './repositories.ts';
import { checkRubrics, editRubric } from './rubric.ts';
import { FileContents, FILE_SCHEME } from './show.ts';
import { Shown } from './shown.ts';
import { accessPage, eraseData, storedPage } from './stored.ts';
import { learn, lookAtTeaching, offerLessons, rollBack } from './teach.ts';
import { copyUpdate } from './update.ts';
import { describe, isQuiet, remedyOf } from './words.ts';
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
  const choices = new Choices(context.workspaceState, failed);
  const { engine, release, dispose } = engineSource({
    context,
    log,
    made: (one) => {
      one.onCrash.add((why) => void tell(why));
      one.onStale.add((revision) => void attempt(() => shown.follow(revision)));
      one.onStale.add(() => void lookAtTeaching(engine).catch(failed));
    },
    lost: () => void attempt(letGo),
  });
  const hosts = new CodeHosts({ memento: context.globalState, log, failed });
  const accounts = (signal: AbortSignal) => hosts.accounts(signal);
  const work = new Work({ engine, choices, accounts, log, failed });
  /** While the panel's page loads, the engine starts and reads what it is about to be asked for. What fails is told when it is asked. */
  const readAhead = (): void =>
    void engine()
      .then((one) => one.request('head', { ...choices.story(), old: true }))
      .catch(() => {});
  const panel = new Panel({
    extension: context.extensionUri,
    language: () => (language() === 'zh-cn' ? 'zh-CN' : 'en'),
    log,
    handlers: panelHandlers({
      engine,
      choices,
      isRunning: () => work.state.kind === 'running',
      device: () => work.device,
      card: Uri.joinPath(context.extensionUri, 'models/README.md'),
      run: (command) => run(command),
      notes: ({ repos }) => [...work.warnings, ...hosts.missing(repos, choices.repositories()).map(missingWords)],
    }),
    opened: (served) => {
      readAhead();
      void attempt(() => work.analyze(served));
    },
  });
  const shown = new Shown({
    engine,
    choices,
    work,
    panel,
    hosts,
    memento: context.workspaceState,
    attempt: (action) => attempt(action),
  });
  const pages = new Pages();
  work.onState.add(({ kind }) => kind === 'done' && void lookAtTeaching(engine).catch(failed));
  const ask = documentAsker(engine, accounts);
  const authors = async () => (await engine()).request('authors', { folders: folders(), limit: 200 });
  // To choose oneself from them, those who are signed in are offered too.
  const candidates = async () => {
    // Whoever has to wait for the editor's sign-in chooses without.
    const own = await accounts(AbortSignal.timeout(2500)).catch(() => []);
    return (await engine()).request('authors', { folders: folders(), limit: 200, accounts: own });
  };

  const run = (command: Command): Thenable<unknown> => commands.executeCommand(qualified(command));
  const tell = async (error: unknown): Promise<void> => {
    const { command, title } = remedyOf(error);
    if ((await window.showErrorMessage(`Track Record: ${describe(error)}`, title)) === title) await run(command);
  };
  /** Runs what the user asked for; a failure is told once, with a way on. */
  const attempt = async (action: () => unknown): Promise<void> => {
    try {
      await action();
    } catch (error) {
      log.error('failed', { error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      if (!isQuiet(error)) await tell(error);
    }
  };
  const logs = { engine, choices, pages, memento: context.globalState, changed: () => work.restart(), attempt };
  const handlers: Readonly<Record<Command, (argument?: unknown) => unknown>> = {
    openPanel: (section) => panel.show(SECTIONS.find((one) => one === section)),
    refresh: async () => {
      (await engine()).forgive();
      await work.analyze();
    },
    cancel: () => work.cancel(),
    selectPeriod: () => pickPeriod(choices, new Date()),
    chooseIdentity: () => pickIdentity(choices, candidates, hosts.connections.length > 0),
    draftSelf: () => panel.show('draft'),
    draftReview: () => draftReview({ choices, ask, authors }),
    suggest: () => panel.show('suggestions'),
    export: () => exportDocument({ choices, ask, memento: context.globalState }),
    copyUpdate: () => copyUpdate(choices, ask, new Date()),
    importLog: () => importLogs(logs),
    removeLog: () => removeLog(logs),
    editRubric: () => editRubric(engine, Uri.joinPath(context.extensionUri, 'media/rubric.default.yaml')),
    chooseModel: () => chooseModel(engine),
    learn: () => learn(engine, pages),
    rollBack: () => rollBack(engine),
    connectHost: async () => {
      // Whoever connects wants to see what comes of it.
      if (await connectHost(hosts)) await work.restart();
    },
    disconnectHosts: async () => {
      await disconnectHosts(hosts);
      // One that is under way may be asking.
      if (work.state.kind === 'running') await work.restart();
    },
    chooseRepositories: () => chooseRepositories(choices),
    selectDevice: async () => {
      if ((await selectDevice(engine, language())) === 'tried') await moveOver();
    },
    showStored: async () => pages.show(...storedPage(await (await engine()).request('stored', {}))),
    showAccessLog: async () => pages.show(...accessPage(await (await engine()).request('accessLog', {}))),
    eraseData: async () => {
      const folder = context.globalStorageUri.fsPath;
      const stopWork = () => work.stop();
      if (!(await eraseData({ engine: await engine(), stopWork, release, secrets: context.secrets, folder, log }))) return;
      forget();
      // Whom to ask is stored too: nobody is asked again before the user says so.
      await hosts.disconnect();
    },
    showLog: () => showLog(channel),
  };

  choices.onStory.add(() => void attempt(() => shown.another()));
  /** The engine begins anew, with the settings as they are now; what was found stays. */
  const moveOver = async (): Promise<void> => {
    await release();
    panel.reload();
    await shown.another();
  };
  choices.onEngine.add(() => void attempt(moveOver));
  /** Nothing is stored any more. No engine is asked: one that is started for it would make a store anew. */
  const forget = (): void => {
    shown.clear();
    offerLessons({ corrections: 0, promoted: 0 });
  };
  /** The store is another window's to make anew. */
  const letGo = async (): Promise<void> => {
    await work.stop();
    await release();
    forget();
    void window.showInformationMessage(l10n.t('What Track Record had stored was erased in another window.'));
  };
  context.subscriptions.push(
    channel,
    ...Object.entries(handlers).map(([name, handler]): Disposable =>
      commands.registerCommand(qualified(name), (argument?: unknown) => attempt(() => handler(argument))),
    ),
    shown,
    hosts,
    choices.follow(),
    checkRubrics({ engine, log, saved: () => void attempt(() => shown.another()) }),
    window.registerWebviewPanelSerializer(PANEL_TYPE, { deserializeWebviewPanel: async (brought) => panel.adopt(brought) }),
    workspace.registerTextDocumentContentProvider(FILE_SCHEME, new FileContents(engine)),
    workspace.registerTextDocumentContentProvider(PAGE_SCHEME, pages),
  );
  return { stop: dispose };
}
