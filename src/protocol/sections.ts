/** The sections of the panel, in order. */
export const SECTIONS = ['overview', 'contributions', 'themes', 'draft', 'suggestions', 'noise', 'identities', 'tagger'] as const;
export type Section = (typeof SECTIONS)[number];

/** Those that the report has not: what they show, only the panel can do something about. */
export const PANEL_SECTIONS: readonly Section[] = ['identities', 'tagger'];

export const isSection = (value: unknown): value is Section => SECTIONS.some((section) => section === value);
