// What the extension contributes to the editor, as the code sees it. A test compares it with package.json, both ways:
// nothing is contributed without code behind it, no code without a contribution.

/** There is a folder, and it lies on a disk that git can read. */
const ON_DISK = 'workspaceFolderCount != 0 && !virtualWorkspace';

/** Commands are `trackRecord.<name>`. `palette`: when the palette may offer it; absent: always. */
export const COMMANDS = {
  openPanel: { palette: ON_DISK },
  refresh: { palette: `${ON_DISK} && !trackRecord.running` },
  cancel: { palette: 'trackRecord.running' },
  selectPeriod: { palette: ON_DISK },
  chooseIdentity: { palette: ON_DISK },
  draftSelf: { palette: ON_DISK },
  draftReview: { palette: ON_DISK },
  suggest: { palette: ON_DISK },
  export: { palette: ON_DISK },
  copyUpdate: { palette: ON_DISK },
  importLog: { palette: ON_DISK },
  removeLog: { palette: ON_DISK },
  editRubric: { palette: ON_DISK },
  chooseModel: {},
  // As below: offered until it is known that there is nothing to learn from, or to take back.
  learn: { palette: `${ON_DISK} && !trackRecord.running && !trackRecord.uncorrected` },
  rollBack: { palette: `${ON_DISK} && !trackRecord.running && !trackRecord.untaught` },
  connectHost: { palette: ON_DISK },
  // Offered until it is known that there is nothing to disconnect: before that, too, whoever looks for it must find it.
  disconnectHosts: { palette: `${ON_DISK} && !trackRecord.disconnected` },
  chooseRepositories: { palette: ON_DISK },
  selectDevice: {},
  showStored: {},
  showAccessLog: {},
  eraseData: {},
  showLog: {},
} as const satisfies Readonly<Record<string, { readonly palette?: string }>>;
export type Command = keyof typeof COMMANDS;

/** Settings are `trackRecord.<name>`; the value is the default. */
export const SETTINGS = {
  author: '',
  period: 'last 12 months',
  language: 'auto',
  device: 'auto',
  model: '',
  labels: '',
  hostedRepositories: [],
} as const satisfies Readonly<Record<string, string | number | boolean | readonly string[]>>;
export type Setting = keyof typeof SETTINGS;

export const SUMMARY_VIEW = 'trackRecord.summary';
export const PANEL_TYPE = 'trackRecord.panel';
/** Views and panels by id. */
export const VIEWS = [SUMMARY_VIEW] as const;

/** Keys that `when` clauses ask for, `trackRecord.<name>`. */
export const CONTEXT_KEYS = ['running', 'disconnected', 'uncorrected', 'untaught'] as const;
export type ContextKey = (typeof CONTEXT_KEYS)[number];

export const qualified = <N extends string>(name: N): `trackRecord.${N}` => `trackRecord.${name}`;
