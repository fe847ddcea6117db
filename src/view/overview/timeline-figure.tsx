import type { VNode } from 'preact';
import { useCallback, useMemo } from 'preact/hooks';
import type { Charts } from '../charts/charts.ts';
import { useView } from '../ui/context.ts';
import { colourOf } from '../ui/tag.tsx';
import { busiest, timeline, total } from './buckets.ts';
import { Figure } from './figure.tsx';

/** Rows of the table that stands for the chart. */
const TABLE_ROWS = 200;

export function TimelineFigure(): VNode {
  const { source, text } = useView();
  const line = useMemo(() => timeline(source.head.weeks), [source.head.weeks]);
  const { step, buckets, types, totals } = line;
  const period = (date: string): string => (step === 'week' ? text.day(date) : step === 'year' ? date.slice(0, 4) : text.month(date));
  const peak = busiest(buckets, total);
  const all = buckets.reduce((sum, bucket) => sum + total(bucket), 0);
  const top = types[0] ?? 'unsure';
  const summary = text.t('timeline.summary', {
    n: all,
    type: text.label('type', top),
    count: totals[top] ?? 0,
    date: peak ? period(peak.date) : '–',
    peak: peak ? total(peak) : 0,
  });
  const tallest = Math.max(0, ...buckets.flatMap((bucket) => Object.values(bucket.counts)));

  const draw = useCallback(
    (charts: Charts, width: number) =>
      charts.timeline({
        buckets,
        step,
        width,
        locale: text.locale,
        rows: types.map((type) => ({ type, label: text.label('type', type), total: text.num(totals[type] ?? 0), colour: colourOf(type) })),
        all: { label: text.t('timeline.all'), total: text.num(all) },
        describe: (label, date, count) => `${label}, ${period(date)}: ${text.num(count)}`,
      }),
    // `period` follows from step and text.
    [line, text],
  );
  const shown = buckets.slice(-TABLE_ROWS);
  return (
    <Figure
      title={text.t('timeline.title')}
      summary={`${text.t(`timeline.${step}`)} ${summary}`}
      notes={[text.t('timeline.scale', { max: tallest })]}
      height={168 + types.length * 30}
      draw={draw}
      table={() => (
        <div class="wide-table" tabIndex={0} role="region" aria-label={text.t('timeline.title')}>
          {shown.length < buckets.length && <p class="quiet">{text.t('chart.cut', { n: shown.length })}</p>}
          <table>
            <thead>
              <tr>
                <th scope="col">{text.t(step === 'week' ? 'chart.week' : 'chart.from')}</th>
                <th scope="col">{text.t('timeline.all')}</th>
                {types.map((type) => (
                  <th key={type} scope="col">
                    {text.label('type', type)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((bucket) => (
                <tr key={bucket.date}>
                  <th scope="row">{period(bucket.date)}</th>
                  <td>{text.num(total(bucket))}</td>
                  {types.map((type) => (
                    <td key={type}>{text.num(bucket.counts[type] ?? 0)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    />
  );
}
