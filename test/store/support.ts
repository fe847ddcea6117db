import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Contribution, Repo } from '../../src/domain/contribution.ts';
import { commitId, identityId } from '../../src/domain/ids.ts';
import type { SlimCommit } from '../../src/domain/slim.ts';
import type { Tag } from '../../src/domain/tags.ts';
import { openStore, type StoreOptions } from '../../src/store/open.ts';
import type { Store } from '../../src/store/store.ts';

export const KEY = 'a key for tests, 32 characters..';
export const REPO: Repo = { id: 'example.com/team/app', name: 'team/app', path: '/home/ada/app', web: 'https://example.com/team/app' };
export const ADA = identityId('Ada Example', 'ada@example.com');
export const BEN = identityId('Ben Example', 'ben@example.com');
export const DAY = 86_400_000;
export const START = Date.UTC(2026, 0, 1);

/** A sha for a number, well spread as real ones are. */
export function sha(n: number): string {
  let x = Math.imul(n + 1, 0x9e37_79b1);
  let text = '';
  for (let i = 0; i < 5; i++) {
    x = Math.imul(x ^ (x >>> 15), 0x85eb_ca6b) + n;
    text += (x >>> 0).toString(16).padStart(8, '0');
  }
  return text;
}

export function commit(n: number, over: Partial<Contribution> = {}): Contribution {
  const repo = over.repo ?? REPO.id;
  const key = over.key ?? sha(n);
  const author = over.author ?? ADA;
  return {
    id: commitId(repo, key),
    kind: 'commit',
    repo,
    key,
    author,
    credit: [{ identity: author, role: 'author', share: 1 }],
    at: START + n * DAY,
    offset: 60,
    landedAt: START + n * DAY + 1000,
    subject: `fix: change number ${n}`,
    body: `Body of change ${n}.`,
    messageHash: `hash-${n}`,
    trailers: [],
    refs: [],
    parents: n === 0 ? [] : [sha(n - 1)],
    files: [{ path: `src/file-${n}.ts`, status: 'M', added: n, deleted: 1 }],
    lines: 'counted',
    assistants: [],
    orphan: false,
    ...over,
  };
}

export function slimCommit(n: number, over: Partial<SlimCommit> = {}): SlimCommit {
  const key = over.sha ?? sha(n);
  return { id: commitId(REPO.id, key), sha: key, repo: REPO.id, at: START + n * DAY, author: BEN, paths: [`src/file-${n}.ts`], ...over };
}

export const tag = (label: string, p = 0.9, over: Partial<Tag> = {}): Tag => ({
  family: 'type',
  label,
  p,
  unsure: false,
  scores: { feat: 0, fix: 0, docs: 0, [label]: p },
  model: 'model-1',
  ...over,
});

interface After {
  after: (work: () => void) => void;
}

/** A folder that goes after the test. */
export function folder(t: After): string {
  const made = mkdtempSync(path.join(tmpdir(), 'track-record-store-'));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

/** A store of its own, gone after the test. */
export function fresh(t: After, over: Partial<StoreOptions> = {}): { store: Store; path: string } {
  const file = path.join(folder(t), 'store.db');
  return { store: open(t, file, over), path: file };
}

/** Opens a store that is closed after the test. */
export function open(t: After, file: string, over: Partial<StoreOptions> = {}): Store {
  const { store } = openStore({ path: file, key: KEY, ...over });
  t.after(() => store.close());
  return store;
}
