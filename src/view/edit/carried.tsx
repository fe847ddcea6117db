import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { PanelReply } from '../../protocol/panel.ts';
import type { ContributionRow } from '../../protocol/snapshot.ts';
import { messageOf } from '../ui/loaded.ts';
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

type State = 'idle' | 'busy' | { readonly answer: Answer | null } | { readonly failure: string };

/** What carried the type that the tagger gives, asked for by a click: the model may have to be loaded for it. */
export function Carried({ row }: { row: ContributionRow }): VNode {
  const { ask, say } = useEditor();
  const [state, setState] = useState<State>('idle');
  const told = typeof state === 'object' && 'answer' in state ? state : undefined;
  const press = (): void => {
    if (state === 'busy') return;
    if (told) return setState('idle');
    setState('busy');
    ask('explain', { id: row.id }).then(
      (answer) => setState({ answer }),
      (error: unknown) => setState({ failure: say('carried.failed', { reason: messageOf(error) }) }),
    );
  };
  const parts = partsOf(told?.answer ?? null);
  const said = (): string | undefined => {
    if (state === 'idle') return undefined;
    if (state === 'busy') return say('carried.busy');
    if ('failure' in state) return state.failure;
    if (!state.answer) return say('carried.other');
    return parts.length === 0 ? say('carried.none') : say('carried.help', { label: state.answer.label });
  };
  return (
    <div class="carried-parts">
      <button type="button" class="more" aria-expanded={told !== undefined} aria-disabled={state === 'busy'} onClick={press}>
        {say('carried.ask')}
      </button>{' '}
      {/* There before it says anything: what is put into it is read out. */}
      <span role="status" class="quiet">
        {said()}
      </span>
      {told?.answer && <Parts label={told.answer.label} parts={parts} />}
    </div>
  );
}

const partsOf = (answer: Answer | null): readonly Part[] =>
  [
    ...(answer?.words ?? []).map(({ text, weight }) => ({ name: text, weight })),
    ...(answer?.files ?? []).map(({ path, weight }) => ({ name: path, weight })),
  ].filter(({ weight }) => Math.abs(weight) >= LEAST);

function Parts({ label, parts }: { label: string; parts: readonly Part[] }): VNode {
  const { say } = useEditor();
  const ranked = parts.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight));
  const most = Math.abs(ranked[0]?.weight ?? 1);
  return (
    <>
      <Ranked caption={say('carried.for', { label })} parts={ranked.filter(({ weight }) => weight > 0).slice(0, MOST.for)} most={most} />
      <Ranked
        caption={say('carried.against', { label })}
        parts={ranked.filter(({ weight }) => weight < 0).slice(0, MOST.against)}
        most={most}
      />
    </>
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
