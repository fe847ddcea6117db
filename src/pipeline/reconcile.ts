import type { Person, Repo } from '../domain/contribution.ts';
import type { Reconciliation } from '../domain/reconciliation.ts';
import { accountKey } from '../domain/ids.ts';
import type { Period } from '../domain/time.ts';
import { openedPages } from '../mine/host/hosts.ts';
import { reconcile } from '../normalize/reconcile.ts';
import type { Store } from '../store/store.ts';
import type { Mark } from '../store/write.ts';

/** Where in the store it lies what a host counts of an account. */
export const countsOf = (host: string, login: string): string => `pull requests counted at ${host} of ${login}`;

interface Counted {
  /** Of the host. */
  readonly kind: string;
  readonly from: number;
  readonly to: number;
  readonly here: number;
  readonly everywhere: number;
}

export const countMark = ({ kind, from, to, here, everywhere }: Counted): Mark => ({
  kind,
  period: `${from} ${to}`,
  here: String(here),
  everywhere: String(everywhere),
});

/** Why the hosts' own counts are others, as far as they were asked for this very period when its work was read last. */
export function reconciled(
  store: Store,
  { repos, person, period }: { readonly repos: readonly Repo[]; readonly person: Person; readonly period: Period },
): readonly Reconciliation[] {
  const hosts = [...new Set(repos.map(({ id }) => id.split('/')[0] ?? ''))];
  const loginsAt = (host: string) =>
    new Set(person.identities.flatMap((one) => (one.login !== undefined && one.host === host ? [one.login.toLowerCase()] : [])));
  return hosts.flatMap((host) =>
    [...loginsAt(host)].flatMap((login) => {
      const asked = repos.flatMap(({ id }) => {
        const mark = id.startsWith(`${host}/`) ? store.watermark(id, countsOf(host, login), person.id) : undefined;
        return mark?.['period'] === `${period.from} ${period.to}` ? [{ id, mark }] : [];
      });
      // One that was not read with the others has an older count: the rest would be of fewer than none.
      const everywhere = Math.max(0, ...asked.map(({ mark }) => Number(mark['everywhere'])));
      const pageOf = openedPages(asked[0]?.mark['kind']);
      if (everywhere === 0 || !pageOf) return [];
      const own = new Set(person.identities.filter((one) => accountKey(one) === `${host}/${login}`).map(({ id }) => id));
      const here = new Map(asked.map(({ id, mark }) => [id.slice(host.length + 1), Number(mark['here'])]));
      const pulls = store.query({
        identities: person.identities.map(({ id }) => id),
        repos: asked.map(({ id }) => id),
        kinds: ['pull_request'],
      });
      const places = [...here.keys()];
      return [
        reconcile(
          { host, login, everywhere, here },
          {
            pulls,
            period,
            isOwn: ({ author }) => own.has(author),
            pageOf: (narrowed) => pageOf(host, { login, period, places, ...narrowed }),
          },
        ),
      ];
    }),
  );
}
