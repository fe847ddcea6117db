import type { VNode } from 'preact';
import type { Missing, Reconciliation } from '../../domain/reconciliation.ts';
import type { Text } from '../strings/text.ts';
import { useView } from '../ui/context.ts';
import { WebLink } from '../ui/prose.tsx';

/** Why a code host counts another number of pull requests, each reason with the host's own search for it. */
export function Reconciled({ told }: { told: Reconciliation }): VNode {
  const { text } = useView();
  const { host, login, found, counted, url, groups, beside } = told;
  return (
    <section class="reconciled">
      <h3>{text.t('reconciled.title', { host })}</h3>
      <p>
        <WebLink url={url}>{text.t('reconciled.lead', { n: found, counted: text.num(counted), host, login })}</WebLink>
        {groups.length > 0 && text.t('reconciled.others')}
      </p>
      <ul>
        {groups.map((group) => (
          <li key={group.why}>
            <span class="nums">{text.num(group.n)}</span> <WebLink url={group.url}>{whyOf(group.why, group.n, text)}</WebLink>
          </li>
        ))}
      </ul>
      {beside > 0 && <p class="quiet">{text.t('reconciled.beside', { n: beside, host })}</p>}
    </section>
  );
}

function whyOf(why: Missing, n: number, text: Text): string {
  if (why === 'unexplained') return text.t(n < 0 ? 'reconciled.more' : 'reconciled.unexplained');
  return why === 'other-period' || why === 'not-selected' ? text.t(`reconciled.${why}`) : text.t(`reason.${why}`);
}
