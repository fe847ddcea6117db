import type { Locale } from '../../domain/draft.ts';
import { messageTable, sayer } from '../../util/messages.ts';
import type { Say } from '../../util/messages.ts';

/** What does not hold, by kind; `message` says which words and why, in the draft's language. */
export interface Problem {
  readonly kind: 'evidence' | 'fact' | 'number' | 'date' | 'name' | 'quote' | 'citation' | 'link' | 'hidden';
  readonly message: string;
}

const MESSAGES = messageTable({
  en: {
    'evidence.none': 'it cites no evidence',
    'evidence.unknown': 'it cites {label}, which is not among the contributions',
    'evidence.person': 'it cites {label}, which is not by this person',
    'evidence.period': 'it cites {label}, which is not in this period',
    'evidence.noise': 'it cites {label}, which does not count: {reason}',
    'evidence.label': 'it calls {key} {label}',
    'evidence.title': 'it gives {label} a title that is not its own',
    'fact.over': '"{text}" is said to be computed over contributions that are not cited',
    'fact.value': '"{text}" does not hold: the evidence gives {value}',
    'fact.text': '"{text}" does not say what was computed; that is "{said}"',
    'fact.unknown': '"{text}" says something that cannot be computed from the evidence',
    number: 'the number {text} does not come from the evidence',
    date: '{text} is not a date of the cited evidence',
    relative: '"{text}" cannot be checked: write the date',
    name: '{text} is named, but not in the cited evidence',
    quote: '"{text}" does not stand in the cited evidence',
    citation: '{text} is not among the cited evidence',
    link: '{text} is not the address of cited evidence',
    hidden: 'it contains characters that cannot be seen',
  },
  'zh-cn': {
    'evidence.none': '没有注明依据',
    'evidence.unknown': '所引用的 {label} 不在贡献之中',
    'evidence.person': '所引用的 {label} 不是此人的工作',
    'evidence.period': '所引用的 {label} 不在本周期内',
    'evidence.noise': '所引用的 {label} 不计入：{reason}',
    'evidence.label': '把 {key} 写成了 {label}',
    'evidence.title': '{label} 的标题与原文不符',
    'fact.over': '“{text}”所依据的贡献没有被引用',
    'fact.value': '“{text}”不成立：依据得出的是 {value}',
    'fact.text': '“{text}”与计算结果不符，应为“{said}”',
    'fact.unknown': '“{text}”无法由依据计算得出',
    number: '数字 {text} 不来自所引用的依据',
    date: '{text} 不是所引用依据的日期',
    relative: '“{text}”无法核对：请写明日期',
    name: '提到了 {text}，但所引用的依据中没有',
    quote: '“{text}”不在所引用的依据中',
    citation: '{text} 不在所引用的依据中',
    link: '{text} 不是所引用依据的地址',
    hidden: '包含不可见的字符',
  },
});

export type SayProblem = Say<(typeof MESSAGES)['en']>;

export const problemSayer = (locale: Locale): SayProblem => sayer(MESSAGES, locale);
