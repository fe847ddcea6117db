import type { Command } from 'commander';
import { type KindId, KINDS } from '../mine/host/kinds.ts';

/** Options about code hosts, as they are read: of each kind there are, `github`, `githubRepo`, `githubOrg` and `githubEverywhere`, say. */
export type HostOptions = Partial<
  Readonly<
    Record<KindId | `${KindId}Everywhere`, boolean> &
      /** Repositories to ask it for without a clone; organisations to look through for work of the person. */
      Record<`${KindId}Repo` | `${KindId}Org`, readonly string[]>
  >
>;

const collected = (name: string, names: readonly string[] = []): readonly string[] => [...names, name];

/** Adds them: the same of each kind. */
export function withHosts(command: Command): Command {
  for (const { id, name, token } of KINDS)
    command
      .option(
        `--${id}`,
        `also ask ${name} for pull requests, reviews and issues, with ${token.variable} or the token of ${token.program} (default: nothing is asked)`,
      )
      .option(
        `--${id}-repo <owner/name>`,
        `also read this repository from ${name}, of which there is no clone; may be given several times`,
        collected,
      )
      .option(
        `--${id}-org <name>`,
        'also read the repositories of this organisation (or HOST/NAME) in which the person did something; may be given several times',
        collected,
      )
      .option(`--${id}-everywhere`, `also read what the person did in any other repository on ${name}, as far as a search finds it`);
  return command;
}
