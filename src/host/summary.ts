import { EventEmitter, l10n, ThemeIcon, type TreeDataProvider, TreeItem, TreeItemCollapsibleState } from 'vscode';
import type { SnapshotHead } from '../protocol/snapshot.ts';

/** A line of the summary, and what lies under it. */
export interface Line {
  readonly label: string;
  readonly description?: string;
  readonly tooltip?: string;
  readonly icon: string;
  readonly under: readonly Line[];
}

/** The summary in the side bar: period, dimensions, themes, suggestions. Empty until there is something: then the view's welcome is shown. */
export class Summary implements TreeDataProvider<Line> {
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeTreeData = this.#changed.event;
  #lines: readonly Line[] = [];

  show(head: SnapshotHead | undefined): void {
    this.#lines = head ? linesOf(head) : [];
    this.#changed.fire();
  }

  getTreeItem({ label, description, tooltip, icon, under }: Line): TreeItem {
    const item = new TreeItem(label, under.length > 0 ? TreeItemCollapsibleState.Expanded : TreeItemCollapsibleState.None);
    item.iconPath = new ThemeIcon(icon);
    if (description !== undefined) item.description = description;
    item.tooltip = tooltip ?? label;
    return item;
  }

  getChildren(line?: Line): Line[] {
    return [...(line?.under ?? this.#lines)];
  }
}

function linesOf(head: SnapshotHead): readonly Line[] {
  const percent = new Intl.NumberFormat(head.locale, { style: 'percent' });
  const number = new Intl.NumberFormat(head.locale);
  return [
    { label: head.person.name, description: head.person.id, icon: 'account', under: [] },
    { label: head.period.name, description: l10n.t('{0} contributions', number.format(head.rowCount)), icon: 'calendar', under: [] },
    {
      label: l10n.t('Dimensions'),
      icon: 'graph',
      under: head.assessment.dimensions.map((dimension) => ({
        label: dimension.title,
        description:
          dimension.level === undefined
            ? l10n.t('not enough evidence')
            : [dimension.levelName, percent.format(dimension.level)].filter(Boolean).join(' · '),
        tooltip: dimension.missing.join('\n') || dimension.title,
        icon: dimension.level === undefined ? 'circle-slash' : 'circle-filled',
        under: [],
      })),
    },
    {
      label: l10n.t('Themes'),
      icon: 'type-hierarchy',
      under: head.themes.map((theme) => ({
        label: theme.name,
        description: number.format(theme.count),
        tooltip: theme.terms.join(', '),
        icon: 'symbol-namespace',
        under: [],
      })),
    },
    {
      label: l10n.t('Suggestions'),
      icon: 'lightbulb',
      under: head.suggestions.map((suggestion) => ({
        label: suggestion.title,
        tooltip: suggestion.observation,
        icon: 'lightbulb',
        under: [],
      })),
    },
  ].filter((line) => line.under.length > 0 || line.icon === 'account' || line.icon === 'calendar');
}
