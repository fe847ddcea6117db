import { dayOf } from '../domain/calendar.ts';
import type { Locale } from '../domain/draft.ts';
import type { Tagged } from '../domain/tags.ts';
import { categoryIn } from '../domain/tags.ts';
import { problemText } from '../mine/log/problem.ts';
import { messageTable, sayer } from '../util/messages.ts';
import { doubtText } from './doubt-text.ts';
import type { LogPreview } from './logs.ts';

const MESSAGES = messageTable({
  en: {
    head: '{file} ({format}): {n} {n:entry|entries}{period}',
    period: ' from {from} to {to}',
    place: 'In {file}',
    people: 'Whose: {list}',
    kinds: 'Kinds: {list}',
    plain: 'work without a stated kind',
    stored: 'Against what is stored: {added} new, {changed} changed, {same} unchanged, {gone} no longer in the file and taken out.',
    repeated: 'Repeated word for word and read once: {n:line|lines} {lines}.',
    unread: 'Columns and fields that are not read: {list}.',
    prose: '{n} {n:line|lines} of prose belong to no entry and are not read.',
    doubts:
      '{n} {n:entry|entries} may be recorded already, or contradict the history. What is doubtful is imported, and does not count until you have decided:',
    problems: '{n} {n:problem|problems}; what has one is left out:',
    line: 'line {n}: {text}',
    more: '… and {n} more',
    entries: 'Entries',
  },
  'zh-cn': {
    head: '{file}（{format}）：{n} 个条目{period}',
    period: '，{from} 至 {to}',
    place: '位于 {file}',
    people: '所属：{list}',
    kinds: '类别：{list}',
    plain: '未写明类别的工作',
    stored: '与已存储的相比：新增 {added}，有变化 {changed}，无变化 {same}，文件中已不存在而将移除 {gone}。',
    repeated: '逐字重复、只读取一次的行：{lines}。',
    unread: '不读取的列与字段：{list}。',
    prose: '{n} 行文字不属于任何条目，未读取。',
    doubts: '{n} 个条目可能已有记录，或与历史相矛盾。存疑的条目会被导入，但在你作出决定之前不计入：',
    problems: '{n} 个问题；有问题的内容不导入：',
    line: '第 {n} 行：{text}',
    more: '……另有 {n} 项',
    entries: '条目',
  },
});

/** Shown of each list; the counts say how many there are. */
const SHOWN = { terminal: 20, document: 500 };

export interface PreviewOptions {
  readonly locale: Locale;
  readonly zone: string;
}

/** The preview as plain text. */
export function previewText(preview: LogPreview, { locale, zone }: PreviewOptions): string {
  const { lead, doubts, problems } = partsOf(preview, { locale, zone }, SHOWN.terminal);
  return `${[...lead, ...doubts.map(indented), ...problems.map(indented)].join('\n')}\n`;
}

/** The preview as a Markdown document with every entry, for an editor to show. */
export function previewDocument(preview: LogPreview, options: PreviewOptions): string {
  const say = sayer(MESSAGES, options.locale);
  const { lead, doubts, problems } = partsOf(preview, options, SHOWN.document);
  const [head = '', ...facts] = lead;
  const list = (lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ['', plain(lines[0] ?? ''), '', ...lines.slice(1).map((line) => `- ${plain(line)}`)];
  const rows = preview.contributions.slice(0, SHOWN.document).map((item) => {
    const hours = item.host?.kind === 'work_log' && item.host.hours !== undefined ? ` (${item.host.hours} h)` : '';
    return `- ${dayOf(item.at, options.zone)} ${kindText(item, options.locale)}: ${plain(item.subject)}${hours} — ${plain(item.key)}`;
  });
  const more = preview.contributions.length - rows.length;
  return `${[`# ${plain(head)}`, '', ...facts.map((line) => `- ${plain(line)}`), ...list(problems), ...list(doubts), '', `## ${say('entries')}`, '', ...rows, ...(more > 0 ? [`- ${say('more', { n: more })}`] : [])].join('\n')}\n`;
}

const indented = (line: string, at: number): string => (at === 0 ? line : `  ${line}`);
/** Words of a file are words: nothing of them is markup. */
const plain = (text: string): string => text.replaceAll(/[\\`*_[\]<>#|&]/g, String.raw`\$&`);

function partsOf(preview: LogPreview, { locale, zone }: PreviewOptions, shown: number) {
  const say = sayer(MESSAGES, locale);
  const { contributions: items, added, changed, gone, repeated, unread, prose, doubts, problems, problemCount } = preview;
  const days = items.map(({ at }) => dayOf(at, zone)).sort();
  const period = items.length === 0 ? '' : say('period', { from: days[0] ?? '', to: days.at(-1) ?? '' });
  const counted = (groups: ReadonlyMap<string, readonly unknown[]>): string =>
    [...groups]
      .sort(([, a], [, b]) => b.length - a.length)
      .map(([name, all]) => `${name} ${all.length}`)
      .join(', ');
  const keyOf = new Map(items.map(({ id, key, subject }) => [id, `${key} “${subject}”`]));
  const more = (n: number): readonly string[] => (n > 0 ? [say('more', { n })] : []);
  const open = doubts.filter(({ decided }) => decided === undefined);
  return {
    lead: [
      say('head', { file: preview.repo.name, format: preview.format, n: items.length, period }),
      say('place', { file: preview.repo.path }),
      ...(items.length === 0
        ? []
        : [
            say('people', { list: counted(Map.groupBy(items, ({ author }) => author)) }),
            say('kinds', { list: counted(Map.groupBy(items, (item) => kindText(item, locale))) }),
          ]),
      say('stored', { added, changed, same: items.length - added - changed, gone: gone.length }),
      ...(repeated.length > 0 ? [say('repeated', { n: repeated.length, lines: repeated.slice(0, shown).join(', ') })] : []),
      ...(unread.length > 0 ? [say('unread', { list: unread.join(', ') })] : []),
      ...(prose > 0 ? [say('prose', { n: prose })] : []),
    ],
    doubts:
      open.length === 0
        ? []
        : [
            say('doubts', { n: open.length }),
            ...open.slice(0, shown).map((doubt) => `${keyOf.get(doubt.entry) ?? ''}: ${doubtText(doubt, locale)}`),
            ...more(open.length - shown),
          ],
    problems:
      problemCount === 0
        ? []
        : [
            say('problems', { n: problemCount }),
            ...problems.slice(0, shown).map((one) => say('line', { n: one.line, text: problemText(one, locale) })),
            ...more(problemCount - Math.min(shown, problems.length)),
          ],
  };
}

function kindText(item: Pick<Tagged, 'host' | 'stated'>, locale: Locale): string {
  return categoryIn(item) ?? item.stated?.type ?? sayer(MESSAGES, locale)('plain');
}
