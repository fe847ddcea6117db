import type { Tagged } from '../domain/tags.ts';
import { typeOf } from '../domain/tags.ts';
import { isVague } from '../domain/vague.ts';
import { pastTense } from './verbs.ts';
import { shorten, visible, withCode } from './plain.ts';

/** A subject taken apart for telling it: what it is about, and its own words without prefix and reference tail. */
export interface Subject {
  /** Scope of a Conventional Commits prefix or the area before a colon (`ssr`, `revision`), as written. */
  readonly scope?: string;
  /** The words, visible and with names in code; may be empty. */
  readonly words: string;
  /** Written as `area: what it does`: what follows begins with a verb by custom. */
  readonly imperative: boolean;
  /** Set where it reverts something: the words are the reverted subject's. */
  readonly reverts: boolean;
  /** Of a dependency and no more than its version: `dep(app): `@example/pack@1.5.9``. */
  readonly step?: Step;
}

/** Whose version is raised, and to what. */
export interface Step {
  readonly what: string;
  readonly version: string;
}

const LEADING = /^(?:(?:fixup|squash|amend)!\s*|(?:\p{Extended_Pictographic}\uFE0F?|:[a-z_]+:)\s*|wip[:\s-]+)+/iu;
const CONVENTIONAL =
  /^(?:feat(?:ure)?|fix|bugfix|hotfix|docs?|styles?|refactor(?:ing)?|perf|tests?|build|ci|chore|revert|deps?|release|wip)(?:\s?\(([^()]{1,60})\))?\s?!?[:：]\s*(.*)$/iu;
const BRACKETED = /^\[([\w./ -]{1,30})\]\s*:?\s*(.+)$/u;
/** `revision: …`, `drm/i915: …`, `git-gui, gitk: …`: no sentence has its first colon there. */
const AREA = /^([\w.@*/+-]{1,40}(?:(?:, ?|\s?\/\s?)[\w.@*/+-]{2,30}){0,2}(?:\([^()]{1,40}\))?):\s+(\S.*)$/u;
const REVERT = /^(?:revert|reapply)[:\s]+["“](.+)["”]\.?$/iu;
const REFERENCE = String.raw`(?:(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|refs?|see|issue|pr|re)[:\s]*)?(?:[\w.-]+\/[\w.-]+)?(?:#|GH-)\d+`;
const TAIL = new RegExp(
  String.raw`(?:\s*[([]\s*${REFERENCE}(?:\s*(?:,|and|&)?\s*${REFERENCE})*\s*[)\]]|[,;]?\s+${REFERENCE}|\s*\[(?:ci skip|skip ci|no ci)\])\s*$`,
  'iu',
);

/** `#12: …`, `fixes #12 - …`, `issue #12, …` lead to nothing; `fix #12 by …` and `fix #12 (…)` go on. */
const HEAD = new RegExp(
  String.raw`^[([]?\s*${REFERENCE}\s*[)\]]?\s*[:：,-]?\s+(?=(?!(?:and|by|due|for|from|in|on|to|via|with)\b)[^\s(])|^${REFERENCE}[,:]`,
  'iu',
);

/** What leads to a reference, and to nothing without it: `pin the plugin to avoid #12`. */
const LED_TO =
  /\s+(?:(?:in order )?to(?: (?:avoid|address|fix|resolve|close|work around))?|by (?:applying|backporting|cherry-picking|merging|reverting)|on|because of|due to|caused by|as in|as of|from|for|in|after|since|until|per|via|by)$/iu;

/** Characters of a subject that are told. */
const LIMIT = 110;

