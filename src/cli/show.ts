import { contributionLine } from '../export/jsonl.ts';
import { called, calledText } from '../pipeline/called.ts';
import { type Command, request, type ScopeOptions, withPipeline } from './session.ts';

export interface ShowOptions extends Pick<ScopeOptions, 'args' | 'author'> {
  readonly json?: boolean;
}

/** One contribution as it is stored; of a pull request also the reviews that others gave it. Nothing is read anew. */
export async function show(command: Command, { args: [what = '', ...paths], author, json }: ShowOptions): Promise<void> {
  await withPipeline(command, async (pipeline, run) => {
    const found = await called(pipeline, request({ args: paths, ...(author === undefined ? {} : { author }) }), run, what);
    process.stdout.write(
      found
        .map((one) =>
          json === true
            ? `${JSON.stringify({ ...contributionLine(one.item, one.url), received: one.received })}\n`
            : calledText(one, command.settings.zone),
        )
        .join(json === true ? '' : '\n'),
    );
  });
}
