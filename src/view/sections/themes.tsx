import type { VNode } from 'preact';
import type { ThemeSummary } from '../../protocol/snapshot.ts';
import { ALL_ROWS } from '../data/source.ts';
import { useView } from '../ui/context.ts';
import { Inline } from '../ui/inline.tsx';
import { useLoaded } from '../ui/loaded.ts';
import { Disclosure, Empty, WebArrow } from '../ui/prose.tsx';
import { TypeTag } from '../ui/tag.tsx';

const SHOWN = 12;

export function Themes(): VNode {
  const { source, text } = useView();
  const { rowCount, themes } = source.head;
  const largest = Math.max(1, ...themes.map((theme) => theme.count));
  return (
    <>
      <h2>{text.t('themes.title')}</h2>
      {themes.length === 0 ? (
        <Empty title={text.t('themes.none')} />
      ) : (
        <>
          <p class="lead">{text.t('themes.lead')}</p>
          <ol class="themes">
            {themes.map((theme) => (
              <ThemeItem key={theme.id} theme={theme} part={theme.count / largest} share={rowCount > 0 ? theme.count / rowCount : 0} />
            ))}
          </ol>
        </>
      )}
    </>
  );
}

function ThemeItem({ theme, part, share }: { theme: ThemeSummary; part: number; share: number }): VNode {
  const { text, browse } = useView();
  return (
    <li class="theme">
      <div class="theme-name">
        <h3>
          <bdi>{theme.name || theme.id}</bdi>
        </h3>
        <p class="terms">
          {telling(theme).map((term) => (
            <bdi key={term} class="term">
              {term}
            </bdi>
          ))}
        </p>
      </div>
      <p class="theme-size">
        <span class="bar-track" aria-hidden="true">
          <span class="bar-fill" style={{ width: `${part * 100}%` }} />
        </span>
        <span>
          {text.t('themes.members', { n: theme.count })}{' '}
          <span class="quiet">{text.t('themes.share', { percent: text.percent(share) })}</span>
        </span>
      </p>
      <Disclosure class="cited theme-members" summary={text.t('rows.title')}>
        {() => (
          <>
            <Members theme={theme} />
            <button type="button" class="more" onClick={() => browse({ theme: theme.id })}>
              {text.t('themes.all', { n: theme.count })}
            </button>
          </>
        )}
      </Disclosure>
    </li>
  );
}

/** The terms that the name does not say already. */
const telling = ({ name, terms }: ThemeSummary): readonly string[] =>
  terms.filter((term) => !name.toLowerCase().includes(term.toLowerCase()));

/** The most typical contribution, then the latest. */
function Members({ theme }: { theme: ThemeSummary }): VNode {
  const { source, text, open } = useView();
  const { value: rows, failure } = useLoaded(
    async (signal) => {
      const typical = await source.find(theme.representative);
      const set = await source.query({ ...ALL_ROWS, theme: theme.id }, signal);
      const latest = (await set.page(0, SHOWN)).filter((row) => row.id !== theme.representative);
      return [...(typical ? [typical] : []), ...latest];
    },
    [source, theme.id],
  );
  if (!rows) return <p class="quiet">{failure === undefined ? text.t('rows.loading') : text.t('rows.failed', { reason: failure })}</p>;
  return (
    <ul class="members">
      {rows.map((row) => (
        <li key={row.id}>
          <span class="quiet nums">{text.date(row.at)}</span>
          <TypeTag row={row} />
          <button type="button" class="cite" onClick={() => open(row.id)}>
            <bdi class="cite-title">
              <Inline text={row.subject || row.key} />
            </bdi>
          </button>
          {row.id === theme.representative && <span class="note">{text.t('themes.representative')}</span>}
          <WebArrow url={row.url} label={text.t('evidence.web', { label: row.key })} />
        </li>
      ))}
    </ul>
  );
}
