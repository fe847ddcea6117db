import type { VNode } from 'preact';
import type { HostRow } from '../../protocol/snapshot.ts';
import { useView } from '../ui/context.ts';

/** What its code host said of a contribution: how it ended, what its checks came to, what a comment was about. */
export function HostDetail({ host }: { host: HostRow }): VNode {
  const { text } = useView();
  const { state, checks, closes, closer, place, changed, resolved, hunk } = host;
  const numbers = closes?.map((number) => `#${number}`).join(', ');
  const said = [
    state && text.t(`host.state.${state}`),
    checks && text.t(`host.checks.${checks}`),
    numbers !== undefined && text.t('host.closes', { issues: numbers }),
    closer !== undefined && text.t('host.closer', { pull: `#${closer}` }),
    changed && text.t('host.changed'),
    resolved && text.t('host.resolved'),
  ].filter((words) => typeof words === 'string');
  return (
    <>
      {said.length > 0 && <p class="host-said">{said.join(' · ')}</p>}
      {place !== undefined && (
        <p class="quiet">
          <bdi class="path">{place}</bdi>
        </p>
      )}
      {hunk !== undefined && (
        <pre class="hunk">
          {hunk.split('\n').map((line, i) => (
            <code key={i} class={line.startsWith('+') ? 'added' : line.startsWith('-') ? 'deleted' : ''}>
              {`${line}\n`}
            </code>
          ))}
        </pre>
      )}
    </>
  );
}
