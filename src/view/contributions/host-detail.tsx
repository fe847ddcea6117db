import type { VNode } from 'preact';
import { HOST_STEPS, type HostRow } from '../../protocol/snapshot.ts';
import type { Text } from '../strings/text.ts';
import { useView } from '../ui/context.ts';

/** What its code host said of a contribution: how it ended, what its checks came to, what a comment was about. */
export function HostDetail({ host }: { host: HostRow }): VNode {
  const { text } = useView();
  const { state, method, draft, checks, closes, closer, closed, place, changed, resolved, hunk } = host;
  const numbers = closes?.map((number) => `#${number}`).join(', ');
  const said = [
    draft ? text.t('host.draft') : state && text.t(`host.state.${state}`),
    method && text.t(`host.method.${method}`),
    checks && text.t(`host.checks.${checks}`),
    numbers !== undefined && text.t('host.closes', { issues: numbers }),
    closer !== undefined && text.t('host.closer', { pull: `#${closer}` }),
    closed && text.t('host.closed'),
    changed && text.t('host.changed'),
    resolved && text.t('host.resolved'),
  ].filter((words) => typeof words === 'string');
  return (
    <>
      {said.length > 0 && <p class="host-said">{said.join(' · ')}</p>}
      <Steps host={host} />
      {place !== undefined && (
        <p class="quiet">
          <bdi class="path">{place}</bdi>
        </p>
      )}
      {hunk !== undefined && <Hunk hunk={hunk} />}
    </>
  );
}

/** Lines of a diff. */
export function Hunk({ hunk }: { hunk: string }): VNode {
  return (
    <pre class="hunk">
      {hunk.split('\n').map((line, i) => (
        <code key={i} class={line.startsWith('+') ? 'added' : line.startsWith('-') ? 'deleted' : ''}>
          {`${line}\n`}
        </code>
      ))}
    </pre>
  );
}

/** What happened to a pull request and when, one day a line of it, and what the reviews it got said. */
function Steps({ host: { times = {}, drafted, verdicts = {}, machines } }: { host: HostRow }): VNode | null {
  const { text } = useView();
  const steps = HOST_STEPS.flatMap((step) => (times[step] === undefined ? [] : [{ step, at: times[step] }])).sort((a, b) => a.at - b.at);
  // A tenth of a day is told, nothing shorter.
  const days = Math.round((drafted ?? 0) * 10) / 10;
  const said = [...reviewsIn(verdicts, text), ...(machines === undefined ? [] : [text.t('host.machines', { n: machines })])];
  if (steps.length + said.length === 0) return null;
  return (
    <>
      {steps.length > 0 && (
        <ol class="host-steps quiet">
          {steps.map(({ step, at }) => (
            <li key={step} title={text.dateTime(at)}>
              {text.t(`host.step.${step}`, { date: text.date(at) })}
            </li>
          ))}
          {days > 0 && <li>{text.t('host.drafted', { n: days, days: text.num(days, 1) })}</li>}
        </ol>
      )}
      {said.length > 0 && <p class="quiet">{text.t('host.received', { reviews: said.join(' · ') })}</p>}
    </>
  );
}

const VERDICTS = ['approved', 'changes-requested', 'commented', 'dismissed'] as const;
const reviewsIn = (verdicts: NonNullable<HostRow['verdicts']>, text: Text): readonly string[] =>
  VERDICTS.flatMap((state) => {
    const n = verdicts[state];
    return n === undefined ? [] : [text.t(`host.verdict.${state}`, { n })];
  });
