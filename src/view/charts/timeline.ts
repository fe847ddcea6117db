import * as Plot from '@observablehq/plot';
import { textWidth } from './text.ts';

export interface TimelineSpec {
  readonly buckets: readonly { readonly date: string; readonly counts: Readonly<Record<string, number>> }[];
  readonly step: 'week' | 'month' | 'quarter' | 'year';
  /** Rows from top to bottom; `colour` is a CSS colour. */
  readonly rows: readonly { readonly type: string; readonly label: string; readonly total: string; readonly colour: string }[];
  readonly all: { readonly label: string; readonly total: string };
  readonly width: number;
  readonly locale: string;
  /** Words for one bar: `fix, week of 2 Mar: 4`. */
  readonly describe: (label: string, date: string, count: number) => string;
}

const ROW = 30;
const RIGHT = 44;
/** Px. */
const FONT = 12;
/** Of a row's height: one contribution beside fifty is seen, though no bar is that low. */
const LEAST = 0.1;

/** All contributions on top, then a row for each type on one scale of its own: rows are told apart by their names, colour only repeats them. */
export function timeline(spec: TimelineSpec): readonly Element[] {
  const { width } = spec;
  const left = Math.min(width * 0.4, 16 + Math.max(30, ...spec.rows.map((row) => textWidth(row.label, FONT))));
  const bars = spec.buckets.map((bucket) => ({ ...bucket, start: new Date(bucket.date), end: endOf(bucket.date, spec.step) }));
  const first = bars[0];
  const last = bars.at(-1);
  if (!first || !last) return [];
  const x = { type: 'utc' as const, domain: [first.start, last.end], label: null, tickSize: 0 };
  const frame = { className: 'tr-plot', width, marginLeft: left, marginRight: RIGHT, style: { fontSize: `${FONT}px`, background: 'none' } };
  const gap = (width - left - RIGHT) / bars.length > 6 ? 0.75 : 0;
  const inset = { insetLeft: gap, insetRight: gap };

  const totals = bars.map((bar) => ({ ...bar, count: Object.values(bar.counts).reduce((sum, n) => sum + n, 0) }));
  const ticks = Math.min(3, Math.max(1, ...totals.map((bar) => bar.count)));
  const top = Plot.plot({
    ...frame,
    height: 128,
    marginTop: 14,
    marginBottom: 8,
    x: { ...x, axis: null },
    y: { label: null, nice: true },
    marks: [
      Plot.gridY({ ticks, stroke: 'var(--tr-grid)', strokeOpacity: 1 }),
      Plot.axisY({
        ticks,
        tickSize: 0,
        fill: 'var(--tr-quiet)',
        label: null,
        tickFormat: (n: number) => (Number.isInteger(n) ? n.toLocaleString(spec.locale) : ''),
      }),
      Plot.rectY(totals, {
        x1: 'start',
        x2: 'end',
        y: 'count',
        ...inset,
        fill: 'var(--tr-all)',
        title: (bar: (typeof totals)[number]) => spec.describe(spec.all.label, bar.date, bar.count),
      }),
      Plot.ruleY([0], { stroke: 'var(--tr-axis)' }),
    ],
  });

  const cells = spec.rows.flatMap((row) =>
    bars.flatMap((bar) => {
      const count = bar.counts[row.type] ?? 0;
      return count > 0
        ? [{ start: bar.start, end: bar.end, date: bar.date, type: row.type, label: row.label, colour: row.colour, count }]
        : [];
    }),
  );
  const axis = axisOf(spec, [first.start, last.end], width - left - RIGHT);
  const most = Math.max(1, ...cells.map((cell) => cell.count));
  const rows = Plot.plot({
    ...frame,
    height: spec.rows.length * ROW + 30,
    marginTop: 4,
    marginBottom: 26,
    x,
    fy: { domain: spec.rows.map((row) => row.type), axis: null, padding: 0.22 },
    y: { axis: null, domain: [0, most] },
    color: { type: 'identity' },
    marks: [
      Plot.axisX({
        anchor: 'bottom',
        tickSize: 0,
        label: null,
        ticks: axis.ticks,
        fill: 'var(--tr-quiet)',
        tickFormat: axis.label,
      }),
      // Below the bars, of which the lowest are hardly higher.
      Plot.ruleY(spec.rows, { y: 0, fy: 'type', stroke: 'var(--tr-axis)' }),
      Plot.rectY(cells, {
        x1: 'start',
        x2: 'end',
        y: (cell: (typeof cells)[number]) => Math.max(cell.count, most * LEAST),
        fy: 'type',
        ...inset,
        fill: 'colour',
        title: (cell: (typeof cells)[number]) => spec.describe(cell.label, cell.date, cell.count),
      }),
      Plot.text(spec.rows, { fy: 'type', text: 'label', frameAnchor: 'left', textAnchor: 'end', dx: -10, fill: 'currentColor' }),
      Plot.text(spec.rows, { fy: 'type', text: 'total', frameAnchor: 'right', textAnchor: 'start', dx: 8, fill: 'var(--tr-quiet)' }),
    ],
  });
  return [top, rows];
}

