import {
  env,
  EventEmitter,
  l10n,
  MarkdownString,
  ThemeColor,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
} from 'vscode';
import type { DimensionValue, SignalValue } from '../domain/assessment.ts';
import { periodTitle } from '../domain/period-title.ts';
import type { Section } from '../protocol/sections.ts';
import type { SnapshotHead } from '../protocol/snapshot.ts';
import type { Missing } from './code-hosts.ts';
import { missingWords } from './connect.ts';
import { type Command, qualified } from './contributions.ts';
import { remedyOf } from './words.ts';
import type { WorkState } from './work.ts';

/** A line of the summary, and what lies under it. */
export interface Line {
  readonly id: string;
  readonly label: string;
  readonly description?: string;
  /** Paragraphs. */
  readonly tooltip?: readonly string[];
  readonly icon: string;
  /** Says that there is too little to go by. */
  readonly isFaint?: boolean;
  /** What a click does; absent: it opens and closes. */
  readonly run?: readonly [command: Command, section?: Section];
  readonly under?: readonly Line[];
  readonly isOpen?: boolean;
}

/** The summary in the side bar: period, dimensions, themes, suggestions. Empty until there is something: then the view's welcome is shown. */
export class Summary implements TreeDataProvider<Line> {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #head: SnapshotHead | undefined;
  #lines: readonly Line[] = [];
  #offered: readonly Line[] = [];

  get head(): SnapshotHead | undefined {
    return this.#head;
  }

  /** @param missing hosts whose pull requests and reviews are not in it. */
  show(head: SnapshotHead | undefined, missing: readonly Missing[] = []): void {
    this.#head = head;
    this.#lines = head ? [...linesOf(head), ...missing.map(missingLine)] : [];
    this.#changed.fire();
  }

