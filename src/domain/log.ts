/** What a work log records beside changes to code. */
export const LOG_CATEGORIES = ['on-call', 'incident', 'design', 'mentoring', 'hiring', 'support', 'talk', 'planning', 'learning'] as const;
export type LogCategory = (typeof LOG_CATEGORIES)[number];

/** One entry as its file has it: nothing judged yet. Yielded by `mine/log`, read by `normalize`. */
export interface RawEntry {
  /** Where it begins in the file, from 1. */
  readonly line: number;
  /** First and last day, ISO; the same for a single day. */
  readonly from: string;
  readonly to: string;
  /** Written as a month or longer: some time in it, and not each day of it. */
  readonly period?: true;
  readonly title: string;
  readonly note: string;
  /** Kinds and tags as written, without `#`. */
  readonly kinds: readonly string[];
  readonly hours?: number;
  /** An https or http address. */
  readonly link?: string;
  /** Whose work it is, where the entry says so. */
  readonly person?: string;
}

/** What is kept of an entry beside what every contribution has. */
export interface LogFacts {
  readonly kind: 'work_log';
  /** Absolute path of the file it was imported from, and the line it began at then. */
  readonly file: string;
  readonly line: number;
  /** What it is, where the entry states it and it is no type of change. */
  readonly category?: LogCategory;
  readonly tags: readonly string[];
  readonly hours?: number;
  readonly link?: string;
  /** First day, ISO, where it took more than one; the last is the contribution's own. */
  readonly from?: string;
  /** As of RawEntry. */
  readonly period?: true;
}

/** What people write for a category, folded by `folded`. */
const WORDS: Readonly<Record<LogCategory, string>> = {
  'on-call': 'oncall pager pagerduty standby 值班 值守 待命',
  incident: 'incident incidents outage postmortem sev1 sev2 sev3 故障 事故 事件 复盘 线上故障 应急',
  design: 'design designdoc rfc adr architecture spec 设计 架构 方案 方案设计 架构设计',
  mentoring: 'mentoring mentor mentorship coaching onboarding pairing teaching 指导 带教 带新人 辅导 结对 培训 传帮带',
  hiring: 'hiring interview interviews interviewing recruiting 招聘 面试',
  support: 'support customer customers helpdesk 支持 客户支持 技术支持 答疑',
  talk: 'talk talks presentation conference demo blog blogpost 分享 演讲 技术分享',
  planning: 'planning roadmap estimation coordination 规划 计划 协调',
  learning: 'learning course training certification study 学习 课程',
};

const folded = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');

const BY_WORD = new Map(
  LOG_CATEGORIES.flatMap((category) => [
    [folded(category), category] as const,
    ...WORDS[category].split(' ').map((word) => [word, category] as const),
  ]),
);

/** The category a word stands for, in any spelling: `On-call`, `oncall`, `ON CALL`, `值班`. */
export const categoryOf = (word: string): LogCategory | undefined => BY_WORD.get(folded(word));
