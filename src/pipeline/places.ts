import type { Repo } from '../domain/contribution.ts';
import type { Locale } from '../domain/draft.ts';
import { TrackRecordError } from '../domain/result.ts';
import { ownServer } from '../mine/host/access.ts';
import { messageTable, sayer } from '../util/messages.ts';

/** What a code host is asked of: a clone, or a repository that there is no clone of. */
export type HostedRepo = Pick<Repo, 'id' | 'name' | 'path' | 'remote'>;

export const MESSAGES = messageTable({
  en: { 'bad-place': '"{name}" is no repository of a code host. Write it as OWNER/NAME, or as HOST/OWNER/NAME.' },
  'zh-cn': { 'bad-place': '“{name}”不是代码托管平台上的仓库。请写作 OWNER/NAME 或 HOST/OWNER/NAME。' },
});

const PLACE = /^(?:([a-z0-9.-]+)\/)?([a-z0-9_-]{1,100})\/([a-z0-9._-]{1,100})$/i;

/** Repositories by the names that users write; without a host, on the one the environment names, else github.com. @throws TrackRecordError `bad-place` */
export function placesOf(
  names: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  locale: Locale,
): readonly HostedRepo[] {
  return names.map((name) => {
    const [, host = ownServer(env), owner, repo] = PLACE.exec(name.trim()) ?? [];
    if (owner === undefined || repo === undefined) throw new TrackRecordError('bad-place', sayer(MESSAGES, locale)('bad-place', { name }));
    const id = `${host.toLowerCase()}/${owner}/${repo}`;
    return { id, name: `${owner}/${repo}`, path: '', remote: `https://${id}` };
  });
}
