import type { FileChange } from '../../domain/commit.ts';
import type { Context } from '../../util/context.ts';
import { DiffTree, type DiffTreeOptions } from './difftree.ts';
import { missingBlobs, withoutTrees } from './objects.ts';
import type { DiffRecord } from './parse.ts';
import type { Repository } from './repository.ts';

/** A commit's files against its first parent. */
export interface CommitDiff {
  readonly sha: string;
  readonly files: readonly FileChange[];
  /** Why its files (`names`) or their lines (`lines`) are not known: `object-missing`, `shallow-boundary`, `git-failed`. */
  readonly missing?: string;
  /** `words` only: files in which nothing but white space changed. */
  readonly whitespace?: readonly string[];
}

const NOTHING = { files: [], blobs: [], uncounted: [] } as const;

/** Diffs of commits as they are asked for, whatever is missing: shallow boundaries, partial clones, damaged objects. */
export class Diffs {
  readonly #repository: Repository;
  readonly #options: DiffTreeOptions;
  readonly #ctx: Context;
  readonly #tree: DiffTree;
  #names: Diffs | undefined;
  /** Look first whether all objects are there: slower, but a git that dies at every commit would be slower still. */
  #careful: boolean;

  constructor(repository: Repository, options: DiffTreeOptions, ctx: Context) {
    this.#repository = repository;
    this.#options = options;
    this.#ctx = ctx;
    this.#tree = new DiffTree(repository, options, ctx);
    this.#careful = repository.partial;
  }

  /** One for each sha; those that miss something may come first. Several reads may be under way. */
  async read(shas: readonly string[]): Promise<readonly CommitDiff[]> {
    const records = await this.#records(shas);
    return records.map(({ sha, files, uncounted, missing }) => ({
      sha,
      files,
      ...(missing !== undefined && { missing }),
      ...(this.#options.of === 'words' && { whitespace: uncounted }),
    }));
  }

  close(): void {
    this.#tree.close();
    this.#names?.close();
  }

  async #records(shas: readonly string[]): Promise<readonly (DiffRecord & { readonly missing?: string })[]> {
    const { shallow } = this.#repository;
    const boundary = shas.filter((sha) => shallow.has(sha)).map((sha) => ({ sha, ...NOTHING, missing: 'shallow-boundary' }));
    let asked = boundary.length === 0 ? shas : shas.filter((sha) => !shallow.has(sha));
    const careful = this.#careful ? await this.#incomplete(asked) : [];
    if (careful.length > 0) {
      const left = new Set(careful.map(({ sha }) => sha));
      asked = asked.filter((sha) => !left.has(sha));
    }
    return [...boundary, ...careful, ...(await this.#ask(asked))];
  }

  /** Those of `shas` git would die on. */
  async #incomplete(shas: readonly string[]): Promise<readonly (DiffRecord & { readonly missing: string })[]> {
    if (this.#options.of === 'names') {
      const treeless = await withoutTrees(this.#repository, shas, this.#ctx);
      return [...treeless].map((sha) => ({ sha, ...NOTHING, missing: 'object-missing' }));
    }
    this.#names ??= this.#blobNames();
    const records = await this.#names.#records(shas);
    const gone = await missingBlobs(
      this.#repository,
      records.flatMap(({ blobs }) => blobs),
      this.#ctx,
    );
    return records.flatMap((record) => {
      const missing = record.missing ?? (record.blobs.some((blob) => gone.has(blob)) ? 'object-missing' : undefined);
      return missing === undefined ? [] : [{ ...record, missing }];
    });
  }

  #blobNames(): Diffs {
    const names = new Diffs(this.#repository, { ...this.#options, of: 'names', blobs: true }, this.#ctx);
    names.#careful = true;
    return names;
  }

  async #ask(shas: readonly string[]): Promise<readonly (DiffRecord & { readonly missing?: string })[]> {
    const records: (DiffRecord & { readonly missing?: string })[] = [];
    let left = shas;
    let single = false;
    while (left.length > 0) {
      const [now, later] = single ? [left.slice(0, 1), left.slice(1)] : [left, []];
      const answer = await this.#tree.request(now);
      for (const record of answer.records) records.push(record);
      if (answer.failed !== undefined) {
        const { sha, error } = answer.failed;
        this.#careful = true;
        this.#ctx.log.debug('a commit git died on', { sha, reason: error.reason, stderr: error.stderr.slice(0, 200) });
        records.push({ sha, ...NOTHING, missing: error.reason });
      }
      single ||= answer.killed === true;
      left = later.length === 0 ? answer.left : [...answer.left, ...later];
    }
    return records;
  }
}
