import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { type Section, SECTIONS } from '../../protocol/sections.ts';
import { useView } from './context.ts';
import { Badge } from './elements.tsx';

export const TABS = SECTIONS;
export type Tab = Section;

export interface TabListProps {
  readonly tabs: readonly Tab[];
  readonly current: Tab;
  readonly counts: Readonly<Partial<Record<Tab, number>>>;
  readonly onSelect: (tab: Tab) => void;
}

/** A tab list as the ARIA practices describe it: one stop for Tab; arrows, Home and End move and choose. */
export function TabList({ tabs, ...props }: TabListProps): VNode {
  const { text } = useView();
  const list = useRef<HTMLDivElement>(null);
  const go = (index: number): void => {
    const tab = tabs[(index + tabs.length) % tabs.length];
    if (!tab) return;
    props.onSelect(tab);
    list.current?.querySelector<HTMLElement>(`#tab-${tab}`)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = tabs.indexOf(props.current);
    const target = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (target === undefined) return;
    event.preventDefault();
    go(target);
  };
  return (
    <div class="tabs" role="tablist" aria-label={text.t('app.sections')} ref={list} onKeyDown={onKeyDown}>
      {tabs.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`tab-${tab}`}
          aria-selected={tab === props.current}
          aria-controls={`panel-${tab}`}
          tabIndex={tab === props.current ? 0 : -1}
          onClick={() => props.onSelect(tab)}
        >
          {text.t(`tab.${tab}`)}
          {props.counts[tab] !== undefined && <Badge>{text.num(props.counts[tab])}</Badge>}
        </button>
      ))}
    </div>
  );
}
