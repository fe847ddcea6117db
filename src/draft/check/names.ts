import type { Tagged } from '../../domain/tags.ts';
import { visible } from '../plain.ts';
import { isPast } from '../verbs.ts';
import { wordsOf } from './context.ts';
import type { CheckContext } from './context.ts';
import type { Problem, SayProblem } from './problem.ts';
import type { Text, Word } from './text.ts';

/** Words everybody writes with capitals, and those of the product's own sentences. */
const COMMON = new Set(
  `i ci cd api apis ui ux pr prs qa url urls http https html css json yaml xml sql cli ide os cpu gpu ram dx sdk id ids ok adr rfc tls ssl dns ast
  git github gitlab english chinese`.split(/\s+/),
);
const HAN = String.raw`\p{Script=Han}`;
/** People in Chinese sentences stand between such words. */
const CHINESE_NAME = new RegExp(
  `(?:与|和|同|跟|帮助|协助|指导|由|感谢|向)\\s?([赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛范彭郎鲁韦马苗凤花方俞任袁柳史唐费廉岑薛雷贺倪汤罗毕郝安常乐于时傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵汪祁毛禹狄米贝明臧计成戴宋茅庞熊纪舒屈项祝董梁杜阮蓝闵季贾路江童郭梅林刁钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房丁邓洪包左石崔吉龚程裴陆翁荀甄曲封储靳段富巫焦侯全宁仇甘武符刘景詹束龙叶司黎薄印白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴闻党翟谭贡劳逄姬申扶堵冉宰郦雍璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东殳沃利蔚越夔隆师巩聂晁勾敖融冷辛阚那简饶空曾沙鞠丰巢关蒯相查后荆红游竺权逯盖益桓公]${HAN}{1,2}?)(?=一起|共同|合作|协作|完成|提出|评审|编写|修复|的|[，。；、\\s]|$)`,
  'gu',
);

/** Whether every name of a person or thing that nothing accounts for yet stands in the cited evidence. */
export function checkNames(text: Text, items: readonly Tagged[], context: CheckContext, say: SayProblem): readonly Problem[] {
  let known: ReadonlySet<string> | undefined;
  const isKnown = (word: string): boolean => {
    if (COMMON.has(word) || context.vocabulary.has(word)) return true;
    known ??= evidenceWords(items);
    return known.has(word);
  };
  const problems: Problem[] = [];
  const report = (name: string): void => {
    problems.push({ kind: 'name', message: say('name', { text: name }) });
  };
  for (const [i, word] of text.words.entries()) {
    if (word.covered || !isName(word, i, text, context)) continue;
    const parts = word.lower.split(/[-/.:'’]/).filter((part) => part !== '' && part !== 's');
    if (!isKnown(word.lower) && !parts.every(isKnown)) report(word.text);
  }
  for (const { 0: mention, index } of text.text.matchAll(/(?<![\w`/])@[\w-]+/g)) {
    const word = text.words.find((w) => w.start <= index + 1 && w.end > index + 1);
    if (!word?.covered && !isKnown(mention.slice(1).toLowerCase())) report(mention);
  }
  if (context.locale === 'zh-cn') {
    for (const match of text.text.matchAll(CHINESE_NAME)) {
      const name = match[1] ?? '';
      const at = match.index + match[0].lastIndexOf(name);
      const free = text.words.some((w) => w.start <= at && w.end > at && !w.covered);
      if (free && !hasHan(items, name) && !context.person.name.includes(name)) report(name);
    }
  }
  return [...problems, ...otherPeople(text, items, context, say)];
}

/** A word with a capital inside a sentence; at its beginning only before a verb (`Grace fixed …`). In Chinese, any Latin word with one. */
function isName(word: Word, i: number, { text, words }: Text, { locale }: CheckContext): boolean {
  if (/\p{N}/u.test(word.text)) return false;
  if (locale === 'zh-cn') return /^[A-Z][A-Za-z]/.test(word.text);
  if (!/^\p{Lu}/u.test(word.text)) return false;
  const before = text.slice(0, word.start);
  const first = /(?:^|[.!?:;•\n]\s*|[-*]\s+)["“(]?$/.test(before);
  if (!first) return true;
  const next = words[i + 1];
  return (
    next !== undefined &&
    isPast(next.lower) &&
    !isPast(word.lower) &&
    !/^(?:i|they|we|he|she|it|this|that|who|what|which|where|when|how|why|others|none|also|then|and)$/.test(word.lower)
  );
}

const caches = new WeakMap<readonly Tagged[], ReadonlySet<string>>();

/** Every word the cited evidence uses anywhere. */
function evidenceWords(items: readonly Tagged[]): ReadonlySet<string> {
  const known = caches.get(items);
  if (known) return known;
  const words = new Set<string>();
  for (const item of items) {
    const credit = item.credit.map(({ identity }) => identity);
    const trailers = item.trailers.map(({ value }) => value);
    const files = item.files.map((file) => file.path);
    for (const text of [item.subject, item.body, item.repo, ...credit, ...trailers, ...files, ...item.refs]) {
      for (const word of wordsOf(visible(text))) {
        words.add(word);
        for (const part of word.split(/[-/.:@'’_]/)) words.add(part);
      }
    }
  }
  caches.set(items, words);
  return words;
}

const hasHan = (items: readonly Tagged[], name: string): boolean =>
  items.some((item) =>
    `${item.subject}\n${item.body}\n${item.credit.map((c) => c.identity).join('\n')}\n${item.trailers.map((t) => t.value).join('\n')}`.includes(
      name,
    ),
  );

/** Words that begin sentences, and the names of accounts (`The Linter`), and nobody's first name. */
const NO_NAME = new Set('the from with they most plus also other others some all new not and for our nearly'.split(' '));

/** People known in the repositories, by full name or first name, who took no part in what is cited. */
function otherPeople(text: Text, items: readonly Tagged[], { people, person }: CheckContext, say: SayProblem): readonly Problem[] {
  const mine = new Set(wordsOf(person.name));
  const lower = text.text.toLowerCase();
  return people.flatMap((name): readonly Problem[] => {
    const [first = ''] = wordsOf(name);
    if (first.length < 3 || NO_NAME.has(first) || mine.has(first) || !lower.includes(first)) return [];
    const at = text.words.find((word) => word.lower === first && !word.covered && /^\p{Lu}|\p{Script=Han}/u.test(word.text));
    if (!at || isPast(first) || evidenceWords(items).has(first)) return [];
    return [{ kind: 'name', message: say('name', { text: name }) }];
  });
}
