import { readDays } from './days.ts';
import { listOf, type Written } from './entry.ts';

const FIELDS = ['date', 'title', 'kind', 'hours', 'link', 'note', 'person'] as const;
export type Field = (typeof FIELDS)[number];

const NAMES: Readonly<Record<Field, string>> = {
  date: 'date day when 日期 时间',
  title: 'title summary what entry description activity task work 标题 摘要 内容 事项 工作内容 工作',
  kind: 'kind kinds type types tag tags category categories label labels 类型 类别 分类 标签',
  hours: 'hours hour time duration effort spent 小时 时长 用时 工时 耗时',
  link: 'link links url 链接 网址 地址',
  note: 'note notes details detail comment comments remarks body 备注 说明 详情',
  person: 'person who owner author name assignee 人员 姓名 负责人 作者',
};
const BY_NAME = new Map(FIELDS.flatMap((field) => NAMES[field].split(' ').map((name) => [name, field] as const)));

/** The field a column's name stands for, in any case and either language. */
export const fieldOf = (name: string): Field | undefined => BY_NAME.get(name.normalize('NFKC').trim().toLowerCase());

/** A row of a table as an entry's words; several columns of one field are read together, but for dates: of those one is, beside hours or a weekday. */
export function rowOf(fields: readonly (Field | undefined)[], cells: readonly string[], line: number): Written {
  const all = (field: Field): readonly string[] =>
    fields.flatMap((name, at) => (name === field && cells[at] !== undefined && cells[at].trim() !== '' ? [cells[at]] : []));
  const cell = (field: Field): string => all(field).join(field === 'kind' ? ', ' : '\n');
  return {
    line,
    date: all('date').find((text) => readDays(text)) ?? cell('date'),
    title: cell('title'),
    note: cell('note'),
    kinds: listOf(cell('kind')),
    hours: cell('hours'),
    link: cell('link'),
    person: cell('person'),
  };
}
