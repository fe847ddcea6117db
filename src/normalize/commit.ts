import type { RawCommit } from '../domain/commit.ts';
import type { Contribution, Identity, Noise, NoiseReason, Repo } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import type { FileNoise } from '../domain/file-kind.ts';
import { commitId } from '../domain/ids.ts';
import { creditOf } from './credit.ts';
import { isDeployment } from './deployments.ts';
import { dominant } from './files.ts';
import { LISTED } from './formatting.ts';
import { importReason } from './imports.ts';
import { isMergeMessage } from './merges.ts';
import { revertedPull } from './reverts.ts';
import type { Rules } from './rules.ts';
import { statedOf } from './stated.ts';

export interface Normalized {
  readonly contribution: Contribution;
  /** What the commit alone tells: at most one line for the whole of it, else one a file left out. The rest is `ledger`'s. */
  readonly noise: readonly Noise[];
  /** Everyone with a share, once each. */
  readonly people: readonly Identity[];
}

const QUIET: readonly Noise[] = [];
const REVERTS = /^This reverts (?:commit|merge) ([0-9a-f]{7,64})\b/m;

const numbered = (pull: string | undefined): string | undefined => (pull === undefined ? undefined : `#${pull}`);

/** A commit judged by itself: credit, what it states, what of it is noise. Microseconds each; `rules` remembers across calls. */
export function normalizeCommit(raw: RawCommit, { repo, rules }: { readonly repo: Pick<Repo, 'id'>; readonly rules: Rules }): Normalized {
  const id = commitId(repo.id, raw.sha);
  const { subject, body } = splitMessage(raw.message);
  const { author, credit, people, assistants } = creditOf(raw, rules);
  const stated = statedOf(subject, body);
  const reverts = (body.includes('This reverts ') ? REVERTS.exec(body)?.[1] : undefined) ?? numbered(revertedPull(subject, body));
  const contribution: Contribution = {
    id,
    kind: 'commit',
    repo: repo.id,
    key: raw.sha,
    author: author.id,
    credit,
    at: raw.author.at,
    offset: raw.author.offset,
    landedAt: raw.committer.at,
    subject,
    body,
    messageHash: raw.messageHash,
    trailers: raw.trailers,
    refs: raw.refs,
    parents: raw.parents,
    files: raw.files,
    lines: raw.lines,
    ...(stated && { stated }),
    assistants,
    ...(reverts !== undefined && { reverts }),
    orphan: false,
  };
  const delegated = credit[0]?.role === 'co-author';
  const whole = wholeReason(raw, subject, delegated ? undefined : rules.bot(author), rules);
  return { contribution, noise: whole ? [{ contribution: id, ...whole }] : fileNoise(id, raw, rules), people };
}

/** Subject: the first line as written. Body: the rest, without the blank lines around it. */
export function splitMessage(message: string): { readonly subject: string; readonly body: string } {
  const text = message.trim();
  const end = text.indexOf('\n');
  return end < 0 ? { subject: text, body: '' } : { subject: text.slice(0, end).trimEnd(), body: text.slice(end + 1).trim() };
}

type Reason = { readonly reason: NoiseReason; readonly detail: string };

/** Why the whole commit counts for nothing, in the order of `PRECEDENCE` in ledger.ts. */
function wholeReason(raw: RawCommit, subject: string, bot: string | undefined, rules: Rules): Reason | undefined {
  if (bot !== undefined) return { reason: 'bot', detail: bot };
  if (raw.files.length === 0) {
    if (raw.parents.length > 1) return { reason: 'merge', detail: detailOf('merge', { n: raw.parents.length }) };
    if (raw.lines !== 'missing') return { reason: 'empty', detail: detailOf('empty') };
    // Which files it changes is not known here; at a shallow clone's end not even which parents it has.
    return isMergeMessage(subject) ? { reason: 'merge', detail: detailOf('merge-subject') } : undefined;
  }
  const imported = importReason(raw, subject);
  if (imported !== undefined) return { reason: 'import', detail: imported };
  if (isDeployment(subject)) return { reason: 'generated', detail: detailOf('deployment') };
  return rules.ignoreRevs.has(raw.sha) ? { reason: 'formatting', detail: LISTED } : undefined;
}

/** What of a change's files counts for nothing; all of them together are one line. */
export function fileNoise(id: string, raw: Pick<RawCommit, 'files'>, rules: Rules): readonly Noise[] {
  let found: (FileNoise | undefined)[] | undefined;
  let left = 0;
  for (let i = 0; i < raw.files.length; i++) {
    const noise = rules.file(raw.files[i]?.path ?? '');
    if (noise === undefined) continue;
    (found ??= [])[i] = noise;
    left++;
  }
  if (found === undefined) return QUIET;
  if (left === raw.files.length) {
    const main = dominant(raw.files, found);
    if (!main) return QUIET;
    const detail = left === 1 ? main.detail : detailOf('all-files', { why: main.detail, n: left });
    return [{ contribution: id, reason: main.reason, detail }];
  }
  return raw.files.flatMap((file, i) => {
    const noise = found[i];
    return noise ? [{ contribution: id, path: file.path, ...noise }] : [];
  });
}
