import type { Evidence, Fact } from './evidence.ts';
import type { Period } from './time.ts';

export const LOCALES = ['en', 'zh-cn'] as const;
export type Locale = (typeof LOCALES)[number];

/** `self`: first person, by its subject. `lead`: third person, by a lead, to be seen by the teammate first. */
export type Audience = 'self' | 'lead';

/** One bullet. Every number, name and date in `text` must hold for the evidence: `draft/check` refuses it otherwise. */
export interface Claim {
  readonly id: string;
  readonly text: string;
  readonly facts: readonly Fact[];
  readonly evidence: readonly Evidence[];
}

export interface DraftSection {
  readonly id: string;
  readonly title: string;
  readonly theme?: string;
  readonly claims: readonly Claim[];
}

/** A document whose claims each carry Evidence. */
export interface Draft {
  readonly title: string;
  readonly audience: Audience;
  readonly locale: Locale;
  readonly person: string;
  readonly period: Period;
  /** What the document is and is not, shown at its head (`lead`: to be seen by the teammate first). */
  readonly notice: string;
  readonly sections: readonly DraftSection[];
  /** Claims the checker refused, with the reason: shown, never silently dropped. */
  readonly refused: readonly { readonly claim: Claim; readonly problems: readonly string[] }[];
}
