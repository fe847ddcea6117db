import { isManifest } from './areas.ts';
import { fileKind } from './file-kind.ts';
import type { Tagged } from './tags.ts';

export const CLAIMS = ['performance', 'security', 'critical-fix', 'feature', 'rewrite'] as const;
export type Claim = (typeof CLAIMS)[number];
export const SHOWN = ['docs', 'tests', 'white-space', 'version', 'few-lines'] as const;

/** What a message says was done, and what of it the change shows. Both may be right: the work may lie elsewhere. */
export interface Mismatch {
  readonly claim: Claim;
  readonly shows: (typeof SHOWN)[number];
}

type Judged = Pick<Tagged, 'subject' | 'stated' | 'files' | 'lines' | 'noise'>;

const STRONG = String.raw`(?:massive|huge|major|enormous|dramatic|significant|substantial|tremendous|incredible|great|big)(?:ly)?`;
const PERFORMANCE = new RegExp(
  [
    String.raw`\b${STRONG} (?:speed|perf|performance)\b`,
    String.raw`\bperformance (?:improvement|boost|gain|optimi[sz]ation|fix|win)`,
    String.raw`\b(?:improve[sd]?|improving|boost(?:s|ed|ing)?|increase[sd]?|optimi[sz]e[sd]?) (?:\S+ )?(?:performance|speed)\b`,
    String.raw`\b\d+(?:\.\d+)?x (?:faster|speed-?up)|\b${STRONG} faster\b|\b(?:much|way) faster\b`,
  ].join('|'),
  'i',
);
const SECURITY =
  /\b(?:fix(?:e[sd])?|patch(?:e[sd])?|resolve[sd]?|prevents?|mitigates?|close[sd]?)\b.*\b(?:security|vulnerabilit(?:y|ies)|XSS|CSRF|injection|CVE-\d{4}-\d+)\b|\bsecurity (?:fix|patch)(?:es)?\b/i;
const CRITICAL = /\b(?:critical|urgent|severe|serious) (?:(?:bug ?|crash |security )?fix|bug|crash|issue)/i;
const REWRITE = new RegExp(
  String.raw`^(?:\w+(?:\([^)]*\))?!?: )?(?:an? )?(?:${STRONG}|complete(?:ly)?|total(?:ly)?|entire(?:ly)?|full(?:y)?) (?:rewr[io]te|refactor(?:ed|ing)?|overhaul(?:ed)?|redesign(?:ed)?|rework(?:ed)?)\b`,
  'i',
);
/** What takes a change back, or leads up to it, does not claim it. */
const NOT_DONE =
  /^(?:\w+: )?(?:revert|undo|back out|prepare|plan|wip)\b|\b(?:note|mention|describe|explain|document|regression|proposal|rfc)/i;

/** Words by which a message says itself that it is about the files it touches. */
const ABOUT = {
  docs: /\b(?:docs?|document\w*|read-?me|change-?logs?|changes|release notes?|typos?|comments?|docstrings?|guides?|examples?|tutorials?|wording|spelling|grammar|links?|urls?|blog|web ?site|site|pages?|news|notes?|faq|translat\w*|licen[cs]e|polic(?:y|ies)|advisor\w*|announce\w*|roadmap|to-?do|templates?|contributing|badges?|man ?pages?|markdown|rst|sphinx|chapters?|sections?|headings?|table|list|specs?|history|authors|sponsors?|copyright|manual|install\w*|bench\w*)\b/i,
  tests:
    /\b(?:tests?|testing|specs?|bench\w*|fixtures?|snapshots?|coverage|mock\w*|playground|e2e|cases?|assert\w*|flaky|examples?|suite)\b/i,
} as const;

/**
 * Where a message claims more than the change shows: better performance, a security or critical fix, a feature or a great rewrite over a change of
 * nothing but documentation, tests, white space or a version. Read from message, paths and sizes alone, and silent where they leave room.
 */
export function mismatchOf(item: Judged): Mismatch | undefined {
  const claim = claimOf(item);
  if (claim === undefined) return undefined;
  const shows = shownBy(item, claim);
  return shows === undefined ? undefined : { claim, shows };
}

