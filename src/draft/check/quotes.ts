import { areaOf } from '../../domain/areas.ts';
import type { Claim } from '../../domain/draft.ts';
import type { Tagged } from '../../domain/tags.ts';
import { outside, visible } from '../plain.ts';
import { subjectOf } from '../subject.ts';
import type { CheckContext } from './context.ts';
import type { Problem, SayProblem } from './problem.ts';
import type { Text } from './text.ts';

const QUOTED = /`([^`]+)`|“([^”]*)”|「([^」]*)」|『([^』]*)』|(?<![\p{L}\p{N}])"([^"]+)"(?![\p{L}\p{N}])/gu;

/** Whether everything in quotation marks or code stands in the cited evidence, to the letter. Covers what does. */
export function checkQuotes(text: Text, items: readonly Tagged[], context: CheckContext, say: SayProblem): readonly Problem[] {
  const problems: Problem[] = [];
  let places: Places | undefined;
  for (const match of text.text.matchAll(QUOTED)) {
    const quoted = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '').trim();
    // Quoted titles hold code of their own, which the title accounts for.
    if (quoted === '' || covered(text, match.index, match.index + match[0].length)) continue;
    places ??= placesOf(items, context);
    if (standsIn(quoted, match[1] !== undefined, places)) text.cover(match.index, match.index + match[0].length);
    else problems.push({ kind: 'quote', message: say('quote', { text: quoted }) });
  }
  return problems;
}

const covered = (text: Text, start: number, end: number): boolean => {
  const inside = text.words.filter((word) => word.start >= start && word.end <= end);
  return inside.length > 0 && inside.every((word) => word.covered);
};

interface Places {
  /** Where words with digits may come from: what names the work. */
  readonly titles: readonly string[];
  readonly bodies: readonly string[];
  readonly names: ReadonlySet<string>;
}

function placesOf(items: readonly Tagged[], context: CheckContext): Places {
  const titles = items.flatMap((item) => {
    const subject = visible(item.subject);
    return [subject, subjectOf(item.subject).words, item.files.map((file) => file.path).join('\n'), item.refs.join('\n')];
  });
  const areas = items.flatMap((item) => item.files.map((file) => areaOf(file.path)));
  const repos = items.flatMap((item) => [item.repo, context.repoNames.get(item.repo) ?? item.repo]);
  return {
    titles,
    bodies: items.map((item) => visible(item.body)),
    names: new Set([...areas, ...repos, ...items.flatMap((item) => item.stated?.scope ?? [])]),
  };
}

function standsIn(quoted: string, isCode: boolean, { titles, bodies, names }: Places): boolean {
  if (names.has(quoted)) return true;
  const wanted = plain(quoted.replace(/…$/, ''));
  if (wanted === '') return false;
  // A cut quotation must still be telling.
  if (quoted.endsWith('…') && wanted.length < 12) return false;
  const from = /\d/.test(wanted) ? titles : [...titles, ...bodies];
  return from.some((place) => contains(plain(place), wanted, isCode || !quoted.endsWith('…')));
}

/** Without what narration changes: code marks, curly and nested quotation marks, case of the first letter. */
const plain = (text: string): string =>
  outside(text, (part) => part.replaceAll('] (', '](').replaceAll('! [', '![').replaceAll('‹', '<'))
    .replaceAll(/[`"'“”‘’]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();

function contains(place: string, wanted: string, wholeEnd: boolean): boolean {
  for (let at = place.indexOf(wanted); at >= 0; at = place.indexOf(wanted, at + 1)) {
    const [before, after] = [place[at - 1] ?? ' ', place[at + wanted.length] ?? ' '];
    const open = /[\p{L}\p{N}]/u.test(before) && /^[\p{L}\p{N}]/u.test(wanted);
    const goesOn = wholeEnd && /[\p{L}\p{N}]/u.test(after) && /[\p{L}\p{N}]$/u.test(wanted);
    if (!open && !goesOn) return true;
  }
  return false;
}

const LINK = /\[([^\]]*)\]\(([^)\s]*)\)/g;
const ADDRESS = /\b(?:https?:\/\/|www\.)[^\s<>`)\]”]+/gi;
const SHA = /(?<![\p{L}\p{N}])(?=[0-9a-f]*\d)[0-9a-f]{7,64}(?![\p{L}\p{N}])/giu;
const NUMBER = /(?<![\p{L}\p{N}&])#(\d+)/gu;

/** Whether citations and links written into the text are those of the claim. Covers what is. */
export function checkCitations(claim: Claim, text: Text, items: readonly Tagged[], say: SayProblem): readonly Problem[] {
  const problems: Problem[] = [];
  const urls = new Set(claim.evidence.flatMap((evidence) => evidence.url ?? []));
  // What is in code is a quotation, and checked as one.
  const prose = text.text.replaceAll(/`[^`]*`/g, (code) => ' '.repeat(code.length));
  for (const { 0: all, 2: url = '', index } of prose.matchAll(LINK)) {
    if (urls.has(url)) text.cover(index + all.lastIndexOf(url), index + all.length);
    else problems.push({ kind: 'link', message: say('link', { text: url }) });
  }
  for (const { 0: url, index } of prose.matchAll(ADDRESS)) {
    const known =
      urls.has(url.replace(/[.,;:!?]+$/, '')) ||
      items.some((item) => visible(`${item.subject} ${item.body}`).includes(url.replace(/[.,;:!?…]+$/, '')));
    if (known) text.cover(index, index + url.length);
    else problems.push({ kind: 'link', message: say('link', { text: url }) });
  }
  for (const { 0: sha, index } of text.text.matchAll(SHA)) {
    if (isCovered(text, index)) continue;
    if (items.some((item) => item.key.startsWith(sha.toLowerCase()))) text.cover(index, index + sha.length);
    else if (prose.startsWith(sha, index) && !/^\d{1,12}$/.test(sha))
      problems.push({ kind: 'citation', message: say('citation', { text: sha }) });
  }
  for (const { 0: label, 1: number = '', index } of prose.matchAll(NUMBER)) {
    if (isCovered(text, index + 1)) continue;
    const mentioned = new RegExp(`#${number}(?!\\d)`);
    if (items.some((item) => item.key === number || mentioned.test(item.subject) || mentioned.test(item.body)))
      text.cover(index, index + label.length);
    else problems.push({ kind: 'citation', message: say('citation', { text: label }) });
  }
  return problems;
}

const isCovered = (text: Text, at: number): boolean => text.words.some((word) => word.start <= at && word.end > at && word.covered);
