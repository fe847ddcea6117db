import type { Mailbox } from '../domain/mailbox.ts';
import { change, type Core } from './core.ts';

/** What code hosts told of the user's own addresses, asked last first. */
export const mailboxes = (core: Core): Mailbox[] =>
  core.db
    .all(core.sql.selectFrom('mailbox').selectAll().orderBy('at', 'desc').orderBy('host').orderBy('login', 'desc').compile())
    .map(({ emails, etag, ...rest }) => ({ ...rest, emails: JSON.parse(emails) as string[], ...(etag !== null && { etag }) }));

/** In place of what was known of the account. That it was asked again and nothing is new is no change: the revision stays. */
export function keepMailbox(core: Core, { host, login, name, emails, etag, token }: Omit<Mailbox, 'at'>): void {
  const list = JSON.stringify(emails);
  const isKnown = mailboxes(core).some(
    (one) => one.host === host && one.login === login && one.name === name && JSON.stringify(one.emails) === list,
  );
  const write = (): void => {
    if (login !== '') core.db.run(`DELETE FROM mailbox WHERE host = ? AND login = ''`, [host]);
    core.db.run('INSERT OR REPLACE INTO mailbox(host, login, name, emails, etag, token, at) VALUES (?, ?, ?, ?, ?, ?, ?)', [
      host,
      login,
      name,
      list,
      etag,
      token,
      core.now(),
    ]);
  };
  if (isKnown || login === '') core.db.transaction(write);
  else change(core, write);
}

/** Of whoever goes. @param who JSON array of identities; their rows are in `temp.them` */
export const forgetMailboxes = ({ db }: Core, who: string): number =>
  db.run(
    `DELETE FROM mailbox WHERE EXISTS (SELECT 1 FROM identity i WHERE i.id IN (SELECT id FROM temp.them) AND i.host = mailbox.host
        AND lower(i.login) = lower(mailbox.login))
      OR EXISTS (SELECT 1 FROM json_each(?) w WHERE substr(w.value, 1, length(mailbox.host || mailbox.login) + 3) = mailbox.host || '/' || mailbox.login || ' <')`,
    [who],
  );
