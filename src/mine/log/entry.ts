import { categoryOf, type RawEntry } from '../../domain/log.ts';
import { type Days, readDays, readHours } from './days.ts';
import { cleanText, type LogProblem, problem, visibleText } from './problem.ts';

/** What a format found: entries, and what could not be read, each by its line. */
export interface ReadLog {
  readonly entries: readonly RawEntry[];
  /** The first so many; `problemCount` says how many there are. */
  readonly problems: readonly LogProblem[];
  readonly problemCount: number;
  /** Columns and fields nobody reads. */
  readonly unread: readonly string[];
  /** Lines of prose that belong to no entry. */
  readonly prose: number;
}

export const MOST_ENTRIES = 20_000;
export const MOST_PROBLEMS = 500;
const TITLE = 300;
const NOTE = 8000;
const MOST_TAGS = 20;

/** One entry in the words it is written in. */
export interface Written {
  readonly line: number;
  readonly date: string | Days | undefined;
  readonly title: string;
  readonly note?: string | undefined;
  readonly kinds?: readonly string[] | undefined;
  readonly hours?: string | number | undefined;
  readonly link?: string | undefined;
  readonly person?: string | undefined;
}

/** Gathers entries and problems, neither without end. */
export class Gatherer {
  readonly #entries: RawEntry[] = [];
  readonly #problems: LogProblem[] = [];
  readonly #unread = new Set<string>();
  readonly #today: string;
  #problemCount = 0;
  #full = false;
  prose = 0;

  /** @param today ISO, in the user's zone: what is later cannot have been done. */
  constructor(today: string) {
    this.#today = today;
  }

  get full(): boolean {
    return this.#full;
  }

  found(line: number, reason: LogProblem['reason'], text = ''): void {
    this.#problemCount++;
    if (this.#problems.length < MOST_PROBLEMS) this.#problems.push(problem(line, reason, text));
  }

  unread(name: string): void {
    if (this.#unread.size < 20) this.#unread.add(visibleText(name).slice(0, 60));
  }

  /** Takes an entry where all of it can be read; says everything that is wrong with it where not. */
  add({ line, date, title, note = '', kinds = [], hours, link = '', person = '' }: Written): void {
    if (this.#full) return;
    if (this.#entries.length >= MOST_ENTRIES) {
      this.#full = true;
      return this.found(line, 'too-many', String(MOST_ENTRIES));
    }
    const before = this.#problemCount;
    const days = typeof date === 'string' ? readDays(date) : date;
    if (date === undefined || date === '') this.found(line, 'no-date');
    else if (!days) this.found(line, 'bad-date', typeof date === 'string' ? date : '');
    else if (days.from > this.#today) this.found(line, 'future', days.from);
    const plain = visibleText(title);
    if (!/[\p{L}\p{N}]/u.test(plain)) this.found(line, 'no-title');
    const hour =
      typeof hours === 'number'
        ? readHours(String(hours), true)
        : hours === undefined || hours.trim() === ''
          ? null
          : readHours(hours, true);
    if (hour === undefined) this.found(line, 'bad-hours', String(hours));
    const address = link.trim() === '' ? null : webAddress(link);
    if (address === undefined) this.found(line, 'bad-link', link);
    if (this.#problemCount > before || !days) return;
    const [short, rest] = plain.length > TITLE ? [`${plain.slice(0, TITLE - 1).toWellFormed()}…`, `${plain}\n`] : [plain, ''];
    const who = visibleText(person);
    this.#entries.push({
      line,
      // A period that is not over has been worked in until today.
      from: days.from,
      to: days.to < this.#today ? days.to : this.#today,
      ...(days.period ? { period: true } : {}),
      title: short,
      note: cleanText(`${rest}${note}`).trim().slice(0, NOTE).toWellFormed(),
      kinds: tagsOf(kinds),
      ...(hour === null || hour === undefined ? {} : { hours: hour }),
      ...(address === null || address === undefined ? {} : { link: address }),
      ...(who === '' ? {} : { person: who.slice(0, 200) }),
    });
  }

  get result(): ReadLog {
    return {
      entries: this.#entries,
      problems: this.#problems.toSorted((a, b) => a.line - b.line),
      problemCount: this.#problemCount,
      unread: [...this.#unread],
      prose: this.prose,
    };
  }
}

function tagsOf(kinds: readonly string[]): readonly string[] {
  const words = kinds.map((kind) => visibleText(kind).replace(/^#/, '').slice(0, 60)).filter((kind) => kind !== '');
  return [...new Map(words.map((word) => [word.toLowerCase(), word])).values()].slice(0, MOST_TAGS);
}

/** As it is kept and opened: http and https alone, without a password in it. undefined for anything else. */
export function webAddress(text: string): string | undefined {
  const written = visibleText(text);
  if (!/^https?:\/\/[^\s<>"]+$/i.test(written) || written.length > 2000 || !URL.canParse(written)) return undefined;
  const url = new URL(written);
  return url.username === '' && url.password === '' ? url.href : undefined;
}

/** Several kinds in one cell: `on-call, incident`, `on-call;incident`, `#on-call #incident`. */
export function listOf(text: string): readonly string[] {
  const whole = text.trim();
  if (categoryOf(whole)) return [whole];
  return whole
    .split(/[,;，；、|]|\s+(?=#)/u)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}
