// Writes a report of a made-up snapshot with the view as it is now.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { readReportAssets, renderReport } from '../../src/export/html.ts';
import type { Snapshot } from '../../src/protocol/snapshot.ts';

export const viewFolder = path.resolve(import.meta.dirname, '../../dist/view');

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
