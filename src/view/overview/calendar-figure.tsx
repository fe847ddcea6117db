import type { VNode } from 'preact';
import { useCallback } from 'preact/hooks';
import { isDate } from '../../domain/time.ts';
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
  const { days, period, generatedAt } = source.head;
  const { from, to, cut } = range(days, [period.from, Math.min(period.to - 1, generatedAt)]);
  const peak = busiest(days, (day) => day.count);
  const draw = useCallback(
    (charts: Charts, width: number) =>
      charts.calendar({
        days: days.filter((day) => day.date >= from),
        from,
        to,
        width,
        locale: text.locale,
        describe: (date, count) => `${text.day(date)}: ${text.num(count)}`,
      }),
    [days, from, to, text],
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

const iso = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** The days to draw: the whole period with its quiet ends where that is short enough, else the latest two years of work. */
function range(days: readonly { readonly date: string }[], period: readonly [number, number]): { from: string; to: string; cut: boolean } {
  const first = days[0]?.date ?? iso(0);
  const last = days.at(-1)?.date ?? first;
  const most = WEEKS * 7 * DAY;
  // Bounds in another zone may lie a day beside the first or last day of work; the work decides then.
  const short = isDate(period[0]) && isDate(period[1]) && period[1] - period[0] < most;
  if (short)
    return { from: first < iso(period[0]) ? first : iso(period[0]), to: last > iso(period[1]) ? last : iso(period[1]), cut: false };
  const earliest = iso(Date.parse(last) - most + DAY);
  return first < earliest ? { from: earliest, to: last, cut: true } : { from: first, to: last, cut: false };
}
