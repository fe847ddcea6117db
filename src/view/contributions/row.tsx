import { Component, type VNode } from 'preact';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import { useView } from '../ui/context.ts';
import { Inline } from '../ui/inline.tsx';
import { hasFiles, OwnTags, TypeTag } from '../ui/tag.tsx';

export const rowId = (index: number): string => `row-${index}`;

export interface RowProps {
  readonly row: ContributionRow;
  readonly index: number;
  /** Px from the top of the list. */
  readonly top: number;
  readonly active: boolean;
  readonly selected: boolean;
  readonly withRepo: boolean;
}

/** One row of the table. Of the rows in sight only those that changed are drawn again: while one scrolls, that decides. */
export class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const { props } = this;
    return (
      next.row !== props.row ||
      next.top !== props.top ||
      next.active !== props.active ||
      next.selected !== props.selected ||
      next.withRepo !== props.withRepo
    );
  }

  override render(props: RowProps): VNode {
    return <Cells {...props} />;
  }
}

function Cells({ row, index, top, active, selected, withRepo }: RowProps): VNode {
  const { text, repoName } = useView();
  return (
    <div
      role="row"
      id={rowId(index)}
      class={`grid-row ${active ? 'grid-active' : ''}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell" class="nums quiet">
        {text.date(row.at)}
      </span>
      <span role="gridcell" class="grid-type">
        <TypeTag row={row} />
      </span>
      <span role="gridcell" class="grid-subject" title={row.subject}>
        <OwnTags row={row} />
        {row.kind !== 'commit' && <code class="quiet">{row.key} </code>}
        <bdi>
          <Inline text={row.subject || row.key} />
        </bdi>
      </span>
      {withRepo && (
        <span role="gridcell" class="quiet" title={repoName(row.repo)}>
          <bdi>{repoName(row.repo)}</bdi>
        </span>
      )}
      <span role="gridcell" class="nums quiet">
        {hasFiles(row) && text.num(row.fileCount ?? row.files.length)}
      </span>
      <span role="gridcell" class="nums lines">
        {hasFiles(row) && <Lines added={row.added} deleted={row.deleted} />}
      </span>
    </div>
  );
}

export function Lines({ added, deleted }: { added: number | null; deleted: number | null }): VNode {
  const { text } = useView();
  if (added === null && deleted === null) return <span class="quiet">{text.t('detail.unknown-lines')}</span>;
  return (
    <>
      <span class="added">+{text.num(added ?? 0)}</span> <span class="deleted">−{text.num(deleted ?? 0)}</span>
    </>
  );
}
