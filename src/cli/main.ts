import { Command, CommanderError, Option } from 'commander';
import { DEVICE_CHOICES } from '../domain/device.ts';
import { LOCALES } from '../domain/draft.ts';
import { FORMATS } from '../pipeline/documents.ts';
import { PERIOD_FORMS } from '../pipeline/period.ts';
import { whyNot } from './files.ts';
import { withHosts } from './host-options.ts';
import { settings } from './settings.ts';
import { clearProgress, EXIT, explain, say } from './terminal.ts';

/**
 * Runs one command.
 * @param entry URL of the entry file, to find models and bundles by.
 * @returns the exit code: 0 done, 1 failed, 2 wrong usage, 130 interrupted.
 */
export async function main(argv: readonly string[], entry: URL): Promise<number> {
  const stop = new AbortController();
  // The first Ctrl-C stops at the next safe point; the second one ends the process: the store survives both.
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // The reader has what it wanted: `| head`.
    if (error.code === 'EPIPE') process.exit(EXIT.ok);
    say(`error: Standard output could not be written: ${whyNot(error)}.`);
    process.exit(EXIT.failed);
  });
  // Nobody is there to be told.
  process.stderr.on('error', () => {});
  const program = build(entry, stop.signal);
  try {
    await program.parseAsync(argv);
    return EXIT.ok;
  } catch (error) {
    clearProgress();
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    const { text, code } = explain(error, argv.includes('--verbose'));
    say(text);
    return code;
  }
}

