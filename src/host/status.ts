import { l10n, StatusBarAlignment, type StatusBarItem, window } from 'vscode';
import { qualified } from './contributions.ts';
import type { Work, WorkState } from './work.ts';

/** The item in the status bar: what is under way and a way to cancel it, else a way to the panel. */
export function statusItem(work: Work): StatusBarItem {
  const item = window.createStatusBarItem(qualified('status'), StatusBarAlignment.Left, 0);
  item.name = 'Track Record';
  const show = (state: WorkState): void => {
    const running = state.kind === 'running';
    const doing = running ? (state.progress?.text ?? l10n.t('Starting')) : '';
    item.text = running ? `$(sync~spin) Track Record: ${doing}` : '$(graph-line) Track Record';
    item.tooltip = running ? l10n.t('{0}. Select to cancel.', doing) : l10n.t('Open your track record');
    item.command = qualified(running ? 'cancel' : 'openPanel');
  };
  work.onState.add(show);
  show(work.state);
  item.show();
  return item;
}
