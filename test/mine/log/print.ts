import type { RawEntry } from '../../../src/domain/log.ts';

const days = ({ from, to }: RawEntry): string => (from === to ? from : `${from}..${to}`);

/** Entries as somebody would write them in Markdown: what reading them again has to give back. */
export function asMarkdown(entries: readonly RawEntry[]): string {
  return entries
    .map((entry) => {
      const hours = entry.hours === undefined ? '' : `${entry.hours}h `;
      const tags = entry.kinds.map((kind) => ` #${kind}`).join('');
      const note = entry.note === '' ? [] : entry.note.split('\n').map((line) => (line === '' ? '' : `  ${line}`));
      return [`## ${days(entry)}`, `- ${hours}${entry.title}${tags}`, ...note].join('\n');
    })
    .join('\n\n');
}

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

export function asCsv(entries: readonly RawEntry[], delimiter: string, bom = ''): string {
  const rows = entries.map((entry) =>
    [days(entry), entry.title, entry.kinds.join(', '), entry.hours?.toString() ?? '', entry.link ?? '', entry.note, entry.person ?? ''].map(
      quoted,
    ),
  );
  return `${bom}${[['date', 'title', 'kind', 'hours', 'link', 'note', 'person'], ...rows].map((row) => row.join(delimiter)).join('\r\n')}\r\n`;
}

export const asObjects = (entries: readonly RawEntry[]): readonly unknown[] =>
  entries.map((entry) => ({ date: days(entry), title: entry.title, note: entry.note, kind: entry.kinds, hours: entry.hours }));
