import { TrackRecordError } from '../../domain/result.ts';

/** A git that ended badly: its exit code and what it wrote on standard error, as far as we kept it. */
export class GitError extends TrackRecordError {
  readonly exit: number | undefined;
  readonly stderr: string;
  constructor(reason: string, message: string, details: { exit?: number | undefined; stderr?: string; cause?: unknown } = {}) {
    super(reason, message, details.cause === undefined ? undefined : { cause: details.cause });
    this.exit = details.exit;
    this.stderr = details.stderr ?? '';
  }
}

interface Known {
  readonly pattern: RegExp;
  readonly reason: string;
  readonly message: (match: RegExpExecArray, cwd: string) => string;
}

/** What git says (LC_ALL=C) and what a user can do about it; the first that matches wins. */
const KNOWN: readonly Known[] = [
  {
    pattern: /detected dubious ownership in repository at '([^']*)'/,
    reason: 'dubious-ownership',
    message: (match, cwd) => {
      const path = match[1] ?? cwd;
      return `The repository at ${path} belongs to another user, so git does not read it. If you trust it, run: git config --global --add safe.directory '${path}'`;
    },
  },
  {
    pattern: /not a git repository/,
    reason: 'not-a-repository',
    message: (_, cwd) => `${cwd} is not inside a git repository. Name the folder of a clone, or run \`git init\` there first.`,
  },
  {
    pattern:
      /unknown repository extension|[Ee]xpected git repo version|unknown (?:object format|value for 'extensions\.)|invalid value for 'extensions\./,
    reason: 'git-too-old-for-repository',
    message: (_, cwd) => `The repository at ${cwd} needs a newer git than the one found. Update git and run this again.`,
  },
  {
    pattern: /bad config (?:line|file|variable|numeric|boolean)|bad (?:numeric|boolean) config value/,
    reason: 'bad-config',
    message: (_, cwd) => `git cannot read the configuration of ${cwd}. Run \`git config --list\` there and repair the line it names.`,
  },
  {
    pattern: /[Pp]ermission denied/,
    reason: 'permission-denied',
    message: (_, cwd) =>
      `Some files of the repository at ${cwd} may not be read by this user. Grant read access to them and run this again.`,
  },
  {
    pattern:
      /unable to read|could not read|missing (?:blob|tree|commit)|bad object|[Cc]ould not get object info|promisor remote|lazy fetching|unable to find|cannot read (?:blob|tree|commit)|did not (?:receive|send)|unable to parse (?:commit|object)|failed to (?:parse|read|traverse)/,
    reason: 'object-missing',
    message: (_, cwd) =>
      `Some objects of the repository at ${cwd} are not there (a partial clone, or a damaged one). Run \`git fetch --refetch\` or clone it in full to have them counted.`,
  },
];

/** The error for a git that ended with `exit` (undefined: by a signal) in `cwd`. */
export function gitFailure(exit: number | undefined, stderr: string, cwd: string, command: string): GitError {
  for (const { pattern, reason, message } of KNOWN) {
    const match = pattern.exec(stderr);
    if (match) return new GitError(reason, message(match, cwd), { exit, stderr });
  }
  const said = stderr.trim().split('\n').slice(-3).join(' / ').slice(0, 400);
  const how = exit === undefined ? 'was stopped by a signal' : `ended with exit code ${exit}`;
  return new GitError('git-failed', `git ${command} ${how} in ${cwd}${said === '' ? '.' : `: ${said}`}`, { exit, stderr });
}
