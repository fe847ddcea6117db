import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { NOISE_REASONS, type NoiseReason } from '../../domain/contribution.ts';
import { useView } from '../ui/context.ts';
import { Inline } from '../ui/inline.tsx';
import { useLoaded } from '../ui/loaded.ts';
import { Disclosure, Empty, WebArrow } from '../ui/prose.tsx';
import { Reconciled } from './reconciled.tsx';

const STEP = 50;

/** What counts for nothing, and why: grouped by reason, the largest group first. */
export function NoiseLedger(): VNode {
  const { source, text } = useView();
  const { noiseCounts, putBackCounts = {}, reconciled = [] } = source.head;
  const groups = NOISE_REASONS.map((reason) => ({ reason, count: noiseCounts[reason] ?? 0, putBack: putBackCounts[reason] ?? 0 }))
    .filter((group) => group.count + group.putBack > 0)
    // What waits for the reader comes first.
    .sort((a, b) => Number(b.reason === 'inconsistent') - Number(a.reason === 'inconsistent') || b.count - a.count);
  const total = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <>
      <h2>{text.t('noise.title')}</h2>
      {groups.length === 0 ? (
        <Empty title={text.t('noise.none')} />
      ) : (
        <>
          <p class="lead">{text.t('noise.lead', { n: total })}</p>
          {groups.map((group) => (
            <Disclosure key={group.reason} class="group" summary={<GroupTitle {...group} />}>
              {() => <Lines reason={group.reason} count={group.count + group.putBack} />}
            </Disclosure>
          ))}
        </>
      )}
      {reconciled.map((told) => (
        <Reconciled key={`${told.host} ${told.login}`} told={told} />
      ))}
    </>
  );
}

function GroupTitle({ reason, count, putBack }: { reason: NoiseReason; count: number; putBack: number }): VNode {
  const { text } = useView();
  return (
    <span class="group-title">
      <span class="group-name">{text.t(`reason.${reason}`)}</span> <span class="nums">{text.num(count)}</span>{' '}
      {putBack > 0 && <span class="note">{text.t('noise.put-back', { n: putBack })}</span>}{' '}
      <span class="quiet">{text.t(`reason.${reason}.why`)}</span>
    </span>
  );
}

function Lines({ reason, count }: { reason: NoiseReason; count: number }): VNode {
  const { source, text, tools, repoName } = useView();
  const [limit, setLimit] = useState(STEP);
  const { value: lines = [], failure } = useLoaded(() => source.noise(reason, 0, limit), [source, reason, limit]);
  return (
    <>
      {failure !== undefined && <p role="alert">{text.t('rows.failed', { reason: failure })}</p>}
      <ul class="ledger">
        {lines.map((line) => (
          <li key={`${line.contribution} ${line.path ?? ''}`} class={line.putBack || line.merged ? 'put-back' : ''}>
            <span class="quiet nums">{text.date(line.at)}</span>
            <span class="ledger-what">
              <code>{line.key}</code>{' '}
              <bdi>
                <Inline text={line.subject} />
              </bdi>
              {line.path && (
                <span class="quiet path">
                  {text.t('noise.file', { path: '' })}
                  <bdi>{line.path}</bdi>
                </span>
              )}
            </span>
            <span class="quiet ledger-why">
              <bdi>{line.detail}</bdi>
              {source.head.repos.length > 1 && line.reason !== 'inconsistent' && <bdi>{repoName(line.repo)}</bdi>}
            </span>
            <WebArrow url={line.url} label={text.t('evidence.web', { label: line.key })} />
            {tools && <tools.PutBack line={line} />}
          </li>
        ))}
      </ul>
      {lines.length < count && lines.length > 0 && (
        <>
          <button type="button" class="more" onClick={() => setLimit(limit + 4 * STEP)}>
            {text.t('noise.more', { n: Math.min(4 * STEP, count - lines.length) })}
          </button>
          <p class="print-only quiet">{text.t('noise.printed', { n: lines.length, total: count })}</p>
        </>
      )}
    </>
  );
}
