import type { VNode } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Claim, DraftSection } from '../../domain/draft.ts';
import type { Fact } from '../../domain/evidence.ts';
import type { Text } from '../strings/text.ts';
import { useView } from '../ui/context.ts';
import { EvidenceList } from '../ui/evidence.tsx';
import { Inline } from '../ui/inline.tsx';
import { Empty, Prose } from '../ui/prose.tsx';
import { useWide } from '../ui/wide.ts';

export interface DraftProps {
  /** Id of the claim to begin with. */
  readonly first: string | undefined;
  readonly onActive: (id: string | undefined) => void;
}

/** The draft beside its evidence: one sentence at a time shows what it rests on. */
export function DraftSectionView({ first, onActive }: DraftProps): VNode {
  const { source, text, tools, printing } = useView();
  const { draft } = source.head;
  const [active, setActive] = useState(first);
  const wide = useWide(1000);
  const beside = useRef<HTMLElement>(null);
  const sections = draft.sections.filter((section) => section.claims.length > 0);
  const claim = sections.flatMap(({ claims }) => claims).find(({ id }) => id === active);
  const inline = !wide || printing;
  const choose = (id: string): void => {
    setActive(id);
    onActive(id);
  };
  const leave = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') document.querySelector<HTMLElement>('.claim-active .citations')?.focus();
  };
  return (
    <div class="draft">
      <div class="paper">
        <h2>
          <bdi>{draft.title}</bdi>
        </h2>
        <Prose class="notice" text={draft.notice} />
        {sections.length === 0 ? <Empty title={text.t('draft.none')} /> : <p class="lead screen-only">{text.t('draft.lead')}</p>}
        {tools && sections.length > 0 && <tools.DraftHints />}
        {sections.map((section) => (
          <section key={section.id}>
            <h3>
              <bdi>
                <Inline text={section.title} />
              </bdi>
            </h3>
            <ul class="claims">
              {section.claims.map((one) => (
                <ClaimItem
                  key={one.id}
                  claim={one}
                  section={section}
                  active={one.id === active}
                  inline={inline}
                  onActive={() => choose(one.id)}
                  // A key press that opens the evidence goes on in it.
                  onOpen={() => beside.current?.focus()}
                />
              ))}
            </ul>
            {tools && <tools.AddClaim section={section} />}
          </section>
        ))}
        {tools && <tools.Removed />}
        <Refused />
      </div>
      {!inline && sections.length > 0 && (
        <aside class="beside" id="claim-evidence" aria-label={text.t('draft.evidence')} tabIndex={-1} ref={beside} onKeyDown={leave}>
          {claim ? <Basis claim={claim} /> : <p class="quiet">{text.t('draft.pick')}</p>}
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
  readonly section: DraftSection;
  readonly active: boolean;
  readonly inline: boolean;
  readonly onActive: () => void;
  readonly onOpen: () => void;
}

function ClaimItem({ claim, section, active, inline, onActive, onOpen }: ClaimProps): VNode {
  const { text, tools, printing } = useView();
  const shown = inline && (active || printing);
  const [start, end] = lastWord(claim.text);
  const hover = useRef<ReturnType<typeof setTimeout>>(undefined);
  const written = (
    <bdi class="claim-text">
      <Inline text={start} />
      <span class="claim-end">
        <Inline text={end} />{' '}
        <button
          type="button"
          class="citations"
          aria-expanded={active}
          aria-controls={inline ? undefined : 'claim-evidence'}
          aria-label={text.t('draft.citations', { n: claim.evidenceCount ?? claim.evidence.length })}
          onFocus={onActive}
          onClick={(event) => event.detail === 0 && onOpen()}
        >
          {text.num(claim.evidenceCount ?? claim.evidence.length)}
        </button>
      </span>
    </bdi>
  );
  return (
    <li
      class={`claim ${active ? 'claim-active' : ''}`}
      data-claim={claim.id}
      onMouseEnter={() => !inline && (hover.current = setTimeout(onActive, HOVER))}
      onMouseLeave={() => clearTimeout(hover.current)}
      onClick={onActive}
    >
      {tools ? (
        <tools.Claim claim={claim} section={section} active={active}>
          {written}
        </tools.Claim>
      ) : (
        written
      )}
      {shown && <Basis claim={claim} />}
    </li>
  );
}

/** What a sentence rests on: its citations, and where each number comes from. */
function Basis({ claim }: { claim: Claim }): VNode {
  const { text, tools } = useView();
  return (
    <div class="basis">
      {tools && <tools.ClaimNotes claim={claim} />}
      <h4>{text.t('draft.evidence')}</h4>
      <EvidenceList key={claim.id} items={claim.evidence} total={claim.evidenceCount} />
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
