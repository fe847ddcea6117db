/** Why something is left out, in each language. The English text is what is stored; another language is told from it. */
export const DETAILS = {
  'bot-marked': ['[bot] account {who}', '带 [bot] 标记的账号 {who}'],
  'bot-known': ['known bot {who}', '已知的机器人 {who}'],
  'bot-address': ['machine address {who}', '自动程序的邮箱 {who}'],
  'bot-login': ['login ends in bot: {who}', '登录名以 bot 结尾：{who}'],
  'bot-pattern': ['matches the configured pattern {pattern}', '符合所配置的模式 {pattern}'],
  'bot-type': ['account type Bot: {who}', '账号类型为 Bot：{who}'],
  merge: ['merge of {n} parents, no changes of its own', '合并 {n} 个父提交，自身没有改动'],
  'merge-subject': ['a merge by its subject; its parents are not in this clone', '从标题看是合并；其父提交不在此克隆中'],
  empty: ['changes no file', '没有改动任何文件'],
  unmerged: ['closed without being merged', '未合并即关闭'],
  subtree: ['git subtree of {path}', '{path} 的 git subtree'],
  'first-commit': ['first commit, with {n} files', '首个提交，含 {n} 个文件'],
  import: ['says it imports, and adds {n} files', '说明写的是引入，新增 {n} 个文件'],
  listed: ['listed in .git-blame-ignore-revs', '列于 .git-blame-ignore-revs'],
  formatting: [
    'says "{words}", in {n} files with {added} lines put in for {deleted}',
    '说明写有“{words}”，{n} 个文件，{deleted} 行换成 {added} 行',
  ],
  whitespace: ['changes white space only (git diff -w shows nothing)', '只改动了空白（git diff -w 无差异）'],
  part: ['part of {pull}', '属于 {pull}'],
  'reverted-by': ['reverted by {by}', '被 {by} 撤销'],
  reverts: ['reverts {what}', '撤销了 {what}'],
  'same-commit': ['same commit in another repository as {of}', '与另一仓库的 {of} 是同一提交'],
  'same-patch': ['same patch as {of}', '与 {of} 的补丁相同'],
  picked: ['cherry-picked from {of}', '拣选自 {of}'],
  'same-work': ['same message, date and files as {of}', '说明、日期和文件与 {of} 相同'],
  'came-with': ['its commits came with {pulls}', '其提交已随 {pulls} 落地'],
  'taken-back': ['all of it was taken back, or takes something back that counts for nothing', '全部内容已被撤回，或所撤回的内容本不计入'],
  'same-changes': ['the same changes as {pull}', '与 {pull} 的改动相同'],
  'all-files': ['{why}; all {n} files are left out', '{why}；全部 {n} 个文件均未计入'],
  'lock-file': ['lock file {name}', '锁文件 {name}'],
  'vendored-folder': ["in {folder}/ (linguist's vendored folders)", '在 {folder}/ 中（linguist 的第三方文件夹）'],
  'vendored-file': ["{name} (linguist's vendored files)", '{name}（linguist 的第三方文件）'],
  'generated-folder': ['in {folder}/, which tools write', '在工具写出的 {folder}/ 中'],
  'generated-file': ['{name}, which a tool writes', '{name} 由工具写出'],
  'generated-end': ['name ends in {end}, which tools write', '文件名以工具所用的 {end} 结尾'],
  'generated-mark': ['name has {mark}, the mark of a generator', '文件名带有生成器的标记 {mark}'],
  deployment: ['a built site, as the tool that put it there says', '构建出的网站，由发布工具提交'],
  minified: ['name ends in .min', '文件名以 .min 结尾'],
} as const satisfies Readonly<Record<string, readonly [en: string, zh: string]>>;

type DetailKey = keyof typeof DETAILS;

type Hole<S extends string> = S extends `${string}{${infer H}}${infer Rest}` ? H | Hole<Rest> : never;
type Holes<K extends DetailKey> = Hole<(typeof DETAILS)[K][0]>;
type Values<K extends DetailKey> = [Holes<K>] extends [never] ? [] : [Readonly<Record<Holes<K>, string | number>>];

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));

/** Why something is left out, as it is stored. */
export const detailOf = <K extends DetailKey>(key: K, ...values: Values<K>): string => fill(DETAILS[key][0], values[0] ?? {});

interface Pattern {
  readonly said: RegExp;
  readonly zh: string;
}

/** The most literal first: `{name}, which a tool writes` would take much for a name. */
const patterns = (): readonly Pattern[] =>
  Object.values(DETAILS)
    .map(([en, zh]) => ({ en, zh, literal: en.replaceAll(/\{\w+\}/g, '').length }))
    .sort((a, b) => b.literal - a.literal)
    .map(({ en, zh }) => ({
      said: new RegExp(`^${en.replaceAll(/[.*+?^$()|[\]\\]/g, String.raw`\$&`).replaceAll(/\{(\w+)\}/g, '(?<$1>.+)')}$`, 's'),
      zh,
    }));
let known: readonly Pattern[] | undefined;

/** A stored detail in Chinese; as it is where it is a name, or was written by another version. */
export function chineseDetail(detail: string): string {
  known ??= patterns();
  for (const { said, zh } of known) {
    const match = said.exec(detail);
    if (!match) continue;
    const { why, ...values } = match.groups ?? {};
    return fill(zh, why === undefined ? values : { ...values, why: chineseDetail(why) });
  }
  return detail;
}
