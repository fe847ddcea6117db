import { categoryOf } from '../../domain/log.ts';
import { fieldOf, rowOf } from './columns.ts';
import { type Days, findDays } from './days.ts';
import { Gatherer, type ReadLog, webAddress } from './entry.ts';

interface Heading {
  readonly level: number;
  readonly days?: Days;
  readonly kind?: string;
  /** It has the form of a date and is none: said once, not at each entry. */
  readonly broken?: boolean;
}

interface Item {
  readonly line: number;
  /** Columns of its mark: what is further in belongs to it. */
  readonly indent: number;
  readonly text: string;
  readonly note: string[];
}

const HEADING = /^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$/;
const ITEM = /^(\s*)(?:[-*+•]|\d{1,9}[.)])\s+(.*)$/;
const FENCE = /^ {0,3}(`{3,}|~{3,})/;
const PERSON = /^(?:person|who|owner|author|姓名|人员)\s*[:：]\s*(\S.*)$/i;
const RULE = /^\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$/;

/**
 * List items and tables under headings that date them: `## 2026-03-04`, `# Self-evaluation 2026-H1`. A heading holds until the next of its
 * level or above; one that names a kind (`### Mentoring`) gives it to what stands under it. Prose, code blocks and comments are passed over.
 */
export function readMarkdown(text: string, today: string): ReadLog {
  return new MarkdownReader(today).read(text);
}

class MarkdownReader {
  readonly #found: Gatherer;
  #headings: Heading[] = [];
  #item: Item | undefined;
  #person: string | undefined;
  #columns: ReturnType<typeof fieldOf>[] | undefined;
  #fence: { readonly mark: string; readonly line: number } | undefined;
  #comment = false;

  constructor(today: string) {
    this.#found = new Gatherer(today);
  }

  read(text: string): ReadLog {
    let number = 0;
    for (const line of text.split('\n')) {
      this.#line(line.trimEnd(), ++number);
      if (this.#found.full) break;
    }
    this.#end();
    if (this.#fence) this.#found.found(this.#fence.line, 'open-fence');
    return this.#found.result;
  }

  #line(line: string, number: number): void {
    if (this.#isHidden(line, number)) return;
    const heading = HEADING.exec(line);
    if (heading) return this.#heading(heading[1]?.length ?? 1, heading[2] ?? '', number);
    if (/^\s*\|.*\|$/.test(line)) return this.#row(line, number);
    this.#columns = undefined;
    if (line.trim() === '') return void this.#item?.note.push('');
    if (RULE.test(line)) return this.#end();
    const [all, space = '', words = ''] = ITEM.exec(line) ?? [];
    const indent = /^\s*/.exec(line)?.[0].replaceAll('\t', '    ').length ?? 0;
    if (this.#item && indent > this.#item.indent) return void this.#item.note.push(line.trim());
    if (all !== undefined) {
      this.#end();
      this.#item = { line: number, indent: space.replaceAll('\t', '    ').length, text: words, note: [] };
      return;
    }
    // A paragraph goes on without indentation where no empty line ended it.
    if (this.#item && this.#item.note.at(-1) !== '') return void this.#item.note.push(line.trim());
    this.#end();
    const person = PERSON.exec(line.trim())?.[1];
    if (person !== undefined) this.#person = person;
    else this.#found.prose++;
  }

  /** Code blocks and comments are no log. */
  #isHidden(line: string, number: number): boolean {
    const fence = FENCE.exec(line)?.[1];
    if (this.#fence) {
      if (fence?.startsWith(this.#fence.mark)) this.#fence = undefined;
      return true;
    }
    if (this.#comment || line.trimStart().startsWith('<!--')) {
      this.#comment = !line.includes('-->');
      return true;
    }
    if (fence === undefined) return false;
    this.#end();
    this.#fence = { mark: fence, line: number };
    return true;
  }

  #heading(level: number, text: string, line: number): void {
    this.#end();
    this.#columns = undefined;
    this.#headings = this.#headings.filter((heading) => heading.level < level);
    const found = findDays(text);
    const words = (found ? found.rest : text).replaceAll(/[*_`:：]/g, '').trim();
    const kind = categoryOf(words) ? words : undefined;
    if (found?.days === 'invalid') this.#found.found(line, 'bad-date', text);
    this.#headings.push({
      level,
      ...(found && found.days !== 'invalid' ? { days: found.days } : {}),
      ...(kind === undefined ? {} : { kind }),
      ...(found?.days === 'invalid' ? { broken: true } : {}),
    });
  }

  #row(line: string, number: number): void {
    this.#end();
    const cells = cellsOf(line);
    if (!this.#columns) {
      this.#columns = cells.map(fieldOf);
      // A table without a title is no log.
      if (!this.#columns.includes('title')) this.#found.prose++;
      return;
    }
    if (!this.#columns.includes('title') || cells.every((cell) => /^:?-+:?$/.test(cell))) return;
    const row = rowOf(this.#columns, cells, number);
    const { broken, days, kind } = this.#under();
    if (row.date === '' && broken) return;
    const { title, link } = linked(row.title);
    this.#found.add({
      ...row,
      title,
      date: row.date === '' ? days : row.date,
      kinds: [...(row.kinds ?? []), ...(kind === undefined ? [] : [kind])],
      link: row.link === '' ? link : (linked(row.link ?? '').link ?? row.link),
      person: row.person === '' ? this.#person : row.person,
    });
  }

  #end(): void {
    const item = this.#item;
    this.#item = undefined;
    if (!item) return;
    const { broken, days, kind } = this.#under();
    const { date, hours, rest } = leading(item.text);
    if (date === undefined && broken) return;
    const { kinds, title } = wordsOf(rest);
    const { link, title: plain } = linked(title);
    const note = item.note.join('\n').trim();
    this.#found.add({
      line: item.line,
      date: date ?? days,
      title: plain,
      note,
      kinds: [...kinds, ...(kind === undefined ? [] : [kind])],
      hours,
      link: link ?? linked(note).link,
      person: this.#person,
    });
  }

  /** What the headings above say. */
  #under(): Omit<Heading, 'level'> {
    const dated = this.#headings.findLast(({ days, broken }) => days !== undefined || broken);
    const kind = this.#headings.findLast((heading) => heading.kind !== undefined)?.kind;
    return {
      ...(dated?.days ? { days: dated.days } : {}),
      ...(dated?.broken ? { broken: true } : {}),
      ...(kind === undefined ? {} : { kind }),
    };
  }
}

const CHECKBOX = /^\[[ xX]\]\s+/;
const DATE = /^(\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\.\.\d{4}[-/.]\d{1,2}[-/.]\d{1,2})?|\d{4}年\d{1,2}月\d{1,2}日)(?:\s*[:：]\s*|\s+)/u;
const HOURS =
  /^\(?(\d{1,4}(?:[.,]\d{1,2})?\s?(?:hours?|hrs?|h|小时)(?:\s?\d{1,2}\s?(?:minutes?|mins?|m|分钟?))?|\d{1,4}\s?(?:minutes?|mins?|m|分钟))\)?(?:\s*[:：,，-]\s*|\s+)(?=\S)/iu;

/** `[x] 2026-03-04 3h …`: what stands before the words. */
function leading(text: string): { readonly date?: string; readonly hours?: string; readonly rest: string } {
  let rest = text.replace(CHECKBOX, '');
  const date = DATE.exec(rest);
  if (date) rest = rest.slice(date[0].length);
  const hours = HOURS.exec(rest);
  if (hours) rest = rest.slice(hours[0].length);
  return { rest, ...(date?.[1] === undefined ? {} : { date: date[1] }), ...(hours?.[1] === undefined ? {} : { hours: hours[1] }) };
}

/** `On-call: paged at 02:00 #oncall`: a known kind before a colon, and tags at the end. `#12` is a reference, and stays. */
function wordsOf(text: string): { readonly kinds: readonly string[]; readonly title: string } {
  let title = text.trim();
  const kinds: string[] = [];
  for (let tag = TAG.exec(title); tag; tag = TAG.exec(title)) {
    kinds.unshift(tag[1] ?? '');
    title = title.slice(0, tag.index).trimEnd();
  }
  const [all = '', bold = '', plain = ''] = /^(?:\*\*([^*:：]{2,30})[:：]?\*\*[:：]?|([^:：]{2,30})[:：])\s*(?=\S)/u.exec(title) ?? [];
  const word = bold || plain;
  if (word !== '' && categoryOf(word)) {
    kinds.unshift(word);
    title = title.slice(all.length);
  }
  return { kinds, title };
}
const TAG = /(?:^|\s)#((?!\d+$)[\p{L}\p{N}_-]{2,60})$/u;

/** Markdown links as their text; the first web address is the entry's. */
function linked(text: string): { readonly title: string; readonly link?: string } {
  let link: string | undefined;
  const plain = text.replaceAll(/\[([^[\]]{1,300})\]\((https?:\/\/[^\s()]+)\)/g, (_, words: string, url: string) => {
    link ??= webAddress(url);
    return words;
  });
  const last = /\s+\(?<?(https?:\/\/[^\s<>()"']+?)>?\)?[.]?$/.exec(plain);
  const closing = last?.[1] === undefined ? undefined : webAddress(last[1]);
  // An address at the end is where to read more, and no part of what was done.
  if (last && closing !== undefined && link === undefined) return { title: plain.slice(0, last.index), link: closing };
  link ??= webAddress(/https?:\/\/[^\s<>()"'，。；]+/.exec(plain)?.[0]?.replace(/[.,;:!?]+$/, '') ?? '');
  return { title: plain, ...(link === undefined ? {} : { link }) };
}

/** Cells of a table's row; `\|` is no border. */
const cellsOf = (line: string): readonly string[] =>
  line
    .trim()
    .slice(1, -1)
    .split(/(?<!\\)\|/)
    .map((cell) =>
      cell
        .replaceAll(String.raw`\|`, '|')
        .replaceAll(/<br\s*\/?>/gi, '\n')
        .trim(),
    );
