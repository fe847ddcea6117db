import type { RawCommit } from '../domain/commit.ts';
import { identityId } from '../domain/ids.ts';
import type { SlimCommit } from '../domain/slim.ts';
import { parseAuthor } from '../mine/git/authors.ts';
import type { Normalized } from '../normalize/commit.ts';

const REVIEW = /^(?:reviewed|acked|tested)-by$/i;

/** What is kept of a commit whoever wrote it: who, when, which files; no text. */
export function slimOf(raw: RawCommit, { contribution, noise }: Normalized): SlimCommit {
  const created = contribution.files.filter(({ status }) => status === 'A').map(({ path }) => path);
  const reviewers = raw.trailers.flatMap(({ key, value }) => {
    const person = REVIEW.test(key) ? parseAuthor(value) : undefined;
    return person ? [identityId(person.name, person.email)] : [];
  });
  const whole = noise.filter(({ path }) => path === undefined).map(({ reason }) => reason);
  return {
    id: contribution.id,
    sha: raw.sha,
    repo: contribution.repo,
    at: contribution.at,
    author: contribution.author,
    paths: contribution.files.map(({ path }) => path),
    ...(created.length > 0 ? { created } : {}),
    ...(reviewers.length > 0 ? { reviewers: [...new Set(reviewers)] } : {}),
    ...(raw.lines === 'counted' ? { lines: contribution.files.map(({ added, deleted }) => [added, deleted] as const) } : {}),
    ...(contribution.reverts === undefined ? {} : { reverts: contribution.reverts }),
    ...(whole.length > 0 ? { noise: whole } : {}),
  };
}