function build(entry: URL, signal: AbortSignal): Command {
  const program = new Command('trackrecord')
    .description(
      'Turns your own git history into evidence: tagged contributions, a self-assessment draft that cites its sources, and suggestions.',
    )
    .exitOverride()
    .showHelpAfterError('(run with --help for the options)')
    .enablePositionalOptions();
  program.version(settings(entry, {}).version);

  const command = (name: string, description: string): Command =>
    program
      .command(name)
      .description(description)
      .option('--data <dir>', 'folder of the encrypted store (default: the user data folder, or TRACKRECORD_HOME)')
      .addOption(new Option('--lang <language>', 'language of texts').choices([...LOCALES, 'zh']))
      .option('--verbose', 'say more, and show where errors come from')
      .exitOverride();
  /** What tags by a model or labels of the user's own. */
  const tagging = (made: Command): Command =>
    made
      .option('--device <name>', `where to tag: ${DEVICE_CHOICES.join(', ')} (default: auto, the fastest that works)`)
      .option('--model <id-or-folder>', 'another model: an id of the Hugging Face hub, or a folder written as a path (./mine)')
      .option('--labels <file>', "labels of your own (default: the repository's .trackrecord/labels.yaml)")
      .option('--allow-download', 'fetch the model from the hub where it is not here; what is fetched is said before');
  const scoped = (name: string, description: string): Command => {
    const made = tagging(command(name, description))
      .argument('[paths...]', 'repositories; several are one story (default: the current folder)')
      .option('--author <who>', 'e-mail, name or login (default: the person of the git config)')
      .option('--since <date>', 'first day, e.g. 2026-01-01')
      .option('--until <date>', 'last day, e.g. 2026-06-30')
      .option('--period <name>', `one of ${PERIOD_FORMS} (default: last 12 months)`)
      .option('--branch <ref>', 'only what this branch reaches (default: all branches)');
    return withHosts(made).option(
      '--rubric <file>',
      "rubric to assess by (default: the repository's .trackrecord/rubric.yaml, else the one that ships)",
    );
  };
  /** Commander hands (…arguments, options, command); commands take one object. Each is loaded when it is asked for: none needs all the code. */
  const run =
    <O extends object>(
      load: () => Promise<
        (run: { readonly settings: ReturnType<typeof settings>; readonly signal: AbortSignal }, options: O) => Promise<void>
      >,
    ) =>
    async (...given: unknown[]): Promise<void> => {
      const [args, options] = given.length > 2 ? [given[0], given[1]] : [undefined, given[0]];
      const merged = { ...(options as object), args: Array.isArray(args) ? args : args === undefined ? [] : [args] } as unknown;
      const action = await load();
      return action({ settings: settings(entry, options as object), signal }, merged as O);
    };

  scoped('analyze', 'read, tag and assess; write report.html, self-assessment.md, contributions.jsonl and run.json')
    .option('--out <dir>', 'output folder', 'track-record-report')
    .action(run(async () => (await import('./analyze.ts')).analyze));
  scoped('mine', 'read the history into the store; with --jsonl also print one contribution a line')
    .option('--jsonl', 'print contributions, newest first')
    .action(run(async () => (await import('./mine.ts')).mine));
  tagging(
    command('tag', 'tag contributions given one JSON object a line on standard input; a line that cannot be read is answered by an error'),
  )
    .option('--jsonl', 'the only format, and the default')
    .option('--explain', 'also say which words and files carried each tag (several times the work)')
    .option('--text-only', 'look at no files')
    .action(run(async () => (await import('./tag.ts')).tag));
  tagging(
    command(
      'evaluate',
      'say how often the tagger is right on labelled contributions: those of tag, each with a "label", and a "repo" where known',
    ),
  )
    .argument('[file]', 'JSON Lines (default: standard input)')
    .option('--json', 'machine-readable')
    .action(run(async () => (await import('./evaluate.ts')).evaluateCommand));
  command(
    'train',
    'have the tagger learn from your corrections, or take back what it learned; nothing changes before you have seen the report',
  )
    .option('--head', 'train the head on your corrections, try it on held-out ones, and ask whether to use it')
    .option('--yes', 'use the new head without asking, where it is better')
    .option('--roll-back', 'use the head before again')
    .option('--shipped', 'with --roll-back: use the shipped head again')
    .option('--device <name>', 'cpu, webgpu, cuda, … (default: the fastest that works)')
    .option('--json', 'machine-readable report')
    .action(run(async () => (await import('./train.ts')).train));
  scoped('draft', 'print a self-assessment draft in Markdown; with --for, a draft about a teammate')
    .option('--for <who>', 'write about this teammate, in the third person, to be seen by them first')
    .option('--out <file>', 'write to a file instead')
    .action(run(async () => (await import('./draft.ts')).draft));
  scoped('export', 'print or write what is known in another format')
    .addOption(new Option('--format <format>', 'format').choices(FORMATS).default('md'))
    .option('--out <file>', 'write to a file instead of standard output')
    .action(run(async () => (await import('./export.ts')).exportCommand));
  command('show', 'print one contribution as it is stored: of a pull request also the reviews it was given, and what came of them')
    .argument('<which...>', '#12, a pull request or an issue, or the beginning of a sha; then repositories (default: the current folder)')
    .option('--author <who>', 'e-mail, name or login (default: the person of the git config)')
    .option('--json', 'machine-readable, one object a line')
    .action(run(async () => (await import('./show.ts')).show));
  command('import', 'import work logs (Markdown, CSV, JSON) after a preview: on-call, design, mentoring, incidents; see docs/work-log.md')
    .argument('<files...>', 'work logs')
    .option(
      '--person <who>',
      'whose they are where they do not say: e-mail, name, or Name <e-mail> (default: the person of the git config)',
    )
    .option('--dry-run', 'preview only')
    .option('--yes', 'do not ask')
    .option('--remove', 'take out what was imported from these files')
    .action(run(async () => (await import('./import.ts')).importCommand));
  command(
    'records',
    'list records of work logs that repeat or contradict the history; say of one that it is the same work, or work of its own',
  )
    .argument('[action...]', 'list | same <number> | apart <number> | undecided <number>')
    .action(run(async () => (await import('./records.ts')).records));
  command('identities', 'list people and suggested merges; accept, dismiss or undo one; merge two; print as .mailmap')
    .argument('[action...]', 'list | merge <who> <who> | accept <number> | dismiss <number> | undo <id> | mailmap')
    .option('--json', 'machine-readable list')
    .action(run(async () => (await import('./identities.ts')).identities));
  command('erase', 'delete stored data')
    .option('--person <who>', "only this person's data")
    .option('--yes', 'do not ask')
    .action(run(async () => (await import('./erase.ts')).erase));
  command('doctor', 'check git, the model, the devices and the store, and say what to do')
    .option('--device <name>', 'check this one')
    .option('--probe', 'try the devices again, even where it is known what they do: after a new driver, say')
    .option('--json', 'machine-readable')
    .action(run(async () => (await import('./doctor.ts')).doctor));
  return program;
}
