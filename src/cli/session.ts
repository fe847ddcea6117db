import type { Person } from '../domain/contribution.ts';
import type { Story } from '../pipeline/story.ts';
import type { LoadRequest } from '../pipeline/load.ts';
import { openPipeline, type Pipeline } from '../pipeline/open.ts';
import type { Chosen } from '../pipeline/people.ts';
import { Run } from '../pipeline/run.ts';
import type { HostOptions } from './host-options.ts';
import { hostsOf } from './hosts.ts';
import { type CommonOptions, localeOf, type Settings, userPath } from './settings.ts';
import { choose, clearProgress, counted, isTty, logger, say, showProgress } from './terminal.ts';

/** What every command is given. */
export interface Command {
  readonly settings: Settings;
  readonly signal: AbortSignal;
}

/** Options of commands about one person's work in a period. */
export interface ScopeOptions extends CommonOptions, HostOptions {
  readonly args: readonly string[];
  readonly author?: string;
  readonly since?: string;
  readonly until?: string;
  readonly period?: string;
  readonly branch?: string;
  readonly rubric?: string;
}

/** Opens the core for one command, and closes it whatever happens. */
export async function withPipeline<T>({ settings: s, signal }: Command, work: (pipeline: Pipeline, run: Run) => Promise<T>): Promise<T> {
  // What was started for the command ends with it, also where it fails half way.
  const ended = new AbortController();
  const ctx = { now: Date.now, log: logger(s.verbose), signal: AbortSignal.any([signal, ended.signal]) };
  const pipeline = openPipeline(
    {
      version: s.version,
      dataDir: s.dataDir,
      modelDir: s.modelDir,
      workerUrl: s.workerUrl,
      device: s.device,
      model: s.model,
      labels: s.labels,
      locale: s.locale,
      zone: s.zone,
    },
    ctx,
  );
  try {
    for (const note of pipeline.notes) say(`note: ${note}`);
    // Only who names a model has to have it.
    if (s.model !== undefined) await (await import('./model.ts')).ensureModel(pipeline, s);
    return await work(pipeline, new Run(ctx.now, showProgress, isTty()));
  } finally {
    clearProgress();
    ended.abort();
    await pipeline.close();
  }
}

/** The folders named, else the one the user is in. */
export const folders = (args: readonly string[]): readonly string[] => (args.length > 0 ? args : ['.']).map(userPath);

/** What the user asked for, as the pipeline takes it; asks who it is about where that is not clear. */
export const request = (options: ScopeOptions): LoadRequest => ({
  folders: folders(options.args),
  who: options.author,
  period: { name: options.period, since: options.since, until: options.until },
  branch: options.branch,
  rubric: options.rubric === undefined ? undefined : userPath(options.rubric),
  ...hostsOf(options, localeOf(options.lang)),
  ask: async (candidates) =>
    choose(
      'Whose work is it about?',
      candidates.map(({ person, commits }) => `${described(person)}, ${counted(commits, 'commit')}`),
    ),
  said: (chosen) => sayChosen(chosen),
});

/** Refreshes the store and reads the story, saying what was decided on the way. */
export async function story(pipeline: Pipeline, run: Run, asked: LoadRequest): Promise<Story> {
  // Not every command tells a story, and assessing and drafting are half of all the code.
  const { loadStory } = await import('../pipeline/load.ts');
  const loaded = await loadStory(pipeline, asked, run);
  clearProgress();
  for (const warning of run.warnings) say(`warning: ${warning}`);
  sayAsked(run);
  return loaded;
}

/** What was asked of code hosts. */
export function sayAsked({ hosts, owners }: Run): void {
  for (const { host, owner, repositories, worked, archived, forks, requests } of owners) {
    const which = [archived.length > 0 ? `${archived.length} archived` : '', forks.length > 0 ? counted(forks.length, 'fork') : ''].filter(
      Boolean,
    );
    say(
      `${owner === '*' ? 'everywhere' : owner} at ${host}: work in ${repositories === undefined ? '' : `${worked.length} of `}${counted(repositories ?? worked.length, 'repository', 'repositories')}${which.length > 0 ? ` (${which.join(', ')})` : ''}, found in ${counted(requests, 'request')}.`,
    );
  }
  for (const { host, repo, pulls, issues, requests, points } of hosts)
    say(
      `${repo}: ${counted(pulls, 'pull request')} and ${counted(issues, 'issue')} read from ${host} in ${counted(requests, 'request')} (${counted(points, 'point')}).`,
    );
}

function sayChosen({ person, how }: Chosen): void {
  if (how === 'most-commits') {
    say(
      `note: nobody was named, and the git config names nobody with commits here: this is about ${described(person)}, who has most commits. Name another with --author.`,
    );
  }
}

export const described = (person: Person): string => {
  const emails = [...new Set(person.identities.map(({ email }) => email))];
  return `${person.name} <${emails[0] ?? ''}>${emails.length > 1 ? ` and ${emails.length - 1} more` : ''}`;
};
