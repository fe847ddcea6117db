import type { Locale } from '../domain/draft.ts';
import { messageTable, sayer } from '../util/messages.ts';

const MESSAGES = messageTable({
  en: {
    corrections: 'The tagger needs {least} corrected types to learn from, and there are {n}. Correct {missing} more.',
    labels: 'All {n} corrections name the same type. Correct something to another type too: the tagger learns to tell them apart.',
    kinds:
      'The {n} corrections are of nearly the same changes again and again. Correct {missing} more of other kinds: what was learned is tried on changes that are not alike.',
    nothing: 'The tagger has already learned from your {n} corrections. Correct more types, then have it learn again.',
    offer: 'This head is no longer on offer. Have the tagger learn again.',
    'other-model':
      'Types are told by the model {name} that you chose, which does not learn from corrections. Choose the shipped one to have it learn.',
    'roll-back': 'There is nothing to roll back: the tagger is as it was shipped.',
  },
  'zh-cn': {
    corrections: '标注器需要 {least} 项更正过的类型才能学习，目前有 {n} 项。请再更正 {missing} 项。',
    labels: '全部 {n} 项更正都是同一类型。请也把一些贡献更正为其他类型：标注器要学会区分它们。',
    kinds: '这 {n} 项更正几乎都是相同的变更。请再更正 {missing} 项不同的：学到的内容要用互不相似的变更来检验。',
    nothing: '标注器已经从你的 {n} 项更正中学习过。请更正更多类型，再让它学习。',
    offer: '这个分类头已不再可选。请让标注器重新学习。',
    'other-model': '类型由你选择的模型 {name} 给出，它不会从更正中学习。要让标注器学习，请选用自带的模型。',
    'roll-back': '没有可回退的内容：标注器与发布时相同。',
  },
});

/** Why there is nothing to learn from, and how much more it takes. */
export const shortOf = (
  { of, missing }: { readonly of: 'corrections' | 'labels' | 'kinds' | 'nothing'; readonly missing: number },
  n: number,
  locale: Locale,
): string => {
  const say = sayer(MESSAGES, locale);
  if (of === 'corrections') return say('corrections', { least: n + missing, n, missing });
  return of === 'kinds' ? say('kinds', { n, missing }) : say(of, { n });
};

export const otherModel = (name: string, locale: Locale): string => sayer(MESSAGES, locale)('other-model', { name });

export const noHead = (why: 'offer' | 'roll-back', locale: Locale): string => sayer(MESSAGES, locale)(why);
