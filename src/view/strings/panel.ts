import type { Locale } from '../../domain/draft.ts';

const en = {
  loading: 'Opening the store …',
  failed: 'Your track record cannot be shown',
  retry: 'Try again',
  log: 'Show log',
  cancel: 'Cancel',
  none: 'No contributions were found for {person} in {period}.',
  'none.running': 'Reading the history. What is found is shown as soon as it is there.',
  identity: 'Choose identity',
  period: 'Select period',
};

const zhCn: Readonly<Record<keyof typeof en, string>> = {
  loading: '正在打开存储……',
  failed: '无法显示你的 Track Record',
  retry: '重试',
  log: '显示日志',
  cancel: '取消',
  none: '在 {period} 内没有找到 {person} 的贡献。',
  'none.running': '正在读取历史。找到的内容会立即显示。',
  identity: '选择身份',
  period: '选择时间段',
};

/** Words of the panel that the report does not need. */
export const PANEL_WORDS: Readonly<Record<Locale, Readonly<Record<keyof typeof en, string>>>> = { en, 'zh-cn': zhCn };
