import type { VNode } from 'preact';
import { useView } from '../ui/context.ts';
import { EvidenceDisclosure } from '../ui/evidence.tsx';
import { Trend } from '../ui/units.tsx';

/** The few numbers one remembers, each with what was counted. */
export function Headlines(): VNode {
  const { source, text } = useView();
  return (
    <section>
      <h2 class="sr">{text.t('headlines.title')}</h2>
      <ul class="headlines">
        {source.head.headlines.map((headline) => (
          <li key={headline.id}>
            <p class="headline">
              <strong class="figure">{headline.unit === 'percent' ? text.percent(headline.value / 100) : text.num(headline.value)}</strong>{' '}
              <span class="what">{text.t(`headline.${headline.id}`, { n: headline.value })}</span>
            </p>
            <Trend value={headline.value} before={headline.before} unit={headline.unit} />
            <p class="quiet">
              <bdi>{headline.basis}</bdi>
            </p>
            <EvidenceDisclosure items={headline.evidence} total={headline.evidenceCount} />
          </li>
        ))}
      </ul>
    </section>
  );
}
