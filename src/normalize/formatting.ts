import type { Contribution } from '../domain/contribution.ts';
import { detailOf } from '../domain/details.ts';
import { plainText } from './text.ts';

/** How the ledger says that the repository itself names a commit as a mass reformat. */
export const LISTED = detailOf('listed');

/** So many files are not formatted by hand. */
const MANY = 10;
/** Formatting takes away about as many lines as it puts back. */
const BALANCE = 0.7;

const TOOLS =
  /\b(?:prettier|eslint --fix|oxfmt|gofmt|goimports|rustfmt|cargo fmt|clang-format|autopep8|yapf|isort|ruff format|dprint|biome|ktlint|spotless|google-java-format|swiftformat|scalafmt|perltidy|stylelint --fix|black)\b/i;
const WORDS =
  /\b(?:re-?format(?:s|ted|ting)?|re-?indent(?:s|ed|ation)?|format (?:all|the )?(?:code|files|everything|source)|run (?:the )?(?:formatter|linter|format)|code style|sort imports|line endings|trailing (?:white ?space|spaces|commas?)|tabs to spaces|spaces to tabs|white ?space)\b/i;

/** Why a commit is a mass reformat, in words; undefined where its lines are not counted, or it may be more than that. */
export function formattingReason(c: Contribution): string | undefined {
  if (c.files.length < MANY || c.stated?.type === 'feat' || c.stated?.type === 'fix' || c.stated?.type === 'perf') return undefined;
  const { subject } = plainText({ subject: c.subject, body: '' });
  const said = (TOOLS.exec(subject) ?? WORDS.exec(subject))?.[0];
  if (said === undefined) return undefined;
  const added = c.files.reduce((n, f) => n + (f.added ?? 0), 0);
  const deleted = c.files.reduce((n, f) => n + (f.deleted ?? 0), 0);
  if (Math.max(added, deleted) === 0 || Math.min(added, deleted) / Math.max(added, deleted) < BALANCE) return undefined;
  return detailOf('formatting', { words: said.toLowerCase(), n: c.files.length, added, deleted });
}
