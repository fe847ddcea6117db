import type { Locale } from '../domain/draft.ts';
import type { Miss } from '../domain/result.ts';
import type { Tagged } from '../domain/tags.ts';
import type { Repository } from '../mine/git/repository.ts';
import { filler, messageTable, sayer } from '../util/messages.ts';

const MESSAGES = messageTable({
  en: {
    shallow: '{name} is a shallow clone: older work is not in it. To have it counted, run there: git fetch --unshallow',
    files: 'Which files {n} of {total} contributions in {name} change is not known: they are not in this clone. {fetch}',
    lines: 'The lines of {n} of {total} contributions in {name} are not known: their contents are not in this clone. {fetch}',
    'no-recent-work': 'There is no work in the last 12 months; this is about the 12 months up to the last contribution, {day}.',
    'empty-period': 'There is no work in this period; there is some from {from} to {to}.',
    fetch: 'To have them counted, run there: git fetch --refetch --no-filter',
    'outdated-head':
      'What the tagger had learned from your corrections was for another version of the model, and is not used. Have it learn again.',
    'set-aside': 'The store was damaged. It was set aside as {file}, and the history is read anew; your own corrections were kept.',
    'model-unusable': '{problem} Until then the model that ships with Track Record is used.',
    'without-labels':
      'The model {name} says what texts mean and has no labels: it serves labels of your own, and there are none. Write them down in .trackrecord/labels.yaml, or name a file with --labels.',
    'same-name':
      'Your own labels are called {name}, as are those of the model that you chose: nobody could tell them apart. Give yours another name in .trackrecord/labels.yaml, or in the file that you named.',
    'failed-on': 'The model {name} failed on {n} {n:text|texts} ({why}): {n:it has|they have} no tag by it.',
    'fails-on': 'The model {name} failed on a text ({why}): that text, and any other it fails on, has no tag by it.',
    'not-read': '{problem}',
    'not-a-repository': '{problem}',
    'dubious-ownership': '{problem}',
  },
  'zh-cn': {
    shallow: '{name} 是浅克隆，不包含更早的工作。要将其计入，请在该处运行：git fetch --unshallow',
    files: '{name} 的 {total} 项贡献中有 {n} 项改动了哪些文件不得而知：它们不在此克隆中。{fetch}',
    lines: '{name} 的 {total} 项贡献中有 {n} 项的行数不得而知：其内容不在此克隆中。{fetch}',
    'no-recent-work': '最近 12 个月没有工作；以下是截至最后一项贡献（{day}）的 12 个月。',
    'empty-period': '这一周期没有工作；{from}至{to}之间有。',
    fetch: '要将其计入，请在该处运行：git fetch --refetch --no-filter',
    'set-aside': '存储已损坏。已将其另存为 {file}，历史将重新读取；你自己的更正已保留。',
    'model-unusable': '所选的模型暂时不能用（{problem}）。在此之前使用 Track Record 自带的模型。',
    'without-labels':
      '模型 {name} 只表示文本的含义，没有标签：它用于你自己的标签，而目前没有。请把标签写入 .trackrecord/labels.yaml，或用 --labels（设置 trackRecord.labels）指定文件。',
    'same-name':
      '你自己的标签名为 {name}，与所选模型的标签同名，无法区分。请在 .trackrecord/labels.yaml 或你指定的文件中为自己的标签换一个名称。',
    'failed-on': '模型 {name} 在 {n} 段文本上出错（{why}）：这些文本没有它的标签。',
    'fails-on': '模型 {name} 在一段文本上出错（{why}）：该文本以及其他出错的文本没有它的标签。',
    'not-read': '未读取 {folder}（{problem}）',
    'not-a-repository': '{folder} 不在 git 仓库中，未读取。',
    'dubious-ownership': '{folder} 中的仓库属于另一用户，git 不予读取（{problem}）',
    'outdated-head': '标注器此前从你的更正中学到的内容适用于另一版本的模型，现已不再使用。请让它重新学习。',
  },
});

/** Why the period is another than the one nobody asked for. */
export const noRecentWork = (day: string, locale: Locale): string => sayer(MESSAGES, locale)('no-recent-work', { day });

/** What to do about a period that was asked for and holds nothing. */
export const emptyPeriod = (from: string, to: string, locale: Locale): string => sayer(MESSAGES, locale)('empty-period', { from, to });

/** The store was damaged. @param file what it was renamed to */
export const setAsideAs = (file: string, locale: Locale): string => sayer(MESSAGES, locale)('set-aside', { file });

/** A model of the user's choice cannot be used. */
export const modelUnusable = (problem: string, locale: Locale): string => sayer(MESSAGES, locale)('model-unusable', { problem });

/** A model of the user's choice has nothing to tag with. */
export const withoutLabels = (name: string, locale: Locale): string => sayer(MESSAGES, locale)('without-labels', { name });

/** Labels of the user's own have the name of a model's. */
export const sameName = (name: string, locale: Locale): string => sayer(MESSAGES, locale)('same-name', { name });

/** A model of the user's choice failed on so many texts. @param why of the first, in the runtime's words */
export const failedOn = (name: string, n: number, why: string, locale: Locale): string =>
  sayer(MESSAGES, locale)('failed-on', { name, n, why });

/** The same while it is not known how many there will be. */
export const failsOn = (name: string, why: string, locale: Locale): string => sayer(MESSAGES, locale)('fails-on', { name, why });

/** One of several folders cannot be read. */
export function notRead(folder: string, { reason, message: problem }: Miss, locale: Locale): string {
  const known = reason === 'not-a-repository' || reason === 'dubious-ownership' ? reason : 'not-read';
  return filler(locale)(MESSAGES[locale][known], { folder, problem });
}

/** A head that learned for another encoder is left unused. */
export const outdatedHead = (locale: Locale): string => sayer(MESSAGES, locale)('outdated-head');

/** What the reader must know is missing from a story because it is missing from the clones, and what to do about it. */
export function gapsOf(repositories: readonly Repository[], work: readonly Tagged[], locale: Locale): readonly string[] {
  const say = sayer(MESSAGES, locale);
  const byRepo = Map.groupBy(work, (item) => item.repo);
  return repositories.flatMap(({ id, name, shallow }) => {
    const own = byRepo.get(id) ?? [];
    const missing = own.filter(({ lines }) => lines === 'missing');
    const bare = missing.filter(({ files }) => files.length === 0).length;
    // At the end of a shallow clone there is always one that lacks its parent.
    const values = { name, total: own.length, fetch: say('fetch') };
    return [
      ...(shallow.size > 0 ? [say('shallow', { name })] : []),
      ...(bare > 0 && shallow.size === 0 ? [say('files', { ...values, n: bare })] : []),
      ...(missing.length > bare ? [say('lines', { ...values, n: missing.length - bare })] : []),
    ];
  });
}
