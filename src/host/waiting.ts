import { ProgressLocation, window } from 'vscode';
import type { Progress } from '../domain/report.ts';
import { progressWords } from './words.ts';

/** For a request to the engine: what cancels it, and where it says how far it is. */
interface Waiting {
  readonly signal: AbortSignal;
  readonly onProgress: (told: Progress) => void;
}

/** Shows in a notification that something is under way and how far it is, and cancels it where the user does. */
export const waiting = <T>(title: string, work: (how: Waiting) => Promise<T>): Thenable<T> =>
  window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (progress, token) => {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    return work({ signal: abort.signal, onProgress: (told) => progress.report({ message: progressWords(told).text }) });
  });
