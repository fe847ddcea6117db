import type { Locale } from '../domain/draft.ts';
import type { NoiseReason } from '../domain/contribution.ts';
import { chineseDetail } from '../domain/details.ts';
import type { Clue } from '../normalize/doubts.ts';
import { messageTable, sayer } from '../util/messages.ts';
import type { DoubtDetail } from './doubts.ts';

const MESSAGES = messageTable({
  en: {
    names: 'names {label}',
    title: 'reads like {label}, done within days of it',
    logged: 'another log says the same: {label}',
    before: 'is dated {dated}, but {label} began on {other}',
    after: 'is dated {dated}, but {label} was done by {other}',
    owner: '{label} is by {owner}',
  },
  'zh-cn': {
    names: '提到了 {label}',
    title: '与 {label} 内容相近，且相隔不过数日',
    logged: '另一份日志写了同样的内容：{label}',
    before: '日期为 {dated}，而 {label} 始于 {other}',
    after: '日期为 {dated}，而 {label} 在 {other} 已完成',
    owner: '{label} 的作者是 {owner}',
  },
});

/** Why an entry is doubtful, in words: `names #12 “Parse tables”; #12 is by Bob`. */
export function doubtText({ label, title, clues }: DoubtDetail, locale: Locale): string {
  const say = sayer(MESSAGES, locale);
  const [first, ...rest] = clues.toSorted((a, b) => ORDER.indexOf(a.clue) - ORDER.indexOf(b.clue));
  const said = (clue: Clue, named: string): string => {
    switch (clue.clue) {
      case 'before':
      case 'after':
        return say(clue.clue, { label: named, dated: clue.dated, other: clue.other });
      case 'owner':
        return say('owner', { label: named, owner: clue.owner });
      case 'names':
      case 'title':
      case 'logged':
        return say(clue.clue, { label: named });
      default:
        return clue satisfies never;
    }
  };
  const long = title === undefined ? label : locale === 'en' ? `${label} “${title}”` : `${label}“${title}”`;
  return [...(first ? [said(first, long)] : []), ...rest.map((clue) => said(clue, label))].join(locale === 'en' ? '; ' : '；');
}
const ORDER: readonly Clue['clue'][] = ['names', 'title', 'logged', 'owner', 'before', 'after'];

/** The detail of any ledger line as it is shown: those of inconsistent entries are stored as data, all others in English. */
export function detailText({ reason, detail }: { readonly reason: NoiseReason; readonly detail: string }, locale: Locale): string {
  return reason === 'inconsistent'
    ? doubtText(JSON.parse(detail) as DoubtDetail, locale)
    : locale === 'en'
      ? detail
      : chineseDetail(detail);
}
