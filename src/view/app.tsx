import type { VNode } from 'preact';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { PANEL_SECTIONS } from '../protocol/sections.ts';
import { Contributions } from './contributions/contributions.tsx';
import { fitting } from './data/filter.ts';
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
import { FIRST_STATE, type ViewState } from './ui/state.ts';
import { TABS, type Tab, TabList } from './ui/tabs.tsx';
import type { Tools } from './ui/tools.ts';

/** A section that the surroundings ask for: each object once. */
export interface WantedTab {
  readonly tab: Tab;
}

export interface AppProps {
  readonly source: DataSource;
  /** Where to begin; what is absent begins as it always does. */
  readonly first: Partial<ViewState>;
  /** Told what the surroundings may remember, each time it changes. */
  readonly remember: (state: ViewState) => void;
  /** The editor's own translations; the view's by default. */
  readonly table?: TextTable;
  /** What the panel adds. */
  readonly tools?: Tools;
  readonly wanted?: WantedTab | undefined;
}

/** Ms: where somebody scrolled to is worth remembering once they have come to rest. */
const REST = 150;

/** The whole view. It holds what is selected and typed, nothing else. */
export function App({ source, first, remember, table, tools, wanted }: AppProps): VNode {
  const { head } = source;
  const state = useRef<ViewState>({ ...FIRST_STATE, ...first, ...(wanted ? { tab: wanted.tab, scroll: 0 } : {}) });
  const [tab, setTab] = useState(state.current.tab);
  const [asked, setQuery] = useState<RowQuery>(state.current.query);
  const query = useMemo(() => fitting(asked, head), [asked, head]);
  const [selected, setSelected] = useState(state.current.selected);
  const printing = usePrinting();
  const bar = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLElement>(null);
  const text = useMemo(() => makeText(head.locale, head.period.zone, table), [head.locale, head.period.zone, table]);
  const tabs = tools ? TABS : TABS.filter((id) => !PANEL_SECTIONS.includes(id));

  const note = useCallback(
    (part: Partial<ViewState>): void => {
      state.current = { ...state.current, ...part };
      remember(state.current);
    },
    [remember],
  );
  useLayoutEffect(() => note({ tab, query, selected }), [note, tab, query, selected]);
  useScroll(state.current.scroll, note);

  const ask = useCallback(
    (wanted: RowQuery): void => {
      note({ place: FIRST_STATE.place });
      setQuery(wanted);
    },
    [note],
  );
  const show = useCallback((next: Tab): void => {
    setTab(next);
    // A new section starts at its top, right under the bar.
    const top = bar.current?.parentElement?.offsetTop ?? 0;
    if (scrollY > top) scrollTo({ top });
  }, []);
  useEffect(() => {
    if (wanted) show(wanted.tab);
  }, [wanted, show]);
  const view = useMemo((): View => {
    const repos = new Map(head.repos.map((repo) => [repo.id, repo.name]));
    const themes = new Map(head.themes.map((theme) => [theme.id, theme.name]));
    return {
      source,
      text,
      tools,
      printing,
      repoName: (id) => repos.get(id) ?? id,
      themeName: (id) => themes.get(id) ?? id,
      show,
      open: (id) => {
        setSelected(id);
        show('contributions');
      },
      browse: (wanted) => {
        ask({ ...ALL_ROWS, ...wanted });
        setSelected(undefined);
        show('contributions');
      },
    };
  }, [source, text, tools, printing, show]);

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

  const panels: Readonly<Record<Tab, () => VNode | undefined>> = {
    overview: () => <Overview />,
    contributions: () => (
      <Contributions
        query={query}
        onQuery={ask}
        selected={selected}
        onSelect={setSelected}
        search={search}
        place={state.current.place}
        onPlace={(place) => note({ place })}
      />
    ),
    themes: () => <Themes />,
    draft: () => <DraftSectionView first={state.current.claim} onActive={(claim) => note({ claim })} />,
    suggestions: () => <Suggestions />,
    noise: () => <NoiseLedger />,
    identities: () => tools && <tools.Identities />,
    tagger: () => tools && <tools.Tagger />,
  };
  const noise = Object.values(head.noiseCounts).reduce((sum, n) => sum + (n ?? 0), 0);
  const counts = { contributions: head.rowCount, themes: head.themes.length, suggestions: head.suggestions.length, noise };
  return (
    <ViewContext.Provider value={view}>
      <Header />
      <main>
        <div class="bar" ref={bar}>
          <TabList tabs={tabs} current={tab} counts={counts} onSelect={show} />
        </div>
        {tabs.map((id) => (
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
      <footer class="foot quiet">{text.t(tools ? 'app.local' : 'app.local.report')}</footer>
    </ViewContext.Provider>
  );
}

/** Begins where the page was left, and tells where it comes to rest. */
function useScroll(first: number, note: (part: Partial<ViewState>) => void): void {
  useLayoutEffect(() => {
    let tries = 60;
    // What lies below grows into place: until then there is nowhere to scroll to.
    const reach = (): void => {
      scrollTo({ top: first });
      if (Math.abs(scrollY - first) > 1 && tries-- > 0) requestAnimationFrame(reach);
    };
    if (first > 0) reach();
  }, []);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const onScroll = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => note({ scroll: scrollY }), REST);
    };
    addEventListener('scroll', onScroll, { passive: true });
    return () => {
      clearTimeout(timer);
      removeEventListener('scroll', onScroll);
    };
  }, [note]);
}

/** Whether a key press belongs to a field; fields may live inside a control's shadow tree. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  return target instanceof HTMLElement && (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName));
}
