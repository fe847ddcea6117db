import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { DataSource, RowQuery } from '../data/source.ts';
import type { Section } from '../../protocol/sections.ts';
import type { Text } from '../strings/text.ts';
import type { Tools } from './tools.ts';

/** What every part of the view may use. */
export interface View {
  readonly source: DataSource;
  readonly text: Text;
  /** Absent where nothing can be changed. */
  readonly tools: Tools | undefined;
  /** On paper everything is shown: disclosures are open, panels follow one another. */
  readonly printing: boolean;
  readonly repoName: (id: string) => string;
  readonly themeName: (id: string) => string;
  /** Brings a section to the front. */
  readonly show: (section: Section) => void;
  /** Shows one contribution with its details. */
  readonly open: (id: string) => void;
  /** Shows the contributions that match. */
  readonly browse: (query: Partial<RowQuery>) => void;
}

export const ViewContext = createContext<View | undefined>(undefined);

export function useView(): View {
  const view = useContext(ViewContext);
  if (!view) throw new Error('This component belongs inside <App>.');
  return view;
}
