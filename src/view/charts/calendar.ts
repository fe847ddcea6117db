import * as Plot from '@observablehq/plot';
import { textWidth } from './text.ts';

export interface CalendarSpec {
  /** ISO dates, ascending; days without contributions may be absent. */
  readonly days: readonly { readonly date: string; readonly count: number }[];
  /** First and last day to draw, ISO. */
  readonly from: string;
  readonly to: string;
  readonly width: number;
  readonly locale: string;
  readonly describe: (date: string, count: number) => string;
}

const DAY = 86_400_000;
/** Px of a day's square and its gap: as large as a single block allows, within reason. */
const CELL = { least: 15, most: 20 };
const LEFT = 38;
const BLOCK_GAP = 26;
/** Px. */
const FONT = 11;

interface Cell {
  readonly date: string;
  readonly count: number;
  readonly block: number;
  readonly column: number;
  readonly weekday: number;
}

/** A square for each day, Monday on top, wrapped into blocks that fit the width. Size and strength both grow with the count. */
export function calendar(spec: CalendarSpec): readonly Element[] {
  const counts = new Map(spec.days.map(({ date, count }) => [date, count]));
  const start = Math.floor(Date.parse(spec.from) / DAY);
  const monday = start - ((start + 3) % 7);
  const end = Math.floor(Date.parse(spec.to) / DAY);
  const weeks = Math.floor((end - monday) / 7) + 1;
  const room = spec.width - LEFT - 4;
  const cell = Math.max(CELL.least, Math.min(CELL.most, Math.floor(room / weeks)));
  const columns = Math.max(8, Math.floor(room / cell));
  const cells: Cell[] = [];
  for (let day = start; day <= end; day++) {
    const date = new Date(day * DAY).toISOString().slice(0, 10);
    const week = Math.floor((day - monday) / 7);
    cells.push({
      date,
      count: counts.get(date) ?? 0,
      block: Math.floor(week / columns),
      column: week % columns,
      weekday: (day - monday) % 7,
    });
  }
  const most = Math.max(1, ...spec.days.map((day) => day.count));
  const blocks = Array.from({ length: (cells.at(-1)?.block ?? -1) + 1 }, (_, block) => cells.filter((cell) => cell.block === block));
  return blocks.map((block) => draw(spec, block, cell, most));
}

function draw(spec: CalendarSpec, cells: readonly Cell[], size: number, most: number): Element {
  const columns = Math.max(...cells.map((cell) => cell.column)) + 1;
  const weekday = new Intl.DateTimeFormat(spec.locale, { weekday: 'short', timeZone: 'UTC' });
  const worked = cells.filter((cell) => cell.count > 0);
  return Plot.plot({
    className: 'tr-plot',
    width: LEFT + columns * size + 4,
    height: 7 * size + BLOCK_GAP,
    marginLeft: LEFT,
    marginRight: 4,
    marginTop: BLOCK_GAP - 4,
    marginBottom: 4,
    style: { fontSize: `${FONT}px`, background: 'none' },
    x: { type: 'linear', domain: [-0.5, columns - 0.5], axis: null },
    y: { type: 'linear', domain: [6.5, -0.5], axis: null },
    r: { type: 'identity' },
    color: { type: 'identity' },
    opacity: { type: 'identity' },
    marks: [
      Plot.text([0, 2, 4], {
        x: -0.5,
        y: (n: number) => n,
        dx: -8,
        textAnchor: 'end',
        text: (n: number) => weekday.format((4 + n) * DAY),
        fill: 'var(--tr-quiet)',
      }),
      Plot.text(monthStarts(cells, spec.locale, size), {
        x: 'column',
        y: -0.5,
        dy: -9,
        dx: -5,
        textAnchor: 'start',
        text: 'label',
        fill: 'var(--tr-quiet)',
      }),
      Plot.dot(
        cells.filter((cell) => cell.count === 0),
        { x: 'column', y: 'weekday', r: 1, fill: 'var(--tr-axis)', stroke: 'none' },
      ),
      Plot.dot(worked, {
        x: 'column',
        y: 'weekday',
        symbol: 'square',
        // Plot gives a symbol the area of a circle of this radius: the side is r times the root of pi.
        r: (cell: Cell) => (size * (0.25 + 0.6 * Math.sqrt(cell.count / most))) / Math.sqrt(Math.PI),
        fill: 'var(--tr-heat)',
        fillOpacity: (cell: Cell) => 0.6 + 0.4 * Math.sqrt(cell.count / most),
        stroke: 'none',
        title: (cell: Cell) => spec.describe(cell.date, cell.count),
      }),
    ],
  });
}

/** A label over the first full week of a month, where the one before leaves room. */
function monthStarts(cells: readonly Cell[], locale: string, size: number): readonly { readonly column: number; readonly label: string }[] {
  const month = new Intl.DateTimeFormat(locale, { month: 'short', timeZone: 'UTC' });
  const year = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', timeZone: 'UTC' });
  const labels: { column: number; label: string; date: string }[] = [];
  for (const { column, date } of cells) {
    const previous = labels.at(-1);
    if (previous?.date.slice(0, 7) === date.slice(0, 7)) continue;
    if (previous && (column - previous.column) * size < textWidth(previous.label, FONT) + FONT / 2) labels.pop();
    const withYear = labels.at(-1)?.date.slice(0, 4) !== date.slice(0, 4);
    labels.push({ column, label: (withYear ? year : month).format(Date.parse(date)), date });
  }
  // The last may have no room before the end.
  const columns = Math.max(...cells.map(({ column }) => column)) + 1;
  return labels.filter(({ column, label }) => (columns - column) * size >= textWidth(label, FONT));
}
