import { Journal } from '../../src/store/journal.ts';
import { subkey } from '../../src/store/key.ts';
import { Database } from '../../src/store/libsql.ts';

/** Everything that lies in a store's files, decrypted: all pages of the database and its log, and the journal's lines; of each byte a character. */
export function storedIn(file: string, key: string): string {
  const db = new Database(file, { key: subkey(key, 'store').toString('hex') });
  const pages = db.get<{ n: number }>({ sql: 'SELECT page_count AS n FROM pragma_page_count', parameters: [] })?.n ?? 0;
  const found = Array.from({ length: pages }, (_, at) =>
    Buffer.concat(db.bytes('SELECT data FROM sqlite_dbpage WHERE pgno = ?', [at + 1])).toString('latin1'),
  );
  db.close();
  const journal = new Journal(file.replace('.db', '.journal'), subkey(key, 'journal'));
  return `${found.join('')}${JSON.stringify(journal.read().entries)}`;
}
