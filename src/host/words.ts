import { env, l10n } from 'vscode';
import { deviceName } from '../domain/device.ts';
import type { Progress } from '../domain/report.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Command } from './contributions.ts';

/** What to show the user of a failure, in their language. */
export function describe(error: unknown): string {
  if (!(error instanceof TrackRecordError)) return error instanceof Error ? error.message : String(error);
  const own = OWN[error.reason];
  if (own) return own();
  // The engine's own words are English and name what they are about; others are told the gist first.
  const gist = env.language.toLowerCase().startsWith('en') ? undefined : GIST[error.reason]?.();
  return gist === undefined ? error.message : `${gist} (${error.message})`;
}

/** What the editor's side says in place of the message. */
const OWN: Readonly<Record<string, () => string>> = {
  'engine-crashed': () =>
    l10n.t(
      'The analysis engine stopped unexpectedly. What was saved is safe. Try again: it starts anew. If it happens again, look into the log.',
    ),
  'engine-hung': () =>
    l10n.t(
      'The analysis engine no longer answered and was ended. What was saved is safe. Try again: it starts anew. If it happens again, look into the log.',
    ),
  'engine-failed': () =>
    l10n.t(
      'The analysis engine stopped several times and is not started again by itself. Look into the log to see why, then run "Track Record: Refresh".',
    ),
  'engine-stopped': () => l10n.t('The analysis was stopped because the window closes.'),
  cancelled: () => l10n.t('Cancelled.'),
  // The engine speaks to the command line: of its options, and of folders to name.
  'no-person': () => l10n.t('Whose work log is this? Choose the person, and import it again.'),
  'not-a-repository': () =>
    l10n.t('What is open here is not inside a git repository. Open the folder of a clone, or initialize a repository.'),
};

const GIST: Readonly<Record<string, () => string>> = {
  'git-missing': () => l10n.t('git was not found. Install it and try again.'),
  'dubious-ownership': () => l10n.t('The repository belongs to another user, so git does not read it.'),
  'no-commits': () => l10n.t('There are no commits by people here yet.'),
  'author-unknown': () => l10n.t('Nobody of that name has commits here.'),
  'author-ambiguous': () => l10n.t('Several people here have that name.'),
  'log-not-imported': () => l10n.t('Nothing was imported from this file.'),
  'log-changed': () => l10n.t('The work log has changed since it was previewed, and was not imported. Import it anew.'),
  'nothing-to-undo': () => l10n.t('It can no longer be undone: import the work log again, or remove what was imported.'),
  'engine-start': () => l10n.t('The analysis engine could not be started. Install Track Record anew.'),
  'not-written': () => l10n.t('The file was not written. What was there before is as it was.'),
  'git-failed': () => l10n.t('git failed.'),
  'git-too-old-for-repository': () => l10n.t('The repository needs a newer git than the one found. Update git.'),
  'bad-config': () => l10n.t('git cannot read the configuration of the repository.'),
  'permission-denied': () => l10n.t('Some files of the repository may not be read by this user.'),
  'object-missing': () => l10n.t('Some objects of the repository are not in this clone, or are damaged.'),
  'model-corrupt': () => l10n.t('The model of the tagger is damaged. Install Track Record again.'),
  'tagger-crashed': () => l10n.t('The tagger stopped unexpectedly. Run it again: it goes on where it was.'),
  'hub-token': () => l10n.t('The token for the hub is none.'),
  'hub-address': () => l10n.t('The address of the hub is none.'),
  'store-damaged': () => l10n.t('The store is damaged. Try again: it is rebuilt from your repositories, and your corrections are kept.'),
  'store-missing-folder': () => l10n.t('The folder of the store is missing or closed to you.'),
  'wrong-key': () => l10n.t('The store cannot be opened with this key.'),
  'bad-period': () => l10n.t('This is not a period.'),
  'bad-rubric': () => l10n.t('The rubric file has faults.'),
  'bad-model': () => l10n.t('This is neither a model of the hub nor a folder.'),
  'model-missing': () => l10n.t('There is no model in this folder.'),
  'model-unsupported': () => l10n.t('This model cannot be used here.'),
  'bad-tokenizer': () => l10n.t('The tokenizer of the model cannot be read.'),
  'model-not-offered': () => l10n.t('What this model consists of was not shown yet. Choose it again.'),
  'model-changed': () => l10n.t('The files of the model are not what they were.'),
  'model-unknown': () => l10n.t('The hub has no model of that name.'),
  'model-gated': () => l10n.t('The hub does not give this model to everybody.'),
  'hub-unreachable': () => l10n.t('The hub could not be reached.'),
  'hub-failing': () => l10n.t('The hub does not answer at present.'),
  'download-incomplete': () => l10n.t('The download was cut short. Try again: it goes on from there.'),
  'download-damaged': () => l10n.t('What was downloaded is not what the hub lists. It was thrown away.'),
  'bad-labels': () => l10n.t('The file of labels has faults.'),
  'labels-missing': () => l10n.t('The file of labels cannot be read.'),
  'bad-device': () => l10n.t('There is no such device for the model.'),
  'device-unavailable': () => l10n.t('The device for the model cannot be used here.'),
  'disk-full': () => l10n.t('The disk is full. What was being written was not kept, all before it was.'),
  'store-locked': () => l10n.t('Another window is writing to the store. Try again in a moment.'),
  'store-newer': () => l10n.t('The store was written by a newer version of Track Record.'),
  'store-read-only': () => l10n.t('The folder of the store cannot be written to.'),
  'version-mismatch': () => l10n.t('Track Record was updated meanwhile. Reload the window.'),
};

