import { contributionsCsv } from '../export/csv.ts';
import { readReportAssets, renderReport } from '../export/html.ts';
import { contributionLines } from '../export/jsonl.ts';
import { selfAssessment } from '../export/markdown.ts';
import { chatUpdate } from '../export/update.ts';
import { detailText } from './doubt-text.ts';
import type { Run } from './run.ts';
import { snapshotOf } from './snapshot.ts';
import type { Story } from './story.ts';

/** `md`: the draft. `html`: the report. `json`: everything shown. `jsonl`, `csv`: the contributions. `chat`: the draft in a few lines. */
export const FORMATS = ['md', 'html', 'json', 'jsonl', 'csv', 'chat'] as const;
export type Format = (typeof FORMATS)[number];

export interface DocumentOptions {
  readonly run: Run;
  readonly version: string;
  /** Folder of the built view: the report is made of it. */
  readonly viewDir: string;
}

/** The contributions as `jsonl`, what was left out and why in words. */
export const linesOf = (told: Story): string =>
  contributionLines({
    ...told,
    work: told.work.map((item) => ({ ...item, noise: item.noise.map((line) => ({ ...line, detail: detailText(line, told.locale) })) })),
  });

/** What is told of a person's work as a text to be kept or passed on. @throws TrackRecordError `view-missing` */
export function documentOf(told: Story, format: Format, { run, version, viewDir }: DocumentOptions): Promise<string> | string {
  switch (format) {
    case 'md':
      return selfAssessment(told);
    case 'html':
      return readReportAssets(viewDir).then((assets) => renderReport({ assets, snapshot: snapshotOf(told, run.report(version)) }));
    case 'json':
      return `${JSON.stringify(snapshotOf(told, run.report(version)), null, 2)}\n`;
    case 'jsonl':
      return linesOf(told);
    case 'csv':
      return contributionsCsv(told.work, told.urlOf);
    case 'chat':
      return chatUpdate(told.draft);
    default:
      return format satisfies never;
  }
}
