import type { Tagged } from '../domain/tags.ts';
import { code } from './plain.ts';
import { isNewer, told, toldType } from './subject.ts';
import { isCalled, untitled } from './titles.ts';
import { gerund, isThird, isVerb, pastTense, surelyVerb } from './verbs.ts';

/** What one contribution did, as English tells it: `added` + `stubs for unbundled packages`. */
export interface Phrase {
  /** Lower case, past tense; may have several words. */
  readonly verb: string;
  /** What follows; in quotation marks where the words could not be turned. */
  readonly object: string;
  readonly quoted: boolean;
  /** Where, after the object: `in `ssr``. */
  readonly place?: string;
}

const ADVERB = /^(?:(?!(?:ap|sup|re|com|multi|im)p?ly$|rely$|early$|assembly$|family$)[a-z]{2,}ly|always|also|further|now|again)$/i;
const NEGATED =
  /^(?:don't|do not|never|no longer)\s+((?:(?!(?:ap|sup|re|im)p?ly|rely)[a-z]+ly|always|also|auto|double|even|ever|just|only|over|pre)\s+)?(\S+)\s*(.*)$/i;
/** A sentence about how things are or were: `css url with hash is not resolved`. */
const FINITE =
  /\b(?:is|are|was|were|isn't|aren't|wasn't|weren't|should|shouldn't|does|doesn't|did|didn't|do|don't|not|cannot|can't|can|may|might|could|shall|won't|will|would|has|have|had|hasn't|must|says|asks|keeps|stays|becomes|grows|goes|comes|fails?|breaks?|crash(?:es)?|happens?|causes?|gets?|returns?|throws?|needs?|works?|wip)\b/i;
/** Of documentation: what is wrong is fixed, what is documentation itself is written, anything else is documented. */
const DEFECT =
  /^(?:(?:small|minor|some|several|various)\s)*(?:typos?|errors?|grammar|spelling|formatting|missing|wrong|incorrect|invalid|broken|outdated|stale|bad)\b/i;
const DOCUMENT = /\b(?:docs?|documentation|docstrings?|read-?me|changelog|guide|tutorial|notes?|page)\b/i;
/** What is made and not added: `improvements to the docs`, `docs improvements`. */
const MADE =
  /^(?:(?:small|minor|tiny|some|several|various|more|further|other)\s)*(?:adjustments?|additions?|changes|clean-?ups|corrections?|edits|enhancements?|improvements?|optimi[sz]ations?|simplifications?|tweaks|updates)\s(?:to|for|of|in|on)\b/i;
const MADE_OF =
  /^(?:(?:small|minor|tiny|some|several|various|more|further|other|docs?|documentation|read-?me|comments?|style|formatting|code|tests?|types?|ui)\s)+(?:additions?|adjustments?|changes?|corrections?|edits?|enhancements?|fix(?:es)?|improvements?|optimi[sz]ations?|tweaks?|updates?)$/i;
/** Noun phrases by type: a fix fixes what it names, a feature adds it. */
const BY_TYPE: Readonly<Record<string, string>> = { feat: 'added', fix: 'fixed', refactor: 'reworked' };
const QUOTED_BY_TYPE: Readonly<Record<string, string>> = {
  feat: 'built',
  fix: 'fixed',
  docs: 'documented',
  refactor: 'reworked',
  perf: 'improved performance:',
  test: 'covered',
  style: 'tidied',
};

/** Somebody's own words. */
export const quote = (words: string): string => `“${words.replaceAll('“', '‘').replaceAll('”', '’')}”`;
const latin = (words: string): boolean => (words.match(/\p{L}/gu)?.length ?? 0) <= (words.match(/[A-Za-z]/g)?.length ?? 0) * 1.1;

/** What a release is called. */
export const VERSION = /^(?:[\w@/.-]+@|[A-Z]\w* )?v?\d+\.\d+(?:\.\d+)?(?:[-+][\w.-]+)?$/;

/** What names a release in a subject that prepares it, however it says so: `prepare tokio-util v0.7.19`. */
const RELEASE = /^(?:prepare|release|publish|bump|cut|tag|start)s?(?:\s+(?:for|the|release|version|of|to))*\s+(\S.*?)(?:\s+release)?$/i;
/** What tags are called where a repository holds several packages: `ignore-0.4.33`. */
const TAG = /^[A-Za-z][\w.-]*-v?\d+\.\d+\.\d+(?:[-+][\w.-]+)?$/;
/** No bare `2.0`: as a name of a release it would account for any amount of that size. */
const NAMED_VERSION = /^(?:[\w@/.-]*[A-Za-z][\w@/.-]*\s)?(?:v\d+\.\d+(?:\.\d+)?|\d+\.\d+\.\d+)(?:[-+][\w.-]+)?$/;

/** The release that a subject is about, as it calls it; undefined where it names none. */
export function releaseIn(words: string): string | undefined {
  if (VERSION.test(words) || TAG.test(words)) return releaseName(words);
  const named = RELEASE.exec(words)?.[1];
  return named !== undefined && NAMED_VERSION.test(named) ? named : undefined;
}

/** `Release 4.0.9` is called 4.0.9; a bare `4.0` would account for any amount of that size. */
const releaseName = (words: string): string => words.replace(/^(?:release|version) (?=v|\d+\.\d+\.\d)/i, '');

export function phraseOf(item: Tagged): Phrase {
  const { words, reverts, imperative, step } = told(item);
  const type = toldType(item) ?? '';
  if (step) return { verb: /^bump/i.test(words) ? 'bumped' : 'updated', object: `${code(step.what)} to ${step.version}`, quoted: false };
  // It says no more than that.
  const [, task] = /^(?:some )?works? on (\S.*)$/i.exec(words) ?? [];
  if (task !== undefined) return { verb: 'worked on', object: task, quoted: false };
  if (words === '')
    return { verb: 'changed', object: quote(item.subject.trim() === '' ? item.key.slice(0, 8) : item.subject), quoted: true };
  if (reverts) return { verb: 'reverted', object: quote(words), quoted: true };
  if (VERSION.test(words) && isDocument(item)) return { verb: 'wrote up', object: releaseName(words), quoted: false };
  if (VERSION.test(words)) return { verb: 'released', object: releaseName(words), quoted: false };
  const broken = item.stated?.type === 'fix' && NAMED_BY_DOING.test(words);
  const verbal = latin(words) && !broken ? verbPhrase(words, imperative || type === 'perf') : undefined;
  if (verbal) return verbal;
  const noun = nounPhrase(words, type);
  return noun ?? { verb: quotedVerb(item, words, type), object: quote(words), quoted: true };
}

/** `changelog: 15.0.0` is about a text, and releases nothing. */
export const isDocument = (item: Tagged): boolean =>
  item.stated?.type === 'docs' || /^(?:change-?log|changes|docs?|history|news|readme|(?:release-?)?notes)$/i.test(told(item).scope ?? '');

/** What can be said of a title: that it was covered or documented only where it names a thing, and not what was to be done. */
function quotedVerb({ stated }: Tagged, words: string, type: string): string {
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? [];
  const acts = !/^[=-]>/.test(rest) && (NEGATED.test(words) || isVerb(first) || pastTense(first, rest, true) !== undefined);
  const tells = FINITE.test(words) && !/^(?:how|that|what|when|where|which|why)\b/i.test(words);
  if ((type === 'test' && acts) || (type === 'docs' && (acts || tells || stated?.type !== 'docs'))) return 'worked on';
  return QUOTED_BY_TYPE[type] ?? 'worked on';
}

/** Of a fix, what did not work: `fix: resizing borders`, `fix: return wrong value`; not `fix: handling the end`, and not `fix: fixing links`. */
const NAMED_BY_DOING =
  /^(?!(?:fix|solv|resolv|address|correct|avoid|prevent|remov|add|updat|chang|us|replac|mak|ensur|disabl|enabl|allow|revert|renam|mov)ing\b)[a-z]+ing\s(?!(?:a|an|the|all|any|this|that|its|their|it|them)\b)|^(?:create|display|emit|generate|get|print|produce|render|return|send|show|write)s? (?:bad|wrong|incorrect|broken|duplicated?)\b/i;

function verbPhrase(words: string, imperative: boolean): Phrase | undefined {
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(words) ?? [];
  const negated = NEGATED.exec(words);
  if (negated) {
    const [, adverb = '', verb = '', object = ''] = negated;
    const doing = gerund(verb);
    return doing ? { verb: 'stopped', object: `${adverb}${doing} ${object}`.trim(), quoted: false } : undefined;
  }
  if (ADVERB.test(first)) {
    const inner = verbPhrase(rest, true);
    return inner && !inner.quoted ? { ...inner, verb: `${first.toLowerCase()} ${inner.verb}` } : undefined;
  }
  const past = pastTense(first, rest, imperative);
  // `put => patch` names two things.
  if (/^[=-]>/.test(rest)) return undefined;
  // `evaluate says how often …`: the first word is what the sentence is about.
  if (past === undefined || rest === '' || SUBJECT_BEFORE.test(rest) || isCalled(first, rest)) return undefined;
  // `test `sum()` rounds up`: what is tested is a sentence.
  if (past === 'tested' && isClause(rest)) return { verb: past, object: `that ${rest}`, quoted: false };
  // `wire up`, `split out`: the particle is the verb's, and is not said again for each object.
  const [, particle, object = rest] = PARTICLE.exec(rest) ?? [];
  return { verb: particle === undefined ? past : `${past} ${particle}`, object: coordinate(lowered(untitled(object))), quoted: false };
}

const isClause = (rest: string): boolean => {
  const [, verb = ''] = /^`[^`]+` ([a-z]+) (?!(?:of|for|in|on|at|from|with|and|or)\b)\S/.exec(rest) ?? [];
  return isThird(verb);
};
const SUBJECT_BEFORE = /^(?:is|are|was|were|has|had|does|did|can|cannot|will|would|must|should|says|asks|keeps|stays|becomes)\s/i;
const PARTICLE = /^(up|out|off|away|down|back) (\S.*)$/;

/** `unused code and update the docs`: a second imperative becomes past as well. After `to`, `that` and the like it is none. */
function coordinate(rest: string): string {
  const [head, ...tail] = rest.split(/(?<=(?:^|\s)(?:and|then|but|&)\s|,\s)/);
  let before = head ?? '';
  for (const part of tail) {
    const [, adverb = '', word = '', more = ''] = /^(only |also )?(\S+)(.*)$/s.exec(part) ?? [];
    const particle = isVerb(word) && /^\s(?:up|out|off|down|away)\s/.test(more);
    // `configure and check `hosts``: one verb after the other.
    const verbal = before === 'and ' ? isVerb(word) : particle || surelyVerb(word, more.trim()) || /^\s(?:it|them)\b/.test(more);
    const past =
      verbal && !isBound(before) && !isPaired(before, more) ? pastTense(word, more.trim(), particle || before === 'and ') : undefined;
    before += past === undefined ? refrained(part) : `${adverb}${past}${more}`;
  }
  return before;
}

/** Whether an object goes on with what else was done: `the parser and update the docs`. */
export const goesOn = (object: string): boolean => coordinate(object) !== object;

/** `do not cache deploys` in the middle of a list. */
const refrained = (part: string): string =>
  part.replace(/^(?:don't|do not) ([a-z-]+)/, (all, verb: string) => {
    const doing = gerund(verb);
    return doing ? `stopped ${doing}` : all;
  });

/** Whether what follows `and` goes on with a clause: `allow users to add and remove`, `when it fails and …`; not `to 1.24 and …`. */
const isBound = (before: string): boolean =>
  /\b(?:can|could|will|should|must|that|which|when|if)\b|\b(?:ability|able|button|command|flag|how|key|need|option|possible|setting|way) to\b/i.test(
    before,
  ) || [...before.matchAll(/\bto (?:not |\w+ly )?([a-z-]+)/gi)].some(([, word = '']) => isVerb(word));

/** `support add and remove of plugins` names two deeds, and says of neither that it was done. */
const isPaired = (before: string, more: string): boolean =>
  (isVerb(/\s(\S+) (?:and|&) $/.exec(before)?.[1] ?? '') && NAMED_PAIR.test(more)) ||
  (surelyVerb(/(?:^|\s)(\S+) (?:and|&) $/.exec(before)?.[1] ?? '', '') &&
    /^(?:$|[,.]|\s(?:of|for|in|on|at|from|with|buttons?|icons?|events?|methods?|functions?|commands?|actions?|operations?|handlers?)\b)/i.test(
      more,
    ));
/** `glob match and ignore`, `match and ignore rules`: what two verbs name together. */
const NAMED_PAIR = /^(?:$|[,.]|\s(?:behaviou?r|handling|logic|patterns?|rules?|semantics)\b)/i;

/** Words a noun phrase begins with; another first word may be a verb nobody thought of, and is quoted. */
const NOUN_START =
  /^(?:`|a|an|the|all|some|more|new|initial|basic|experimental|optional|missing|wrong|incorrect|invalid|broken|inconsistent|inaccurate|misleading|malformed|unnecessary|unwanted|unused|unexpected|undefined|infinite|null|outdated|stale|stray|duplicated?|flaky|failing|bad|weird|typos?|errors?|warnings?|crash(?:es)?|deadlocks?|exceptions?|failures?|mismatch(?:es)?|overflows?|panics?|regressions?|segfaults?|underflows?|races?|leaks?|memory|performance|bugs?|issues?|problems?|edge|corner|security|types?|tests?|docs?|documentation|support|options?|tests?|builds?|grammar|spelling|formatting|links?|badge|readme|changelog|examples?|section|page|guide|notes?|some|several|various|minor|small|potential|possible|[a-z]+(?:tion|ment|ity|ness|ance|ence)s?)\b/i;

/** A fault of two or more words: `empty value error`. */
const FAULT_END =
  /^[\w-]+(?: [\w'-]+){1,4} (?:errors?|bugs?|issues?|problems?|panics?|crash(?:es)?|deadlocks?|failures?|leaks?|regressions?|races?|race conditions?)$|^version mismatch(?:es)?$/i;

/** `missing sourcemap in dev` of a fix; not what is a sentence, and not what would mislead without its context. */
function nounPhrase(words: string, type: string): Phrase | undefined {
  const plain = words.replaceAll(/`[^`]*`/g, 'x');
  if (latin(words) && (MADE.test(words) || MADE_OF.test(words)) && !FINITE.test(plain) && !/[:;“”"?!]/.test(plain))
    return { verb: 'made', object: decapitalised(untitled(words)), quoted: false };
  // `` `siteFile` support custom headers ``: a sentence without an ending.
  const [, second = '', rest = ''] = /^x ([a-z]+) (\S.*)/.exec(plain) ?? [];
  if (surelyVerb(second, rest) || SUPPORTS.test(plain) || isClause(words)) return undefined;
  const named = NOUN_START.test(words) || (type === 'fix' && FAULT_END.test(plain));
  if (!latin(words) || !named || FINITE.test(plain) || /[:;“”"?!]/.test(plain) || plain.split(' ').length < 2) return undefined;
  if (/^(?:when|if|for|to|in|on|at|with|without|from|by|as|because|after|before|v?\d)/i.test(plain)) return undefined;
  const lower = coordinate(decapitalised(untitled(words)));
  if (type === 'test')
    return /^tests?\b/i.test(words)
      ? { verb: 'added', object: lower, quoted: false }
      : { verb: 'added tests for', object: lower, quoted: false };
  const verb = type === 'docs' ? (DEFECT.test(words) ? 'fixed' : DOCUMENT.test(words) ? 'wrote' : 'documented') : BY_TYPE[type];
  if (verb) return { verb, object: lower, quoted: false };
  return /^support for\b/i.test(words) ? { verb: 'added', object: lower, quoted: false } : undefined;
}

/** `fix Infinite loop`: what begins no sentence, and no name. */
const lowered = (object: string): string =>
  object.replace(
    /^(?:Initial|Infinite|Missing|Unused|Unnecessary|Wrong|Incorrect|Invalid|Broken|Redundant|Duplicated?|Outdated|Multiple|Version)(?= [^A-Z])/,
    (word) => word.toLowerCase(),
  );

const SUPPORTS = /^\S+ support (?!(?:for|of|in|on|at|to|with|from|and|or|across|when|if|via|by|as|within|into|through|under|only)\b)\S/;

/** `Missing sourcemap` in the middle of a sentence; names (`CSS`, `TypeScript`, and those that end as nouns do) stay. */
const decapitalised = (words: string): string =>
  words.replace(/^(?!(?:Notion|Unity|Confluence|Binance|Affinity|Infinity|Trinity)\b)[A-Z](?=[a-z]+(?:\s|$))/, (letter) =>
    letter.toLowerCase(),
  );

export interface Clause {
  readonly verb: string;
  readonly objects: readonly string[];
}

/** Phrases with the same verb are told together, in order of first mention. */
export function clausesOf(phrases: readonly Phrase[]): readonly Clause[] {
  // An object with parts of its own stays alone, or nobody could tell which part is whose; so does `bumped` + `to 2.0`.
  // Versions stay together: `bumped a to 2.0 and b` would say that b is one.
  const byVerb = Map.groupBy(phrases, ({ verb, object }) =>
    isInvolved(object) || PREPOSITION.test(object) ? `${verb}\0${object}` : versioned(object)[1] === undefined ? verb : `${verb}\0to`,
  );
  return [...byVerb.values()].map((group) => ({ verb: group[0]?.verb ?? '', objects: placed(group) }));
}

/** Objects with their places; a place that all of them have is said once, after the last. */
function placed(phrases: readonly Phrase[]): readonly string[] {
  const objects = [...new Set(phrases.map(({ object }) => object))];
  const place = phrases[0]?.place;
  const shared = phrases.every((phrase) => phrase.place === place) && !objects.some((object) => PLACED.test(object));
  if (place === undefined || !shared)
    return phrases.map((phrase) => (phrase.place === undefined ? phrase.object : `${phrase.object} ${phrase.place}`));
  return [`${together(objects)} ${place}`];
}

const PREPOSITION = /^(?:to|from|for|with|in|into|of|on|at|as|by) /;
/** Who reads `a in the parser and b in `x`` cannot tell where `a` was. */
const PLACED = /\s(?:in|on|at) [^ ]/;

/** `added a and b; fixed c`: semicolons where a part has commas or an `and` of its own. */
export function sentenceOf(clauses: readonly Clause[]): string {
  const parts = clauses.map(({ verb, objects }) => `${verb} ${together([...new Set(objects)])}`);
  return list(parts);
}

const JOINT = /\b(?:in|of|for|to|from|with|on|by|at|into|as|the|a|an|use of)$/i;

/**
 * What objects begin or end with is said once: `using `the_repository` in `a()` and `b()``, ``a` and `b` callbacks`.
 * Not where a number would lose the words around it, by which the checker knows it, and not of what is quoted: a quotation stays whole.
 */
function together(all: readonly string[]): string {
  const objects = latestOnly(all);
  if (objects.length < 2 || objects.some((object) => /[\d“]/.test(object.replaceAll(/`[^`]*`/g, '')))) return list(objects);
  const words = objects.map((object) => object.match(/`[^`]*`\S*|\S+/g) ?? []);
  const shortest = Math.min(...words.map((w) => w.length));
  let head = 0;
  while (head < shortest - 1 && words.every((w) => w[head] === words[0]?.[head])) head++;
  while (head > 0 && !JOINT.test(words[0]?.slice(0, head).join(' ') ?? '')) head--;
  if (head > 0) return `${words[0]?.slice(0, head).join(' ') ?? ''} ${list(words.map((w) => w.slice(head).join(' ')))}`;
  const noun = words[0]?.at(-1) ?? '';
  const alike = /^[a-z]+$/.test(noun) && words.every((w) => w.length === 2 && w[1] === noun && /^(?:`[^`]*`|"[^"]*")$/.test(w[0] ?? ''));
  return alike ? `${list(words.map((w) => w[0] ?? ''))} ${plural(noun)}` : list(objects);
}

/** `rolldown to 1.0.0-rc.4` stands for the steps before it, and `mypy findings` for one of them. */
function latestOnly(all: readonly string[]): readonly string[] {
  const objects = all.filter((object) => !all.includes(`${object}s`));
  const versions = new Map<string, string>();
  for (const object of objects) {
    const [what, version] = versioned(object);
    if (version === undefined) continue;
    const known = versions.get(what);
    if (known === undefined || isNewer(version, known)) versions.set(what, version);
  }
  return objects.filter((object) => {
    const [what, version] = versioned(object);
    return version === undefined || versions.get(what) === version;
  });
}

/** What has its version raised, with the place it is said of, and to which. */
function versioned(object: string): readonly [what: string, version?: string] {
  const [, what = '', version, place = ''] = /^(.+) to (\^?v?\d+\.\d[\w.-]*)( in `[^`]*`)?$/.exec(object) ?? [];
  return version === undefined ? [object] : [`${what}${place}`, version];
}

const plural = (noun: string): string =>
  noun.endsWith('s') ? noun : /(?:x|ch|sh)$/.test(noun) ? `${noun}es` : /[^aeiou]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;

const isInvolved = (part: string): boolean => /,|;|\s(?:and|or|but|so)\s/.test(part.replaceAll(/“[^”]*”|`[^`]*`/g, ''));

function list(parts: readonly string[]): string {
  const last = parts.at(-1) ?? '';
  if (parts.length < 2) return last;
  if (parts.some(isInvolved)) return parts.join('; ');
  return parts.length === 2 ? `${parts[0] ?? ''} and ${last}` : `${parts.slice(0, -1).join(', ')} and ${last}`;
}
