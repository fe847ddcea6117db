import type { Evidence, Fact } from './evidence.ts';
import type { ContributionId } from './ids.ts';
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
  /** How many there are where `evidence` was cut; absent where it holds them all. */
  readonly evidenceCount?: number;
  /** Present where the user wrote `text`. */
  readonly own?: OwnWords;
}

/** What stands behind a claim in the user's own words. Nothing forbids them: the reader is told what the evidence does not show. */
export interface OwnWords {
  /** What is generated now; absent: nothing says this any more, or it is a claim of the user's own. */
  readonly generated?: string;
  /** What was generated when they wrote it; empty for a claim of their own. Where it differs from `generated`, they have to look again. */
  readonly base: string;
  /** What in it the evidence does not show, in the draft's language. */
  readonly problems: readonly string[];
}

/** What the user made of a claim. */
export interface ClaimEdit {
  /** The claim's id when they first touched it. */
  readonly claim: string;
  /** Their own words; absent: they took the claim out. */
  readonly text?: string;
  /** The words that were generated there; empty for a claim of their own. */
  readonly base: string;
  /** Where it stood. */
  readonly section: Pick<DraftSection, 'id' | 'title'>;
  /** Some of its citations: it is found by them where its id has changed, and keeps them where it is no longer generated. */
  readonly cited: readonly ContributionId[];
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
  /** Claims the user took out, as they would stand. */
  readonly removed: readonly { readonly section: Pick<DraftSection, 'id' | 'title'>; readonly claim: Claim }[];
}
