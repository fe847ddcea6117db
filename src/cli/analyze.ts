import path from 'node:path';
import { readReportAssets, renderReport } from '../export/html.ts';
import { selfAssessment } from '../export/markdown.ts';
import type { Missing, Reconciliation } from '../domain/reconciliation.ts';
import { counts, isChange, typeOf } from '../domain/tags.ts';
import { linesOf } from '../pipeline/documents.ts';
import { snapshotOf } from '../pipeline/snapshot.ts';
import type { Story } from '../pipeline/story.ts';
import { makeOutFolder, writeOut } from './files.ts';
import { type Command, described, request, type ScopeOptions, story, withPipeline } from './session.ts';
import { userPath } from './settings.ts';
import { clearProgress, count, counted, duration, say } from './terminal.ts';

export interface AnalyzeOptions extends ScopeOptions {
  readonly out: string;
}

/** The main job: report.html, self-assessment.md, contributions.jsonl and run.json in the output folder, and a short summary. */
export async function analyze(command: Command, options: AnalyzeOptions): Promise<void> {
  const { settings } = command;
  const out = userPath(options.out);
  await withPipeline(command, async (pipeline, run) => {
    const assets = await readReportAssets(path.join(settings.distDir, 'view'));
    await makeOutFolder(out);
    const told = await story(pipeline, run, request(options));
    const write = run.stage('write');
    await write.time(async () => {
      const report = run.report(settings.version);
      const files: readonly (readonly [name: string, text: string])[] = [
        ['report.html', renderReport({ assets, snapshot: snapshotOf(told, report) })],
        ['self-assessment.md', selfAssessment(told)],
        ['contributions.jsonl', linesOf(told)],
      ];
      for (const [name, text] of files) await writeOut(path.join(out, name), text);
      write.count(told.work.length, files.length + 1);
    });
    const report = run.report(settings.version);
    await writeOut(path.join(out, 'run.json'), `${JSON.stringify(report, null, 2)}\n`);
    clearProgress();
    say(summary(told, report.milliseconds, out));
  });
}

/** A few lines: who, when, how much of what kind, where the files are. */
function summary(told: Story, milliseconds: number, out: string): string {
  const all = told.judged.filter(counts);
  const work = all.filter(isChange);
  const beside = (['review', 'issue'] as const).flatMap((of) => {
    const n = all.filter(({ kind }) => kind === of).length;
    return n > 0 ? [counted(n, of)] : [];
  });
  const byType = Map.groupBy(work, (item) => typeOf(item) ?? 'unsure');
  const types = [...byType].sort(([, a], [, b]) => b.length - a.length).map(([type, items]) => `${items.length} ${type}`);
  const cited = told.draft.sections.reduce((n, section) => n + section.claims.length, 0);
  return [
    `${described(told.person)}, ${told.period.name}: ${counted(work.length, 'contribution')}${types.length > 0 ? ` (${types.join(', ')})` : ''}${beside.map((words) => ` and ${words}`).join('')}.`,
    `${leftOut(told.work)} ${counted(told.themes.length, 'theme')}, ${counted(cited, 'cited statement')}, ${counted(told.suggestions.length, 'suggestion')}. ${duration(milliseconds)}.`,
    ...told.reconciled.map(reconciledLine),
    `Open ${path.join(out, 'report.html')}`,
  ].join('\n');
}

/** As many as the report lists: contributions as a whole, and single files of others. */
function leftOut(work: Story['work']): string {
  const lines = work.flatMap(({ noise }) => noise);
  const files = lines.filter(({ path: file }) => file !== undefined).length;
  const parts = [
    ...(lines.length > files ? [counted(lines.length - files, 'whole contribution')] : []),
    ...(files > 0 ? [counted(files, 'file')] : []),
  ];
  return parts.length === 0 ? 'Nothing was left out.' : `Left out, and listed in the noise ledger: ${parts.join(', ')}.`;
}

/** What a host counts otherwise; its searches are in run.json and in the report. */
function reconciledLine({ host, login, found, counted: here, groups, beside }: Reconciliation): string {
  const others = groups.map(({ why, n }) => `${count(n)} ${WHY[why] ?? `left out (${why})`}`).join(', ');
  const more = beside > 0 ? ` ${count(beside)} more count that were opened at another time, or by somebody else.` : '';
  return `${count(here)} of ${counted(found, 'pull request')} that ${host} finds by ${login} count here${others === '' ? '' : `; the others: ${others}`}.${more}`;
}

const WHY: Readonly<Partial<Record<Missing, string>>> = {
  bot: 'by a bot',
  unmerged: 'closed without being merged',
  'other-period': 'done in another period',
  'not-selected': 'in repositories that are not part of this',
  unexplained: 'unexplained',
};
