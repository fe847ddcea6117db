import type { ComponentChildren, VNode } from 'preact';
import { deviceName, type DeviceState, deviceWords, precisionWords } from '../../domain/device.ts';
import type { TaggerPage } from '../../protocol/tagger.ts';
import { useView } from '../ui/context.ts';
import { modelWords } from '../ui/model.ts';
import { Disclosure } from '../ui/prose.tsx';
import { useAnswer } from './answer.ts';
import { useEditor } from './context.ts';

/** The tagger itself: where it runs and why not elsewhere, where the user said otherwise, how good it is. */
export function TaggerSection(): VNode {
  const { say } = useEditor();
  const { value: shown, failure } = useAnswer('tagger', {});
  return (
    <div class="tagger">
      <h2>{say('tagger.title')}</h2>
      <p class="lead">{say('tagger.lead')}</p>
      {failure !== undefined && <p role="alert">{say('tagger.failed', { reason: failure })}</p>}
      {!shown && failure === undefined && <p class="quiet">{say('working')}</p>}
      {shown && (
        <>
          <Devices state={shown.devices} />
          <Corrections corrections={shown.corrections} />
          <Card page={shown} />
        </>
      )}
    </div>
  );
}

function Devices({ state }: { state: DeviceState }): VNode {
  const { text, source } = useView();
  const { say, ask } = useEditor();
  const { asked, placement, candidates, at } = state;
  const { locale } = source.head;
  const why = placement || asked === 'auto' ? [] : deviceWords(asked, state, locale);
  const where = placement && { device: deviceName(placement.device) ?? '', precision: precisionWords(placement.precision, locale) };
  return (
    <div class="tagger-part" id="tagger-device">
      <h3>{say('tagger.device')}</h3>
      <p>
        {where
          ? say('tagger.runs', where)
          : why.length > 0
            ? say('tagger.runs.not', { device: deviceName(asked) ?? asked, reason: why.join('; ') })
            : say('tagger.runs.unknown')}{' '}
        <span class="quiet">
          {asked === 'auto' ? say('tagger.asked.auto') : say('tagger.asked', { device: deviceName(asked) ?? asked })}
        </span>
      </p>
      <dl class="devices">
        {candidates.map((device) => {
          const words = deviceWords(device, state, locale);
          return (
            <div key={device} class={device === placement?.device ? 'device-used' : undefined}>
              <dt>
                {deviceName(device)} {device === placement?.device && <span class="note">{say('tagger.used')}</span>}
              </dt>
              {words.length === 0 ? <dd class="quiet">{say('tagger.untried')}</dd> : words.map((line) => <dd key={line}>{line}</dd>)}
            </div>
          );
        })}
      </dl>
      <p class="tagger-do">
        <button type="button" class="button" onClick={() => void ask('run', { command: 'selectDevice' })}>
          {say('tagger.select')}
        </button>{' '}
        {at !== undefined && <span class="quiet">{say('tagger.tried', { date: text.dateTime(at) })}</span>}
      </p>
    </div>
  );
}

