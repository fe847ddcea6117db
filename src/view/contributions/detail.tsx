import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import type { Text } from '../strings/text.ts';
import { useView } from '../ui/context.ts';
import { Button } from '../ui/elements.tsx';
import { CloseIcon } from '../ui/icons.tsx';
import { Inline } from '../ui/inline.tsx';
import { Prose, WebLink } from '../ui/prose.tsx';
import { hasFiles, isSaid, nameOf, TypeMark, TypeTag } from '../ui/tag.tsx';
import { useWide } from '../ui/wide.ts';
import { HostDetail } from './host-detail.tsx';
import { ReceivedReviews } from './received.tsx';
import { Lines } from './row.tsx';

const FILES = 40;

export interface DetailProps {
  readonly row: ContributionRow | undefined;
  /** Why it could not be read. */
  readonly failure?: string;
  readonly onRetype: ((row: ContributionRow, anchor: Element) => void) | undefined;
  readonly onClose: () => void;
}

/** One contribution: its message, its files, and why it was tagged so. On a narrow page it takes the table's place. */
export function Detail({ row, failure, onRetype, onClose }: DetailProps): VNode {
  const { text } = useView();
  const aside = useRef<HTMLElement>(null);
  const wide = useWide(1000);
  useEffect(() => {
    // Beside the table the focus stays in it, so that arrows go on; over it, the focus must follow.
    if (wide) return;
    aside.current?.focus({ preventScroll: true });
    aside.current?.scrollIntoView({ block: 'start' });
  }, [wide, row?.id]);
  return (
    <aside
      class="detail"
      aria-label={text.t('detail.title')}
      tabIndex={-1}
      ref={aside}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
        else if (event.key === 't' && row && onRetype && !event.ctrlKey && !event.metaKey && !event.altKey) {
          event.preventDefault();
          onRetype(row, aside.current?.querySelector('.why') ?? event.currentTarget);
        }
      }}
    >
      <button type="button" class="close" onClick={onClose} aria-label={text.t('detail.close')} title={text.t('detail.close')}>
        <CloseIcon />
      </button>
      {row ? (
        <Content key={row.id} row={row} onRetype={onRetype} />
      ) : (
        <p class="quiet">{failure === undefined ? text.t('detail.missing') : text.t('rows.failed', { reason: failure })}</p>
      )}
    </aside>
  );
}

function Content({ row, onRetype }: Pick<DetailProps, 'onRetype'> & { row: ContributionRow }): VNode {
  const { text, source, repoName, themeName, browse } = useView();
  return (
    <>
      <h3 class="detail-subject" dir="auto">
        <Inline text={row.subject || row.key} />
      </h3>
      <p class="quiet detail-origin">
        <WebLink url={row.url}>
          <code>{row.key}</code>
        </WebLink>
        <span>{row.log ? text.date(row.at) : text.dateTime(row.at)}</span>
        {!row.log && <bdi>{repoName(row.repo)}</bdi>}
        {row.log?.hours !== undefined && <span>{text.t('log.hours', { n: row.log.hours })}</span>}
        {row.share < 1 && <span>{text.t('detail.share', { percent: text.percent(row.share) })}</span>}
      </p>
      {row.unpushed && <p class="quiet">{text.t('detail.unpushed')}</p>}
      {row.assistants.length > 0 && <p class="quiet">{text.t('detail.assistants', { names: row.assistants.join(', ') })}</p>}
      {source.send && (
        <Button onClick={() => source.send?.({ kind: 'open-contribution', id: row.id })}>
          {text.t(row.kind === 'commit' ? 'detail.in-editor' : row.kind === 'work_log' ? 'log.open' : 'detail.on-web')}
        </Button>
      )}
      {row.host && <HostDetail host={row.host} />}
      {!isSaid(row) && <Why row={row} onRetype={onRetype} />}
      {row.own?.map(({ family, label, p, unsure }) => (
        <p key={family} class="quiet">
          {text.t(unsure ? 'detail.own-unsure' : 'detail.own', { name: nameOf(family), label, percent: likelihood(text, p) })}
        </p>
      ))}
      {row.theme !== undefined && (
        <>
          <h4>{text.t('detail.theme')}</h4>
          <button type="button" class="more" onClick={() => browse({ theme: row.theme ?? '' })}>
            <bdi>{themeName(row.theme)}</bdi>
          </button>
        </>
      )}
      <h4>{text.t(row.log ? 'log.note' : 'detail.message')}</h4>
      {row.body.trim() === '' ? (
        <p class="quiet">{text.t(row.log ? 'log.no-note' : 'detail.no-message')}</p>
      ) : (
        <Prose class="message" text={row.body} />
      )}
      {row.received && <ReceivedReviews reviews={row.received} />}
      {hasFiles(row) && <Files row={row} />}
    </>
  );
}

