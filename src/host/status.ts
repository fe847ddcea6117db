import { env, l10n, MarkdownString, StatusBarAlignment, type StatusBarItem, ThemeColor, window } from 'vscode';
import { DEVICES, deviceName, deviceWords } from '../domain/device.ts';
import type { Locale } from '../domain/draft.ts';
import { periodTitle } from '../domain/period-title.ts';
import type { SnapshotHead } from '../protocol/snapshot.ts';
import { qualified } from './contributions.ts';
import type { WorkState } from './work.ts';
import { describe, startingOr } from './words.ts';

/** What the item in the status bar says, and what a click does. */
export interface StatusWords {
  readonly text: string;
  /** Lines; the first is what a click does. */
  readonly tooltip: readonly string[];
  readonly command: 'openPanel' | 'cancel' | 'refresh';
  readonly isWarning: boolean;
}

/** @param head what is shown, where something is. */
export function statusWords(
  state: WorkState,
  head: Pick<SnapshotHead, 'person' | 'period' | 'rowCount' | 'locale'> | undefined,
): StatusWords {
  switch (state.kind) {
    case 'running': {
      const doing = startingOr(state.progress).text;
      return { text: `$(sync~spin) Track Record: ${doing}`, tooltip: [l10n.t('Select to cancel.')], command: 'cancel', isWarning: false };
    }
    case 'failed':
      return {
        text: '$(warning) Track Record',
        tooltip: [l10n.t('The last analysis failed. Select to try again.'), describe(state.error)],
        command: 'refresh',
        isWarning: true,
      };
    case 'idle':
    case 'done': {
      const number = new Intl.NumberFormat(head?.locale ?? 'en');
      const shown = head && [
        `${head.person.name} · ${periodTitle(head.period.name, head.locale)}`,
        l10n.t('{0} contributions', number.format(head.rowCount)),
      ];
      return {
        text: '$(graph-line) Track Record',
        tooltip: [
          l10n.t('Open your track record'),
          ...(shown ?? []),
          ...(state.kind === 'done' ? [taggedBy(state), ...unused(state, head?.locale ?? 'en'), ...state.reply.warnings] : []),
        ],
        command: 'openPanel',
        isWarning: false,
      };
    }
    default:
      return state satisfies never;
  }
}

function taggedBy({ reply, at }: Extract<WorkState, { kind: 'done' }>): string {
  const time = new Date(at).toLocaleTimeString(env.language, { hour: '2-digit', minute: '2-digit' });
  const device = deviceName(reply.device);
  return device === undefined
    ? l10n.t('Up to date at {0}; nothing new to tag', time)
    : l10n.t('Up to date at {0}; tagged on {1}', time, device);
}

/** Devices that were looked at and are not used, each with the reason. */
function unused({ reply: { device, devices } }: Extract<WorkState, { kind: 'done' }>, locale: Locale): readonly string[] {
  if (!devices) return [];
  return DEVICES.filter((one) => one !== device).flatMap((one) => {
    const words = deviceWords(one, devices, locale);
    return words.length > 0 ? [l10n.t('{0} is not used: {1}', deviceName(one) ?? one, words.join('; '))] : [];
  });
}

/** The item in the status bar: what is under way and a way to cancel it, else a way to the panel. */
export class Status {
  readonly item: StatusBarItem = window.createStatusBarItem(qualified('status'), StatusBarAlignment.Left, 0);

  constructor() {
    this.item.name = 'Track Record';
    this.show({ kind: 'idle' }, undefined);
    this.item.show();
  }

  show(state: WorkState, head: SnapshotHead | undefined): void {
    const { text, tooltip, command, isWarning } = statusWords(state, head);
    this.item.text = text;
    const lines = new MarkdownString();
    for (const line of tooltip) lines.appendText(line).appendMarkdown('\n\n');
    lines.appendMarkdown(`[${l10n.t('About the tagger')}](command:${qualified('openPanel')}?${encodeURIComponent('["tagger"]')})`);
    // Only this: what else is in it is text.
    lines.isTrusted = { enabledCommands: [qualified('openPanel')] };
    this.item.tooltip = lines;
    this.item.command = qualified(command);
    this.item.backgroundColor = isWarning ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    // Read out without the icon's name.
    this.item.accessibilityInformation = { label: `${text.replace(/^\$\([\w~-]+\) /, '')}. ${tooltip.join('. ')}` };
  }
}
