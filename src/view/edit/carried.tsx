import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PanelReply } from '../../protocol/panel.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import { messageOf } from './around.ts';
import { useEditor } from './context.ts';

type Answer = NonNullable<PanelReply<'explain'>>;

interface Part {
  readonly name: string;
  /** By so much the log-odds of the label fall without it. */
  readonly weight: number;
}

/** What is not worth a line: a probability of .50 would become .49. */
const LEAST = 0.05;
const MOST = { for: 6, against: 3 };

/** What carried the type that the tagger gives, asked for by a click: the model may have to be loaded for it. */
export function Carried({ row }: { row: ContributionRow }): VNode {
  const { ask, say } = useEditor();
  const [state, setState] = useState<'idle' | 'busy' | { readonly answer: Answer | null } | { readonly failure: string }>('idle');
  const begin = (): void => {
    if (state === 'busy') return;
    setState('busy');
    ask('explain', { id: row.id }).then(
      (answer) => setState({ answer }),
      (error: unknown) => setState({ failure: say('carried.failed', { reason: messageOf(error) }) }),
    );
  };
  if (typeof state === 'object' && 'answer' in state) return <Parts answer={state.answer} />;
  return (
    <p>
      <button type="button" class="more" aria-disabled={state === 'busy'} onClick={begin}>
        {say('carried.ask')}
      </button>{' '}
      <span role="status" class="quiet">
        {state === 'busy' && say('carried.busy')}
        {typeof state === 'object' && state.failure}
      </span>
    </p>
  );
}

function Parts({ answer }: { answer: Answer | null }): VNode {
  const { say } = useEditor();
  const parts: readonly Part[] = [
    ...(answer?.words ?? []).map(({ text, weight }) => ({ name: text, weight })),
    ...(answer?.files ?? []).map(({ path, weight }) => ({ name: path, weight })),
  ].filter(({ weight }) => Math.abs(weight) >= LEAST);
  if (!answer || parts.length === 0) return <p role="status">{say('carried.none')}</p>;
  const { label } = answer;
  const ranked = parts.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const most = Math.abs(ranked[0]?.weight ?? 1);
  return (
    <div role="status" class="carried-parts">
      <p class="quiet">{say('carried.help', { label })}</p>
      <Ranked caption={say('carried.for', { label })} parts={ranked.filter(({ weight }) => weight > 0).slice(0, MOST.for)} most={most} />
      <Ranked
        caption={say('carried.against', { label })}
        parts={ranked.filter(({ weight }) => weight < 0).slice(0, MOST.against)}
        most={most}
      />
    </div>
  );
}

function Ranked({ caption, parts, most }: { caption: string; parts: readonly Part[]; most: number }): VNode | null {
  if (parts.length === 0) return null;
  return (
    <table class="scores carried">
      <caption>{caption}</caption>
      <tbody>
        {parts.map(({ name, weight }, i) => (
          <tr key={i}>
            <th scope="row" title={name}>
              <bdi>{name}</bdi>
            </th>
            <td class="score-bar" aria-hidden="true">
              <span class="bar-track">
                <span class="bar-fill" style={{ width: `${(100 * Math.abs(weight)) / most}%` }} />
              </span>
            </td>
            <td class="nums">{Math.abs(weight).toFixed(1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
