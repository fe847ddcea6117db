import type { VNode } from 'preact';
import { useView } from '../ui/context.ts';
import { Empty } from '../ui/prose.tsx';
import { CalendarFigure } from './calendar-figure.tsx';
import { Dimensions } from './dimensions.tsx';
import { Headlines } from './headlines.tsx';
import { Highlights } from './highlights.tsx';
import { TimelineFigure } from './timeline-figure.tsx';

export function Overview(): VNode {
  const { source, text } = useView();
  const { rowCount, weeks, days } = source.head;
  if (rowCount === 0) return <Empty title={text.t('rows.empty')} hint={text.t('rows.empty.hint')} />;
  return (
    <>
      <Headlines />
      <Highlights />
      <div class="charts">
        {weeks.length > 0 && <TimelineFigure />}
        {days.length > 0 && <CalendarFigure />}
      </div>
      <Dimensions />
    </>
  );
}