/** The command that helps against a failure, as a button says it; the log where none does. */
export function remedyOf(error: unknown): { readonly command: Command; readonly title: string } {
  const command = (error instanceof TrackRecordError ? REMEDIES[error.reason] : undefined) ?? 'showLog';
  return { command, title: TITLES[command]() };
}

type Remedy = Extract<Command, 'showLog' | 'chooseIdentity' | 'chooseRepositories' | 'selectPeriod' | 'editRubric' | 'selectDevice'>;

const REMEDIES: Readonly<Record<string, Remedy>> = {
  'no-commits': 'chooseIdentity',
  'author-unknown': 'chooseIdentity',
  'author-ambiguous': 'chooseIdentity',
  'no-person': 'chooseIdentity',
  'bad-period': 'selectPeriod',
  'bad-place': 'chooseRepositories',
  'bad-rubric': 'editRubric',
  'bad-device': 'selectDevice',
  'device-unavailable': 'selectDevice',
};

const TITLES: Readonly<Record<Remedy, () => string>> = {
  showLog: () => l10n.t('Show Log'),
  chooseIdentity: () => l10n.t('Choose Identity'),
  chooseRepositories: () => l10n.t('Choose Hosted Repositories'),
  selectPeriod: () => l10n.t('Select Period'),
  editRubric: () => l10n.t('Edit Rubric'),
  selectDevice: () => l10n.t('Select Device'),
};

/** Ended by the user, or with the window. */
export const isUserStop = (error: unknown): boolean =>
  error instanceof TrackRecordError && ['cancelled', 'engine-stopped'].includes(error.reason);

/** Reasons that are told elsewhere, or need no telling. */
export const isQuiet = (error: unknown): boolean =>
  isUserStop(error) || (error instanceof TrackRecordError && ['engine-crashed', 'engine-hung'].includes(error.reason));

export interface ProgressWords {
  readonly text: string;
  /** 0 to 100; absent while unknown. */
  readonly percent?: number;
}

export function progressWords({ stage, done, total, left, note }: Progress): ProgressWords {
  const device = note === undefined ? undefined : deviceName(note);
  const text = [device === undefined ? STAGES[stage]() : l10n.t('{0} on {1}', STAGES[stage](), device)];
  // Which repository, or how long the host asks to wait.
  if ((stage === 'pulls' || stage === 'issues') && note !== undefined) text.push(note);
  const percent = total ? Math.min(100, Math.floor((100 * done) / total)) : undefined;
  if (percent !== undefined) text.push(`${percent}%`);
  if (left !== undefined && left >= 1000) text.push(timeLeft(left));
  return { text: text.join(' · '), ...(percent === undefined ? {} : { percent }) };
}

/** Until the engine has said something. */
export const startingOr = (progress: ProgressWords | undefined): ProgressWords => progress ?? { text: l10n.t('Starting') };

const STAGES: Readonly<Record<Progress['stage'], () => string>> = {
  mine: () => l10n.t('Reading the history'),
  pulls: () => l10n.t('Asking the code host'),
  issues: () => l10n.t('Asking the code host for issues'),
  normalize: () => l10n.t('Sorting out what counts'),
  store: () => l10n.t('Saving'),
  lines: () => l10n.t('Counting lines'),
  classify: () => l10n.t('Tagging'),
  learn: () => l10n.t('Learning'),
  assess: () => l10n.t('Assessing'),
  draft: () => l10n.t('Drafting'),
  write: () => l10n.t('Drafting'),
  download: () => l10n.t('Downloading'),
};

const timeLeft = (ms: number): string =>
  ms < 90_000 ? l10n.t('{0} s left', Math.ceil(ms / 1000)) : l10n.t('{0} min left', Math.round(ms / 60_000));
