import { locate, periodOf, readLocated } from '../../pipeline/load.ts';
import type { Pipeline } from '../../pipeline/open.ts';
import { Run } from '../../pipeline/run.ts';
import { typeModel } from '../../pipeline/own.ts';
import { snapshotOf } from '../../pipeline/snapshot.ts';
import { redraft as draftAgain, type Story as Told } from '../../pipeline/story.ts';
import type { Story } from '../../protocol/rpc.ts';
import type { Snapshot, SnapshotHead } from '../../protocol/snapshot.ts';
import type { Logger } from '../../util/context.ts';
import { decisionsOf, editsOf, filterOf, type KeptStory, load, save, stampNow } from '../kept.ts';
import { loadRequest } from '../story.ts';
import { cutDraft, cutSuggestions } from './cut.ts';
import type { WorkMethods } from './protocol.ts';
import type { WorkHandlers } from './serve.ts';

/** How long a story is kept after its draft was last edited, ms: while somebody writes, only the draft is made again. */
const KEPT = 10 * 60_000;

/** Rows of the table's first page, and more. */
const NEWEST = 200;

let kept: { readonly key: string; readonly told: Told; readonly timer: NodeJS.Timeout } | undefined;

/** Assesses what the store knows and keeps it there: nothing is mined. */
export const head: WorkHandlers['head'] = async (story, call, pipeline) => {
  const run = new Run(call.now, call.progress);
  const decisions = decisionsOf(pipeline);
  const told = await read(story, pipeline, run);
  if (kept) keep(story, told);
  const model = await typeModel(pipeline);
  const snapshot = snapshotOf(told, { device: run.device, model, warnings: [...pipeline.notes, ...run.warnings] }, 'none');
  const { person, repos, period } = told;
  const putBackCounts = pipeline.store.putBackCounts({
    identities: person.identities.map(({ id }) => id),
    repos: repos.map(({ id }) => id),
    period,
  });
  const filter = { ...filterOf(pipeline, told), noise: 'counted' as const };
  const total = pipeline.store.count(filter);
  const newest = new Set(pipeline.store.query({ ...filter, limit: NEWEST }).map(({ id }) => id));
  const themed = told.themes.flatMap(({ id, contributions }) =>
    contributions.flatMap((one) => (newest.has(one) ? [[one, id] as const] : [])),
  );
  const assessed: KeptStory = {
    stamp: { ...(await stampNow(pipeline, story, told)), revision: told.revision },
    head: { ...headOf(snapshot), putBackCounts },
    person,
    repos,
    decisions,
    edits: editsIn(told, pipeline),
    themes: Object.fromEntries(told.themes.map(({ id, contributions }) => [id, contributions])),
    newest: { ...Object.fromEntries([...newest].map((id) => [id, null])), ...Object.fromEntries(themed) },
    ...(pipeline.store.revision() === told.revision ? { total } : {}),
  };
  // Without it the next start is slow, and no more.
  await save(pipeline, story, assessed).catch((error: unknown) => call.log.warn('the assessment was not kept', { error: String(error) }));
  return assessed;
};

export const redraft: WorkHandlers['redraft'] = async ({ since, until, ...story }, call, pipeline) => {
  const { store } = pipeline;
  const same =
    kept?.key === JSON.stringify(story) && kept.told.revision >= since && kept.told.revision <= until && store.revision() === until;
  const told = same && kept ? draftAgain(store, kept.told, until) : await read(story, pipeline, new Run(call.now, call.progress));
  keep(story, told);
  const drafted = { draft: cutDraft(told.draft), revision: told.revision, edits: editsIn(told, pipeline) };
  saveLater(pipeline, story, { since, ...drafted }, call.log);
  return drafted;
};

/** Ms without an edit before the edited draft is kept for the next start: not with every word. */
const REST = 2000;
let saving: NodeJS.Timeout | undefined;

function saveLater(
  pipeline: Pipeline,
  story: Story,
  { since, edits, ...drafted }: WorkMethods['redraft']['reply'] & { readonly since: number },
  log: Logger,
): void {
  clearTimeout(saving);
  const later = async (): Promise<void> => {
    const before = load(pipeline, story);
    if (!before || before.stamp.revision < since) return;
    const { revision } = drafted;
    const [stamp, told] = [
      { ...before.stamp, revision },
      { ...before.head, ...drafted },
    ];
    await save(pipeline, story, { ...before, edits, stamp, head: told, themes: before.themes() });
  };
  // Without it the next start shows the draft as it was, until it has been assessed anew.
  const failed = (error: unknown): void => log.warn('the edited draft was not kept', { error: String(error) });
  saving = setTimeout(() => void later().catch(failed), REST).unref();
}

/** The edits that are in its draft; where one was saved meanwhile, none that anything equals. */
const editsIn = (told: Told, pipeline: Pipeline): string => (pipeline.store.revision() === told.revision ? editsOf(pipeline, told) : '');

async function read(story: Story, pipeline: Pipeline, run: Run): Promise<Told> {
  const request = loadRequest(pipeline, story);
  const located = await locate(pipeline, request, run);
  const { asked, chosen } = located;
  return readLocated(pipeline, located, periodOf(pipeline, { person: chosen.person, asked }, request, run), { run });
}

function keep(story: Story, told: Told): void {
  if (kept) clearTimeout(kept.timer);
  const timer = setTimeout(() => (kept = undefined), KEPT).unref();
  kept = { key: JSON.stringify(story), told, timer };
}

/** The snapshot without what is paged. */
function headOf(snapshot: Snapshot): SnapshotHead {
  const { rows: _, noise, themes, ...rest } = snapshot;
  const byReason = Map.groupBy(noise, ({ reason }) => reason);
  return {
    ...rest,
    draft: cutDraft(rest.draft),
    suggestions: cutSuggestions(rest.suggestions),
    themes: themes.map(({ contributions, ...theme }) => ({ ...theme, count: contributions.length })),
    noiseCounts: Object.fromEntries([...byReason].map(([reason, lines]) => [reason, lines.length])),
  };
}