/** What it counts as, what the author wrote, and how sure the tagger is of each type. */
function Why({ row: stored, onRetype }: Pick<DetailProps, 'onRetype'> & { row: ContributionRow }): VNode {
  const { text, tools } = useView();
  const row = tools ? tools.useShown(stored) : stored;
  const { tag } = row;
  return (
    <section>
      <h4>{text.t('detail.tag')}</h4>
      <p class="why">
        {row.type === undefined ? (
          row.log?.category !== undefined ? (
            <>
              <TypeTag row={row} /> <span class="quiet">{text.t('log.stated')}</span>
            </>
          ) : tag ? (
            text.t('detail.uncounted')
          ) : (
            text.t('detail.untagged')
          )
        ) : (
          <>
            <TypeTag row={row} /> <span class="quiet">{text.label('type', row.type)}</span>
          </>
        )}
        {row.corrected && <span class="note">{text.t('detail.corrected')}</span>}
        {onRetype && (
          <button type="button" class="more" aria-haspopup="menu" onClick={(event) => onRetype(row, event.currentTarget)}>
            {text.t('detail.retype')}
          </button>
        )}
      </p>
      {row.mismatch && !row.corrected && (
        <p class="mismatch">
          {text.t('detail.mismatch', { claim: text.t(`claim.${row.mismatch.claim}`), shows: text.t(`shows.${row.mismatch.shows}`) })}
        </p>
      )}
      {tag && row.log?.category === undefined && (
        <>
          <p class="quiet">
            {text.t('detail.guess', { label: tag.label, percent: likelihood(text, tag.p) })}{' '}
            {tag.stated !== undefined &&
              text.t(tag.stated === tag.label ? 'detail.agrees' : 'detail.stated', { stated: tag.stated, label: tag.label })}
          </p>
          <Scores scores={tag.scores} />
          {tools && <tools.Carried key={tag.label} row={row} />}
        </>
      )}
    </section>
  );
}

function Scores({ scores }: { scores: Readonly<Record<string, number>> }): VNode {
  const { text } = useView();
  // What is next to impossible says nothing.
  const ranked = Object.entries(scores)
    .sort(([, a], [, b]) => b - a)
    .filter(([, p], i) => i < 3 || p >= 0.02);
  return (
    <table class="scores">
      <caption class="sr">{text.t('detail.scores')}</caption>
      <tbody>
        {ranked.map(([type, p]) => (
          <tr key={type}>
            <th scope="row">
              <TypeMark type={type} />
              {type}
            </th>
            <td class="score-bar" aria-hidden="true">
              <span class="bar-track">
                <span class="bar-fill" style={{ width: `${p * 100}%` }} />
              </span>
            </td>
            <td class="nums">{likelihood(text, p)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A model is never wholly sure: the ends say so. */
function likelihood(text: Text, p: number): string {
  if (p < 0.005) return `< ${text.percent(0.01)}`;
  return p > 0.995 ? `> ${text.percent(0.99)}` : text.percent(p);
}

function Files({ row }: { row: ContributionRow }): VNode {
  const { text, source } = useView();
  const [all, setAll] = useState(false);
  const total = row.fileCount ?? row.files.length;
  const shown = all ? row.files : row.files.slice(0, FILES);
  return (
    <section>
      <h4>{text.t('detail.files', { n: total })}</h4>
      {row.files.length === 0 && <p class="quiet">{text.t('detail.files.none')}</p>}
      <ul class="files">
        {shown.map(([path, added, deleted]) => (
          <li key={path}>
            {source.send ? (
              <button type="button" class="cite" onClick={() => source.send?.({ kind: 'open-file', id: row.id, path })}>
                <bdi class="path">{path}</bdi>
              </button>
            ) : (
              <bdi class="path">{path}</bdi>
            )}
            <span class="nums lines">
              <Lines added={added} deleted={deleted} />
            </span>
          </li>
        ))}
      </ul>
      {shown.length < row.files.length && (
        <button type="button" class="more" onClick={() => setAll(true)}>
          {text.t('detail.files.more', { n: row.files.length })}
        </button>
      )}
      {total > row.files.length && <p class="quiet">{text.t('detail.files.cut', { n: row.files.length, total })}</p>}
    </section>
  );
}
