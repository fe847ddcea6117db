import { openStore } from '../../../src/store/open.ts';
import type { Store } from '../../../src/store/store.ts';
import { ADA, commit, KEY, REPO, slimCommit, tag } from '../../store/support.ts';

/**
 * A process that works on a store until it is done or killed, and says on standard output what it was told is done:
 * `node child.ts write PATH WORKER UNTIL`, `node child.ts read PATH` or `node child.ts promote PATH`.
 */
const [role, path = '', worker = '0', until = '0'] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

export const FULL = 5;
export const SLIM = 40;
export const LABELS = ['feat', 'fix', 'docs', 'perf'];

/** Numbers of the commits of a batch: no two workers write the same, all write the shared one. */
export const numbersOf = (worker: number, batch: number, length: number): number[] =>
  Array.from({ length }, (_, n) => worker * 1_000_000 + batch * 1000 + n);

/** Goes on from the watermark, as a run does: rows and watermark at once, then tags, then now and then what a user does. */
function write(store: Store, worker: number, until: number): void {
  const location = `/worker/${worker}`;
  for (let batch = Number(store.watermark(REPO.id, location)?.['batch'] ?? -1) + 1; batch < until; batch++) {
    // What a kill between the watermark and the tags left untagged comes first.
    tagPending(store, worker);
    const contributions = numbersOf(worker, batch, FULL).map((n) => commit(n));
    const slim = numbersOf(worker, batch, SLIM).map((n) => slimCommit(n + 500, { lines: [[n % 9, 1]] }));
    if (batch % 3 === 0) correct(store, worker, batch, contributions[0]?.id ?? '');
    store.writeBatch({
      repo: REPO,
      contributions,
      slim,
      noise: contributions.slice(1, 2).map(({ id }) => ({ contribution: id, reason: 'duplicate', detail: `of batch ${batch}` })),
      orphans: contributions.slice(2, 3).map(({ key }) => key),
      watermark: { location, mark: { batch: String(batch) } },
    });
    say(`batch ${batch}`);
  }
  tagPending(store, worker);
}

function correct(store: Store, worker: number, batch: number, contribution: string): void {
  store.correct({ contribution, family: 'type', label: LABELS[batch % LABELS.length] ?? 'feat' });
  store.saveEdit(
    { person: ADA, repos: [], period: '2026', audience: 'self', locale: 'en' },
    { claim: `claim-${worker}`, text: `as of batch ${batch}`, base: '', section: { id: 'overview', title: 'Overview' }, cited: [] },
  );
  say(`edit ${batch}`);
}

function tagPending(store: Store, worker: number): void {
  const due = store.untagged({ family: 'type', model: 'model-1' }).filter(({ messageHash }) => ownerOf(messageHash) === worker);
  const tags = due.map((of) => ({ of, tag: tag(LABELS[of.body.length % LABELS.length] ?? 'feat') }));
  if (tags.length > 0) store.saveTags(tags);
}

const ownerOf = (messageHash: string): number => Math.floor(Number(messageHash.replace('hash-', '')) / 1_000_000);

/** Looks on while others write: counts never fall, and no batch is seen in part. */
async function read(store: Store): Promise<void> {
  let before = 0;
  for (;;) {
    const count = store.count({});
    if (count < before || count % FULL !== 0) throw new Error(`${count} after ${before}`);
    before = count;
    store.query({ text: 'change', limit: 20 });
    say(`read ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Offers and promotes one head after another, and takes every third back. */
async function promote(store: Store): Promise<void> {
  for (let n = 0; ; n++) {
    store.offerHead({ hash: `hash-${n}`, learned: [`act-${n}`], file: JSON.stringify({ n, weights: 'w'.repeat(200_000) }) });
    if (!store.promoteHead(`hash-${n}`)) throw new Error(`head ${n} was not promoted`);
    if (n % 3 === 2) store.dropHeads('last');
    say(`head ${n}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

if (role === 'write' || role === 'read' || role === 'promote') {
  say('started');
  const { store } = openStore({ path, key: KEY, timeout: 60_000 });
  say('opened');
  if (role === 'write') write(store, Number(worker), Number(until));
  else if (role === 'promote') await promote(store);
  else await read(store);
  store.close();
  say('done');
}
