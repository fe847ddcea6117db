import * as v from 'valibot';
import type { View } from '../classify/features.ts';
import type { TagInput } from '../classify/input.ts';
import { TrackRecordError } from '../domain/result.ts';
import type { Tag, TagFamily } from '../domain/tags.ts';
import { majority, typeByPaths } from '../learn/baselines/rules.ts';
import { report } from '../learn/evaluate/report.ts';
import type { Report } from '../learn/evaluate/report.ts';
import type { Pipeline } from './open.ts';
import { tagAll } from './tag-all.ts';
import { parseTagRequest } from './tagger.ts';

/** A contribution whose label is known. */
export interface LabelledInput {
  readonly input: TagInput;
  readonly label: string;
  /** What is drawn again for the intervals: its repository, where it says one. */
  readonly group: string | undefined;
}

const labelled = v.object({ label: v.string(), repo: v.exactOptional(v.string()), group: v.exactOptional(v.string()) });

/** One line of what `evaluate` reads: as `tag` does, with a `label`. What the message states is not looked at. Throws TrackRecordError `bad-line`. */
export function parseLabelled(text: string, line: number): LabelledInput {
  const { stated: _, ...input } = parseTagRequest(text, line);
  const result = v.safeParse(labelled, JSON.parse(text));
  if (!result.success) {
    const [issue] = result.issues;
    throw new TrackRecordError('bad-line', `Line ${line} of the input: ${v.getDotPath(issue) ?? 'object'}: ${issue.message}`);
  }
  const { label, repo, group } = result.output;
  return { input, label, group: group ?? repo };
}

export interface MethodReport extends Report {
  readonly method: string;
  /** Of the tags that are not `unsure`: their share, and how many of them are right. */
  readonly shown?: { readonly coverage: number; readonly precision: number };
}

export interface Evaluation {
  readonly family: TagFamily;
  readonly labels: readonly string[];
  /** Each method on the same examples; the tagger as it is used is the last. */
  readonly methods: readonly MethodReport[];
  /** Labels the model does not tell apart, with how many examples had them: left out. */
  readonly unknown: Readonly<Record<string, number>>;
}

const VIEWS: readonly (readonly [string, View])[] = [
  ['tagger, text alone', 'text'],
  ['tagger, paths alone', 'paths'],
  ['tagger', 'both'],
];

/**
 * How often the tagger is right on labelled contributions, beside what needs no model: one evaluation for each set of labels its heads tell apart.
 * Held in memory: some hundred thousand are no trouble.
 */
export async function evaluate(pipeline: Pipeline, given: readonly LabelledInput[]): Promise<Evaluation[]> {
  const byView = new Map<View, Tag[][]>();
  for (const [, view] of VIEWS) {
    const tags: Tag[][] = [];
    for await (const line of tagAll(pipeline, asStream(given), { view })) tags.push(Object.values(line.tags));
    byView.set(view, tags);
  }
  const tagOf = (view: View, i: number, family: TagFamily): Tag | undefined => byView.get(view)?.[i]?.find((tag) => tag.family === family);
  const sets = new Map<string, { readonly family: TagFamily; readonly labels: readonly string[]; readonly indices: number[] }>();
  for (const i of given.keys()) {
    for (const { family, scores } of byView.get('both')?.[i] ?? []) {
      const labels = Object.keys(scores);
      const key = `${family} ${labels.join()}`;
      const set = sets.get(key) ?? { family, labels, indices: [] };
      sets.set(key, set);
      set.indices.push(i);
    }
  }
  return [...sets.values()].map(({ family, labels, indices }) => {
    const known = indices.filter((i) => labels.includes(given[i]?.label ?? ''));
    const unknown: Record<string, number> = {};
    for (const i of indices) {
      const label = given[i]?.label ?? '';
      if (!labels.includes(label)) unknown[label] = (unknown[label] ?? 0) + 1;
    }
    const truth = known.map((i) => labels.indexOf(given[i]?.label ?? ''));
    const method = (
      name: string,
      made: readonly { readonly label: string; readonly p?: number; readonly unsure?: boolean }[],
    ): MethodReport => {
      const outcomes = made.map(({ label, p }, k) => ({
        truth: truth[k] ?? -1,
        predicted: labels.indexOf(label),
        // An example without a group is one of its own.
        group: given[known[k] ?? -1]?.group ?? `#${k}`,
        ...(p === undefined ? {} : { p }),
      }));
      const sure = [...made.keys()].filter((k) => made[k]?.unsure === false);
      const right = sure.filter((k) => outcomes[k]?.predicted === truth[k]).length;
      const shown = { coverage: sure.length / Math.max(1, made.length), precision: right / Math.max(1, sure.length) };
      return { method: name, ...report(outcomes, labels), ...(made.some(({ unsure }) => unsure !== undefined) ? { shown } : {}) };
    };
    const most = labels[majority(truth)] ?? '';
    const rules = known.map((i) => ({ label: typeByPaths(given[i]?.input.files ?? []) }));
    const methods = [
      method(
        'the most frequent label',
        known.map(() => ({ label: most })),
      ),
      ...(rules.every(({ label }) => labels.includes(label)) ? [method('path rules', rules)] : []),
      ...VIEWS.map(([name, view]) =>
        method(
          name,
          known.flatMap((i) => tagOf(view, i, family) ?? []),
        ),
      ),
    ];
    return { family, labels, methods, unknown };
  });
}

async function* asStream(given: readonly LabelledInput[]) {
  for (const { input } of given) yield input;
}
