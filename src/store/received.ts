import { CONTRIBUTION_KINDS, type Contribution, type Identity } from '../domain/contribution.ts';
import type { ContributionId, IdentityId } from '../domain/ids.ts';
import type { Core } from './core.ts';
import { rowsById, rowsOf } from './lookup.ts';
import { contributionsOf } from './query.ts';
import { identityOf, type IdentityRow } from './read.ts';

/** Places of the kinds in CONTRIBUTION_KINDS. */
export const REVIEWS = (['review', 'review_comment'] as const).map((kind) => CONTRIBUTION_KINDS.indexOf(kind));

/** A review, or a comment of one, and whose it is. */
export interface Received extends Contribution {
  readonly by: Identity;
}

/**
 * Reviews of these pull requests that their opener, `recipient`, was given, and their comments, oldest first; no program's. However they came to
 * be stored: as somebody's work, or for whom they were given to.
 */
export function received(core: Core, pulls: readonly ContributionId[], recipient: readonly IdentityId[]): Received[] {
  const found = core.db.all<IdentityRow & { readonly row: number }>({
    sql: `SELECT c.id AS row, i.uid, i.name, i.email, i.login, i.host FROM json_each(?1) j CROSS JOIN contribution p ON p.id = j.value
        JOIN repo r ON r.id = p.repo JOIN detail d ON d.contribution = p.id
        CROSS JOIN json_each('["review", "review_comment"]') k CROSS JOIN contribution c ON c.repo = p.repo AND c.full > 0
          AND c.uid BETWEEN k.value || ':' || r.uid || '#' || d.key || '/' AND k.value || ':' || r.uid || '#' || d.key || '0'
        JOIN identity i ON i.id = c.author
      WHERE c.author NOT IN (${rowsOf('?2')}) AND NOT EXISTS (SELECT 1 FROM noise n WHERE n.contribution = c.id AND n.path = '')
      ORDER BY c.at, c.id`,
    parameters: [JSON.stringify([...rowsById(core, pulls).values()]), JSON.stringify(recipient)],
  });
  const items = contributionsOf(
    core,
    found.map(({ row }) => row),
  );
  const theirs = new Set(recipient);
  return items.flatMap((item, at) => {
    const by = found[at];
    const of = item.host && 'of' in item.host ? item.host.of : undefined;
    return by && of !== undefined && theirs.has(of) ? [{ ...item, by: identityOf(by) }] : [];
  });
}
