import type { Claim } from '../../domain/draft.ts';

/** Whether the user has yet to say what holds: their words, or what is generated there since. */
export const isToReview = ({ own }: Claim): boolean => own?.generated !== undefined && own.base !== '' && own.generated !== own.base;