/** The subject as it is quoted: visible characters, no prefix, no tail, no markup. */
export function subjectOf(subject: string): Subject {
  let rest = headless(untailed(visible(subject.slice(0, 2000)).replace(LEADING, '')));
  // Named after its branch: `Fix/release scripts`.
  rest = rest.replace(/^(?:bug|hot)?fix\/(?=[\w-]+ [\w-])/i, 'fix ');
  const reverted = REVERT.exec(rest)?.[1];
  if (reverted !== undefined) rest = untailed(reverted);
  let conventional = CONVENTIONAL.exec(rest);
  // `revert: fix(css): …` is about the change it takes back.
  const undone = conventional !== null && /^revert/i.test(rest);
  if (undone) {
    rest = conventional?.[2] ?? '';
    conventional = CONVENTIONAL.exec(rest);
  }
  let scope = conventional?.[1];
  if (conventional) rest = conventional[2] ?? '';
  const areaOf = (): RegExpExecArray | readonly string[] | undefined => {
    const inner = (scope === undefined ? BRACKETED.exec(rest) : undefined) ?? AREA.exec(rest) ?? wordy(rest);
    return inner && !/^(?:https?|note|todo|fixme|warning|re)$/i.test(inner[1] ?? '') ? inner : undefined;
  };
  let inner = areaOf();
  const area = inner !== undefined;
  // `BREAKING: parser: remove the hack`: the kind comes first, and then the place.
  while (inner && KIND.test(inner[1] ?? '')) {
    rest = inner[2] ?? '';
    inner = areaOf();
  }
  if (inner) {
    scope ??= inner[1];
    rest = inner[2] ?? '';
  }
  // `runtime: revert "…"`.
  const taken = REVERT.exec(rest)?.[1];
  if (taken !== undefined) rest = taken;
  const own = headless(untailed(rest).replace(LEADING, ''));
  // `feat(adapter): remove`: what was done to the place is all that was done.
  const whole = scope !== undefined && /^[\w./@-]+$/.test(scope) && DONE_TO_ALL.test(own);
  const words = shorten(whole ? `${own} \`${scope}\`` : withCode(own), LIMIT);
  const reverts = reverted !== undefined || undone || taken !== undefined;
  const dependency = /^(?:dep|deps)\b/i.test(conventional?.[0] ?? '') || scope === 'deps';
  // A step that was taken back leads nowhere.
  const plain = words.replaceAll('`', '');
  const [, what, version] = (reverts ? null : ((dependency ? PINNED.exec(plain) : null) ?? BUMPED.exec(plain))) ?? [];
  const about = scope?.replaceAll('`', '').trim() ?? '';
  return {
    ...(isPlace(about) && !whole ? { scope: about } : {}),
    words,
    imperative: area && !conventional,
    reverts,
    ...(what !== undefined && version !== undefined ? { step: { what, version } } : {}),
  };
}

const DONE_TO_ALL = /^(?:add|clean ?up|delete|deprecate|disable|drop|enable|refactor|remove|rename|rework|rewrite|simplify)$/i;
const NAMED = /[\p{L}\p{N}]/u;
const PINNED = /^([\w@/.-]*[A-Za-z][\w/.-]*)@v?(\d+\.\d[\w.-]*)$/;

/** `bump to grep-matcher 0.1.8`. */
const BUMPED = /^[Bb]ump(?:s|ed)? to ([a-z@][\w@/.-]*) v?(\d+\.\d[\w.-]*)$/;

/** Whether one version comes after another; `2.0.0` does after `2.0.0-beta.1`. */
export function isNewer(version: string, than: string): boolean {
  const [[release, candidate], [other, otherCandidate]] = [partsOf(version), partsOf(than)];
  const order = release.localeCompare(other, 'en', { numeric: true });
  if (order !== 0) return order > 0;
  if (candidate === '' || otherCandidate === '') return candidate === '' && otherCandidate !== '';
  return candidate.localeCompare(otherCandidate, 'en', { numeric: true }) > 0;
}

function partsOf(version: string): readonly [release: string, candidate: string] {
  const [, release = '', candidate = ''] = /^[\^v]*([^-]*)-?(.*)$/.exec(version) ?? [];
  return [release, candidate];
}

