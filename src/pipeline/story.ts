import { assessScope } from '../assess/assess.ts';
import { footprintOf } from '../assess/footprint.ts';
import type { AssessInput } from '../assess/input.ts';
import type { Rubric } from '../assess/rubric.ts';
import type { OwnLabels } from '../classify/own/labels-file.ts';
import { scopeOf } from '../assess/scope.ts';
import { suggestScope } from '../assess/suggestions/suggest.ts';
import type { Assessment, Suggestion, Theme } from '../domain/assessment.ts';
import type { Person, Repo } from '../domain/contribution.ts';
import type { Audience, ClaimEdit, Draft, Locale } from '../domain/draft.ts';
import { withoutClaim } from '../domain/claims.ts';
import type { ContributionId, RepoId } from '../domain/ids.ts';
import { inPeriod } from '../domain/measure-logs.ts';
import type { Reconciliation } from '../domain/reconciliation.ts';
import type { SlimCommit } from '../domain/slim.ts';
import { counts, isChange, isIssue, type OwnDimension, type OwnTag, type Tagged } from '../domain/tags.ts';
import type { Period } from '../domain/time.ts';
import { draftOf } from '../draft/draft.ts';
import { withEdits } from '../draft/edits.ts';
import type { DraftInput } from '../draft/input.ts';
import { commitUrl, issueUrl, pullUrl } from '../normalize/links.ts';
import { unpushedIn } from './unpushed.ts';
import type { Store } from '../store/store.ts';
import { themed, withComments } from '../themes/reviews.ts';
import { findThemes } from '../themes/themes.ts';
import type { Pipeline } from './open.ts';
import { ownDimensions, ownTagsOf } from './own.ts';
import { periodBefore } from './period.ts';
import { reconciled } from './reconcile.ts';
import type { Run } from './run.ts';

/** Everything read and computed for one person and period. */
export interface Story {
  readonly person: Person;
  readonly period: Period;
  readonly previous?: Period;
  readonly repos: readonly Repo[];
  /** Work logs with entries of theirs: those tell of the person, wherever they worked. */
  readonly logs: readonly Repo[];
  /** All of the person's contributions in the period, newest first, noise and orphans included. */
  readonly work: readonly Tagged[];
  /** The same as it is counted and told: without what a message claims and its change does not show, and without days outside the period. */
  readonly judged: readonly Tagged[];
  /** As `judged`, of the period before. */
  readonly before: readonly Tagged[];
  /** Dimensions beside ours, and what contributions are in them. */
  readonly dimensions: readonly OwnDimension[];
  readonly own: ReadonlyMap<ContributionId, readonly OwnTag[]>;
  /** Why code hosts count other numbers of pull requests. */
  readonly reconciled: readonly Reconciliation[];
  readonly assessment: Assessment;
  readonly themes: readonly Theme[];
  readonly suggestions: readonly Suggestion[];
  /** As the user has made it. */
  readonly draft: Draft;
  /** As it is generated, and from what: enough to edit it again. */
  readonly drafted: { readonly generated: Draft; readonly input: DraftInput };
  readonly locale: Locale;
  readonly revision: number;
  readonly generatedAt: number;
  /** Web address of a contribution, where the host is known. */
  readonly urlOf: (item: Tagged) => string | undefined;
  /** Whether it is in a clone alone. */
  readonly isUnpushed: (item: Tagged) => boolean;
}

export interface StoryRequest {
  readonly repos: readonly Repo[];
  readonly person: Person;
  readonly period: Period;
  readonly rubric: Rubric;
  readonly labels?: OwnLabels | undefined;
  readonly audience?: Audience;
  readonly run: Run;
}

