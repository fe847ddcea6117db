import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Contribution } from '../../src/domain/contribution.ts';
import type { SlimCommit } from '../../src/domain/slim.ts';
import { openStore } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';
import { ADA, commit, KEY, REPO, sha, slimCommit, START, tag } from '../store/support.ts';

/** One measurement: the median wall time, the processor time beside it (other work on the machine shows in their difference), and the limit. */
export interface Figure {
  readonly name: string;
  readonly milliseconds: number;
  readonly cpu: number;
  readonly limit?: number;
}

const WORDS =
  'parser store query index cache branch merge review config editor window message stream worker token model draft evidence'.split(' ');
const text = (n: number, words: number): string => Array.from({ length: words }, (_, i) => WORDS[(n * 7 + i * i) % WORDS.length]).join(' ');
const MINUTE = 60_000;

/** As a long history has them: three files a commit out of some thousands, 900 authors. */
const slimOf = (n: number): SlimCommit =>
  slimCommit(n, {
    at: START + n * MINUTE,
    author: `Author ${n % 900} <author-${n % 900}@example.com>`,
    paths: [`Documentation/technical/file-${n % 997}.txt`, `builtin/some-command-${n % 333}.c`, `t/t${n % 5000}-test-name.sh`],
    created: n % 5 === 0 ? [`t/t${n % 5000}-test-name.sh`] : [],
    lines: [
      [n % 40, n % 7],
      [10, 20],
      [100, 2],
    ],
    reviewers: n % 10 === 0 ? [ADA] : [],
  });

const fullOf = (n: number): Contribution =>
  commit(n, {
    at: START + n * MINUTE,
    subject: `${WORDS[n % WORDS.length]}: ${text(n, 6)}`,
    body: text(n, 60),
    files: [0, 1, 2].map((i) => ({
      path: `src/${WORDS[(n + i) % WORDS.length]}/file-${(n * 3 + i) % 2000}.ts`,
      status: 'M' as const,
      added: n % 50,
      deleted: i,
    })),
  });

/** Times `work` some times; `before` makes each start alike. */
function measure<T>(name: string, work: (given: T) => unknown, options: { times?: number; before: () => T; limit?: number }): Figure {
  const runs = Array.from({ length: options.times ?? 5 }, () => {
    const given = options.before();
    const cpu = process.cpuUsage();
    const start = performance.now();
    work(given);
    const milliseconds = performance.now() - start;
    const { user, system } = process.cpuUsage(cpu);
    return { milliseconds, cpu: (user + system) / 1000 };
  });
  const median = runs.sort((a, b) => a.milliseconds - b.milliseconds)[Math.floor(runs.length / 2)] ?? { milliseconds: 0, cpu: 0 };
  return { name, ...median, ...(options.limit === undefined ? {} : { limit: options.limit }) };
}

