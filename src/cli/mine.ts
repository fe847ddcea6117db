import { contributionLine } from '../export/jsonl.ts';
import { mineFolders } from '../pipeline/everyone.ts';
import { type Command, request, sayAsked, type ScopeOptions, withPipeline } from './session.ts';
import { clearProgress, count, duration, printJsonl, say } from './terminal.ts';

export interface MineOptions extends ScopeOptions {
  readonly jsonl?: boolean;
}

/** Reads history into the store, everyone's without `--author`; with `--jsonl` prints it, one contribution a line, newest first. */
export async function mine(command: Command, options: MineOptions): Promise<void> {
  await withPipeline(command, async (pipeline, run) => {
    const contributions = await mineFolders(pipeline, request(options), run);
    clearProgress();
    for (const warning of run.warnings) say(`warning: ${warning}`);
    const { repos, milliseconds } = run.report(command.settings.version);
    for (const { id, commits, added, orphaned } of repos)
      say(`${id}: ${count(commits)} commits read, ${count(added)} new, ${count(orphaned)} orphaned.`);
    sayAsked(run);
    say(`Done in ${duration(milliseconds)}.`);
    if (options.jsonl === true) await printJsonl(lines(contributions()));
  });
}

function* lines(items: Iterable<Parameters<typeof contributionLine>[0]>): Generator {
  for (const item of items) yield contributionLine(item);
}
