import * as v from 'valibot';
import type { Lesson, Teaching } from '../domain/lesson.ts';
import { own, text } from './fields.ts';

const teaching = own<Teaching>((value) => 'promoted' in value);

/** The requests by which the tagger learns from the user's corrections. */
export const TEACHING = {
  /** Which head the tagger has, and how much there is to learn from. */
  teaching: { params: v.object({}), reply: teaching, exclusive: false },
  /** Trains a head and tries it on held-out corrections: seconds. Nothing that is shown changes. */
  learn: { params: v.object({}), reply: own<Lesson>((value) => 'better' in value), exclusive: true },
  /** Puts the head that was reported to use, and tags everything by it. */
  promote: { params: v.object({ head: text }), reply: teaching, exclusive: true },
  /** Puts the head before to use again, or the shipped one. */
  rollBack: { params: v.object({ to: v.picklist(['before', 'shipped']) }), reply: teaching, exclusive: true },
} as const;
