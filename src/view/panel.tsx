import { render, type VNode } from 'preact';
import { useCallback, useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { Locale } from '../domain/draft.ts';
import { periodTitle } from '../domain/period-title.ts';
import type { PanelParams, PanelProgress, PanelReply } from '../protocol/panel.ts';
import type { SnapshotHead } from '../protocol/snapshot.ts';
import { App, type WantedTab } from './app.tsx';
import { loadCharts } from './charts/load.ts';
import { Channel, type PanelNotice, Refused } from './data/channel.ts';
import type { DataSource } from './data/source.ts';
import { firstOf, storeSource } from './data/store.ts';
import { EditContext } from './edit/context.ts';
import { Editor } from './edit/editor.ts';
import { Memory, type StoryKey } from './edit/memory.ts';
import { NoticeBar, useUndoKeys } from './edit/notice.tsx';
import { TOOLS } from './edit/tools.tsx';
import { type Words, wordsOf } from './edit/words.ts';
import { messageOf } from './ui/loaded.ts';
import type { ViewState } from './ui/state.ts';

// The panel in the editor: the same view as the report, over the store, and what can be changed in it.

interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'shown'; readonly source: DataSource };
type Command = PanelParams<'run'>['command'];

function PanelRoot({ api, locale, chartsAt, nonce }: { api: EditorApi; locale: Locale; chartsAt: string; nonce: string }): VNode {
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });
  const [progress, setProgress] = useState<PanelProgress | null>(null);
  // Counts the times that what is shown was said to be old; each asks for the head anew.
  const [stale, setStale] = useState(0);
  const reread = useCallback(() => setStale((n) => n + 1), []);
  const [wanted, setWanted] = useState<WantedTab>();
  const { channel, memory, editor } = useMemo(() => {
    const notice = (said: PanelNotice): void => {
      if (said.notice === 'progress') setProgress(said.progress);
      else if (said.notice === 'section') setWanted({ tab: said.section });
      else reread();
    };
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- the editor's own channel, not window.postMessage
    const channel = new Channel((frame) => api.postMessage(frame), notice);
    const memory = new Memory(api.getState(), (kept) => api.setState(kept));
    const patch = (answer: PanelReply<'claim'>): void =>
      setShown((before) =>
        before.kind === 'shown' ? { ...before, source: { ...before.source, head: patched(before.source.head, answer) } } : before,
      );
    const editor = new Editor({ ask: (method, params) => channel.request(method, params), memory, say: wordsOf(locale), reread, patch });
    return { channel, memory, editor };
  }, [api, locale, reread]);
  const charts = useMemo(() => loadCharts(chartsAt, nonce), [chartsAt, nonce]);
  const run = useCallback((command: Command) => void channel.request('run', { command }), [channel]);
  const { say } = editor;

  useEffect(() => {
    const receive = (event: MessageEvent<unknown>): void => channel.receive(event.data);
    const leave = (): void => editor.flush();
    addEventListener('message', receive);
    channel.request('start', {}).then(
      ({ section }) => section && setWanted({ tab: section }),
      // It begins where it was left.
      () => {},
    );
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', leave);
    return () => {
      removeEventListener('message', receive);
      removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', leave);
    };
  }, [channel, editor]);
  useEffect(() => {
    const abort = new AbortController();
    const first = stale === 0 ? memory.kept.view.query : undefined;
    channel.request('head', { old: stale === 0, ...(first ? { first: firstOf(first) } : {}) }, abort.signal).then(
      (head) => {
        editor.begin(storyOf(head));
        setShown((before) =>
          // An answer older than what is shown came late.
          before.kind === 'shown' && before.source.head.revision > head.revision && isSameStory(before.source.head, head)
            ? before
            : { kind: 'shown', source: storeSource(head, channel, charts, first) },
        );
      },
      (error: unknown) => {
        if (abort.signal.aborted) return;
        // What is shown stays: it was true a moment ago.
        setShown((before) => (before.kind === 'shown' ? before : { kind: 'failed', error }));
        if (isShown.current) editor.complain(say('refresh.failed', { reason: messageOf(error) }));
      },
    );
    return () => abort.abort();
  }, [channel, charts, editor, memory, stale]);
  const isShown = useRef(false);
  isShown.current = shown.kind === 'shown';

  const retry = (): void => {
    setShown({ kind: 'loading' });
    reread();
    run('refresh');
  };
  return (
    <EditContext.Provider value={editor}>
      {shown.kind === 'loading' && <p class="lone">{say('loading')}</p>}
      {shown.kind === 'failed' && (
        <main class="lone">
          <h1>{say('failed')}</h1>
          <p>{messageOf(shown.error)}</p>
          <p class="buttons">
            <button type="button" class="button" onClick={retry}>
              {say('retry')}
            </button>
            {isAboutWhom(shown.error) && (
              <button type="button" class="button" onClick={() => run('chooseIdentity')}>
                {say('identity')}
              </button>
            )}
            <button type="button" class="button" onClick={() => run('showLog')}>
              {say('log')}
            </button>
          </p>
        </main>
      )}
      {shown.kind === 'shown' && (
        <Body
          key={storyOf(shown.source.head).join('\n')}
          source={shown.source}
          editor={editor}
          memory={memory}
          run={run}
          running={progress !== null}
          wanted={wanted}
        />
      )}
      <div class="bottom">
        <NoticeBar />
        <Working progress={progress} say={say} onCancel={() => run('cancel')} />
      </div>
    </EditContext.Provider>
  );
}

