import { fileKind } from '../../domain/file-kind.ts';
import type { FileKind } from '../../domain/file-kind.ts';
import type { TagInput } from '../../classify/input.ts';

/** What a change to files of one kind only is, by the definitions of Zeng et al. (ICSE 2025), and what authors call it nevertheless. */
const ONLY: readonly (readonly [label: string, kinds: ReadonlySet<FileKind>, overrules: ReadonlySet<string>])[] = [
  ['docs', new Set(['docs']), new Set(['feat', 'fix', 'perf', 'refactor', 'test', 'build', 'ci', 'chore'])],
  ['test', new Set(['test']), new Set(['feat', 'fix', 'build', 'chore'])],
  ['ci', new Set(['ci']), new Set(['feat', 'fix', 'perf', 'refactor', 'test', 'docs', 'build', 'chore'])],
];
const PACKAGING: ReadonlySet<FileKind> = new Set(['build', 'lock']);
const DEPENDENCIES = /\b(?:bump|upgrade|update|downgrade|pin|unpin|deps|dependenc(?:y|ies)|lock ?file)\b/i;
const RELEASE =
  /^(?:chore\W*)?(?:release|releasing|publish|cut|prepare|v?\d+\.\d+(?:\.\d+)?|bump (?:the )?version|version bump|update changelog)\b/i;
/** Where files of one kind say nothing sure: what tools write there at a release. */
const RELEASE_FILES = /(?:^|\/)(?:changelog|changes|history|release-?notes|version)[^/]*$/i;

/**
 * The label a change has by the definitions where its files leave no other, and the author's own where they do: authors call a fix of a
 * test `fix`, an updated dependency `chore`, a workflow `build`. Meant for training data; the label given is known, none is invented.
 */
export function byDefinition(label: string, { text, files = [] }: Pick<TagInput, 'text' | 'files'>): string {
  if (files.length === 0) return label;
  const release = RELEASE.test(text) || files.every(([path]) => RELEASE_FILES.test(path));
  if (release) return label;
  const kinds = new Set(files.map(([path]) => fileKind(path)));
  const only = ONLY.find(([, own]) => [...kinds].every((kind) => own.has(kind)));
  if (only) return only[2].has(label) ? only[0] : label;
  const packaging = [...kinds].every((kind) => PACKAGING.has(kind));
  return packaging && DEPENDENCIES.test(text.split('\n', 1)[0] ?? '') && label !== 'style' ? 'build' : label;
}
