import type { VNode } from 'preact';
import { type OwnFamily, UNSURE } from '../../domain/tags.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import { useView } from './context.ts';

/** Kinds of work that share a colour: making, mending, tending, running. Colour only repeats what the words say. */
const FAMILIES: Readonly<Record<string, string>> = {
  feat: 'make',
  perf: 'make',
  fix: 'mend',
  revert: 'mend',
  docs: 'tend',
  test: 'tend',
  refactor: 'tend',
  style: 'tend',
  build: 'run',
  ci: 'run',
  chore: 'run',
};

export const familyOf = (type: string): string => FAMILIES[type] ?? 'none';

/** A CSS colour for a type, defined in media/view/view.css for every theme. */
export const colourOf = (type: string): string => `var(--tr-${familyOf(type)})`;

export function TypeMark({ type }: { type: string }): VNode {
  return <span class="mark" data-family={familyOf(type)} aria-hidden="true" />;
}

const SAID = {
  review: 'said.review',
  review_comment: 'said.review_comment',
  issue: 'said.issue',
  issue_comment: 'said.issue_comment',
  pull_comment: 'said.pull_comment',
} as const;
const saidOf = ({ kind }: ContributionRow) => (kind in SAID ? SAID[kind as keyof typeof SAID] : undefined);

/** What was said of a change, or reported: it is of no type of change. */
export const isSaid = (row: ContributionRow): boolean => saidOf(row) !== undefined;

/** Whether it is about files at all: what was said and what was logged is not. */
export const hasFiles = (row: ContributionRow): boolean => !isSaid(row) && row.kind !== 'work_log';

export function TypeTag({ row: stored }: { row: ContributionRow }): VNode {
  const { text, tools } = useView();
  const row = tools ? tools.useShown(stored) : stored;
  const said = saidOf(row);
  if (said) return <span class="tag quiet">{text.t(said)}</span>;
  if (row.log?.category !== undefined && !row.corrected) return <span class="tag quiet">{text.t(`log.${row.log.category}`)}</span>;
  const type = row.type ?? UNSURE;
  return (
    <span class={`tag ${row.type ? '' : 'tag-unsure'}`} title={text.label('type', type)}>
      <TypeMark type={type} />
      {row.type ?? text.t('type.unsure')}
    </span>
  );
}

/** What a dimension of the user's own is called. */
export const nameOf = (family: OwnFamily): string => family.slice('own/'.length);

/** Where a row belongs in dimensions of the user's own, as far as that is sure. */
export function OwnTags({ row: { own = [] } }: { row: ContributionRow }): VNode {
  return (
    <>
      {own
        .filter(({ unsure }) => !unsure)
        .map(({ family, label }) => (
          <bdi key={family} class="own-tag" title={`${nameOf(family)}: ${label}`}>
            {label}
          </bdi>
        ))}
    </>
  );
}
