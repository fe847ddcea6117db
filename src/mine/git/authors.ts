import type { RawCommit } from '../../domain/commit.ts';
import type { Context } from '../../util/context.ts';
import { chooseTips, readRefs, type RefTips } from './refs.ts';
import type { Repository } from './repository.ts';
import { TokenReader } from './tokens.ts';
import { startGit } from './spawn.ts';

export interface Author {
  readonly name: string;
  readonly email: string;
}

/** Whether an author, as written or with .mailmap applied, is the one that is wanted. */
export type AuthorFilter = (author: Author) => boolean;

/** Everyone a commit credits: its author, with .mailmap applied and as written, and its co-authors. */
export function authorsOf(commit: Pick<RawCommit, 'author' | 'trailers'>): readonly Author[] {
  const { author } = commit;
  const all: Author[] = [{ name: author.name, email: author.email }];
  if (author.rawName !== author.name || author.rawEmail !== author.email) all.push({ name: author.rawName, email: author.rawEmail });
  for (const { key, value } of commit.trailers) {
    const person = key.toLowerCase() === 'co-authored-by' ? parseAuthor(value) : undefined;
    if (person !== undefined) all.push(person);
  }
  return all;
}

/** `Name <email>` as in trailers and .mailmap; undefined for anything else. */
export function parseAuthor(text: string): Author | undefined {
  const match = /^([^<]*)<([^>]*)>/.exec(text);
  return match === null ? undefined : { name: (match[1] ?? '').trim(), email: (match[2] ?? '').trim() };
}

/** `WHO` as a user writes it: `Name <email>`, an e-mail, the name, or a login of a no-reply address. Letters' case does not matter. */
export function authorFilter(who: string): AuthorFilter {
  const wanted = who.trim().toLowerCase();
  const pair = parseAuthor(wanted);
  if (pair !== undefined && pair.email !== '') return ({ email }) => email.trim().toLowerCase() === pair.email;
  if (wanted.includes('@')) return ({ email }) => email.trim().toLowerCase() === wanted;
  const noReply = new RegExp(`^(?:\\d+\\+)?${escapeRegExp(wanted)}@users\\.noreply\\.`);
  return ({ name, email }) => name.trim().toLowerCase() === wanted || noReply.test(email.toLowerCase());
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * Who has most commits, .mailmap applied, merges left out, most first. Bots are in it: who is a person is not git's to know.
 * `newest`: look at so many commits only.
 */
export async function topAuthors(
  repository: Repository,
  ctx: Context,
  options: { readonly limit?: number; readonly newest?: number; readonly refs?: RefTips } = {},
): Promise<readonly (Author & { readonly commits: number })[]> {
  const tips = chooseTips(options.refs ?? (await readRefs(repository, ctx)));
  if (tips.length === 0) return [];
  const log = startGit({
    git: repository.git,
    cwd: repository.path,
    args: [
      'log',
      '--stdin',
      '-z',
      '--format=tformat:%aN <%aE>',
      '--encoding=UTF-8',
      '--no-merges',
      ...(options.newest === undefined ? [] : [`--max-count=${options.newest}`]),
      '--',
    ],
    input: `${tips.join('\n')}\n`,
    signal: ctx.signal,
  });
  const counts = new Map<string, number>();
  const tokens = new TokenReader();
  for await (const chunk of log.output) {
    tokens.push(chunk, (token) => {
      const who = token.head.toString('utf8');
      counts.set(who, (counts.get(who) ?? 0) + 1);
    });
  }
  const sorted = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
  return sorted.slice(0, options.limit ?? 20).map(([who, commits]) => {
    const at = who.lastIndexOf(' <');
    return { name: who.slice(0, at), email: who.slice(at + 2, -1), commits };
  });
}
