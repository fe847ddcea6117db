import type { VNode } from 'preact';
import { useView } from '../ui/context.ts';
import { Inline } from '../ui/inline.tsx';
import { OwnTags, TypeTag } from '../ui/tag.tsx';
import type { RowSet } from '../data/source.ts';
import { Lines } from './row.tsx';
import { useRows } from './rows.ts';

/** More rows than this are a book: the whole list is beside the report. */
const MOST = 500;

/** The table as paper can carry it. */
export function PrintedRows({ set }: { set: RowSet | undefined }): VNode {
  const { text, source, repoName } = useView();
  const total = set?.total ?? 0;
  const rows = useRows(set, { first: 0, count: Math.min(MOST, total) });
  const withRepo = source.head.repos.length > 1;
  return (
    <>
      <h2>{text.t('rows.title')}</h2>
      {rows.length < total && <p class="quiet">{text.t('rows.printed', { n: rows.length, total })}</p>}
      <table class="printed">
        <thead>
          <tr>
            <th scope="col">{text.t('col.date')}</th>
            <th scope="col">{text.t('col.type')}</th>
            <th scope="col">{text.t('col.subject')}</th>
            {withRepo && <th scope="col">{text.t('col.repo')}</th>}
            <th scope="col">{text.t('col.lines')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <td class="nums">{text.date(row.at)}</td>
              <td>
                <TypeTag row={row} />
              </td>
              <td>
                <OwnTags row={row} />
                <code>{row.key}</code>{' '}
                <bdi>
                  <Inline text={row.subject} />
                </bdi>
              </td>
              {withRepo && (
                <td>
                  <bdi>{repoName(row.repo)}</bdi>
                </td>
              )}
              <td class="nums">
                <Lines added={row.added} deleted={row.deleted} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
