import { selfAssessment } from '../export/markdown.ts';
import { writeOut } from './files.ts';
import { type Command, request, type ScopeOptions, story, withPipeline } from './session.ts';
import { userPath } from './settings.ts';
import { say } from './terminal.ts';

export interface DraftOptions extends ScopeOptions {
  readonly for?: string;
  readonly out?: string;
}

/** A self-assessment in Markdown; with `--for`, the same about a teammate in the third person, to be seen by them first. */
export async function draft(command: Command, options: DraftOptions): Promise<void> {
  await withPipeline(command, async (pipeline, run) => {
    const asked = request(options);
    const told = await story(pipeline, run, options.for === undefined ? asked : { ...asked, who: options.for, audience: 'lead' });
    const text = selfAssessment(told);
    if (options.out === undefined) process.stdout.write(text);
    else {
      await writeOut(userPath(options.out), text);
      say(`Wrote ${userPath(options.out)}`);
    }
  });
}
