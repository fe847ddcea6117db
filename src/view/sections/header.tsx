import type { VNode } from 'preact';
import { deviceName } from '../../domain/device.ts';
import { hasBounds } from '../../domain/time.ts';
import { periodTitle } from '../../domain/period-title.ts';
import { useView } from '../ui/context.ts';
import { modelWords } from '../ui/model.ts';
import { Disclosure, WebLink } from '../ui/prose.tsx';

const NAMED = 4;

/** Whose record this is, for which period, from which repositories. */
export function Header(): VNode {
  const { source, text, tools } = useView();
  const { person, period, previous, repos, generatedAt, run, locale, days } = source.head;
  const [first, last] = hasBounds(period)
    ? [text.date(period.from), text.date(period.to - 1)]
    : [days[0], days.at(-1)].map((day) => (day ? text.day(day.date) : undefined));
  const range = first && last ? `${first} – ${last}` : '';
  const named = repos.slice(0, NAMED);
  const device = deviceName(run.device);
  const model = modelWords(text, run.model);
  return (
    <header class="head">
      <div>
        <p class="product">{text.t('app.title')}</p>
        <h1>
          <bdi>{person.name}</bdi>
        </h1>
        <p class="period">
          <bdi>{periodTitle(period.name, locale)}</bdi> <span class="quiet">{range}</span>
          {previous && <span class="quiet">{text.t('app.compared', { period: periodTitle(previous.name, locale) })}</span>}
        </p>
        {tools && <tools.HeaderActions />}
      </div>
      <div class="origin quiet">
        <p>
          {repos.length > NAMED
            ? text.t('app.repos', { n: repos.length })
            : named.map((repo, i) => (
                <span key={repo.id}>
                  {i > 0 && ' · '}
                  <WebLink url={repo.web}>
                    <bdi>{repo.name}</bdi>
                  </WebLink>
                </span>
              ))}
        </p>
        <p>{text.t('app.generated', { date: text.dateTime(generatedAt) })}</p>
        {tools ? <tools.TaggerLine /> : <p>{device === undefined ? model : text.t('app.model', { model, device })}</p>}
        {run.warnings.length > 0 && (
          <Disclosure summary={text.t('app.warnings', { n: run.warnings.length })}>
            {() => (
              <ul>
                {run.warnings.map((warning, i) => (
                  <li key={i}>{warning}</li>
                ))}
              </ul>
            )}
          </Disclosure>
        )}
      </div>
    </header>
  );
}
