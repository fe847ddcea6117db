import type { VNode } from 'preact';
import { useCallback } from 'preact/hooks';
import type { Charts } from '../charts/charts.ts';
import { useView } from '../ui/context.ts';
import { busiest } from './buckets.ts';
import { Figure } from './figure.tsx';

const DAY = 86_400_000;
/** Two years: more squares than that are a wall. */
const WEEKS = 106;
const TABLE_ROWS = 400;

export function CalendarFigure(): VNode {
  const { source, text } = useView();
  const { days } = source.head;
  const first = days[0]?.date ?? '1970-01-01';
  const last = days.at(-1)?.date ?? first;
  const earliest = new Date(Date.parse(last) - (WEEKS * 7 - 1) * DAY).toISOString().slice(0, 10);
  const cut = first < earliest;
  const from = cut ? earliest : first;
  const peak = busiest(days, (day) => day.count);
  const draw = useCallback(
    (charts: Charts, width: number) =>
      charts.calendar({
        days: days.filter((day) => day.date >= from),
        from,
        to: last,
        width,
        locale: text.locale,
        describe: (date, count) => `${text.day(date)}: ${text.num(count)}`,
      }),
    [days, from, last, text],
  );
  const shown = days.slice(-TABLE_ROWS);
  return (
    <Figure
      title={text.t('calendar.title')}
      summary={text.t('calendar.summary', { n: days.length, date: peak ? text.day(peak.date) : '–', peak: peak?.count ?? 0 })}
      notes={[text.t('calendar.caption', { max: peak?.count ?? 0 }), ...(cut ? [text.t('calendar.cut', { n: WEEKS })] : [])]}
      height={140}
      draw={draw}
      table={() => (
        <div class="wide-table tall-table" tabIndex={0} role="region" aria-label={text.t('calendar.title')}>
          {shown.length < days.length && <p class="quiet">{text.t('chart.cut', { n: shown.length })}</p>}
          <table>
            <thead>
              <tr>
                <th scope="col">{text.t('chart.date')}</th>
                <th scope="col">{text.t('chart.count')}</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((day) => (
                <tr key={day.date}>
                  <th scope="row">{text.day(day.date)}</th>
                  <td>{text.num(day.count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    />
  );
}
