/** The sections of the panel, in order; the report has all but the last. */
export const SECTIONS = ['overview', 'contributions', 'themes', 'draft', 'suggestions', 'noise', 'identities'] as const;
export type Section = (typeof SECTIONS)[number];

export const isSection = (value: unknown): value is Section => SECTIONS.some((section) => section === value);
