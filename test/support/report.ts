// Writes a report of a made-up snapshot with the view as it is now.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readReportAssets, renderReport } from '../../src/export/html.ts';
import type { Snapshot } from '../../src/protocol/snapshot.ts';

const root = path.resolve(import.meta.dirname, '../..');
export const viewFolder = path.join(root, 'dist/view');

/** Builds the view's bundles; throws with esbuild's words where that fails. */
export function buildView(): void {
  const run = spawnSync(process.execPath, [path.join(root, 'esbuild.mjs'), '--only', 'view'], { cwd: root, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`The view does not build:\n${run.stderr}`);
}

/** A temporary folder of reports. */
export class Reports {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'track-record-view-'));

  /** Writes `<name>.html` and answers its address. */
  async write(name: string, snapshot: Snapshot): Promise<string> {
    const file = path.join(this.folder, `${name}.html`);
    writeFileSync(file, renderReport({ assets: await readReportAssets(viewFolder), snapshot }));
    return pathToFileURL(file).href;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