  /** What can be done while there is nothing to summarise. The view's welcome cannot say it: the editor hides that where the view has a message. */
  offer(lines: readonly Line[]): void {
    const same = JSON.stringify(lines) === JSON.stringify(this.#offered);
    this.#offered = lines;
    if (!same && !this.#head) this.#changed.fire();
  }

  getTreeItem(line: Line): TreeItem {
    const { id, label, description, tooltip, icon, isFaint, run, under, isOpen } = line;
    const { None, Expanded, Collapsed } = TreeItemCollapsibleState;
    const item = new TreeItem(label, under === undefined ? None : isOpen ? Expanded : Collapsed);
    item.id = id;
    item.iconPath = new ThemeIcon(icon, isFaint ? new ThemeColor('disabledForeground') : undefined);
    if (description !== undefined) item.description = description;
    const words = new MarkdownString();
    for (const paragraph of tooltip ?? [label]) words.appendText(paragraph).appendMarkdown('\n\n');
    item.tooltip = words;
    if (run) item.command = { command: qualified(run[0]), title: label, arguments: run.slice(1) };
    return item;
  }

  getChildren(line?: Line): Line[] {
    return [...(line ? (line.under ?? []) : this.#head ? this.#lines : this.#offered)];
  }
}

/** What can be done meanwhile, or about a failure. */
export function offersOf(state: WorkState): readonly Line[] {
  const line = (command: Command, label: string, icon: string): Line => ({ id: `offer-${command}`, label, icon, run: [command] });
  if (state.kind === 'running')
    return [line('openPanel', l10n.t('Open Panel'), 'preview'), line('cancel', l10n.t('Cancel'), 'stop-circle')];
  if (state.kind !== 'failed') return [];
  const remedy = remedyOf(state.error);
  return [
    line('refresh', l10n.t('Try Again'), 'refresh'),
    ...(remedy.command === 'showLog' ? [] : [line(remedy.command, remedy.title, 'arrow-right')]),
    line('showLog', l10n.t('Show Log'), 'output'),
  ];
}

export function linesOf(head: SnapshotHead): readonly Line[] {
  const number = new Intl.NumberFormat(head.locale);
  const { dimensions, rubric } = head.assessment;
  const claims = head.draft.sections.reduce((sum, section) => sum + section.claims.length, 0);
  const noise = Object.values(head.noiseCounts).reduce((sum, n) => sum + (n ?? 0), 0);
  return [
    {
      id: 'person',
      label: head.person.name,
      tooltip: [head.person.id, l10n.t('Select to look at somebody else.')],
      icon: 'account',
      run: ['chooseIdentity'],
    },
    {
      id: 'period',
      label: periodTitle(head.period.name, head.locale),
      description: l10n.t('{0} contributions', number.format(head.rowCount)),
      tooltip: [l10n.t('Select to look at another period.')],
      icon: 'calendar',
      run: ['selectPeriod'],
    },
    {
      id: 'dimensions',
      label: l10n.t('Dimensions'),
      description: rubric.name,
      icon: 'graph',
      isOpen: true,
      under: dimensions.map(dimensionLine),
    },
    {
      id: 'themes',
      label: l10n.t('Themes'),
      icon: 'type-hierarchy',
      isOpen: true,
      under: head.themes.map(({ id, name, count, terms }) => ({
        id: `theme-${id}`,
        label: plain(name),
        description: number.format(count),
        tooltip: [plain(name), terms.join(', ')],
        icon: 'symbol-namespace',
        run: ['openPanel', 'themes'] as const,
      })),
    },
    {
      id: 'suggestions',
      label: l10n.t('Suggestions'),
      icon: 'lightbulb',
      isOpen: true,
      under: head.suggestions.map(({ id, title, observation, nextStep }) => ({
        id: `suggestion-${id}`,
        label: plain(title),
        tooltip: [plain(observation), plain(nextStep)],
        icon: 'lightbulb',
        run: ['openPanel', 'suggestions'] as const,
      })),
    },
    {
      id: 'draft',
      label: l10n.t('Self-assessment'),
      description: l10n.t('{0} statements', number.format(claims)),
      icon: 'note',
      run: ['openPanel', 'draft'],
    },
    {
      id: 'noise',
      label: l10n.t('Left out'),
      description: number.format(noise),
      tooltip: [l10n.t('Bots, merges, generated files and the like: what does not count, and why.')],
      icon: 'filter',
      run: ['openPanel', 'noise'],
    },
  ].filter((line) => line.under === undefined || line.under.length > 0) as readonly Line[];
}

const missingLine = (missing: Missing): Line => ({
  id: `missing-${missing.host}`,
  label: l10n.t('Pull requests and reviews'),
  description: missing.ended ? l10n.t('the session at {0} has ended', missing.host) : l10n.t('connect {0}', missing.host),
  tooltip: [missingWords(missing)],
  icon: 'git-pull-request',
  run: ['connectHost'],
});

function dimensionLine({ id, title, level, levelName, coverage, missing, signals }: DimensionValue): Line {
  const percent = new Intl.NumberFormat(env.language, { style: 'percent' });
  const covered = coverage < 0.995 ? [l10n.t('{0} of it has enough evidence', percent.format(coverage)), ...missing] : [];
  return {
    id: `dimension-${id}`,
    label: title,
    description: level === undefined ? l10n.t('not enough evidence') : (levelName ?? percent.format(level)),
    tooltip: [title, ...covered],
    icon: level === undefined ? 'circle-slash' : 'circle-filled',
    isFaint: level === undefined,
    under: signals.map((signal) => signalLine(id, signal)),
  };
}

/** A signal says what it was counted from: the number stands in those words. */
const signalLine = (dimension: string, { id, title, value, basis, formula, reason }: SignalValue): Line => ({
  id: `signal-${dimension}-${id}`,
  label: title,
  description: plain(basis),
  tooltip: [`${title}: ${plain(basis)}`, formula, reason],
  icon: value === undefined ? 'circle-slash' : 'circle-small-filled',
  isFaint: value === undefined,
  run: ['openPanel', 'overview'],
});

/** Names of code stand in backticks, which a tree does not draw. */
const plain = (text: string): string => text.replaceAll('`', '');
