import type { CommitSpec } from '../support/repos.ts';

/** A history of edits to some thousand files by 300 authors, for fast-import: what benchmarks read where no repository is given. */
export function* history(commits: number): Generator<CommitSpec> {
  for (let n = 0; n < commits; n++) {
    const who = { name: `Author ${n % 300}`, email: `author-${n % 300}@example.com`, at: 1_200_000_000 + n * 600 };
    const file = `src/part-${n % 97}/file-${n % 1201}.c`;
    yield {
      message: `part-${n % 97}: step ${n}\n\nBecause step ${n} needs it.`,
      author: who,
      files: { [file]: `${`line ${n % 13}\n`.repeat(40 + (n % 60))}${n}\n` },
    };
  }
}
