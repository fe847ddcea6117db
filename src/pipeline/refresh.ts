import type { Person } from '../domain/contribution.ts';
import type { Period } from '../domain/time.ts';
import type { Repository } from '../mine/git/repository.ts';
import { judgeLogs, loggedBy } from './doubts.ts';
import { judge } from './judge.ts';
import { countPendingLines } from './lines.ts';
import { mineRepository, type Whose } from './mine.ts';
import type { Hosts } from '../mine/host/hosts.ts';
import type { Pipeline } from './open.ts';
import { asNamed, asStored, type HostedRepo, type Owner, storedOf, withoutClones } from './places.ts';
import { minePulls } from './pulls.ts';
import type { Run } from './run.ts';
import type { OwnLabels } from '../classify/own/labels-file.ts';
import { tagOwn } from './own.ts';
import { tagPending } from './tagger.ts';

export interface RefreshRequest {
  readonly repositories: readonly Repository[];
  readonly whose: Whose;
  readonly branch?: string | undefined;
  /** What is looked at closely (whole diffs for the noise ledger, tags): the period and the one before it. */
  readonly periods: readonly Period[];
  /** Leave contributions without tags. */
  readonly untagged?: boolean;
  /** Also ask the repositories' code hosts; without it nothing goes to the network. */
  readonly hosts?: Hosts | undefined;
  /** Repositories without a clone, to ask them of too. */
  readonly places?: readonly HostedRepo[] | undefined;
  /** Owners of repositories, to look through for what else there is of the person. */
  readonly owners?: readonly Owner[] | undefined;
  /** Of the user's own. */
  readonly labels?: OwnLabels | undefined;
  readonly run: Run;
}

/**
 * WRITE: mine, normalise, store, count lines, judge noise, tag. Each step does only what is not done yet.
 * @returns whose it is, with the accounts that a code host told.
 */
export async function refresh<W extends Whose>(pipeline: Pipeline, request: RefreshRequest & { readonly whose: W }): Promise<W> {
  const { store, ctx } = pipeline;
  const { places, owners, branch, run, periods, hosts } = request;
  for (const repository of request.repositories) {
    await mineRepository({ store, repository, whose: request.whose, branch, run, ctx });
    await countPendingLines({ store, repository, whose: request.whose, run, ctx });
  }
  const whose = hosts
    ? await minePulls(pipeline, { hosts, repositories: request.repositories, places, owners, whose: request.whose, periods, run })
    : request.whose;
  const repositories = asNamed(store, request.repositories);
  if (whose !== 'everyone') {
    const beside = withoutClones([...asStored(store, places ?? []), ...storedOf(store, owners ?? [])], repositories);
    await judge(pipeline, { repositories, beside, person: whose, periods, run });
    judgeLogs(store, loggedBy(store, whose));
  }
  if (!request.untagged) {
    const scope = whose === 'everyone' ? {} : { identities: whose.identities, periods };
    await tagPending(pipeline, scope, run);
    await tagOwn(pipeline, { ...scope, labels: request.labels }, run);
  }
  await run.stage('store').time(() => store.indexPending());
  return whose;
}

/** Logs that somebody's work was read by somebody else's act. */
export function auditReading({ store }: Pipeline, act: string, subject: Person | 'everyone', detail: string): void {
  store.audit(act, subject === 'everyone' ? 'everyone' : subject.id, detail);
}
