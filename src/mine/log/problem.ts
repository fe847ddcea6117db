import type { Locale } from '../../domain/draft.ts';
import { messageTable, sayer } from '../../util/messages.ts';

/** What cannot be read of a work log, and what is passed over in it. */
const MESSAGES = messageTable({
  en: {
    'no-date': 'this entry stands under no date; put a heading such as "## 2026-03-04" above it',
    'bad-date': '"{text}" is no date; write it as 2026-03-04, 2026-03-02..2026-03-06, 2026-W10, 2026-03, 2026-Q1, 2026-H1 or 2026',
    future: '{text} is still to come: a work log tells what was done',
    'no-title': 'it does not say what was done',
    'bad-hours': '"{text}" is no number of hours; write it as 3, 1.5, 3h or 45 min',
    'bad-link': '"{text}" is no web address; it begins with https:// or http://',
    'no-columns': 'the table needs the columns date and title; it has: {text}',
    'no-header': 'the first line must name the columns, at least date and title',
    'bad-csv': 'the line cannot be read as CSV: {text}',
    'bad-json': 'this is no JSON: {text}',
    'no-entries': 'expected a list of entries, or an object with "entries"',
    'bad-field': '{text}',
    'bad-person': 'nobody called "{text}" is known here; write the e-mail their commits have, or Name <e-mail>',
    'several-persons': '"{text}" fits several people; write the e-mail',
    'too-many': 'a file may have {text} entries; those from here on were not read. Split the file',
    'open-fence': 'a code block begins here and never ends: what follows was not read',
  },
  'zh-cn': {
    'no-date': '此条目上方没有日期；请在其上方加一个标题，例如“## 2026-03-04”',
    'bad-date': '“{text}”不是日期；请写成 2026-03-04、2026-03-02..2026-03-06、2026-W10、2026-03、2026-Q1、2026-H1 或 2026',
    future: '{text} 尚未到来：工作日志只记录已完成的工作',
    'no-title': '没有写明做了什么',
    'bad-hours': '“{text}”不是小时数；请写成 3、1.5、3h 或 45 min',
    'bad-link': '“{text}”不是网址；网址以 https:// 或 http:// 开头',
    'no-columns': '表格需要 date（日期）与 title（标题）两列；现有：{text}',
    'no-header': '第一行必须是列名，至少包含 date（日期）与 title（标题）',
    'bad-csv': '此行无法按 CSV 读取：{text}',
    'bad-json': '此处不是 JSON：{text}',
    'no-entries': '应为条目列表，或含有 "entries" 的对象',
    'bad-field': '{text}',
    'bad-person': '这里不认识“{text}”；请写其提交所用的邮箱，或写成“姓名 <邮箱>”',
    'several-persons': '“{text}”对应多个人；请写邮箱',
    'too-many': '一个文件最多 {text} 个条目；从此处起未读取。请拆分文件',
    'open-fence': '代码块从此处开始而没有结束：之后的内容未读取',
  },
});

export interface LogProblem {
  /** From 1. */
  readonly line: number;
  readonly reason: keyof (typeof MESSAGES)['en'];
  /** What stands there. */
  readonly text: string;
}

/** Quoted text is cut: a line may have megabytes. */
const QUOTED = 80;

export const problem = (line: number, reason: LogProblem['reason'], text = ''): LogProblem => {
  const plain = visibleText(text);
  return {
    line,
    reason,
    text:
      plain.length > QUOTED && reason !== 'bad-field' ? `${plain.slice(0, QUOTED).toWellFormed()}…` : plain.slice(0, 500).toWellFormed(),
  };
};

/** One problem in the user's language, without its line. */
export const problemText = ({ reason, text }: LogProblem, locale: Locale): string => sayer(MESSAGES, locale)(reason, { text });

/** Control characters, marks that turn the direction of text and such that nobody sees: a terminal or a reader could be led astray by them. */
// oxlint-disable-next-line no-control-regex -- those are what it takes out
const HIDDEN = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFF9-\uFFFB]/g;

/** Text as it is kept: well-formed, one kind of line break, without what cannot be seen. */
export const cleanText = (text: string): string =>
  text
    .replaceAll(/\r\n?|[\u2028\u2029]/g, '\n')
    .replaceAll(HIDDEN, '')
    .toWellFormed();

/** The same as one line. */
export const visibleText = (text: string): string => cleanText(text).replaceAll(/\s+/g, ' ').trim();
