import path from 'node:path';
import { documentOf, type Format } from '../pipeline/documents.ts';
import { writeOut } from './files.ts';
import { type Command, request, type ScopeOptions, story, withPipeline } from './session.ts';
import { userPath } from './settings.ts';
import { say } from './terminal.ts';

export interface ExportOptions extends ScopeOptions {
  readonly format: Format;
  readonly out?: string;
}

/** What is known of a person's work in one of several formats, on standard output or in a file. */
export async function exportCommand(command: Command, options: ExportOptions): Promise<void> {
  const { version, distDir } = command.settings;
  await withPipeline(command, async (pipeline, run) => {
    const told = await story(pipeline, run, request(options));
    pipeline.store.audit('export', told.person.id, `${options.format}, ${told.period.name}`);
    const text = await documentOf(told, options.format, { run, version, viewDir: path.join(distDir, 'view') });
    if (options.out === undefined) process.stdout.write(text);
    else {
      await writeOut(userPath(options.out), text);
      say(`Wrote ${userPath(options.out)}`);
    }
  });
}
