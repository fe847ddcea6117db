import { l10n } from 'vscode';
import type { Progress } from '../domain/report.ts';
import { TrackRecordError } from '../domain/result.ts';

/** What to show the user of a failure, in their language where the editor itself is its source. */
export function describe(error: unknown): string {
  if (!(error instanceof TrackRecordError)) return error instanceof Error ? error.message : String(error);
  switch (error.reason) {
    case 'engine-crashed':
      return l10n.t(
        'The analysis engine stopped unexpectedly. What was saved is safe. Try again: it starts anew. If it happens again, look into the log.',
      );
    case 'engine-hung':
      return l10n.t(
        'The analysis engine no longer answered and was ended. What was saved is safe. Try again: it starts anew. If it happens again, look into the log.',
      );
    case 'engine-failed':
      return l10n.t(
        'The analysis engine stopped several times and is not started again by itself. Look into the log to see why, then run "Track Record: Refresh".',
      );
    case 'engine-stopped':
      return l10n.t('The analysis was stopped because the window closes.');
    case 'cancelled':
      return l10n.t('Cancelled.');
    default:
      return error.message;
  }
}

/** Reasons that are told elsewhere, or need no telling. */
export const isQuiet = (error: unknown): boolean =>
  error instanceof TrackRecordError && ['cancelled', 'engine-stopped', 'engine-crashed', 'engine-hung'].includes(error.reason);

export interface ProgressWords {
  readonly text: string;
  /** 0 to 100; absent while unknown. */
  readonly percent?: number;
}

export function progressWords({ stage, done, total, left }: Progress): ProgressWords {
  const text = [STAGES[stage]()];
  const percent = total ? Math.min(100, Math.floor((100 * done) / total)) : undefined;
  if (percent !== undefined) text.push(`${percent}%`);
  if (left !== undefined && left >= 1000) text.push(timeLeft(left));
  return { text: text.join(' · '), ...(percent === undefined ? {} : { percent }) };
}

const STAGES: Readonly<Record<Progress['stage'], () => string>> = {
  mine: () => l10n.t('Reading the history'),
  normalize: () => l10n.t('Sorting out what counts'),
  store: () => l10n.t('Saving'),
  lines: () => l10n.t('Counting lines'),
  classify: () => l10n.t('Tagging'),
  assess: () => l10n.t('Assessing'),
  draft: () => l10n.t('Drafting'),
  write: () => l10n.t('Drafting'),
};

const timeLeft = (ms: number): string =>
  ms < 90_000 ? l10n.t('{0} s left', Math.ceil(ms / 1000)) : l10n.t('{0} min left', Math.round(ms / 60_000));
