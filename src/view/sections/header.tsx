import type { VNode } from 'preact';
import { deviceName } from '../../domain/device.ts';
import { hasBounds } from '../../domain/time.ts';
import type { Period } from '../../domain/time.ts';
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
  // One without a name of its own is told as the period itself is.
  const bounds = (of: Period): string | undefined =>
    /^\d{4}-\d{2}-\d{2}/.test(of.name) && hasBounds(of) ? `${text.date(of.from)} – ${text.date(of.to - 1)}` : undefined;
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
          {previous && (
            <span class="quiet">{text.t('app.compared', { period: bounds(previous) ?? periodTitle(previous.name, locale) })}</span>
          )}
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
        {tools ? (
          <tools.TaggerLine />
        ) : (
          <p>{device === undefined ? text.t('app.model.only', { model }) : text.t('app.model', { model, device })}</p>
        )}
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
