import type { VNode } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Contributions } from './contributions/contributions.tsx';
import { ALL_ROWS, type DataSource, type RowQuery } from './data/source.ts';
import { Header } from './sections/header.tsx';
import { DraftSectionView } from './sections/draft.tsx';
import { NoiseLedger } from './sections/noise.tsx';
import { Suggestions } from './sections/suggestions.tsx';
import { Themes } from './sections/themes.tsx';
import { Overview } from './overview/overview.tsx';
import { type TextTable, makeText } from './strings/text.ts';
import { type View, ViewContext } from './ui/context.ts';
import { usePrinting } from './ui/printing.ts';
import { TABS, type Tab, TabList } from './ui/tabs.tsx';

export interface AppProps {
  readonly source: DataSource;
  readonly firstTab: Tab;
  /** Told when another tab is shown, so that the surroundings can remember it. */
  readonly onTab: (tab: Tab) => void;
  /** The editor's own translations; the view's by default. */
  readonly table?: TextTable;
}

/** The whole view. It holds what is selected and typed, nothing else. */
export function App({ source, firstTab, onTab, table }: AppProps): VNode {
  const { head } = source;
  const [tab, setTab] = useState(firstTab);
  const [query, setQuery] = useState<RowQuery>(ALL_ROWS);
  const [selected, setSelected] = useState<string>();
  const printing = usePrinting();
  const bar = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLElement>(null);
  const text = useMemo(() => makeText(head.locale, head.period.zone, table), [head.locale, head.period.zone, table]);

  const show = useCallback(
    (next: Tab): void => {
      setTab(next);
      onTab(next);
      // A new section starts at its top, right under the bar.
      const top = bar.current?.parentElement?.offsetTop ?? 0;
      if (scrollY > top) scrollTo({ top });
    },
    [onTab],
  );
  const view = useMemo((): View => {
    const repos = new Map(head.repos.map((repo) => [repo.id, repo.name]));
    const themes = new Map(head.themes.map((theme) => [theme.id, theme.name]));
    return {
      source,
      text,
      printing,
      repoName: (id) => repos.get(id) ?? id,
      themeName: (id) => themes.get(id) ?? id,
      open: (id) => {
        setSelected(id);
        show('contributions');
      },
      browse: (wanted) => {
        setQuery({ ...ALL_ROWS, ...wanted });
        setSelected(undefined);
        show('contributions');
      },
    };
  }, [source, text, printing, show]);

  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
      event.preventDefault();
      show('contributions');
      requestAnimationFrame(() => search.current?.focus());
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [show]);

  const panels: Readonly<Record<Tab, () => VNode>> = {
    overview: () => <Overview />,
    contributions: () => <Contributions query={query} onQuery={setQuery} selected={selected} onSelect={setSelected} search={search} />,
    themes: () => <Themes />,
    draft: () => <DraftSectionView />,
    suggestions: () => <Suggestions />,
    noise: () => <NoiseLedger />,
  };
  const noise = Object.values(head.noiseCounts).reduce((sum, n) => sum + (n ?? 0), 0);
  const counts = { contributions: head.rowCount, themes: head.themes.length, suggestions: head.suggestions.length, noise };
  return (
    <ViewContext.Provider value={view}>
      <Header />
      <main>
        <div class="bar" ref={bar}>
          <TabList current={tab} counts={counts} onSelect={show} />
        </div>
        {TABS.map((id) => (
          <section
            key={id}
            role="tabpanel"
            id={`panel-${id}`}
            aria-labelledby={`tab-${id}`}
            hidden={id !== tab && !printing}
            class={`panel panel-${id}`}
          >
            {(id === tab || printing) && panels[id]()}
          </section>
        ))}
      </main>
      <footer class="foot quiet">{text.t('app.local')}</footer>
    </ViewContext.Provider>
  );
}

/** Whether a key press belongs to a field; fields may live inside a control's shadow tree. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}