function claimOf({ subject, stated }: Judged): Claim | undefined {
  const text = subject.replaceAll(/`[^`]*`|"[^"]*"|“[^”]*”/g, ' ');
  if (NOT_DONE.test(text) || stated?.type === 'revert') return undefined;
  if (SECURITY.test(text)) return 'security';
  if (CRITICAL.test(text)) return 'critical-fix';
  if (stated?.type === 'perf' || PERFORMANCE.test(text)) return 'performance';
  if (REWRITE.test(text)) return 'rewrite';
  return stated?.type === 'feat' ? 'feature' : undefined;
}

/** A rewrite in so few lines is none. */
const FEW = 6;

function shownBy({ subject, stated, files, lines, noise }: Judged, claim: Claim): Mismatch['shows'] | undefined {
  if (noise.some(({ path, reason }) => path === undefined && (reason === 'whitespace' || reason === 'formatting'))) return 'white-space';
  if (files.length === 0) return undefined;
  const changed = lines === 'counted' ? files.reduce((sum, { added, deleted }) => sum + (added ?? 0) + (deleted ?? 0), 0) : undefined;
  if (claim === 'rewrite') return changed !== undefined && changed > 0 && changed <= FEW && files.length === 1 ? 'few-lines' : undefined;
  if (files.some(({ path }) => names(subject, path))) return undefined;
  // A fix may well be a new version of something else.
  if ((claim === 'performance' || claim === 'feature') && isVersionBump(files) && !UPDATES.test(subject)) return 'version';
  if (files.every(({ path }) => isProse(path))) return ABOUT.docs.test(subject) || stated?.type === 'docs' ? undefined : 'docs';
  if (files.some(({ path }) => /bench/i.test(path))) return undefined;
  if (files.every(({ path }) => isProse(path) || fileKind(path) === 'test'))
    return ABOUT.tests.test(subject) || ABOUT.docs.test(subject) || stated?.type === 'test' ? undefined : 'tests';
  return undefined;
}

/** Whether the message says which file it is about. */
function names(subject: string, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  const stem = name.replace(/\.[^.]*$/, '');
  const words = subject.toLowerCase();
  return words.includes(name) || (stem.length > 5 && words.includes(stem));
}

/** Documentation to be read; a documentation site has code of its own. */
const isProse = (path: string): boolean =>
  fileKind(path) === 'docs' && /(?:^|\/)[^./]+$|\.(?:md|mdx|markdown|rst|adoc|asciidoc)$/i.test(path);

const VERSION_FILE = /(?:^|\/)_?_?version_?_?(?:\.(?:txt|py|rb|go|js|ts|h|json))?$/i;
const CHANGELOG = /(?:^|\/)(?:change-?log|changes|history|news|releases?)[^/]*$/i;
/** A new version of something else, or a release that says so. */
const UPDATES = /\b(?:bump|upgrad|updat|dep(?:s|endenc)|releas|version|v?\d+\.\d)/i;

/** Nothing but one exchanged line in manifests and version files, with what goes along with a release. A manifest alone may hold a setting that matters. */
function isVersionBump(files: Judged['files']): boolean {
  const oneLine = ({ added, deleted }: Judged['files'][number]): boolean => added === 1 && deleted === 1;
  const goesAlong = ({ path }: Judged['files'][number]): boolean => (isProse(path) && CHANGELOG.test(path)) || fileKind(path) === 'lock';
  const bumped = files.filter((file) => !goesAlong(file));
  return (
    bumped.length > 0 &&
    bumped.every((file) => oneLine(file) && (VERSION_FILE.test(file.path) || isManifest(file.path))) &&
    files.some((file) => VERSION_FILE.test(file.path) || (isProse(file.path) && CHANGELOG.test(file.path)))
  );
}

/** Types that a claim would be counted under. */
const TYPE_OF: Readonly<Record<Claim, string>> = {
  performance: 'perf',
  security: 'fix',
  'critical-fix': 'fix',
  feature: 'feat',
  rewrite: 'refactor',
};

/** Whether a contribution claims what it does not show, and nobody has said what it is. */
export const isDisputed = (item: Judged & Pick<Tagged, 'correction'>): boolean =>
  item.correction === undefined && mismatchOf(item) !== undefined;

/** As it counts where claims are not repeated: of no sure type where that would be what it claims. */
export function withoutClaim<T extends Judged & Pick<Tagged, 'correction' | 'tag'>>(item: T): T {
  const { tag, correction } = item;
  const mismatch = tag && !tag.unsure && correction === undefined ? mismatchOf(item) : undefined;
  return mismatch && tag && tag.label === TYPE_OF[mismatch.claim] ? { ...item, tag: { ...tag, unsure: true } } : item;
}