function endOf(date: string, step: TimelineSpec['step']): Date {
  const end = new Date(date);
  if (step === 'week') end.setUTCDate(end.getUTCDate() + 7);
  else end.setUTCMonth(end.getUTCMonth() + { month: 1, quarter: 3, year: 12 }[step]);
  return end;
}

const DAY = 86_400_000;
/** Spans in days up to which weeks are named, and months; of longer ones years. */
const WEEKLY = 130;
const MONTHLY = 800;

interface Axis {
  readonly ticks: Date[];
  readonly label: (date: Date) => string;
}

/** What the axis names, and how: every week, month or year, or every so many of them that labels leave each other room. */
function axisOf({ buckets, locale }: TimelineSpec, [from, to]: readonly [Date, Date], width: number): Axis {
  const format = (options: Intl.DateTimeFormatOptions): ((date: Date) => string) => {
    const made = new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
    return (date) => made.format(date);
  };
  const days = (to.getTime() - from.getTime()) / DAY;
  const thinned = (
    dates: readonly Date[],
    label: Axis['label'],
    steps: readonly number[],
    place: (date: Date, i: number) => number,
  ): Axis => {
    const room = Math.max(...dates.map((date) => textWidth(label(date), FONT))) + FONT;
    const step = steps.find((n) => (width * n) / dates.length >= room) ?? steps.at(-1) ?? 1;
    return { ticks: dates.filter((date, i) => place(date, i) % step === 0), label };
  };
  if (days < WEEKLY) {
    const weeks = buckets.map(({ date }) => new Date(date));
    return thinned(weeks, format({ month: 'short', day: 'numeric' }), [1, 2, 3, 4, 6, 8, 12], (_, i) => i);
  }
  const [first, last] = [from.getUTCFullYear() * 12 + from.getUTCMonth(), to.getUTCFullYear() * 12 + to.getUTCMonth()];
  const months = Array.from({ length: last - first + 1 }, (_, i) => new Date(Date.UTC(Math.floor((first + i) / 12), (first + i) % 12)));
  const within = months.filter((date) => date >= from && date < to);
  if (days < MONTHLY) {
    const [month, withYear] = [format({ month: 'short' }), format({ month: 'short', year: 'numeric' })];
    return thinned(
      within,
      (date) => (date.getUTCMonth() === 0 ? withYear : month)(date),
      [1, 2, 3, 4, 6, 12],
      (date) => date.getUTCMonth(),
    );
  }
  const years = within.filter((date) => date.getUTCMonth() === 0);
  return thinned(
    years,
    (date) => String(date.getUTCFullYear()),
    [1, 2, 5, 10, 20],
    (date) => date.getUTCFullYear(),
  );
}