/** `feat(,)` and `fix(#12)` name no place, and what has many words is a sentence of its own. */
const isPlace = (scope: string): boolean => NAMED.test(scope) && !/^#?\d+$/.test(scope) && scope.split(' ').length <= 4;
/** `[NEW]` says of which kind a change is, and not where. */
const KIND =
  /^(?:new|add(?:ed)?|updated?|improve(?:ment)?s?|opt(?:imi[sz]e)?|enhance(?:ment)?|feat(?:ure)?|(?:bug|hot)?-?fix|bug|refactor(?:ing)?|chore|minor|trivial|wip|breaking(?: change)?)$/i;

/** Scopes that say of which kind a change is. */
export const SAYS_NO_PLACE = /^(?:deps(?:-dev)?|bump|release|docs?|tests?|ci|build)$/i;

/** `git-gui,gitk` are two places. */
export const placesIn = (scope: string): readonly string[] => scope.split(/,\s*/).filter((place) => NAMED.test(place));

/** `git-gui i18n: Update …`, `cmake - add …`: an area of several words or before a dash, believed where a verb follows. */
function wordy(text: string): readonly string[] | undefined {
  const [all = '', area = '', rest = ''] = /^([^:“”"`]{2,36}):\s+(\S.*)$/.exec(text) ?? /^([\w./-]{2,30}) - (\S.*)$/.exec(text) ?? [];
  const [, first = '', more = ''] = /^(?:(?:do not|don't)\s+)?(\S+)\s*(.*)$/.exec(rest) ?? [];
  return area !== '' && area.split(' ').length <= 3 && pastTense(first, more, true) !== undefined ? [all, area, rest] : undefined;
}

/** Without the reference that some begin with, and without the quotation marks that some stand in as a whole. */
function headless(text: string): string {
  const [head = ''] = HEAD.exec(text) ?? [];
  const rest = text.slice(head.length);
  const [, first = '', more = ''] = /^(\S+)\s*(.*)$/.exec(rest) ?? [];
  // `fix #12, conflict of packages`: the verb is its own.
  const mended = /^\W*fix/i.test(head) && pastTense(first, more, true) === undefined ? `fix ${rest.trimStart()}` : rest;
  return mended.replace(/^(["'])([^"']+)\1$/, '$2');
}

function untailed(text: string): string {
  let rest = text.trim();
  for (let before = ''; before !== rest;) {
    before = rest;
    const tail = TAIL.exec(rest.slice(-200));
    if (tail) {
      const left = rest.slice(0, Math.max(0, rest.length - 200) + tail.index);
      // `allow to opt in (#12)`: what is in brackets stands apart.
      rest = (/[([]/.test(tail[0]) ? left : left.replace(LED_TO, '')).trim() || before;
    }
    rest = rest.replace(/(?<=[\w)`"'\]\p{Script=Han}])[.;,。；，]$/u, '');
  }
  return rest;
}

/** What is too vague is counted, and not told; so is a single word that stands for itself. */
export const isTelling = (item: Tagged): boolean => {
  const { scope, words } = told(item);
  // `Merge commit from fork` is GitHub's own word for what a security advisory brought.
  return !isVague(words) && !/^merge (?:commit|branch|pull request)\b/i.test(words) && (scope !== undefined || !/^[A-Za-z]+$/.test(words));
};

/** The words as they would be heard: what differs in case and commas alone says the same. */
export const spoken = (words: string): string =>
  words
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\p{S}]+/gu, ' ')
    .trim();

const subjects = new WeakMap<Tagged, Subject>();

/** The same for a contribution, remembered; the scope its author stated wins. */
export function told(item: Tagged): Subject {
  const known = subjects.get(item);
  if (known) return known;
  const made = subjectOf(item.subject);
  subjects.set(item, made);
  return made;
}

/** The type a contribution is told under: what counts, else what its author wrote, else what the words leave no doubt of. */
export const toldType = (item: Tagged): string | undefined => typeOf(item) ?? item.stated?.type ?? (told(item).step ? 'build' : undefined);
