import { countedFiles, type Tagged, typeOf } from '../domain/tags.ts';
import { labelOf } from '../domain/evidence.ts';
import { isDate } from '../domain/time.ts';

const HEADER = [
  'id',
  'kind',
  'repository',
  'key',
  'date',
  'type',
  'probability',
  'corrected',
  'subject',
  'files',
  'added',
  'deleted',
  'share',
  'left out',
  'url',
];

/** A table for spreadsheets: RFC 4180, UTF-8 with a byte order mark (else Excel guesses), CRLF; cells that a spreadsheet would run as a formula are quoted text. */
export function contributionsCsv(work: readonly Tagged[], urlOf: (item: Tagged) => string | undefined): string {
  const rows = work.map((item) => {
    const files = countedFiles(item);
    const sum = (side: 'added' | 'deleted'): number | '' =>
      item.lines === 'counted' ? files.reduce((total, file) => total + (file[side] ?? 0), 0) : '';
    return [
      item.id,
      item.kind,
      item.repo,
      labelOf(item.kind, item.key),
      isDate(item.at) ? new Date(item.at).toISOString() : '',
      typeOf(item) ?? '',
      item.tag ? Math.round(item.tag.p * 1000) / 1000 : '',
      item.correction ? 'yes' : '',
      item.subject,
      files.length,
      sum('added'),
      sum('deleted'),
      Math.round(item.share * 100) / 100,
      item.noise.flatMap(({ path, reason }) => (path === undefined ? [reason] : [])).join(' '),
      urlOf(item) ?? '',
    ];
  });
  return `\uFEFF${[HEADER, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** OWASP's list of what begins a formula: `=`, `+`, `-`, `@` (full width as well, and after white space), tab, carriage return, line feed. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/u;

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
