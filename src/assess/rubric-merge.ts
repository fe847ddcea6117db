import { createHash } from 'node:crypto';
import { defined } from '../util/defined.ts';
import { nearest } from '../util/nearest.ts';
import type { Path } from '../util/yaml.ts';
import type { DimensionFile, RubricFile, SignalFile } from './rubric-schema.ts';
import type { SayFault } from './rubric-words.ts';
import type { Rubric, RubricDimension, RubricSignal } from './rubric.ts';

export interface Reporting {
  readonly report: (path: Path, message: string) => void;
  /** In whose language faults are told. */
  readonly say: SayFault;
}

/** The rubric a file asks for; `base` is the default, absent while the default itself is read. Faults go to `report`. */
export function mergeRubric(file: RubricFile, base: Rubric | undefined, reporting: Reporting): Rubric {
  const { report, say } = reporting;
  const catalogue = new Map((base?.dimensions ?? []).flatMap((d) => d.signals.map((s) => [s.id, s] as const)));
  const inherited = file.extends ? (base?.dimensions ?? []) : [];
  const removed = new Set(file.remove);
  file.remove?.forEach((id, i) => {
    if (!inherited.some((d) => d.id === id))
      report(
        ['remove', i],
        unknown(
          say,
          'dimension',
          id,
          inherited.map((d) => d.id),
        ),
      );
  });
  const merged = new Map(inherited.filter((d) => !removed.has(d.id)).map((d) => [d.id, d]));
  const seen = new Set<string>();
  file.dimensions?.forEach((written, i) => {
    const at: Path = ['dimensions', i];
    if (seen.has(written.id)) report([...at, 'id'], say('dimension-twice', { id: written.id }));
    seen.add(written.id);
    const made = dimensionOf(written, merged.get(written.id), { ...reporting, catalogue, at, known: inherited.map((d) => d.id) });
    if (made) merged.set(written.id, made);
  });
  const dimensions = [...merged.values()];
  if (dimensions.length === 0) report([], say('no-dimension'));
  const rubric = {
    name: file.name ?? (file.extends ? 'Edited default' : 'Rubric'),
    overall: file.overall ?? false,
    coverage: file.coverage ?? base?.coverage ?? 0,
    scale: file.scale ?? base?.scale ?? [],
    dimensions,
  };
  return { ...rubric, hash: createHash('sha256').update(JSON.stringify(rubric)).digest('hex') };
}

interface Merging extends Reporting {
  readonly catalogue: ReadonlyMap<string, RubricSignal>;
  readonly at: Path;
  readonly known: readonly string[];
}

function dimensionOf(written: DimensionFile, base: RubricDimension | undefined, merging: Merging): RubricDimension | undefined {
  const { at, report, say, known } = merging;
  const removed = new Set(written.remove);
  written.remove?.forEach((id, i) => {
    const there = base?.signals.map((s) => s.id) ?? [];
    if (!there.includes(id)) report([...at, 'remove', i], unknown(say, 'signal', id, there));
  });
  const signals = new Map((base?.signals ?? []).filter((s) => !removed.has(s.id)).map((s) => [s.id, s]));
  const seen = new Set<string>();
  written.signals?.forEach((signal, i) => {
    const path: Path = [...at, 'signals', i];
    if (seen.has(signal.id)) report([...path, 'id'], say('signal-twice', { id: signal.id }));
    seen.add(signal.id);
    const made = signalOf(signal, { ...merging, at: path });
    if (made) signals.set(signal.id, made);
  });
  if (signals.size === 0) {
    const near = base ? undefined : nearest(written.id, known);
    report([...at, 'id'], near ? say('no-signals-near', { id: written.id, near }) : say('no-signals', { id: written.id }));
    return undefined;
  }
  return {
    id: written.id,
    title: written.title ?? base?.title ?? written.id,
    weight: written.weight ?? base?.weight ?? 1,
    signals: [...signals.values()],
  };
}

function signalOf(written: SignalFile, { catalogue, at, report, say }: Merging): RubricSignal | undefined {
  const base = catalogue.get(written.id);
  if (!base && catalogue.size > 0) {
    report([...at, 'id'], unknown(say, 'signal', written.id, [...catalogue.keys()]));
    return undefined;
  }
  if (base && written.unit && written.unit !== base.unit) {
    report([...at, 'unit'], say('unit', { id: written.id, is: base.unit, written: written.unit }));
  }
  const { title, formula, reason, unit, levels, minimum } = { ...base, ...defined(written) };
  if (!title || !formula || !reason || !unit || !levels || !minimum) {
    report(at, say('incomplete', { id: written.id }));
    return undefined;
  }
  const { id, source = base?.source, weight = base?.weight ?? 1, days = base?.days } = written;
  return { id, title, formula, reason, source, unit, weight, levels, minimum, days };
}

function unknown(say: SayFault, what: 'dimension' | 'signal', written: string, known: readonly string[]): string {
  const id = JSON.stringify(written);
  const near = nearest(written, known);
  if (near) return say(`${what}-near`, { id, near });
  return known.length > 0 ? say(`${what}-known`, { id, known: known.join(', ') }) : say(what, { id });
}
