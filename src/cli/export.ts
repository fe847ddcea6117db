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

type Format = (typeof FORMATS)[number];

export interface ExportOptions extends ScopeOptions {
  readonly format: Format;
  readonly out?: string;
}

/** What is known of a person's work, in one of five formats, on standard output or in a file. */
export async function exportCommand(command: Command, options: ExportOptions): Promise<void> {
  await withPipeline(command, async (pipeline, run) => {
    const told = await story(pipeline, run, request(options));
    pipeline.store.audit('export', told.person.id, `${options.format}, ${told.period.name}`);
    const text = await RENDERERS[options.format](told, run, command.settings);
    if (options.out === undefined) process.stdout.write(text);
    else {
      await writeFile(userPath(options.out), text);
      say(`Wrote ${userPath(options.out)}`);
    }
  });
}

const RENDERERS: Readonly<Record<Format, (told: Story, run: Run, settings: Settings) => string | Promise<string>>> = {
  md: (told) => selfAssessment(told),
  html: async (told, run, { distDir, version }) =>
    renderReport({ assets: await readReportAssets(path.join(distDir, 'view')), snapshot: snapshotOf(told, run.report(version)) }),
  json: (told, run, { version }) => `${JSON.stringify(snapshotOf(told, run.report(version)), null, 2)}\n`,
  jsonl: (told) => contributionLines(told),
  csv: (told) => contributionsCsv(told.work, told.urlOf),
};
