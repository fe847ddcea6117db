import type { Fact } from '../domain/evidence.ts';
import { listChinese } from './chinese.ts';
import { listEnglish } from './english.ts';
import type { FactOptions } from './facts.ts';
import type { DraftInput } from './input.ts';
import { visible } from './plain.ts';

/** What a point is told as, and the figures in it. */
export interface Said {
  readonly text: string;
  readonly facts: readonly Fact[];
}

export const list = (parts: readonly string[], { locale }: DraftInput): string =>
  locale === 'en' ? listEnglish(parts) : listChinese(parts);

/** A name as it may stand in text: visible, no markup. */
export const nameOf = ({ person }: DraftInput): string => visible(person.name).replaceAll(/[`<>[\]]/g, '') || person.id;

/** A lead's draft names the teammate first in each section, and goes on with `they`. */
export function subjectOf(first: boolean, input: DraftInput): string {
  if (input.audience === 'self') return '';
  if (first) return nameOf(input);
  return input.locale === 'en' ? 'they' : '';
}

export const optionsOf = ({ period, locale }: DraftInput): Pick<FactOptions, 'zone' | 'locale'> => ({ zone: period.zone, locale });
