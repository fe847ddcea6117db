import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import type { Act, Identities, IdentityWords } from '../../protocol/editing.ts';
import { useView } from '../ui/context.ts';
import { Button, Select } from '../ui/elements.tsx';
import { Disclosure } from '../ui/prose.tsx';
import { useAnswer } from './answer.ts';
import { useEditor } from './context.ts';

/** `Ada Example <ada@example.com>`, for sentences. */
const named = ({ name, email, login }: IdentityWords): string => (email ? `${name} <${email}>` : (login ?? name));

/** Who the person is: what is counted as theirs, who else they may be, what was decided. Every decision can be undone. */
export function IdentitiesSection(): VNode {
  const { source } = useView();
  const { say } = useEditor();
  const { value: shown, failure } = useAnswer('identities', {});
  const person = shown?.person.name ?? source.head.person.name;
  return (
    <div class="identities">
      <h2>
        <bdi>{say('identities.title', { person })}</bdi>
      </h2>
      <p class="lead">{say('identities.lead')}</p>
      {failure !== undefined && <p role="alert">{say('identities.failed', { reason: failure })}</p>}
      {!shown && failure === undefined && <p class="quiet">{say('working')}</p>}
      {shown && <Content shown={shown} />}
    </div>
  );
}

function Content({ shown }: { shown: Identities }): VNode {
  const editor = useEditor();
  const { say } = editor;
  const { person, suggestions, decisions, others } = shown;
  const theirs = suggestions.filter((one) => one.theirs);
  const foreign = suggestions.filter((one) => !one.theirs);
  const merge = (a: IdentityWords, b: IdentityWords): void =>
    void decide(editor, { kind: 'merge', a: a.id, b: b.id }, say('identities.did.merge', { a: named(a), b: named(b) }));
  const separate = (one: IdentityWords, from: readonly IdentityWords[]): void => {
    const ids = from.filter(({ id }) => id !== one.id).map(({ id }) => id);
    void decide(editor, { kind: 'separate', identity: one.id, from: ids }, say('identities.did.separate', { identity: named(one) }));
  };
  const [main] = person.identities;
  return (
    <>
      <h3>
        <bdi>{say('identities.own', { person: person.name })}</bdi>
      </h3>
      <ul class="people">
        {person.identities.map((one) => (
          <li key={one.id}>
            <Person identity={one} />
            {person.identities.length > 1 && (
              <button
                type="button"
                class="more"
                aria-label={say('identities.separate.label', { identity: named(one), person: person.name })}
                onClick={() => separate(one, person.identities)}
              >
                {say('identities.separate', { person: person.name })}
              </button>
            )}
          </li>
        ))}
      </ul>

      <h3>
        <bdi>{say('identities.suggested', { person: person.name })}</bdi>
      </h3>
      {theirs.length === 0 ? (
        <p class="quiet">{say('identities.suggested.none')}</p>
      ) : (
        <Suggested pairs={theirs} merge={merge} separate={separate} />
      )}

      {main && others.length > 0 && <Add main={main} person={person.name} others={others} merge={merge} />}

      {foreign.length > 0 && (
        <Disclosure class="group" summary={say('identities.others', { n: foreign.length })}>
          {() => <Suggested pairs={foreign} merge={merge} separate={separate} />}
        </Disclosure>
      )}

      <h3>{say('identities.decided')}</h3>
      {decisions.length === 0 ? (
        <p class="quiet">{say('identities.decided.none')}</p>
      ) : (
        <ul class="people">
          {decisions.map(({ id, kind, identities }) => {
            const who = identities.map(named).join(', ');
            const what = say(kind === 'merged' ? 'identities.merged' : 'identities.apart');
            return (
              <li key={id}>
                <span class="who">
                  <bdi>{who}</bdi> <span class="note">{what}</span>
                </span>
                <button
                  type="button"
                  class="more"
                  aria-label={say('identities.forget.label', { who, what })}
                  onClick={() => void decide(editor, { kind: 'forget', decision: id }, say('identities.did.forget'))}
                >
                  {say('identities.forget')}
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </>
  );
}

/** What another identity wrote is read with its text once it belongs to the person. */
const decide = (editor: ReturnType<typeof useEditor>, act: Act, told: string): Promise<boolean> =>
  editor.act(act, told, { identity: true });

interface Choices {
  readonly merge: (a: IdentityWords, b: IdentityWords) => void;
  readonly separate: (one: IdentityWords, from: readonly IdentityWords[]) => void;
}

function Suggested({ pairs, merge, separate }: Choices & { pairs: Identities['suggestions'] }): VNode {
  const { say } = useEditor();
  return (
    <ul class="people">
      {pairs.map(({ a, b, clue }) => {
        const both = { a: named(a), b: named(b) };
        return (
          <li key={`${a.id}\n${b.id}`}>
            <span class="pair">
              <Person identity={a} />
              <Person identity={b} />
              <span class="quiet">{say(`clue.${clue}`)}</span>
            </span>
            <span class="choices">
              <button type="button" class="button" aria-label={say('identities.same.label', both)} onClick={() => merge(a, b)}>
                {say('identities.same')}
              </button>
              <button type="button" class="button" aria-label={say('identities.different.label', both)} onClick={() => separate(b, [a])}>
                {say('identities.different')}
              </button>
            </span>
          </li>
        );
      })}
    </ul>
  );
}

interface AddProps extends Pick<Choices, 'merge'> {
  readonly main: IdentityWords;
  readonly person: string;
  readonly others: readonly IdentityWords[];
}

function Add({ main, person, others, merge }: AddProps): VNode {
  const { say } = useEditor();
  const [chosen, setChosen] = useState('');
  const other = others.find(({ id }) => id === chosen);
  const label = say('identities.add', { person });
  return (
    <>
      <h3>
        <bdi>{label}</bdi>
      </h3>
      <div class="add-identity">
        <Select
          label={label}
          value={chosen}
          choices={[{ value: '', label: say('identities.add.choose') }, ...others.map((one) => ({ value: one.id, label: named(one) }))]}
          onChange={setChosen}
        />
        {other && (
          <Button
            onClick={() => {
              merge(main, other);
              setChosen('');
            }}
          >
            {say('identities.add.do', { person })}
          </Button>
        )}
      </div>
    </>
  );
}

function Person({ identity }: { identity: IdentityWords }): VNode {
  const { say } = useEditor();
  const { name, email, login, commits } = identity;
  return (
    <span class="who">
      <bdi class="who-name">{name}</bdi> <bdi class="quiet">{email || login}</bdi>{' '}
      <span class="quiet nums">{say('identities.commits', { n: commits })}</span>
    </span>
  );
}
