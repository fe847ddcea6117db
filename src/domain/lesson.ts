/** A figure with the bounds that hold 95 of 100 resamples. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** How often a head is right on corrections that it did not see. */
export interface HeldOut {
  readonly accuracy: Estimate;
  /** With every label equally frequent. */
  readonly macroF1: Estimate;
}

/** Tags that would change from one label to another, with some of them. */
export interface Change {
  readonly from: string;
  readonly to: string;
  readonly count: number;
  readonly examples: readonly { readonly id: string; readonly key: string; readonly subject: string }[];
}

/** What came of learning from a user's corrections: what they decide by whether to use the head. */
export interface Lesson {
  /** Names the head: what is promoted is what was reported. */
  readonly head: string;
  readonly corrections: number;
  /** Groups of corrections too alike to be told apart, each in one fold. */
  readonly groups: number;
  readonly folds: number;
  /** Of the corrections, most frequent first, with how many they are. */
  readonly labels: readonly { readonly label: string; readonly count: number }[];
  readonly before: HeldOut;
  readonly after: HeldOut;
  /** Accuracy after minus before, on the same corrections. */
  readonly gain: Estimate;
  /** Whether the gain is beyond chance: only then is the head on offer. */
  readonly better: boolean;
  /** What the head would change of tags that nobody corrected. */
  readonly others: { readonly looked: number; readonly changed: number; readonly changes: readonly Change[] };
  /** Of the corrections it did not see, those whose tag it would show as sure, and how many of them are right. */
  readonly sure: { readonly shown: number; readonly right: number };
  readonly milliseconds: number;
}

/** Which head the tagger has. */
export interface Teaching {
  /** In force, of the kind a head can learn from. */
  readonly corrections: number;
  /** Heads promoted so far, each of which can be rolled back. */
  readonly promoted: number;
  /** The head in use, where it learned; absent: the shipped one. */
  readonly learned?: { readonly corrections: number; readonly at: number };
}