/** What the store must do in which time, on made-up histories; `told` hears of each figure as it is taken. */
export function benchStore(folder: string, told: (figure: Figure) => void = () => {}): Figure[] {
  let made = 0;
  const opened: Store[] = [];
  const create = (): Store => {
    const { store } = openStore({ path: path.join(folder, `${made++}.db`), key: KEY });
    opened.push(store);
    return store;
  };
  const slim = Array.from({ length: 82_000 }, (_, n) => slimOf(n));
  const full5 = Array.from({ length: 5000 }, (_, n) => fullOf(n));
  const batches = <T>(list: readonly T[], size: number): T[][] =>
    Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

  const writeSlim = (store: Store): void => batches(slim, 4000).forEach((part) => store.writeBatch({ repo: REPO, slim: part }));
  const figures: Figure[] = [];
  const take = (figure: Figure): void => {
    figures.push(figure);
    told(figure);
  };
  take(measure('insert 82,000 slim commits with 3 files each', writeSlim, { times: 3, before: create, limit: 2000 }));
  take(
    measure(
      'insert 5,000 full contributions with their text index',
      (store) => {
        store.writeBatch({ repo: REPO, contributions: full5 });
        store.indexPending();
      },
      { times: 3, before: create },
    ),
  );

  // A user's store: 82,000 slim, 5,000 of them in full.
  const big = create();
  writeSlim(big);
  big.writeBatch({ repo: REPO, contributions: full5, watermark: { location: '/clone', mark: { main: sha(1) } } });
  const bigPath = path.join(folder, `${made - 1}.db`);
  take(measure('read 82,000 slim commits', () => [...big.slim(REPO.id)].length, { before: () => big }));
  take(measure('write 82,000 slim commits again', () => writeSlim(big), { times: 1, before: () => big }));
  big.close();
  take(
    measure(
      'open and answer that nothing is new',
      () => {
        const { store } = openStore({ path: bigPath, key: KEY });
        store.watermark(REPO.id, '/clone');
        store.revision();
        store.close();
      },
      { times: 11, before: () => undefined, limit: 40 },
    ),
  );

  // The panel's: 50,000 in full.
  const wide = create();
  for (const part of batches(
    Array.from({ length: 50_000 }, (_, n) => n),
    5000,
  )) {
    const contributions = part.map(fullOf);
    wide.writeBatch({ repo: REPO, contributions });
    wide.saveTags(contributions.map((of, n) => ({ of, tag: tag(['feat', 'fix', 'docs', 'chore'][n % 4] ?? 'feat') })));
  }
  const mine = { identities: [ADA], noise: 'counted' as const, limit: 100 };
  const before = (): Store => wide;
  take(measure('first page of 50,000', (store) => store.query(mine), { times: 21, before, limit: 20 }));
  take(measure('first page of 50,000, by type', (store) => store.query({ ...mine, types: ['docs'] }), { times: 21, before, limit: 20 }));
  take(
    measure('first page of 50,000, largest first', (store) => store.query({ ...mine, order: 'largest' }), { times: 21, before, limit: 20 }),
  );
  take(measure('last page of 50,000', (store) => store.query({ ...mine, offset: 49_900 }), { times: 21, before, limit: 20 }));
  take(measure('count of 50,000, by type', (store) => store.count({ ...mine, types: ['docs'] }), { times: 21, before, limit: 20 }));
  take(measure('search in 50,000, rare', (store) => store.query({ ...mine, text: 'file-1234' }), { times: 21, before, limit: 30 }));
  take(measure('search in 50,000, in every one', (store) => store.query({ ...mine, text: 'ev' }), { times: 21, before, limit: 30 }));
  take(
    measure('search in 50,000, by relevance', (store) => store.query({ ...mine, text: 'parser token', order: 'relevance' }), {
      times: 11,
      before,
    }),
  );
  take(measure('read 5,000 of 50,000 whole', (store) => store.query({ ...mine, limit: 5000 }), { before }));

  const all = Array.from({ length: 50_000 }, (_, n) => fullOf(n));
  const vector = Int8Array.from({ length: 384 }, (_, i) => i - 192);
  take(
    measure(
      'save 50,000 embeddings of 384 bytes',
      () =>
        batches(all, 5000).forEach((part) =>
          wide.saveEmbeddings(
            'encoder',
            part.map(({ id }) => ({ contribution: id, textHash: 'h', vector })),
          ),
        ),
      { times: 1, before },
    ),
  );
  take(measure('read 50,000 embeddings', () => [...wide.embeddings('encoder')].length, { times: 3, before }));
  let head = 0;
  take(
    measure(
      'save 50,000 tags of a new head',
      (model: string) =>
        batches(all, 10_000).forEach((part) =>
          wide.saveTags(
            part.map((of, n) => ({
              of,
              tag: tag(['feat', 'fix', 'docs', 'chore'][n % 4] ?? 'feat', 0.8, { model }),
            })),
          ),
        ),
      { times: 3, before: () => `model-${++head}` },
    ),
  );
  for (const store of opened) store.close();
  take({ name: `(size of the store with 82,000 slim and 5,000 full, MB)`, milliseconds: statSync(bigPath).size / 1e6, cpu: 0 });
  return figures;
}

export const table = (figures: readonly Figure[]): string =>
  figures
    .map(({ name, milliseconds, cpu, limit }) => {
      const verdict = limit === undefined ? '' : milliseconds <= limit ? `  <= ${limit}` : `  TOO SLOW: ${limit} allowed`;
      return `${name.padEnd(58)}${milliseconds.toFixed(1).padStart(9)} ms  (cpu ${cpu.toFixed(1)})${verdict}`;
    })
    .join('\n');

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const folder = mkdtempSync(path.join(tmpdir(), 'track-record-bench-'));
  try {
    console.log(`${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores, Node ${process.version}`);
    benchStore(folder, (figure) => console.log(table([figure])));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
