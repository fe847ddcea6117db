import type { ContributionId } from '../domain/ids.ts';
import type { Period } from '../domain/time.ts';
import { locate, periodOf, reposOf } from '../pipeline/load.ts';
import type { Pipeline } from '../pipeline/open.ts';
import { resolvePeriod } from '../pipeline/period.ts';
import { Run } from '../pipeline/run.ts';
import type { Story } from '../protocol/rpc.ts';
import { untilAborted } from '../util/abort.ts';
import {
  decisionsOf,
  editsOf,
  filterOf,
  isSame,
  type LoadedStory,
  load,
  type Stamp,
  stampNow,
  storyKey,
  type Themes,
  type Whose,
} from './kept.ts';
import { loadRequest } from './story.ts';
import type { WorkThread } from './thread/client.ts';

/** A story's contributions: whose, where and when, as the store is asked for them. */
export interface Place extends Whose {
  readonly period: Period;
  readonly filter: ReturnType<typeof filterOf>;
}

/** A story as it was assessed last. */
export interface Taken extends LoadedStory {
  readonly key: string;
  readonly themeOf: (id: ContributionId) => string | undefined;
}

/** The stories that are shown: where their rows are, and what was last assessed of them. */
export class Stories {
  readonly #pipeline: () => Pipeline;
  readonly #work: () => WorkThread;
  readonly #whose = new Map<string, Promise<Whose>>();
  readonly #underWay = new Map<string, Promise<Taken>>();
  /** Whether people and repositories were forgotten: then those that were kept will not do. */
  #isForgotten = false;
  #taken: Taken | undefined;
  /** Between these revisions drafts were edited, and nothing else was done. */
  #edits = { since: -1, until: -1 };
  #took = 0;

  constructor(pipeline: () => Pipeline, work: () => WorkThread) {
    this.#pipeline = pipeline;
    this.#work = work;
  }

  /** How long the last assessment took, ms. */
  get took(): number {
    return this.#took;
  }

  /** Where a story's rows are. Who it is and in which repositories is looked for once, until `forget`. */
  async place(story: Story, signal: AbortSignal): Promise<Place> {
    const pipeline = this.#pipeline();
    const { person, repos } = await untilAborted(this.#whoseOf(story), signal);
    const request = loadRequest(pipeline, story);
    const { now } = pipeline.ctx;
    const asked = resolvePeriod(request.period, now(), pipeline.options.zone);
    const period = periodOf(pipeline, { person, asked }, request, new Run(now));
    return { person, repos, period, filter: filterOf(pipeline, { person, repos, period }) };
  }

  /** Repositories and people may have changed. */
  forget(): void {
    this.#whose.clear();
    this.#isForgotten = true;
  }

  /**
   * The story as it is assessed now: computed once for each state of the store, and kept in it.
   * @param old what was assessed last will do, if there is any.
   */
  async story(story: Story, signal: AbortSignal, old = false): Promise<Taken> {
    const known = this.taken(story);
    if (known && old && known.edits === editsOf(this.#pipeline(), { ...known, period: known.head.period })) return known;
    const whose = await untilAborted(this.#whoseOf(story), signal);
    const stamp = await stampNow(this.#pipeline(), story, whose);
    if (known && isSame(known.stamp, stamp)) return known;
    const job = JSON.stringify([storyKey(story), stamp]);
    let underWay = this.#underWay.get(job);
    if (!underWay) {
      underWay = this.#assess(story, stamp, known).finally(() => this.#underWay.delete(job));
      this.#underWay.set(job, underWay);
    }
    return untilAborted(underWay, signal);
  }

  /** The story as it was assessed last, were it out of date. */
  taken(story: Story): Taken | undefined {
    const key = storyKey(story);
    if (this.#taken?.key === key) return this.#taken;
    const kept = load(this.#pipeline(), story);
    if (kept) this.#taken = takenOf(key, kept);
    return kept && this.#taken;
  }

  /** Notes that an edit of a draft brought the store from one revision to the next. */
  edited(from: number, to: number): void {
    this.#edits = { since: this.#edits.until === from ? this.#edits.since : from, until: to };
  }

  /** Not cancelled with the request that began it: others wait for the same, and it is kept. */
  async #assess(story: Story, stamp: Stamp, known: Taken | undefined): Promise<Taken> {
    const call = { signal: new AbortController().signal, progress: () => {} };
    const { since, until } = this.#edits;
    if (known && until === stamp.revision && known.stamp.revision >= since && isSame({ ...known.stamp, revision: until }, stamp)) {
      const { draft, revision, edits } = await this.#work().request('redraft', { ...story, since, until }, call);
      return (this.#taken = { ...known, edits, stamp: { ...stamp, revision }, head: { ...known.head, draft, revision } });
    }
    const started = performance.now();
    const kept = await this.#work().request('head', story, call);
    this.#took = performance.now() - started;
    return (this.#taken = takenOf(storyKey(story), { ...kept, themes: () => kept.themes }));
  }

  #whoseOf(story: Story): Promise<Whose> {
    const pipeline = this.#pipeline();
    const decisions = decisionsOf(pipeline);
    const key = JSON.stringify([storyKey(story), decisions]);
    const known = this.#whose.get(key);
    if (known) return known;
    const kept = this.#isForgotten ? undefined : this.taken(story);
    const found = kept?.decisions === decisions ? Promise.resolve(kept) : look(pipeline, story);
    this.#whose.set(key, found);
    found.catch(() => this.#whose.delete(key));
    return found;
  }
}

async function look(pipeline: Pipeline, story: Story): Promise<Whose> {
  const located = await locate(pipeline, loadRequest(pipeline, story), new Run(pipeline.ctx.now));
  return { person: located.chosen.person, repos: reposOf(pipeline, located) };
}

function takenOf(key: string, kept: LoadedStory): Taken {
  let [themes, themeOf]: [Themes?, Map<ContributionId, string>?] = [];
  const all = (): Themes => (themes ??= kept.themes());
  return {
    ...kept,
    key,
    themes: all,
    themeOf: (id) => {
      const known = kept.newest[id];
      return known === undefined ? (themeOf ??= byMember(all())).get(id) : (known ?? undefined);
    },
  };
}

function byMember(themes: Themes): Map<ContributionId, string> {
  const themeOf = new Map<ContributionId, string>();
  for (const [theme, members] of Object.entries(themes)) for (const id of members) themeOf.set(id, theme);
  return themeOf;
}
