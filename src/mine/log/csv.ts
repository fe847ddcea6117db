import { CsvError, parse } from 'csv-parse/sync';
import { fieldOf, rowOf } from './columns.ts';
import { Gatherer, MOST_ENTRIES, MOST_PROBLEMS, type ReadLog } from './entry.ts';

/** Rows looked at: what lies behind is said not to be read. */
const MOST_ROWS = MOST_ENTRIES + MOST_PROBLEMS + 1;

/**
 * Comma-, semicolon- or tab-separated values (RFC 4180) whose first line names the columns. Lines are those of the file, also behind cells of
 * several lines.
 */
export function readCsv(text: string, today: string): ReadLog {
  const found = new Gatherer(today);
  let fields: ReturnType<typeof fieldOf>[] | undefined;
  const rows = records(text, found);
  for (const { record, line } of rows) {
    // Excel's own way to say what separates.
    if (!fields && line === 1 && /^sep=/i.test(record[0] ?? '')) continue;
    if (!fields) {
      fields = record.map(fieldOf);
      if (!fields.includes('date') || !fields.includes('title')) {
        found.found(line, record.length < 2 ? 'no-header' : 'no-columns', record.join(', '));
        return found.result;
      }
      record.forEach((name, at) => fields?.[at] === undefined && name.trim() !== '' && found.unread(name));
      continue;
    }
    if (record.every((cell) => cell.trim() === '')) continue;
    found.add(rowOf(fields, record, line));
    if (found.full) break;
  }
  const last = rows.at(-1);
  if (rows.length >= MOST_ROWS && last && !found.full) found.found(last.line, 'too-many', String(MOST_ENTRIES));
  if (!fields) found.found(1, 'no-header');
  return found.result;
}

interface Row {
  readonly record: readonly string[];
  readonly line: number;
}

function records(text: string, found: Gatherer): readonly Row[] {
  const rows: Row[] = [];
  let ends = 0;
  const bad = (error: CsvError | undefined): void =>
    found.found(Number(error?.['lines'] ?? ends + 1), 'bad-csv', error?.message.replace(/ (?:on|at) line \d+.*/, '') ?? '');
  try {
    parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_records_with_error: true,
      skip_empty_lines: true,
      max_record_size: 1_000_000,
      to: MOST_ROWS,
      on_skip: (error) => {
        bad(error);
        return undefined;
      },
      on_record: (record, { lines }) => {
        // The library tells the line a record ends at.
        const height = record.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
        ends = lines;
        rows.push({ record, line: Math.max(1, lines - height) });
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    bad(error);
  }
  return rows;
}

/** Excel writes what the system's list separator is: the one the first line has most of, outside quotes. */
function delimiterOf(text: string): string {
  const said = /^sep=([,;\t])/i.exec(text)?.[1];
  if (said !== undefined) return said;
  const first = (/^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text.trimStart().slice(0, 10_000))?.[0] ?? '').replaceAll(/"(?:[^"]|"")*"/g, '');
  const times = (of: string): number => first.split(of).length;
  return [',', ';', '\t'].reduce((best, one) => (times(one) > times(best) ? one : best));
}
