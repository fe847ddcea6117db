import { prefixOf } from './stated.ts';

/** What the tagger sees of a contribution. */
export interface PlainText {
  readonly subject: string;
  readonly body: string;
}

/** Characters of a body that are read at all: ten times what the encoder takes. */
const BODY_LIMIT = 8_000;
const SUBJECT_LIMIT = 1_000;

/** `(#123)`, `(fix #1, closes #2)`, `[#12]`, `, closes #12`, `fixes GH-12` at the end of a line: numbers, and verbs that are labels. */
const VERB = '(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|refs?|re|see|related(?: to)?|part of|reverts?|issue|pr|bug)';
const ISSUE = '(?:[\\w.-]+/[\\w.-]+)?(?:#|GH-)\\d+|https?://\\S+/(?:issues|pull|merge_requests)/\\d+';
const REFERENCE = `(?:${VERB}:? ?)?(?:${ISSUE})`;
const REFERENCES = `${REFERENCE}(?:(?:\\s*[,、&;]\\s*|\\s+(?:and\\s+)?)${REFERENCE})*`;
const TAIL = new RegExp(`(?:\\s*[([（]\\s*${REFERENCES}\\s*[)\\]）]|\\s*[,;.–—-]?\\s+${VERB}:? (?:${ISSUE})|\\s+#\\d+)[.\\s]*$`, 'iu');
/** Pictures at the end: no model here reads them. */
const PICTURES = /(?:\s*\p{Extended_Pictographic}(?:\uFE0F|\u200D|\p{Emoji_Modifier})*)+$/u;
const WRAPPED = /^(?:re(?:vert|apply))[:,]?\s*["“](.*)["”]$/isu;

/** Keys of trailers and of lines in trailers' shape that say nothing of the change. */
const TRAILER =
  /^(?:[A-Za-z][A-Za-z-]*-by|cc|bcc|change-id|reviewed-on|pr-url|refs?|link|issue|see-also|git-(?:subtree|svn)-[a-z]+|backported-from|cherry-picked-from|best-viewed-with|original-commit|upstream-commit|differential revision|gitorigin-revid)\s*:\s/i;
const REVERT_LINE = /^(?:this reverts (?:commit|merge)|reverts? \S*#\d+|\(cherry picked from commit|\(backported from commit)/i;
const RULE_LINE = /^[-=_*#~\s]+$/;
/** An unbroken run no person writes: base64, hashes, minified code. */
const BLOB = /[A-Za-z0-9+/=_-]{60,}/g;
const COMMENT = /<!--[\s\S]*?(?:-->|$)/g;
const BULLET = /^(?:(?:[-*+•]|\d{1,2}[.)])\s+)+/;
/** What is left of a line of trailers or references: nothing to learn from. */
const REFERENCE_LINE = new RegExp(`^(?:${REFERENCES}|${VERB}:?|[0-9a-f]{7,64}(?: \\(.*\\))?)[.\\s]*$`, 'iu');
const SPACE = /\s+/g;
/** A tail is looked for in so many last characters. */
const TAIL_LIMIT = 200;

/** Takes label-carrying prefixes, tickets, revert wrappers, reference tails and emoji off one line until nothing changes. */
function bare(line: string): string {
  let rest = line.replace(SPACE, ' ').trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    rest = prefixOf(rest).rest.trim();
    rest = (WRAPPED.exec(rest)?.[1] ?? rest).trim();
    const from = Math.max(0, rest.length - TAIL_LIMIT);
    const tail = PICTURES.exec(rest.slice(from)) ?? TAIL.exec(rest.slice(from));
    if (tail && from + tail.index > 0) rest = rest.slice(0, from + tail.index).trim();
  }
  return rest;
}

/**
 * The words of a contribution without what gives its label away or says nothing of the change: Conventional Commits and gitmoji prefixes
 * (also of the bullets of a squash), numbers of tickets and emoji around a subject, `Revert "…"` around it, issue tails, trailers, HTML comments of templates, separators, blobs.
 * Idempotent; never throws; linear in what it reads (8,000 characters of body).
 */
export function plainText({ subject, body }: PlainText): PlainText {
  const lines: string[] = [];
  for (const raw of body.slice(0, BODY_LIMIT).replace(COMMENT, ' ').split('\n')) {
    const line = cleanLine(raw);
    if (line !== undefined && (line !== '' || lines.at(-1) !== '')) lines.push(line);
  }
  return { subject: bare(subject.slice(0, SUBJECT_LIMIT).replace(BLOB, ' ')), body: lines.join('\n').trim() };
}

function cleanLine(raw: string): string | undefined {
  const line = raw.replace(BLOB, ' ').replace(SPACE, ' ').trim(); // blobs first: a long run makes every expression below slow
  if (line === '' || silent(line)) return line === '' ? '' : undefined;
  let rest = line;
  let bullet = '';
  for (let before = ''; before !== rest;) {
    before = rest;
    const mark = BULLET.exec(rest)?.[0] ?? '';
    if (mark !== '') bullet = '- ';
    rest = bare(rest.slice(mark.length));
  }
  return rest === '' || silent(rest) ? undefined : bullet + rest;
}

/** Whether a line tells nothing of the change. */
const silent = (line: string): boolean => TRAILER.test(line) || REVERT_LINE.test(line) || RULE_LINE.test(line) || REFERENCE_LINE.test(line);

/** Subject, empty line, body, as one text. */
export const wholeText = ({ subject, body }: PlainText): string => (body === '' ? subject : `${subject}\n\n${body}`);
