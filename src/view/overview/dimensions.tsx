import type { VNode } from 'preact';
import type { DimensionValue, SignalValue } from '../../domain/assessment.ts';
import { useView } from '../ui/context.ts';
import { EvidenceDisclosure } from '../ui/evidence.tsx';
import { Disclosure, Prose } from '../ui/prose.tsx';
import { Trend, withUnit } from '../ui/units.tsx';

export function Dimensions(): VNode | null {
  const { source, text } = useView();
  const { dimensions, rubric, overall } = source.head.assessment;
  if (dimensions.length === 0) return null;
  // Equal weights go without saying.
  const weighted = dimensions.some((dimension) => dimension.weight !== dimensions[0]?.weight);
  return (
    <section>
      <h2>{text.t('dimensions.title')}</h2>
      <p class="lead">
        {text.t('dimensions.rubric', { name: rubric.name })} <span class="screen-only">{text.t('dimensions.help')}</span>
      </p>
      {overall !== undefined && (
        <p>
          {text.t('dimensions.overall')}: {text.percent(overall)}
        </p>
      )}
      <ul class="dimensions">
        {dimensions.map((dimension) => (
          <Dimension key={dimension.id} dimension={dimension} weighted={weighted} />
        ))}
      </ul>
    </section>
  );
}

function Dimension({ dimension, weighted }: { dimension: DimensionValue; weighted: boolean }): VNode {
  const { text } = useView();
  const { level, before, levelName, coverage, missing, signals, weight } = dimension;
  return (
    <li class="dimension">
      <h3>
        <bdi>{dimension.title}</bdi>
      </h3>
      <div class="dimension-level">
        <p>
          {level === undefined ? (
            <span class="quiet">{text.t('dimensions.none')}</span>
          ) : (
            <>
              <strong>{levelName ?? text.percent(level)}</strong>{' '}
              <span class="quiet">{text.t('dimensions.level', { percent: text.percent(level) })}</span>
            </>
          )}
        </p>
        <Meter level={level} before={before} />
        <p class="quiet dimension-notes">
          {before !== undefined && <span>{text.t('dimensions.before', { percent: text.percent(before) })}</span>}
          {weighted && <span>{text.t('dimensions.weight', { weight: text.num(weight, 2) })}</span>}
          <span>{text.t('dimensions.coverage', { percent: text.percent(coverage) })}</span>
        </p>
        {missing.length > 0 && (
          <ul class="missing quiet" aria-label={text.t('dimensions.missing')}>
            {missing.map((reason) => (
              <li key={reason}>
                <bdi>{reason}</bdi>
              </li>
            ))}
          </ul>
        )}
      </div>
      {signals.length > 0 && (
        <Disclosure class="cited signals" summary={text.t('dimensions.signals', { n: signals.length })}>
          {() => signals.map((signal) => <Signal key={signal.id} signal={signal} />)}
        </Disclosure>
      )}
    </li>
  );
}

/** A picture of what the words beside it say. */
function Meter({ level, before }: { level: number | undefined; before: number | undefined }): VNode {
  return (
    <div class={`bar-track ${level === undefined ? 'bar-none' : ''}`} aria-hidden="true">
      {level !== undefined && <span class="bar-fill" style={{ width: `${level * 100}%` }} />}
      {before !== undefined && <span class="bar-notch" style={{ left: `${before * 100}%` }} />}
    </div>
  );
}

function Signal({ signal }: { signal: SignalValue }): VNode {
  const { text } = useView();
  return (
    <div class="signal">
      <h4>
        <bdi>{signal.title}</bdi>
      </h4>
      <p class="signal-value">
        {signal.value === undefined ? (
          <span class="quiet">{text.t('signal.unknown')}</span>
        ) : (
          <>
            <strong class="nums">{withUnit(text, signal.value, signal.unit)}</strong>{' '}
            <Trend value={signal.value} before={signal.before} unit={signal.unit} />
          </>
        )}
      </p>
      <div class="signal-basis">
        <Prose text={signal.basis} />
        <Disclosure class="cited" summary={text.t('signal.how')}>
          {() => (
            <dl class="facts">
              <dt>{text.t('signal.formula')}</dt>
              <dd>
                <code>{signal.formula}</code>
              </dd>
              <dt>{text.t('signal.reason')}</dt>
              <dd>
                <Prose text={signal.reason} />
              </dd>
            </dl>
          )}
        </Disclosure>
        <EvidenceDisclosure items={signal.evidence} total={signal.evidenceCount} />
      </div>
    </div>
  );
}
