import type { ComponentChildren, VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Charts } from '../charts/charts.ts';
import { useView } from '../ui/context.ts';
import { Disclosure } from '../ui/prose.tsx';

/** Px: a panel on its way in or out may have next to no width, and nothing can be drawn in that. */
const LEAST = 200;

export interface FigureProps {
  readonly title: string;
  /** What the picture says, in one sentence: its text alternative. */
  readonly summary: string;
  readonly notes?: readonly string[];
  /** Height to keep free while the charts load, in px. */
  readonly height: number;
  readonly draw: (charts: Charts, width: number) => readonly Element[];
  readonly table: () => ComponentChildren;
}

/** A chart with its sentence and its table. The picture itself is hidden from assistive technology: the two say all it shows. */
export function Figure({ title, summary, notes = [], height, draw, table }: FigureProps): VNode {
  const { source, text, printing } = useView();
  const plot = useRef<HTMLDivElement>(null);
  const [charts, setCharts] = useState<Charts>();
  const [width, setWidth] = useState(0);
  const [failure, setFailure] = useState<string>();

  useEffect(() => afterPaint(() => void source.charts().then(setCharts, (error: unknown) => setFailure(String(error)))), [source]);
  useLayoutEffect(() => {
    const element = plot.current;
    if (!element) return undefined;
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  // On paper the sheet is narrower than most windows; the drawing is scaled by its own viewBox.
  const drawn = printing ? Math.min(width, 680) : width;
  useEffect(() => {
    if (!charts || drawn < LEAST) return;
    try {
      plot.current?.replaceChildren(...draw(charts, drawn));
    } catch (error) {
      setFailure(String(error));
    }
  }, [charts, drawn, draw]);

  return (
    <figure>
      <h2>{title}</h2>
      <figcaption>
        <p>{summary}</p>
        {notes.map((note) => (
          <p key={note} class="quiet">
            {note}
          </p>
        ))}
      </figcaption>
      {failure !== undefined && <p class="quiet">{text.t('app.offline.failed', { reason: failure })}</p>}
      <div class="plot" aria-hidden="true" ref={plot} style={{ minHeight: charts || failure !== undefined ? undefined : `${height}px` }} />
      <Disclosure class="figures" summary={text.t('chart.table')}>
        {table}
      </Disclosure>
    </figure>
  );
}

/** Calls back once the browser has painted and has nothing more urgent to do. */
function afterPaint(then: () => void): () => void {
  let cancelled = false;
  const run = (): void => {
    if (!cancelled) then();
  };
  // A page in the background gets no frames, but must still be complete when it is printed or looked at.
  requestAnimationFrame(() => setTimeout(run));
  const fallback = setTimeout(run, 1000);
  return () => {
    cancelled = true;
    clearTimeout(fallback);
  };
}