/** Whether it may be shown of somebody else. */
const isAboutWhom = (error: unknown): boolean =>
  error instanceof Refused && ['no-commits', 'author-unknown', 'author-ambiguous'].includes(error.reason);

const storyOf = ({ person, period }: SnapshotHead): StoryKey => [person.id, period.name];
const isSameStory = (a: SnapshotHead, b: SnapshotHead): boolean => storyOf(a).join('\n') === storyOf(b).join('\n');

/** The head with one claim as it stands now. Its citations are the ones it had. */
function patched(head: SnapshotHead, { revision, claim }: PanelReply<'claim'>): SnapshotHead {
  if (!claim || revision < head.revision) return head;
  const sections = head.draft.sections.map((section) =>
    section.claims.some(({ id }) => id === claim.id)
      ? { ...section, claims: section.claims.map((one) => (one.id === claim.id ? { ...claim, evidence: one.evidence } : one)) }
      : section,
  );
  return { ...head, revision, draft: { ...head.draft, sections } };
}

interface BodyProps {
  readonly source: DataSource;
  readonly editor: Editor;
  readonly memory: Memory;
  readonly run: (command: Command) => void;
  readonly running: boolean;
  readonly wanted: WantedTab | undefined;
}

function Body({ source, editor, memory, run, running, wanted }: BodyProps): VNode {
  const { head } = source;
  const { say } = editor;
  const remember = useCallback((view: ViewState) => memory.keep({ view }), [memory]);
  useUndoKeys();
  useEffect(() => editor.recover(head.draft.sections), [editor]);
  if (head.rowCount > 0 || Object.keys(head.noiseCounts).length > 0)
    return <App source={source} first={memory.kept.view} remember={remember} tools={TOOLS} wanted={wanted} />;
  return (
    <main class="lone">
      <p>{running ? say('none.running') : say('none', { person: head.person.name, period: periodTitle(head.period.name, head.locale) })}</p>
      <p class="buttons">
        <button type="button" class="button" onClick={() => run('chooseIdentity')}>
          {say('identity')}
        </button>
        <button type="button" class="button" onClick={() => run('selectPeriod')}>
          {say('period')}
        </button>
      </p>
    </main>
  );
}

/** What the engine does. Its words change ten times a second: only that it began and ended is read out. */
function Working({ progress, say, onCancel }: { progress: PanelProgress | null; say: Words; onCancel: () => void }): VNode {
  const began = useRef(false);
  if (progress) began.current = true;
  return (
    <section class={progress ? 'working' : 'working working-none'} {...(progress ? { 'aria-label': say('working') } : {})}>
      <p role="status" class="sr">
        {progress ? say('working') : began.current && say('working.done')}
      </p>
      {progress && (
        <>
          <progress max={100} {...(progress.percent === undefined ? {} : { value: progress.percent })} aria-label={progress.text} />
          <span aria-hidden="true">{progress.text}</span>
          <button type="button" class="button" onClick={onCancel}>
            {say('cancel')}
          </button>
        </>
      )}
    </section>
  );
}

const script = document.currentScript;
const root = document.getElementById('root');
if (root && script instanceof HTMLScriptElement) {
  const locale: Locale = document.documentElement.lang.toLowerCase().startsWith('zh') ? 'zh-cn' : 'en';
  render(<PanelRoot api={acquireVsCodeApi()} locale={locale} chartsAt={script.dataset['charts'] ?? ''} nonce={script.nonce} />, root);
}
