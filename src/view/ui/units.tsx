import type { VNode } from 'preact';
import type { SignalValue } from '../../domain/assessment.ts';
import type { Text } from '../strings/text.ts';
import { useView } from './context.ts';
import { TrendIcon } from './icons.tsx';

type Unit = SignalValue['unit'];

/** A number with its unit. Percentages run from 0 to 100. */
export function withUnit(text: Text, value: number, unit: Unit): string {
  if (unit === 'percent') return text.percent(value / 100);
  return text.t(`unit.${unit}`, { v: text.num(value, unit === 'per-week' || unit === 'days' ? 1 : 0), n: value });
}

/** How a figure moved since the period before: a sign and the words for it. */
export function Trend({ value, before, unit }: { value: number; before: number | undefined; unit: Unit }): VNode | null {
  const { text } = useView();
  if (before === undefined) return null;
  const direction = value > before ? 'up' : value < before ? 'down' : 'same';
  return (
    <span class="trend">
      <TrendIcon direction={direction} />
      {text.t(`trend.${direction}`, { before: unit === 'percent' ? text.percent(before / 100) : text.num(before, 1) })}
    </span>
  );
}
