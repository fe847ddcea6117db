import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { type Attempt, DEVICES } from '../domain/device.ts';
import { cacheFolder } from '../util/folders.ts';
import { modelRuntime } from './devices.ts';
import { identityOf, type Manifest } from './model.ts';

/** What devices were found to do, with what that holds for. */
export interface Findings {
  readonly key: string;
  /** When they were tried, epoch ms. */
  readonly at: number;
  readonly attempts: readonly Attempt[];
}

/** Another model, another runtime, another machine or another system: what was found before says nothing of it. */
export function keyOf(manifest: Manifest, threads: number): string {
  const { encoderHash, changesHash } = identityOf(manifest);
  const processor = os.cpus()[0]?.model ?? '';
  return [encoderHash, changesHash, modelRuntime().version, process.platform, process.arch, os.release(), processor, threads].join(' ');
}

const finding = v.variant('kind', [
  v.object({ kind: v.literal('works'), milliseconds: v.exactOptional(v.number()), over: v.boolean(), agreement: v.number() }),
  v.object({ kind: v.literal('differs'), agreement: v.number() }),
  v.object({ kind: v.literal('failed'), reason: v.string() }),
  v.object({ kind: v.literal('crashed'), how: v.string() }),
  v.object({ kind: v.literal('silent'), seconds: v.number() }),
  v.object({ kind: v.literal('broke'), reason: v.string() }),
  v.object({ kind: v.literal('died'), times: v.number() }),
]);
const schema = v.object({
  key: v.string(),
  at: v.number(),
  attempts: v.array(v.object({ device: v.picklist(DEVICES), precision: v.picklist(['int8', 'float16', 'float32']), finding })),
});

/** Where findings are kept: they hold for the machine. */
export const findingsFile = (env: Readonly<Record<string, string | undefined>>): string => path.join(cacheFolder(env), 'devices.json');

/** What was found before; undefined where there is none, it cannot be read, or it holds for something else. */
export function readFindings(file: string, key: string): Findings | undefined {
  try {
    const found = v.parse(schema, JSON.parse(readFileSync(file, 'utf8')));
    return found.key === key ? found : undefined;
  } catch {
    return undefined;
  }
}

/** Written whole or not at all. Without it the devices are tried again, and no more: a full disk is no reason to fail. */
export function saveFindings(file: string, findings: Findings): void {
  const next = `${file}.${process.pid}.next`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(next, `${JSON.stringify(findings)}\n`, { mode: 0o600 });
    renameSync(next, file);
  } catch {
    try {
      rmSync(next, { force: true });
    } catch {
      // Where it cannot be written it may not be removed either.
    }
  }
}
