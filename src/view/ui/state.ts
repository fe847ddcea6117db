import { ALL_ROWS, type RowQuery, SORTS } from '../data/source.ts';
import { isSection, type Section } from '../../protocol/sections.ts';

/** Where the table was left. */
export interface GridPlace {
  /** Px. */
  readonly top: number;
  /** Index of the active row. */
  readonly active: number;
  /** What was selected then: already in sight, or scrolled away from on purpose. */
  readonly selected: string | undefined;
}

/** What the view shows now: enough to begin there again. */
export interface ViewState {
  readonly tab: Section;
  readonly query: RowQuery;
  /** Id of the contribution whose details are shown. */
  readonly selected: string | undefined;
  /** Px of the page. */
  readonly scroll: number;
  readonly place: GridPlace;
  /** Id of the claim whose evidence is shown. */
  readonly claim: string | undefined;
}

export const FIRST_STATE: ViewState = {
  tab: 'overview',
  query: ALL_ROWS,
  selected: undefined,
  scroll: 0,
  place: { top: 0, active: 0, selected: undefined },
  claim: undefined,
};

/** What of a remembered state can be used: it may be another version's, or nothing at all. */
export function readState(value: unknown): ViewState {
  const { tab, query, selected, scroll, place, claim } = fields(value);
  const asked = fields(query);
  const grid = fields(place);
  const text = (of: unknown): string => (typeof of === 'string' ? of : '');
  return {
    tab: isSection(tab) ? tab : FIRST_STATE.tab,
    query: {
      text: text(asked['text']),
      type: text(asked['type']),
      repo: text(asked['repo']),
      theme: text(asked['theme']),
      own: text(asked['own']),
      sort: SORTS.find((sort) => sort === asked['sort']) ?? ALL_ROWS.sort,
    },
    selected: optional(selected),
    scroll: size(scroll),
    place: { top: size(grid['top']), active: size(grid['active']), selected: optional(grid['selected']) },
    claim: optional(claim),
  };
}

const fields = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

const optional = (of: unknown): string | undefined => (typeof of === 'string' ? of : undefined);
const size = (value: unknown): number => (typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0);