function Corrections({ corrections }: Pick<TaggerPage, 'corrections'>): VNode {
  const { text, source } = useView();
  const { say, ask } = useEditor();
  const n = corrections.reduce((sum, { count }) => sum + count, 0);
  const same = corrections.reduce((sum, { tagged, own, count }) => sum + (tagged === own ? count : 0), 0);
  return (
    <div class="tagger-part" id="tagger-corrections">
      <h3>{say('tagger.corrections')}</h3>
      {n === 0 ? (
        <p class="quiet">{say('tagger.corrections.none')}</p>
      ) : (
        <>
          <p>
            {say('tagger.corrections.lead', { n })} {same > 0 && say('tagger.corrections.same', { n: same })}
          </p>
          <Scroll label={say('tagger.corrections')}>
            <table class="figures-table">
              <thead>
                <tr>
                  <th scope="col">{say('tagger.col.tagged')}</th>
                  <th scope="col">{say('tagger.col.own')}</th>
                  <th scope="col" class="nums">
                    {say('tagger.col.count')}
                  </th>
                  <th scope="col" class="nums">
                    {say('tagger.col.unsure')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {corrections.map(({ tagged, own, count, unsure }) => (
                  <tr key={`${tagged} ${own}`}>
                    <th scope="row">{text.label('type', tagged)}</th>
                    <td>{text.label('type', own)}</td>
                    <td class="nums">{text.num(count)}</td>
                    <td class="nums">{text.num(unsure)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Scroll>
        </>
      )}
      <p class="tagger-do">
        {n > 0 && (
          <button type="button" class="button" onClick={() => void ask('run', { command: 'learn' })}>
            {say('tagger.learn')}
          </button>
        )}{' '}
        {source.head.run.model.corrections !== undefined && (
          <button type="button" class="button" onClick={() => void ask('run', { command: 'rollBack' })}>
            {say('tagger.back')}
          </button>
        )}
      </p>
    </div>
  );
}

/** The card's own words, in the language it is written in: no figure of it stands anywhere else. */
function Card({ page: { card, model } }: { page: TaggerPage }): VNode {
  const { say, ask } = useEditor();
  return (
    <div class="tagger-part" id="tagger-card">
      <h3>{say('tagger.card')}</h3>
      <p>
        <bdi>{model.name}</bdi> <span class="quiet nums">{model.hash}</span>
      </p>
      {card ? (
        <>
          <Said title={say('tagger.card.trained')} words={card.trained} />
          <Said title={say('tagger.card.limits')} words={card.limits} />
          <Said title={say('tagger.card.use')} words={card.use} />
          {card.tables.length > 0 && (
            <Disclosure class="group" summary={say('tagger.card.figures')}>
              {() => (
                <div lang="en">
                  {card.measured !== undefined && <p>{card.measured}</p>}
                  {card.tables.map((table) => (
                    <Scroll key={table.head[0]} label={`${say('tagger.card.figures')}: ${table.head[0]}`}>
                      <table class="figures-table">
                        <thead>
                          <tr>
                            {table.head.map((cell, i) => (
                              <th key={cell} scope="col" class={i > 0 ? 'nums' : undefined}>
                                {cell}
                              </th>
                            ))}
                          </tr>
                        </thead>
                        <tbody>
                          {table.rows.map(([first, ...cells]) => (
                            <tr key={first}>
                              <th scope="row">{first}</th>
                              {cells.map((cell, i) => (
                                <td key={i} class="nums">
                                  {cell}
                                </td>
                              ))}
                            </tr>
                          ))}
                        </tbody>
                      </table>
                    </Scroll>
                  ))}
                </div>
              )}
            </Disclosure>
          )}
          <p class="tagger-do">
            <button type="button" class="button" onClick={() => void ask('open', { kind: 'open-card' })}>
              {say('tagger.card.open')}
            </button>
          </p>
        </>
      ) : (
        <p class="quiet">{say('tagger.card.none')}</p>
      )}
    </div>
  );
}

function Said({ title, words }: { title: string; words: string | undefined }): VNode | null {
  if (words === undefined) return null;
  return (
    <>
      <h4>{title}</h4>
      <p lang="en">{words}</p>
    </>
  );
}

/** A table wider than its place is scrolled by itself, by keyboard too. */
function Scroll({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <div class="scrolled" role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}

/** Which model tagged what is shown, and the way to its page. */
export function TaggerLine(): VNode {
  const { source, text, show } = useView();
  const { say } = useEditor();
  const { run } = source.head;
  const device = deviceName(run.device);
  const model = modelWords(text, run.model);
  return (
    <p>
      {device === undefined ? model : text.t('app.model', { model, device })}{' '}
      <button type="button" class="more" onClick={() => show('tagger')}>
        {say('tagger.about')}
      </button>
    </p>
  );
}
