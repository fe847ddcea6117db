// A stand-in for the editor's module: values behave, everything that would be drawn does nothing.

/** What was opened outside the editor. */
export const opened: string[] = [];

export const env = {
  language: 'en',
  openExternal: async ({ value }: { readonly value: string }): Promise<boolean> => opened.push(value) > 0,
};

export const l10n = {
  t: (message: string, ...values: readonly unknown[]): string =>
    message.replaceAll(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)])),
};

export class EventEmitter<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly event = (listener: (value: T) => void): { dispose(): void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(value: T): void {
    for (const listener of this.#listeners) listener(value);
  }
}

export const Disposable = {
  from: (...all: readonly { dispose(): void }[]) => ({ dispose: (): void => all.forEach((one) => one.dispose()) }),
};

export class Position {
  readonly line: number;
  readonly character: number;
  constructor(line: number, character: number) {
    this.line = line;
    this.character = character;
  }
}

export class Range {
  readonly start: Position;
  readonly end: Position;
  constructor(start: Position, end: Position) {
    this.start = start;
    this.end = end;
  }
}

export class ThemeColor {
  readonly id: string;
  constructor(id: string) {
    this.id = id;
  }
}

export class ThemeIcon extends ThemeColor {}

export class MarkdownString {
  value = '';
  appendText(text: string): this {
    this.value += text;
    return this;
  }
  appendMarkdown(text: string): this {
    this.value += text;
    return this;
  }
}

export const TreeItemCollapsibleState = { None: 0, Collapsed: 1, Expanded: 2 } as const;

export class TreeItem {
  readonly label: string;
  readonly collapsibleState: number;
  constructor(label: string, collapsibleState: number) {
    this.label = label;
    this.collapsibleState = collapsibleState;
  }
}

export const StatusBarAlignment = { Left: 1, Right: 2 } as const;

export const QuickPickItemKind = { Separator: -1, Default: 0 } as const;

interface InputBox {
  readonly value?: string;
  readonly validateInput?: (text: string) => string | undefined;
}
/** What the user is shown and what they wait for, which line of a list and which files they take, and what they write; undefined: none. */
export const user = {
  told: [] as string[],
  waited: [] as string[],
  picks: (_items: readonly { readonly label: string }[]): unknown => undefined,
  files: undefined as readonly { readonly path: string; readonly fsPath: string }[] | undefined,
  writes: (_box: InputBox): string | undefined => undefined,
};

export const ProgressLocation = { Notification: 15 } as const;

export const window = {
  showOpenDialog: async () => user.files,
  withProgress: async ({ title }: { readonly title: string }, work: (...how: readonly unknown[]) => Promise<unknown>): Promise<unknown> => {
    user.waited.push(title);
    return work({ report: () => {} }, { onCancellationRequested: () => {} });
  },
  showQuickPick: async (items: readonly { readonly label: string }[] | Promise<readonly { readonly label: string }[]>): Promise<unknown> =>
    user.picks(await items),
  showInputBox: async (box: InputBox): Promise<string | undefined> => user.writes(box),
  showInformationMessage: async (text: string): Promise<undefined> => void user.told.push(text),
  /** The user says yes. */
  showWarningMessage: async (_text: string, ...rest: readonly unknown[]): Promise<unknown> => rest.at(-1),
  createTreeView: () => ({ visible: false, message: '', onDidChangeVisibility: () => {}, dispose: () => {} }),
  createStatusBarItem: () => ({ show: () => {}, dispose: () => {} }),
};

/** Values of settings where they were written, by `section.name`. */
export const written: Record<string, { readonly globalValue?: unknown; readonly workspaceValue?: unknown }> = {};

const folders = new EventEmitter<void>();
export const workspace = {
  onDidChangeWorkspaceFolders: folders.event,
  /** Another folder is open. */
  refolder: (): void => folders.fire(),
  onDidChangeConfiguration: new EventEmitter<never>().event,
  getConfiguration: (section?: string) => ({
    get: (name: string) => written[`${section}.${name}`]?.globalValue,
    inspect: (name: string) => written[`${section}.${name}`],
  }),
  workspaceFolders: [],
};

/** Commands that were run. */
export const ran: (readonly unknown[])[] = [];
export const commands = { executeCommand: async (...command: readonly unknown[]): Promise<void> => void ran.push(command) };
export const Uri = {
  parse: (value: string) => ({ value }),
  joinPath: (base: unknown, ...parts: readonly string[]) => [base, ...parts].join('/'),
};

export const ViewColumn = { Active: -1 } as const;

interface Account {
  readonly id: string;
  readonly label: string;
}
interface Session {
  readonly scopes: readonly string[];
  readonly accessToken: string;
  /** Absent: the first account's. */
  readonly account?: Account;
}
const FIRST: Account = { id: '7', label: 'ada' };

/** The editor's sign-ins: sessions by provider, as its users have made them, and what was asked of them. */
const owned = (session: Session): Session & { readonly account: Account } => ({ account: FIRST, ...session });
const changes = new EventEmitter<{ readonly provider: { readonly id: string } }>();
export const authentication = {
  sessions: new Map<string, Session>(),
  /** Sessions with other accounts, by provider. */
  others: new Map<string, Session>(),
  asked: [] as { readonly provider: string; readonly scopes: readonly string[]; readonly options: Readonly<Record<string, unknown>> }[],
  /** What the user and the provider do where somebody is to sign in. */
  signIn: async (_provider: string, scopes: readonly string[]): Promise<Session> => ({ scopes, accessToken: 'made' }),
  onDidChangeSessions: changes.event,
  change: (id: string): void => changes.fire({ provider: { id } }),
  getSession: async (provider: string, scopes: readonly string[], options: Readonly<Record<string, unknown>>) => {
    authentication.asked.push({ provider, scopes, options });
    const account = options['account'] as Account | undefined;
    const all = [authentication.sessions.get(provider), authentication.others.get(provider)].flatMap((one) => (one ? [owned(one)] : []));
    const found = all.find((one) => one.scopes.join() === scopes.join() && (account === undefined || one.account.id === account.id));
    if (found && !options['forceNewSession']) return found;
    if (!options['createIfNone'] && !options['forceNewSession']) return undefined;
    const made = owned(await authentication.signIn(provider, scopes));
    (made.account.id === FIRST.id ? authentication.sessions : authentication.others).set(provider, made);
    authentication.change(provider);
    return made;
  },
  getAccounts: async (provider: string): Promise<readonly Account[]> =>
    [authentication.sessions.get(provider), authentication.others.get(provider)].flatMap((one) => (one ? [owned(one).account] : [])),
};
