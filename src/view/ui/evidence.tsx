import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Evidence } from '../../domain/evidence.ts';
import { useView } from './context.ts';
import { TableIcon } from './icons.tsx';
import { Inline } from './inline.tsx';
import { Disclosure, WebArrow } from './prose.tsx';

const FIRST = 6;

interface EvidenceProps {
  readonly items: readonly Evidence[];
  /** How many there are; absent where `items` holds them all. */
  readonly total?: number | undefined;
}

/** Citations: each opens its contribution here, or on the web. */
export function EvidenceList({ items, total = items.length }: EvidenceProps): VNode {
  const { source, text, open, printing } = useView();
  const { send } = source;
  const [all, setAll] = useState(false);
  if (items.length === 0) return <p class="quiet">{text.t('evidence.none')}</p>;
  const shown = all || printing || items.length <= FIRST + 1 ? items : items.slice(0, FIRST);
  return (
    <>
      <ul class="evidence">
        {shown.map((item) => (
          <li key={item.contribution}>
            <Citation item={item} titled />
            {send && (
              <button
                type="button"
                class="arrow"
                onClick={() => open(item.contribution)}
                aria-label={text.t('evidence.open', { label: item.label })}
                title={text.t('evidence.open', { label: item.label })}
              >
                <TableIcon />
              </button>
            )}
            <WebArrow url={item.url} label={text.t('evidence.web', { label: item.label })} />
          </li>
        ))}
      </ul>
      {shown.length < items.length && (
        <button type="button" class="more" onClick={() => setAll(true)}>
          {text.t('evidence.more', { n: items.length - shown.length })}
        </button>
      )}
      {total > items.length && shown.length === items.length && <p class="quiet">{text.t('evidence.cut', { n: items.length, total })}</p>}
    </>
  );
}

interface CitationProps {
  readonly item: Evidence;
  /** Whether its title stands beside its label. */
  readonly titled?: boolean;
}

/** One citation: opens what it names where the view is at home, in the editor or in the report's table. */
export function Citation({ item, titled = false }: CitationProps): VNode {
  const { source, text, open } = useView();
  const { send } = source;
  const opens = send
    ? item.kind === 'commit'
      ? 'evidence.editor'
      : item.kind === 'work_log'
        ? 'evidence.log'
        : 'evidence.web'
    : 'evidence.open';
  return (
    <button
      type="button"
      class="cite"
      onClick={() => (send ? send({ kind: 'open-contribution', id: item.contribution }) : open(item.contribution))}
      title={text.t(opens, { label: item.label })}
      aria-label={titled ? undefined : text.t(opens, { label: item.label })}
    >
      <code>{item.label}</code>
      {titled && (
        <>
          {' '}
          <bdi class="cite-title">
            <Inline text={item.title} />
          </bdi>
        </>
      )}
    </button>
  );
}

/** Citations behind one line that says how many there are. */
export function EvidenceDisclosure({ items, total }: EvidenceProps): VNode | null {
  const { text } = useView();
  if (items.length === 0) return null;
  return (
    <Disclosure class="cited" summary={text.t('evidence.count', { n: total ?? items.length })}>
      {() => <EvidenceList items={items} total={total} />}
    </Disclosure>
  );
}
