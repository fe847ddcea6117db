import type { TAGGED_TYPES } from '../../src/domain/tags.ts';

export interface Area {
  readonly scope: string;
  readonly title: string;
  readonly en: string;
  readonly zh: string;
  readonly files: readonly string[];
}

/** Parts of an imaginary project; earlier ones are worked on more. */
export const AREAS: readonly Area[] = [
  { scope: 'lexer', title: 'Incremental lexing', en: 'the lexer', zh: '增量词法分析', files: ['token', 'scan', 'cursor'] },
  { scope: 'tree', title: 'Syntax tree and its memory', en: 'the syntax tree', zh: '语法树及其内存', files: ['node', 'arena', 'walk'] },
  { scope: 'cli', title: 'Command line', en: 'the command line', zh: '命令行', files: ['args', 'output', 'main'] },
  { scope: 'errors', title: 'Error messages', en: 'error messages', zh: '错误信息', files: ['report', 'span', 'hint'] },
  { scope: 'cache', title: 'Build cache', en: 'the build cache', zh: '构建缓存', files: ['store', 'key', 'evict'] },
  { scope: 'site', title: 'Website and guides', en: 'the guides', zh: '网站与指南', files: ['index', 'guide', 'search'] },
];

type Phrases = { readonly en: readonly string[]; readonly zh: readonly string[] };

export const WORDS: Readonly<Record<(typeof TAGGED_TYPES)[number], Phrases>> = {
  feat: {
    en: ['add a streaming mode to {area}', 'let {area} read from standard input', 'show progress in {area}'],
    zh: ['为{area}增加流式模式', '让{area}支持标准输入', '在{area}中显示进度'],
  },
  fix: {
    en: ['keep the last entry when {area} is empty', 'do not lose positions in {area} after a CRLF', 'handle a missing file in {area}'],
    zh: ['修复{area}为空时丢失最后一项的问题', '修复{area}在 CRLF 之后位置错误', '处理{area}缺少文件的情况'],
  },
  docs: { en: ['explain how {area} recovers', 'add an example for {area}'], zh: ['说明{area}如何恢复', '为{area}补充示例'] },
  style: { en: ['sort imports in {area}', 'use one quote style in {area}'], zh: ['整理{area}的导入顺序', '统一{area}的引号'] },
  refactor: {
    en: ['split {area} into smaller functions', 'name the states of {area}', 'move shared code out of {area}'],
    zh: ['把{area}拆成更小的函数', '为{area}的状态命名', '把公共代码移出{area}'],
  },
  perf: {
    en: ['avoid copying strings in {area}', 'make {area} twice as fast on large input'],
    zh: ['避免{area}中的字符串复制', '让{area}在大输入上快一倍'],
  },
  test: { en: ['cover {area} with property tests', 'add golden files for {area}'], zh: ['为{area}增加性质测试', '为{area}增加黄金文件'] },
  build: { en: ['bundle {area} on its own', 'raise the compiler target of {area}'], zh: ['单独打包{area}', '提高{area}的编译目标'] },
  ci: { en: ['run {area} on three platforms', 'cache packages for {area}'], zh: ['在三个平台上运行{area}', '为{area}缓存软件包'] },
  chore: {
    en: ['remove unused helpers from {area}', 'update the changelog for {area}'],
    zh: ['删除{area}中不用的代码', '更新{area}的变更日志'],
  },
};