/** READ: what the store knows of one person and period, assessed and drafted. Pure but for the store's reads. */
export async function readStory(pipeline: Pipeline, request: StoryRequest): Promise<Story> {
  const { store, ctx, options, tagger } = pipeline;
  const { repos, person, period, rubric, labels, run, audience = 'self' } = request;
  const { locale } = options;
  // Read before what it tells of: another thread may write meanwhile, and then this is not of its revision.
  const revision = store.revision();
  const previous = periodBefore(period);
  const identities = person.identities.map(({ id }) => id);
  const logs = store.logs(identities);
  const ids = repos.map(({ id }) => id);
  const places = [...ids, ...logs.map(({ id }) => id)];
  const read = (of: Period): Tagged[] => {
    const comments = store.query({ identities, period: of, repos: ids, kinds: ['review_comment'], family: 'category' });
    const categories = new Map(comments.flatMap(({ id, tag }) => (tag ? [[id, tag] as const] : [])));
    return store.query({ identities, period: of, repos: places }).map((item) => {
      const category = categories.get(item.id);
      return category ? { ...item, category } : item;
    });
  };
  const work = read(period);
  const judged = work.map(judgedIn(period));
  const before = previous ? read(previous).map(judgedIn(previous)) : [];
  const dimensions = await ownDimensions(pipeline, labels);
  const own = ownTagsOf(store, work, dimensions);
  const isUnpushed = unpushedIn(store, repos);
  const urlOf = urlsOf(repos, isUnpushed);
  const counted = work.filter((item) => counts(item) && isChange(item));
  const { encoderHash } = await tagger.identity();
  const input: AssessInput = {
    person,
    period,
    previous,
    now: ctx.now(),
    work: judged,
    before,
    earlier: footprintOf(store.queryEach({ identities, repos: ids, order: 'oldest' })),
    others: everyone(store, ids),
    rubric,
    locale,
    audience,
    urlOf,
  };
  const { assessment, suggestions, themes } = await run.stage('assess').time(() => {
    const scope = scopeOf(input);
    return {
      assessment: assessScope(input, scope),
      suggestions: suggestScope(input, scope),
      themes: themesOf(store, work.filter(counts), encoderHash, locale),
    };
  });
  run.stage('assess').count(work.length, assessment.dimensions.length + suggestions.length + themes.length);
  const draftInput: DraftInput = {
    person,
    period,
    previous,
    now: ctx.now(),
    audience,
    locale,
    work: judged,
    themes,
    assessment,
    suggestions,
    repoNames: new Map([...repos, ...logs].map(({ id, name }) => [id, name])),
    people: store.identities().map(({ name }) => name),
    urlOf,
  };
  const { generated, draft } = await run.stage('draft').time(async () => {
    const generated = await draftOf(draftInput);
    return { generated, draft: withEdits(generated, editsOf(store, ids, draftInput), draftInput) };
  });
  run.stage('draft').count(
    counted.length,
    draft.sections.reduce((n, section) => n + section.claims.length, 0),
  );
  if (draft.refused.length > 0) run.stage('draft').skip('claim-refused', draft.refused.length);
  return {
    person,
    period,
    ...(previous ? { previous } : {}),
    repos,
    logs,
    work,
    judged,
    before,
    dimensions,
    own,
    reconciled: reconciled(store, { repos, person, period }),
    assessment,
    themes,
    suggestions,
    draft,
    drafted: { generated, input: draftInput },
    locale,
    revision,
    generatedAt: ctx.now(),
    urlOf,
    isUnpushed,
  };
}

const judgedIn =
  (period: Period) =>
  (item: Tagged): Tagged =>
    inPeriod(withoutClaim(item), period);

/** The same story at a later revision, since when the user has edited its draft and nothing else has changed. */
export function redraft(store: Store, story: Story, revision: number): Story {
  const { generated, input } = story.drafted;
  return {
    ...story,
    revision,
    draft: withEdits(
      generated,
      editsOf(
        store,
        story.repos.map(({ id }) => id),
        input,
      ),
      input,
    ),
  };
}

const editsOf = (store: Store, repos: readonly RepoId[], { person, period, audience, locale }: DraftInput): readonly ClaimEdit[] =>
  store.edits({ persons: person.identities.map(({ id }) => id), repos, period: period.name, audience, locale });

function themesOf(store: Store, counted: readonly Tagged[], encoder: string, locale: Locale): readonly Theme[] {
  const vectors = new Map<string, Float32Array>();
  const items = themed(counted);
  const ids = items.map(({ id }) => id);
  for (const { contribution, vector } of store.embeddings(encoder, ids)) vectors.set(contribution, Float32Array.from(vector));
  const themes = findThemes(
    items.map((contribution) => {
      const embedding = vectors.get(contribution.id);
      return { contribution, ...(embedding ? { embedding } : {}) };
    }),
    { locale },
  );
  return withComments(themes, counted);
}

/** Links by repository; none to what its host has not seen. */
export function urlsOf(
  repos: readonly Repo[],
  isUnpushed: ReturnType<typeof unpushedIn>,
): (item: Pick<Tagged, 'repo' | 'kind' | 'key' | 'host'> & Partial<Pick<Tagged, 'noise'>>) => string | undefined {
  const byId = new Map(repos.map((repo) => [repo.id, repo]));
  return (item) => {
    // An entry leads where it says it does.
    if (item.host?.kind === 'work_log') return item.host.link;
    const repo = byId.get(item.repo);
    if (!repo || isUnpushed(item)) return undefined;
    return item.kind === 'commit' ? commitUrl(repo, item.key) : isIssue(item) ? issueUrl(repo, item.key) : pullUrl(repo, item.key);
  };
}

/** Slim commits of several repositories in time order, bots' left out; one chunk of each in memory. */
function* everyone(store: Store, repos: readonly string[]): Generator<SlimCommit> {
  const heads = repos.flatMap((repo) => {
    const rows = store.slim(repo);
    const first = rows.next();
    return first.done === true ? [] : [{ rows, next: first.value }];
  });
  while (heads.length > 0) {
    let oldest = 0;
    for (let i = 1; i < heads.length; i++) if ((heads[i]?.next.at ?? 0) < (heads[oldest]?.next.at ?? 0)) oldest = i;
    const head = heads[oldest];
    if (!head) return;
    if (!head.next.noise?.includes('bot')) yield head.next;
    const following = head.rows.next();
    if (following.done === true) heads.splice(oldest, 1);
    else head.next = following.value;
  }
}
