import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { contributionsCsv } from '../export/csv.ts';
import { readReportAssets, renderReport } from '../export/html.ts';
import { contributionLines } from '../export/jsonl.ts';
import { selfAssessment } from '../export/markdown.ts';
import { snapshotOf } from '../pipeline/snapshot.ts';
import type { Run } from '../pipeline/run.ts';
import type { Story } from '../pipeline/story.ts';
import { type Command, request, type ScopeOptions, story, withPipeline } from './session.ts';
import { type Settings, userPath } from './settings.ts';
import { say } from './terminal.ts';

const FORMATS = ['md', 'html', 'json', 'jsonl', 'csv'] as const;

export interface ExportOptions extends ScopeOptions {
  readonly format: (typeof FORMATS)[number];
  readonly out?: string;
}

/** What is known of a person's work, in one of five formats, on standard output or in a file. */
export async function exportCommand(command: Command, options: ExportOptions): Promise<void> {
  await withPipeline(command, async (pipeline, run) => {
    const told = await story(pipeline, run, request(options));
    pipeline.store.audit('export', told.person.id, `${options.format}, ${told.period.name}`);
    const text = await rendered(options.format, told, run, command.settings);
    if (options.out === undefined) process.stdout.write(text);
    else {
      await writeFile(userPath(options.out), text);
      say(`Wrote ${userPath(options.out)}`);
    }
  });
}

async function rendered(format: ExportOptions['format'], told: Story, run: Run, settings: Settings): Promise<string> {
  const snapshot = () => snapshotOf(told, run.report(settings.version));
  switch (format) {
    case 'md':
      return selfAssessment(told);
    case 'html':
      return renderReport({ assets: await readReportAssets(path.join(settings.distDir, 'view')), snapshot: snapshot() });
    case 'json':
      return `${JSON.stringify(snapshot(), null, 2)}\n`;
    case 'jsonl':
      return contributionLines(told);
    case 'csv':
      return contributionsCsv(told.work, told.urlOf);
  }
}
