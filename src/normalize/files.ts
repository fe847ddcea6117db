import { fileNoise } from '../domain/file-kind.ts';
import type { FileNoise } from '../domain/file-kind.ts';
import type { FileChange } from '../domain/commit.ts';

/** What .gitattributes says of a path; absent: nothing. The values git's `check-attr` gives: set or `true`, unset or `false`. */
export interface Attributes {
  readonly generated?: boolean | undefined;
  readonly vendored?: boolean | undefined;
  readonly documentation?: boolean | undefined;
}

/** A map of paths, or `attributesOf` over the repository's .gitattributes files. */
export interface AttributeLookup {
  get(path: string): Attributes | undefined;
}

/** Why a file counts for nothing: .gitattributes first, in either direction, then the table of names. */
export function noiseOfFile(path: string, attributes: AttributeLookup | undefined): FileNoise | undefined {
  const given = attributes?.get(path);
  if (given?.generated) return { reason: 'generated', detail: '.gitattributes: linguist-generated' };
  if (given?.vendored) return { reason: 'vendored', detail: '.gitattributes: linguist-vendored' };
  const noise = fileNoise(path);
  if (noise === undefined || given === undefined) return noise;
  const kept = noise.reason === 'vendored' ? given.vendored === false : given.generated === false;
  return kept ? undefined : noise;
}

/** Of all the reasons why files were left out, the one most of the work has: lines where they are counted, else files; ties by path order. */
export function dominant(files: readonly FileChange[], noise: readonly (FileNoise | undefined)[]): FileNoise | undefined {
  const weights = new Map<FileNoise['reason'], number>();
  files.forEach((file, i) => {
    const reason = noise[i]?.reason;
    if (reason !== undefined) weights.set(reason, (weights.get(reason) ?? 0) + 1 + (file.added ?? 0) + (file.deleted ?? 0));
  });
  let best: FileNoise['reason'] | undefined;
  for (const [reason, weight] of weights) if (best === undefined || weight > (weights.get(best) ?? 0)) best = reason;
  return noise.find((n) => n !== undefined && n.reason === best);
}
