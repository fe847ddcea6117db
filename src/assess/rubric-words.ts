import type { Locale } from '../domain/draft.ts';
import { messageTable, type Say, sayer } from '../util/messages.ts';

/** What may be wrong with a rubric file. Keys, ids and values stay as they are written there. */
const FAULTS = messageTable({
  en: {
    large: 'a rubric is at most {most} characters; this file has {length}',
    misplaced: '{key} does not belong here',
    key: 'unknown key {key}',
    'key-near': 'unknown key {key}; did you mean {near}?',
    missing: '{key} is missing',
    wrong: '{key} {constraint}, got {value}',
    file: 'the file',
    'no-dimension': 'a rubric needs at least one dimension; "extends: default" takes those of the default',
    'dimension-twice': 'dimension {id} is there twice',
    'signal-twice': 'signal {id} is there twice',
    'no-signals': 'dimension {id} has no signals',
    'no-signals-near': 'dimension {id} has no signals; did you mean {near}?',
    dimension: 'unknown dimension {id}',
    'dimension-near': 'unknown dimension {id}; did you mean {near}?',
    'dimension-known': 'unknown dimension {id}; there are {known}',
    signal: 'unknown signal {id}',
    'signal-near': 'unknown signal {id}; did you mean {near}?',
    'signal-known': 'unknown signal {id}; there are {known}',
    unit: 'unit of {id} is {is}, it cannot be {written}',
    incomplete: 'signal {id} needs title, formula, reason, unit, levels and minimum',
  },
  'zh-cn': {
    large: '评估标准最多 {most} 个字符；此文件有 {length} 个',
    misplaced: '{key} 不能用在这里',
    key: '未知的键 {key}',
    'key-near': '未知的键 {key}；是否想写 {near}？',
    missing: '缺少 {key}',
    wrong: '{key} {constraint}，现为 {value}',
    file: '此文件',
    'no-dimension': '评估标准至少需要一个维度；“extends: default”会沿用默认的维度',
    'dimension-twice': '维度 {id} 出现了两次',
    'signal-twice': '信号 {id} 出现了两次',
    'no-signals': '维度 {id} 没有信号',
    'no-signals-near': '维度 {id} 没有信号；是否想写 {near}？',
    dimension: '未知的维度 {id}',
    'dimension-near': '未知的维度 {id}；是否想写 {near}？',
    'dimension-known': '未知的维度 {id}；已有的是 {known}',
    signal: '未知的信号 {id}',
    'signal-near': '未知的信号 {id}；是否想写 {near}？',
    'signal-known': '未知的信号 {id}；已有的是 {known}',
    unit: '{id} 的单位是 {is}，不能改为 {written}',
    incomplete: '信号 {id} 需要 title、formula、reason、unit、levels 和 minimum',
  },
});
export type SayFault = Say<(typeof FAULTS)['en']>;

export const faultSayer = (locale: Locale): SayFault => sayer(FAULTS, locale);

/** The schema's own words, by the English ones. `{0}` and `{1}` are numbers or names in them. */
const CONSTRAINTS: readonly (readonly [english: string, chinese: string])[] = [
  ['must be text', '必须是文本'],
  ['must not be empty', '不能为空'],
  ['must be at most {0} characters', '最多 {0} 个字符'],
  ['must be text, or texts as { en: …, zh-cn: … }', '必须是文本，或写成 { en: …, zh-cn: … }'],
  ['must be a number from {0} to {1}', '必须是 {0} 到 {1} 之间的数'],
  ['must be lower-case letters, digits and dashes', '只能用小写字母、数字和连字符'],
  ['must be a web address that starts with https://', '必须是以 https:// 开头的网址'],
  ['must be { title: …, url: … }', '必须写成 { title: …, url: … }'],
  ['must be two or more numbers that rise or fall throughout', '必须是两个以上一直递增或递减的数'],
  ['must be at most {0} numbers', '最多 {0} 个数'],
  ['must be one of {0}', '必须是下列之一：{0}'],
  ['must be a whole number from {0}', '必须是不小于 {0} 的整数'],
  ['must be a whole number of days from {0} to {1}', '必须是 {0} 到 {1} 之间的整数天数'],
  ['must be a signal with an id', '必须是带 id 的信号'],
  ['must be a list of signals', '必须是信号列表'],
  ['must be a dimension with an id', '必须是带 id 的维度'],
  ['must be a list of dimensions', '必须是维度列表'],
  ['must be { from: …, name: … }', '必须写成 { from: …, name: … }'],
  ['must be a list of { from: …, name: … }', '必须是 { from: …, name: … } 的列表'],
  ['must name at least one level', '至少要有一个等级'],
  ['must start from 0 and rise', '必须从 0 开始递增'],
  ['must be default: no other rubric can be extended', '只能是 default：不能扩展其他评估标准'],
  ['must be true or false', '必须是 true 或 false'],
  ['must be a rubric: keys such as name and dimensions', '必须是评估标准：包含 name、dimensions 等键'],
];
const PATTERNS = CONSTRAINTS.map(([english, chinese]) => {
  const escaped = english.replaceAll(/[.*+?^$()|[\]\\]|\{(?!\d)|(?<!\d)\}/g, String.raw`\$&`);
  return [new RegExp(`^${escaped.replaceAll(/\{\d\}/g, '(.+)')}$`), chinese] as const;
});

/** What a value must be, in the user's language; as it is where the words are another library's. */
export function constraintIn(locale: Locale, english: string): string {
  if (locale === 'en') return english;
  for (const [pattern, chinese] of PATTERNS) {
    const found = pattern.exec(english);
    if (found) return chinese.replaceAll(/\{(\d)\}/g, (_, hole: string) => found[Number(hole) + 1] ?? '');
  }
  return english;
}
