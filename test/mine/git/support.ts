import type { TestContext } from 'node:test';
import assert from 'node:assert/strict';
import type { RawCommit } from '../../../src/domain/commit.ts';
import { countLines, type LineCount } from '../../../src/mine/git/lines.ts';
import { mineLog, type LogSelection } from '../../../src/mine/git/log.ts';
import { openRepository, type OpenOptions, type Repository } from '../../../src/mine/git/repository.ts';
import { silent, type Context } from '../../../src/util/context.ts';
import { cleanEnvironment, scratch } from '../../support/repos.ts';

export const context = (signal?: AbortSignal): Context => ({ now: Date.now, log: silent, ...(signal && { signal }) });

/** Opens a repository as a user with an empty home would. */
export async function open(t: TestContext, folder: string, options: OpenOptions = {}): Promise<Repository> {
  const opened = await openRepository(folder, context(), { env: cleanEnvironment(scratch(t)), ...options });
  assert.ok(opened.ok, opened.ok ? '' : opened.error.message);
  return opened.value;
}

export async function readLog(repository: Repository, selection: LogSelection = {}): Promise<RawCommit[]> {
  return all(mineLog(repository, selection, context()));
}

/** Counts by sha. */
export async function readLines(repository: Repository, shas: readonly string[]): Promise<Map<string, LineCount>> {
  const counts = await all(countLines(repository, shas, {}, context()));
  return new Map(counts.map((count) => [count.sha, count]));
}

export async function all<T>(batches: AsyncIterable<readonly T[]>): Promise<T[]> {
  const items: T[] = [];
  for await (const batch of batches) items.push(...batch);
  return items;
}
