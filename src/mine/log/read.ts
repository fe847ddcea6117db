import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { Locale } from '../../domain/draft.ts';
import { TrackRecordError } from '../../domain/result.ts';
import { messageTable, sayer } from '../../util/messages.ts';
import { readCsv } from './csv.ts';
import type { ReadLog } from './entry.ts';
import { readJson } from './json.ts';
import { readMarkdown } from './markdown.ts';

/** A log of 20,000 long entries; what is larger is something else. */
export const MOST_BYTES = 10_000_000;

export const LOG_FORMATS = ['markdown', 'csv', 'json'] as const;
export type LogFormat = (typeof LOG_FORMATS)[number];

const MESSAGES = messageTable({
  en: {
    unreadable: '{file} could not be read: {why}. Name a work log in Markdown, CSV or JSON.',
    folder: '{file} is a folder. Name a file in it.',
    large: '{file} has {n} bytes; a work log may have {most}. Split it by year, or take out what is no log.',
    encoding:
      '{file} is not in UTF-8 or UTF-16: line {n} has bytes that are no text. Save it as UTF-8 (in Excel: "CSV UTF-8") and import it again.',
    binary: '{file} is no text: line {n} has a NUL byte. Save it as Markdown, CSV or JSON.',
  },
  'zh-cn': {
    unreadable: '无法读取 {file}：{why}。请指定 Markdown、CSV 或 JSON 格式的工作日志。',
    folder: '{file} 是文件夹。请指定其中的文件。',
    large: '{file} 有 {n} 字节；工作日志最多 {most} 字节。请按年份拆分，或去掉不属于日志的内容。',
    encoding: '{file} 不是 UTF-8 或 UTF-16 编码：第 {n} 行含有无法识别的字节。请另存为 UTF-8（Excel 中选“CSV UTF-8”）后重新导入。',
    binary: '{file} 不是文本：第 {n} 行含有 NUL 字节。请另存为 Markdown、CSV 或 JSON。',
  },
});

/** Reads a work log. `digest` is of its bytes: SHA-256, hex. @param today ISO, in the user's zone. @throws TrackRecordError `log-unreadable`, `log-too-large`, `log-encoding` */
export async function readLog(
  file: string,
  today: string,
  locale: Locale,
): Promise<ReadLog & { readonly format: LogFormat; readonly digest: string }> {
  const bytes = await bytesOf(file, locale);
  const text = decode(bytes, file, locale);
  const format = formatOf(file, text);
  return { format, digest: createHash('sha256').update(bytes).digest('hex'), ...READERS[format](text, today) };
}

const READERS: Readonly<Record<LogFormat, (text: string, today: string) => ReadLog>> = {
  markdown: readMarkdown,
  csv: readCsv,
  json: readJson,
};

async function bytesOf(file: string, locale: Locale): Promise<Buffer> {
  const say = sayer(MESSAGES, locale);
  try {
    const handle = await open(file, 'r');
    try {
      const stat = await handle.stat();
      if (stat.isDirectory()) throw new TrackRecordError('log-unreadable', say('folder', { file }));
      if (!stat.isFile()) throw new TrackRecordError('log-unreadable', say('unreadable', { file, why: 'it is no file' }));
      if (stat.size > MOST_BYTES) throw new TrackRecordError('log-too-large', say('large', { file, n: stat.size, most: MOST_BYTES }));
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (cause) {
    if (cause instanceof TrackRecordError) throw cause;
    const why = cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause);
    throw new TrackRecordError('log-unreadable', say('unreadable', { file, why }), { cause });
  }
}

/** By the byte order mark, else by where its NULs are, else UTF-8. Line breaks become `\n`. */
export function decode(bytes: Uint8Array, file: string, locale: Locale): string {
  const encoding = encodingOf(bytes);
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes).replaceAll(/\r\n?/g, '\n');
    const nul = text.indexOf('\0');
    if (nul >= 0) throw new TrackRecordError('log-encoding', sayer(MESSAGES, locale)('binary', { file, n: lineOf(text.slice(0, nul)) }));
    return text;
  } catch (cause) {
    if (cause instanceof TrackRecordError) throw cause;
    const known = new TextDecoder(encoding).decode(bytes);
    const n = lineOf(known.slice(0, Math.max(0, known.indexOf('\uFFFD'))));
    throw new TrackRecordError('log-encoding', sayer(MESSAGES, locale)('encoding', { file, n }), { cause });
  }
}

const lineOf = (before: string): number => before.split(/\r\n?|\n/).length;

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  // What begins with ASCII in UTF-16 has a NUL beside each letter.
  const head = bytes.subarray(0, 64);
  const nuls = (odd: 0 | 1): number => head.filter((byte, at) => byte === 0 && at % 2 === odd).length;
  if (nuls(1) > head.length / 4 && nuls(0) === 0) return 'utf-16le';
  return nuls(0) > head.length / 4 && nuls(1) === 0 ? 'utf-16be' : 'utf-8';
}

const BY_ENDING: Readonly<Record<string, LogFormat>> = {
  '.md': 'markdown',
  '.markdown': 'markdown',
  '.csv': 'csv',
  '.tsv': 'csv',
  '.json': 'json',
  '.jsonl': 'json',
  '.ndjson': 'json',
};

/** By the file's ending, else by how its text begins. */
export function formatOf(file: string, text: string): LogFormat {
  const known = BY_ENDING[extname(file).toLowerCase()];
  if (known) return known;
  const head = text.trimStart();
  if (/^[[{]/.test(head)) return 'json';
  return /^[^\n#|-][^\n]*[,;\t][^\n]*\n/.test(head) && !/^(?:#|[-*+] )/m.test(head.slice(0, 2000)) ? 'csv' : 'markdown';
}
