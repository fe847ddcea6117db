import type { Draft, Locale } from '../domain/draft.ts';
import { messageTable, sayer } from '../util/messages.ts';
import { FEMININE, MASCULINE, TECHNICAL, WORDS } from './lint-words.ts';
import type { LintKind, WordKind } from './lint-words.ts';

/** Words worth another look, where they stand. A warning: nothing is refused for it. */
export interface LintWarning {
  readonly kind: LintKind;
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly advice: string;
}

const MESSAGES = messageTable({
  en: {
    absolute: '"{text}" leaves no room for exceptions; say when or how often',
    'self-deprecation': '"{text}" makes the work smaller than it was; say what was done',
    comparison: '"{text}" compares with others; compare with before instead',
    blame: '"{text}" puts blame on somebody; say what happened and what helps',
    vague: '"{text}" says no amount; the evidence may have one',
    gendered: '"{text}" is among words that research found to be used for one gender more than for others; here they all lean the same way',
  },
  'zh-cn': {
    absolute: '“{text}”没有留下例外的余地；请写明何时或多久一次',
    'self-deprecation': '“{text}”让工作显得比实际更小；请写明做了什么',
    comparison: '“{text}”与他人比较；请与自己的过去比较',
    blame: '“{text}”在指责他人；请写明发生了什么、怎样有帮助',
    vague: '“{text}”没有说明多少；依据中可能有数字',
    gendered: '“{text}”属于研究发现更常用于某一性别的词；这里的此类词都偏向同一方向',
  },
});

/** Code and quotations are others' words, and are left alone; a length-preserving blank keeps positions. */
const own = (text: string): string => text.replaceAll(/`[^`]*`|“[^”]*”|「[^」]*」|(?<!\w)"[^"]*"/g, (quoted) => ' '.repeat(quoted.length));

const KINDS: readonly WordKind[] = ['absolute', 'self-deprecation', 'comparison', 'blame', 'vague'];

/** Absolutes, self-deprecation, comparison with others, blame, and amounts without a number, in the order of the text. */
export function lint(text: string, locale: Locale): readonly LintWarning[] {
  const say = sayer(MESSAGES, locale);
  const words = own(text);
  const found = KINDS.flatMap((kind) =>
    [...words.matchAll(WORDS[locale][kind])].map((match): LintWarning => {
      const [said] = match;
      return { kind, text: said, start: match.index, end: match.index + said.length, advice: say(kind, { text: said }) };
    }),
  );
  return found.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Gender-coded words of a text (English only), and which way each leans. */
export function gendered(
  text: string,
): readonly { readonly text: string; readonly start: number; readonly leans: 'feminine' | 'masculine' }[] {
  return [...own(text).matchAll(/[A-Za-z][A-Za-z-]*/g)].flatMap((match) => {
    const word = match[0].toLowerCase();
    if (TECHNICAL.test(word)) return [];
    const leans = FEMININE.some((stem) => word.startsWith(stem))
      ? 'feminine'
      : MASCULINE.some((stem) => word.startsWith(stem))
        ? 'masculine'
        : undefined;
    return leans === undefined ? [] : [{ text: match[0], start: match.index, leans }];
  });
}

/** From so many more of one side than of the other, the document leans. */
const LEAN = 3;

/** Warnings by claim. Gender-coded words are ordinary words: they are told only where the whole draft leans one way. */
export function lintDraft(draft: Draft): ReadonlyMap<string, readonly LintWarning[]> {
  const claims = draft.sections.flatMap((section) => section.claims);
  const coded = draft.locale === 'en' ? claims.map((claim) => gendered(claim.text)) : [];
  const count = (side: string): number => coded.flat().filter((word) => word.leans === side).length;
  const lean = count('feminine') - count('masculine');
  const side = Math.abs(lean) < LEAN ? undefined : lean > 0 ? 'feminine' : 'masculine';
  const say = sayer(MESSAGES, draft.locale);
  return new Map(
    claims.map((claim, i) => {
      const leaning = (coded[i] ?? []).filter((word) => word.leans === side);
      const told = leaning.map(({ text, start }): LintWarning => ({
        kind: 'gendered',
        text,
        start,
        end: start + text.length,
        advice: say('gendered', { text }),
      }));
      return [claim.id, [...lint(claim.text, draft.locale), ...told]] as const;
    }),
  );
}
