import { render } from 'preact';
import type { ContributionRow, NoiseRow, SnapshotHead } from '../protocol/snapshot.ts';
import { App } from './app.tsx';
import type { Charts } from './charts/charts.ts';
import { memorySource } from './data/memory.ts';
import { ALL_ROWS } from './data/source.ts';
import { TABLES } from './strings/text.ts';
import type { ViewState } from './ui/state.ts';
import { isSection } from '../protocol/sections.ts';

// The stand-alone report: src/export/html.ts writes the inert blocks that this reads.

declare global {
  /** Runs the charts' code; it comes last in the page, so it is there once the page is complete. */
  var trackRecordLoadCharts: (() => Charts) | undefined;
}

/** Ms after the page is complete. */
const READ_AHEAD = 700;

interface ReportHead extends SnapshotHead {
  readonly blocks: { readonly rows: number; readonly noise: number };
}

const complete = new Promise<void>((resolve) => {
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', () => resolve());
  else resolve();
});

function start(root: HTMLElement): void {
  let head: ReportHead;
  try {
    head = block('snapshot-0') as ReportHead;
    if (head.schema !== 1) throw new Error(`schema ${String(head.schema)}`);
  } catch (error) {
    render(
      <main class="panel">
        <h1>{TABLES.en['app.unreadable']}</h1>
        <p>{TABLES.en['app.unreadable.why']}</p>
        <p class="quiet">{error instanceof Error ? error.message : String(error)}</p>
      </main>,
      root,
    );
    return;
  }
  const source = memorySource(
    head,
    { rows: () => blocks<ContributionRow>('rows', head.blocks.rows), noise: () => blocks<NoiseRow>('noise', head.blocks.noise) },
    async () => {
      await complete;
      const load = globalThis.trackRecordLoadCharts;
      if (!load) throw new Error('their code is missing from this file');
      return load();
    },
    complete,
  );
  const asked = location.hash.slice(1);
  const remember = ({ tab }: ViewState): void => {
    if (tab !== (location.hash.slice(1) || 'overview')) history.replaceState(null, '', `#${tab}`);
  };
  // Once the charts are drawn there is time to read the rows, so that their table is there when it is asked for.
  void complete.then(() => setTimeout(() => void source.query(ALL_ROWS, new AbortController().signal), READ_AHEAD));
  render(<App source={source} first={isSection(asked) && asked !== 'identities' ? { tab: asked } : {}} remember={remember} />, root);
}

/** The parsed content of one inert block. */
function block(id: string): unknown {
  const text = document.getElementById(id)?.textContent;
  if (text == null) throw new Error(`block ${id} is missing`);
  return JSON.parse(text);
}

function* blocks<T>(name: string, count: number): Generator<readonly T[]> {
  for (let i = 0; i < count; i++) yield block(`${name}-${i}`) as readonly T[];
}

const root = document.getElementById('root');
if (root) start(root);
