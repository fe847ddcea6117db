import * as v from 'valibot';
import type { Locale } from '../../domain/draft.ts';
import type { Miss, Result } from '../../domain/result.ts';
import { UNSURE } from '../../domain/tags.ts';
import { messageTable, sayer } from '../../util/messages.ts';
import { type Fault, leaves, offsetOf, pathOf, readYaml, shown } from '../../util/yaml.ts';

/** Labels the user made up: one dimension, told apart by what is written of them. */
export interface OwnLabels {
  /** Of the dimension, as it is shown. */
  readonly name: string;
  readonly labels: readonly OwnLabel[];
}

export interface OwnLabel {
  readonly name: string;
  /** What contributions under it are about, in a sentence or in words that occur in them; where absent, its name. */
  readonly description: string;
  /** Texts of contributions that belong to it. */
  readonly examples: readonly string[];
}

/** More than a dimension needs: a file of that size is another file. */
const MAX_CHARACTERS = 200_000;
const [MAX_LABELS, MAX_EXAMPLES] = [30, 100];

const WORDS = messageTable({
  en: {
    large: 'a file of labels is at most {most} characters; this one has {length}',
    file: 'the file',
    key: 'unknown key {key}; there are name, labels, description and examples',
    missing: '{key} is missing',
    wrong: '{key} {constraint}, got {value}',
    text: 'must be text of 1 to {most} characters on one line',
    prose: 'must be text of 1 to {most} characters',
    list: 'must be a list of {least} to {most}',
    object: 'must be written as name, description and examples',
    twice: 'label {name} is there twice',
    reserved: 'label {name} cannot be used: it is what a contribution is called that no label fits',
  },
  'zh-cn': {
    large: '标签文件最多 {most} 个字符；此文件有 {length} 个',
    file: '此文件',
    key: '未知的键 {key}；可用的有 name、labels、description 和 examples',
    missing: '缺少 {key}',
    wrong: '{key} {constraint}，现为 {value}',
    text: '必须是一行 1 到 {most} 个字符的文本',
    prose: '必须是 1 到 {most} 个字符的文本',
    list: '必须是 {least} 到 {most} 项的列表',
    object: '必须写成 name、description 和 examples',
    twice: '标签 {name} 出现了两次',
    reserved: '不能使用标签 {name}：没有合适标签的贡献才这样称呼',
  },
});

/**
 * Reads a file of labels, YAML or JSON, as data of a stranger. Misses: `bad-labels`, with a line for each fault and its place.
 * @param file as it is named in what is said of faults
 */
export function parseLabels(text: string, file = 'labels.yaml', locale: Locale = 'en'): Result<OwnLabels> {
  const say = sayer(WORDS, locale);
  const failed = (faults: readonly Fault[]): Result<never> => {
    const sorted = faults.toSorted((a, b) => a.line - b.line || a.column - b.column);
    const message = sorted.map((fault) => `${file}:${fault.line}:${fault.column}: ${fault.message}`).join('\n');
    return { ok: false, error: { reason: 'bad-labels', message } satisfies Miss };
  };
  if (text.length > MAX_CHARACTERS)
    return failed([{ line: 1, column: 1, message: say('large', { most: MAX_CHARACTERS, length: text.length }) }]);
  const { document, value, faults, faultAt } = readYaml(text);
  if (faults.length > 0) return failed(faults);
  const checked = v.safeParse(fileSchema(say), value ?? {});
  if (!checked.success)
    return failed(
      checked.issues.flatMap(leaves).map((issue) => {
        const path = pathOf(issue);
        const key = path.findLast((step) => typeof step === 'string') ?? say('file');
        if (issue.type === 'strict_object' && issue.expected === 'never')
          return faultAt(offsetOf(document, path, 'key'), say('key', { key: shown(key) }));
        if (issue.received === 'undefined' && path.length > 0)
          return faultAt(offsetOf(document, path.slice(0, -1)), say('missing', { key }));
        return faultAt(offsetOf(document, path), say('wrong', { key, constraint: issue.message, value: shown(issue.input) }));
      }),
    );
  const { name, labels } = checked.output;
  const seen = new Set<string>();
  const wrong = labels.flatMap((label, i) => {
    const key = label.name.toLowerCase();
    const at = offsetOf(document, ['labels', i, 'name']);
    if (key === UNSURE) return [faultAt(at, say('reserved', { name: label.name }))];
    if (seen.has(key)) return [faultAt(at, say('twice', { name: label.name }))];
    seen.add(key);
    return [];
  });
  if (wrong.length > 0) return failed(wrong);
  return {
    ok: true,
    value: {
      name,
      labels: labels.map(({ description, examples, ...label }) => ({
        ...label,
        description: description ?? label.name,
        examples: examples ?? [],
      })),
    },
  };
}

function fileSchema(say: ReturnType<typeof sayer<(typeof WORDS)['en']>>) {
  const line = (most: number) => {
    const constraint = say('text', { most });
    // Nothing that moves the cursor or hides what is written: it is shown in tables.
    return v.pipe(v.string(constraint), v.trim(), v.regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, constraint), v.maxLength(most, constraint));
  };
  const prose = (most: number) => {
    const constraint = say('prose', { most });
    return v.pipe(v.string(constraint), v.trim(), v.minLength(1, constraint), v.maxLength(most, constraint));
  };
  const list = <T extends v.GenericSchema>(item: T, least: number, most: number) => {
    const constraint = say('list', { least, most });
    return v.pipe(v.array(item, constraint), v.minLength(least, constraint), v.maxLength(most, constraint));
  };
  const label = v.strictObject(
    { name: line(40), description: v.optional(prose(1000)), examples: v.optional(list(prose(4000), 0, MAX_EXAMPLES)) },
    say('object'),
  );
  return v.strictObject({ name: line(40), labels: list(label, 2, MAX_LABELS) }, say('object'));
}
