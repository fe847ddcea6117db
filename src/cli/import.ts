import type { Contribution, Person } from '../domain/contribution.ts';
import { dayOf } from '../domain/calendar.ts';
import { TrackRecordError } from '../domain/result.ts';
import { importLog, type LogPreview, previewLog, removeLog, whoseLog } from '../pipeline/logs.ts';
import { previewText } from '../pipeline/log-text.ts';
import { type Command, described, withPipeline } from './session.ts';
import { type CommonOptions, userPath } from './settings.ts';
import { choose, counted, say } from './terminal.ts';

export interface ImportOptions extends CommonOptions {
  readonly args: readonly string[];
  readonly person?: string;
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly remove?: boolean;
}

/** Imports work logs after a preview, or takes them out again. */
export async function importCommand(command: Command, { args, person, dryRun, yes, remove }: ImportOptions): Promise<void> {
  const files = args.map(userPath);
  if (files.length === 0)
    throw new TrackRecordError(
      'no-file',
      'Name one or more work logs in Markdown, CSV or JSON; docs/work-log.md says how they are written.',
    );
  await withPipeline(command, async (pipeline) => {
    if (remove === true) {
      for (const file of files) {
        const { repo, before } = await removeLog(pipeline, file);
        say(`Took ${counted(before.length, 'entry', 'entries')} of ${repo.name} out. Import it again to have them back.`);
      }
      return;
    }
    const { whose, people } = await whoseLog(pipeline, { folders: ['.'], who: person });
    const previews: LogPreview[] = [];
    for (const file of files) previews.push(await previewLog(pipeline, { file, whose, people }));
    process.stdout.write(previews.map((preview) => previewText(preview, pipeline.options)).join('\n'));
    const [entries, problems] = [
      previews.flatMap(({ contributions }) => contributions),
      previews.reduce((sum, { problemCount }) => sum + problemCount, 0),
    ];
    const nothing = previews.every(({ added, changed, gone }) => added + changed + gone.length === 0);
    if (dryRun === true || (nothing && entries.length > 0)) {
      say(nothing && entries.length > 0 ? 'Everything in it is stored already.' : 'Nothing was stored: this was a dry run.');
      return;
    }
    if (nothing) throw new TrackRecordError('nothing-to-import', 'There is nothing to import.');
    if (yes !== true) {
      const left = problems > 0 ? ` ${counted(problems, 'problem')} will be left out.` : '';
      const gone = previews.reduce((sum, preview) => sum + preview.gone.length, 0);
      const out = gone > 0 ? ` ${counted(gone, 'entry', 'entries')} no longer in the file will be taken out.` : '';
      const answer = await choose(`Import ${about(entries, whose, pipeline.options.zone)}?${left}${out}`, [
        'no, leave it',
        'yes, import it',
      ]);
      if (answer === undefined)
        throw new TrackRecordError('bad-confirmation', 'Nothing was imported: there is nobody to ask here. Add --yes to import.');
      if (answer === 0) return say('Nothing was imported.');
    }
    for (const preview of previews) importLog(pipeline, preview);
    say(
      `Imported ${counted(entries.length, 'entry', 'entries')}. They are in the next analysis; take them out again with: trackrecord import --remove FILE`,
    );
  });
}

function about(entries: readonly Contribution[], whose: Person, zone: string): string {
  const days = entries.map(({ at }) => dayOf(at, zone)).sort();
  const [first, last] = [days[0], days.at(-1)];
  const when = first === undefined || last === undefined ? '' : ` from ${first} to ${last}`;
  return `${counted(entries.length, 'entry', 'entries')}${when} for ${described(whose)}`;
}
