import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import type * as v from 'valibot';

/** From the root to a value: keys and places in lists. */
export type Path = readonly (string | number)[];

/** A fault of a file, where it is: lines and columns from 1. */
export interface Fault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/** A YAML file read as data: nothing in it is executed, and aliases cannot make it grow. */
export interface Written {
  readonly document: Document;
  /** What it says; where it cannot be read, `faults` say why. */
  readonly value: unknown;
  /** Of its syntax, in the words of the YAML library. */
  readonly faults: readonly Fault[];
  /** A fault at an offset in the text. */
  readonly faultAt: (offset: number, message: string) => Fault;
}

export function readYaml(text: string): Written {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const faultAt = (offset: number, message: string): Fault => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(1, line), column: Math.max(1, col), message };
  };
  const faults = document.errors.map((error) => faultAt(error.pos[0], error.message));
  if (faults.length > 0) return { document, value: undefined, faults, faultAt };
  try {
    return { document, value: document.toJS({ maxAliasCount: 100 }), faults, faultAt };
  } catch (error) {
    return { document, value: undefined, faults: [faultAt(0, error instanceof Error ? error.message : String(error))], faultAt };
  }
}

/** A union reports itself; what is wrong inside its best-fitting branch says more. */
export function leaves(issue: v.BaseIssue<unknown>): readonly v.BaseIssue<unknown>[] {
  const inner = issue.issues?.filter((i) => (i.path?.length ?? 0) > 0) ?? [];
  return inner.length > 0
    ? inner.flatMap((i) => leaves({ ...i, path: [...(issue.path ?? []), ...(i.path ?? [])] as typeof i.path }))
    : [issue];
}

/** Where an issue is. */
export const pathOf = (issue: v.BaseIssue<unknown>): Path =>
  (issue.path ?? []).map((step) => step.key).filter((key) => typeof key === 'string' || typeof key === 'number');

/** Where the value at `path` (or the nearest that is there) starts in the text. */
export function offsetOf(document: Document, path: Path, part: 'key' | 'value' = 'value'): number {
  if (part === 'key') {
    const parent = document.getIn(path.slice(0, -1), true);
    const items: readonly unknown[] = isNode(parent) && 'items' in parent && Array.isArray(parent.items) ? parent.items : [];
    for (const item of items) {
      if (typeof item !== 'object' || item === null || !('key' in item) || !isNode(item.key)) continue;
      if (String(item.key) === String(path.at(-1))) return item.key.range?.[0] ?? 0;
    }
  }
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** A value as it is shown in a fault. */
export const shown = (value: unknown): string => {
  const json = JSON.stringify(value) ?? String(value);
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
};
