import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Claim } from '../../domain/draft.ts';
import type { Fact } from '../../domain/evidence.ts';
import type { Text } from '../strings/text.ts';
import { useView } from '../ui/context.ts';
import { EvidenceList } from '../ui/evidence.tsx';
import { Inline } from '../ui/inline.tsx';
import { Empty, Prose } from '../ui/prose.tsx';
import { useWide } from '../ui/wide.ts';

/** The draft beside its evidence: one sentence at a time shows what it rests on. */
export function DraftSectionView(): VNode {
  const { source, text, printing } = useView();
  const { draft } = source.head;
  const [active, setActive] = useState<Claim>();
  const wide = useWide(1000);
  const sections = draft.sections.filter((section) => section.claims.length > 0);
  const inline = !wide || printing;
  return (
    <div class="draft">
      <div class="paper">
        <h2>
          <bdi>{draft.title}</bdi>
        </h2>
        <Prose class="notice" text={draft.notice} />
        {sections.length === 0 ? <Empty title={text.t('draft.none')} /> : <p class="lead screen-only">{text.t('draft.lead')}</p>}
        {sections.map((section) => (
          <section key={section.id}>
            <h3>
              <bdi>
                <Inline text={section.title} />
              </bdi>
            </h3>
            <ul class="claims">
              {section.claims.map((claim) => (
                <ClaimItem
                  key={claim.id}
                  claim={claim}
                  active={active?.id === claim.id}
                  inline={inline}
                  onActive={() => setActive(claim)}
                />
              ))}
            </ul>
          </section>
        ))}
        <Refused />
      </div>
      {!inline && sections.length > 0 && (
        <aside class="beside" id="claim-evidence" aria-label={text.t('draft.evidence')}>
          {active ? <Basis claim={active} /> : <p class="quiet">{text.t('draft.pick')}</p>}
        </aside>
      )}
    </div>
  );
}

/** Ms: on its way to the evidence the pointer crosses other sentences. */
const HOVER = 120;

/** The text cut before its last word, or where that is long or there are no spaces its last characters: the citation mark stays with them. */
function lastWord(text: string): readonly [string, string] {
  const tail = Math.max(text.lastIndexOf(' ') + 1, text.length - 12);
  // Not inside code: its two back-ticks belong together.
  if (text.slice(0, tail).split('`').length % 2 === 0) {
    const code = text.lastIndexOf('`', tail - 1);
    return text.length - code <= 24 ? [text.slice(0, code), text.slice(code)] : [text, ''];
  }
  const cut = /[\uDC00-\uDFFF]/.test(text.charAt(tail)) ? tail + 1 : tail;
  return [text.slice(0, cut), text.slice(cut)];
}

interface ClaimProps {
  readonly claim: Claim;
  readonly active: boolean;
  readonly inline: boolean;
  readonly onActive: () => void;
}

function ClaimItem({ claim, active, inline, onActive }: ClaimProps): VNode {
  const { text, printing } = useView();
  const shown = inline && (active || printing);
  const [start, end] = lastWord(claim.text);
  const hover = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (
    <li
      class={`claim ${active ? 'claim-active' : ''}`}
      onMouseEnter={() => !inline && (hover.current = setTimeout(onActive, HOVER))}
      onMouseLeave={() => clearTimeout(hover.current)}
      onClick={onActive}
    >
      <bdi class="claim-text">
        <Inline text={start} />
        <span class="claim-end">
          <Inline text={end} />{' '}
          <button
            type="button"
            class="citations"
            aria-expanded={active}
            aria-controls={inline ? undefined : 'claim-evidence'}
            aria-label={text.t('draft.citations', { n: claim.evidence.length })}
            onFocus={onActive}
          >
            {text.num(claim.evidence.length)}
          </button>
        </span>
      </bdi>
      {shown && <Basis claim={claim} />}
    </li>
  );
}

/** What a sentence rests on: its citations, and where each number comes from. */
function Basis({ claim }: { claim: Claim }): VNode {
  const { text } = useView();
  return (
    <div class="basis">
      <h4>{text.t('draft.evidence')}</h4>
      <EvidenceList key={claim.id} items={claim.evidence} />
      {claim.facts.length > 0 && (
        <>
          <h4>{text.t('draft.numbers')}</h4>
          <dl class="numbers">
            {claim.facts.map((fact, i) => (
              <div key={i}>
                <dt class="nums">{fact.text}</dt>
                <dd>{origin(text, fact)}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </div>
  );
}

/** Where a number comes from, in words; a metric's parameters stand in them. */
function origin(text: Text, { metric, over }: Fact): string {
  const { of, ...parameters } = metric;
  const words = text.t(`metric.${of}`, parameters);
  return over === 'period' ? `${words}, ${text.t('draft.over-period')}` : words;
}

function Refused(): VNode | null {
  const { source, text } = useView();
  const { refused } = source.head.draft;
  if (refused.length === 0) return null;
  return (
    <section class="refused">
      <h3>{text.t('draft.refused')}</h3>
      <p class="quiet">{text.t('draft.refused.lead')}</p>
      <ul>
        {refused.map(({ claim, problems }) => (
          <li key={claim.id}>
            <del>
              <bdi>
                <Inline text={claim.text} />
              </bdi>
            </del>
            <ul class="problems">
              {problems.map((problem, i) => (
                <li key={i}>
                  <bdi>{problem}</bdi>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}
