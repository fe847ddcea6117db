import { render, type VNode } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { Locale } from '../domain/draft.ts';
import { periodTitle } from '../domain/period-title.ts';
import type { PanelParams, PanelProgress } from '../protocol/panel.ts';
import { App } from './app.tsx';
import { loadCharts } from './charts/load.ts';
import { Channel, type PanelNotice } from './data/channel.ts';
import type { DataSource } from './data/source.ts';
import { storeSource } from './data/store.ts';
import { PANEL_WORDS } from './strings/panel.ts';
import { isTab, type Tab } from './ui/tabs.tsx';

// The panel in the editor: the same view as the report, over the store.

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: PanelState): void;
}

/** What survives a reload of the window. */
interface PanelState {
  readonly tab: Tab;
}

declare function acquireVsCodeApi(): EditorApi;

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'shown'; readonly source: DataSource };
type Command = PanelParams<'run'>['command'];

function PanelRoot({ api, locale, chartsAt, nonce }: { api: EditorApi; locale: Locale; chartsAt: string; nonce: string }): VNode {
  const words = PANEL_WORDS[locale];
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  const [progress, setProgress] = useState<PanelProgress | null>(null);
  // Counts the times the store was said to have changed; each asks for the head anew.
  const [stale, setStale] = useState(0);
  const channel = useMemo(() => {
    const notice = (said: PanelNotice): void => (said.notice === 'progress' ? setProgress(said.progress) : setStale((n) => n + 1));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's own channel, not window.postMessage
    return new Channel((frame) => api.postMessage(frame), notice);
  }, [api]);
  const charts = useMemo(() => loadCharts(chartsAt, nonce), [chartsAt, nonce]);
  const run = useCallback((command: Command) => void channel.request('run', { command }), [channel]);
  const retry = (): void => {
    setShown({ kind: 'loading' });
    setStale((n) => n + 1);
    run('refresh');
  };

  useEffect(() => {
    const receive = (event: MessageEvent<unknown>): void => channel.receive(event.data);
    addEventListener('message', receive);
    return () => removeEventListener('message', receive);
  }, [channel]);
  useEffect(() => {
    const abort = new AbortController();
    channel.request('head', {}, abort.signal).then(
      (head) => setShown({ kind: 'shown', source: storeSource(head, channel, charts) }),
      (error: Error) => {
        if (!abort.signal.aborted) setShown({ kind: 'failed', message: error.message });
      },
    );
    return () => abort.abort();
  }, [channel, charts, stale]);

  return (
    <>
      {progress && (
        <div class="working" role="status">
          <progress max={100} {...(progress.percent === undefined ? {} : { value: progress.percent })} aria-label={progress.text} />
          <span>{progress.text}</span>
          <button type="button" onClick={() => run('cancel')}>
            {words.cancel}
          </button>
        </div>
      )}
      {shown.kind === 'loading' && <p class="message">{words.loading}</p>}
      {shown.kind === 'failed' && (
        <main class="message">
          <h1>{words.failed}</h1>
          <p>{shown.message}</p>
          <button type="button" onClick={retry}>
            {words.retry}
          </button>{' '}
          <button type="button" onClick={() => run('showLog')}>
            {words.log}
          </button>
        </main>
      )}
      {shown.kind === 'shown' && <Body source={shown.source} api={api} words={words} run={run} running={progress !== null} />}
    </>
  );
}

function Body(props: {
  source: DataSource;
  api: EditorApi;
  words: (typeof PANEL_WORDS)[Locale];
  run: (command: Command) => void;
  running: boolean;
}): VNode {
  const { source, api, words, run, running } = props;
  const { head } = source;
  const remember = useCallback((tab: Tab) => api.setState({ tab }), [api]);
  if (head.rowCount > 0) return <App source={source} firstTab={lastTab(api)} onTab={remember} />;
  const none = words.none.replace('{person}', head.person.name).replace('{period}', periodTitle(head.period.name, head.locale));
  return (
    <main class="message">
      <p>{running ? words['none.running'] : none}</p>
      <button type="button" onClick={() => run('chooseIdentity')}>
        {words.identity}
      </button>{' '}
      <button type="button" onClick={() => run('selectPeriod')}>
        {words.period}
      </button>
    </main>
  );
}

function lastTab(api: EditorApi): Tab {
  const state = api.getState();
  const tab = typeof state === 'object' && state !== null && 'tab' in state ? state.tab : undefined;
  return typeof tab === 'string' && isTab(tab) ? tab : 'overview';
}

const script = document.currentScript;
const root = document.getElementById('root');
if (root && script instanceof HTMLScriptElement) {
  const locale: Locale = document.documentElement.lang.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';
  render(<PanelRoot api={acquireVsCodeApi()} locale={locale} chartsAt={script.dataset['charts'] ?? ''} nonce={script.nonce} />, root);
}
