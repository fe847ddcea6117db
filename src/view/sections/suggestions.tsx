import type { VNode } from 'preact';
import type { Suggestion } from '../../domain/assessment.ts';
import { useView } from '../ui/context.ts';
import { EvidenceDisclosure } from '../ui/evidence.tsx';
import { Empty, Prose, WebLink } from '../ui/prose.tsx';

export function Suggestions(): VNode {
  const { source, text } = useView();
  const suggestions = [...source.head.suggestions].sort((a, b) => b.strength - a.strength);
  return (
    <>
      <h2>{text.t('suggestions.title')}</h2>
      {suggestions.length === 0 ? (
        <Empty title={text.t('suggestions.none')} />
      ) : (
        <>
          <p class="lead">{text.t('suggestions.lead')}</p>
          {suggestions.map((suggestion) => (
            <SuggestionItem key={suggestion.id} suggestion={suggestion} />
          ))}
        </>
      )}
    </>
  );
}

const strengthOf = (strength: number): 'strong' | 'moderate' | 'slight' =>
  strength >= 0.66 ? 'strong' : strength >= 0.4 ? 'moderate' : 'slight';

function SuggestionItem({ suggestion }: { suggestion: Suggestion }): VNode {
  const { text } = useView();
  return (
    <article class="suggestion">
      <h3>
        <bdi>{suggestion.title}</bdi> <span class="note">{text.t(`suggestions.${strengthOf(suggestion.strength)}`)}</span>
      </h3>
      <dl class="facts">
        <dt>{text.t('suggestions.observation')}</dt>
        <dd>
          <Prose text={suggestion.observation} />
          <EvidenceDisclosure items={suggestion.evidence} total={suggestion.evidenceCount} />
        </dd>
        <dt>{text.t('suggestions.reason')}</dt>
        <dd>
          <Prose text={suggestion.reason} />
          <p class="source quiet">
            {text.t('suggestions.source')}: <WebLink url={suggestion.source.url}>{suggestion.source.title}</WebLink>
          </p>
        </dd>
        <dt>{text.t('suggestions.next')}</dt>
        <dd class="next">
          <Prose text={suggestion.nextStep} />
        </dd>
        <dt>{text.t('suggestions.check')}</dt>
        <dd>
          <Prose text={suggestion.check} />
        </dd>
      </dl>
    </article>
  );
}
