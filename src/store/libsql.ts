import Libsql from 'libsql';
import type { CompiledQuery, SqliteDatabase, SqliteStatement } from 'kysely';
import { failure, isDamage, storeError } from './errors.ts';

/** What may be bound. Booleans become 0 and 1; undefined becomes NULL. */
export type Param = string | number | bigint | boolean | null | undefined | Uint8Array;

/** A query by hand, or one with the shape of its rows as Kysely's `compile()` makes it. */
export type Query<Row> = CompiledQuery<Row> | { readonly sql: string; readonly parameters: readonly unknown[] };

export interface OpenOptions {
  /** Absent: the file is not encrypted (tests that look for planted text only). */
  readonly key?: string;
  /** How long to wait for another process's write, ms. */
  readonly timeout?: number;
  /** Told when reading or writing meets damage. */
  readonly onDamage?: () => unknown;
}

/** SQLite allows 32,766 parameters; more than this gains nothing measurable. */
const MAX_PARAMS = 8_000;
const MAX_ROWS = 64;

/**
 * One connection. The only place that touches libsql 0.5, which ends the whole process on input it does not expect:
 *
 * - a boolean, or a Buffer that is not in an array, bound as a parameter;
 * - reading a TEXT that is not UTF-8, which a damaged page can always hold.
 *
 * It also cuts TEXT at NUL when reading, adds `_metadata` to rows, gives blobs as ArrayBuffer, binds every number as a double and takes
 * 7 µs a row to read. So rows never leave it one by one: a query is wrapped to come out as one blob of JSON, decoded here
 * (bytes that are not UTF-8 become U+FFFD, NUL survives, no row objects; half the time). Blobs are read by `bytes`; of a REAL, JSON has
 * 15 digits: where all count, select `printf('%!.17g', x)`.
 */
export class Database implements SqliteDatabase {
  readonly #db: Libsql.Database;
  readonly #onDamage: (() => unknown) | undefined;
  readonly #readers = new Map<string, Reader>();
  readonly #writers = new Map<string, Libsql.Statement>();
  #depth = 0;

  constructor(path: string, options: OpenOptions = {}) {
    this.#onDamage = options.onDamage;
    this.#db = this.#guard(() => {
      const encryption = options.key === undefined ? {} : { encryptionCipher: 'aes256cbc', encryptionKey: options.key };
      return new Libsql(path, { timeout: options.timeout ?? 5000, ...encryption });
    });
  }

  exec(sql: string): void {
    this.#guard(() => this.#db.exec(sql));
  }

  /** @returns how many rows it changed. */
  run(sql: string, params: readonly Param[] = []): number {
    return this.#guard(() => {
      let statement = this.#writers.get(sql);
      if (!statement) this.#writers.set(sql, (statement = this.#db.prepare(sql)));
      return statement.run(params.map(bindable)).changes;
    });
  }

  /**
   * Writes many rows with few statements: twice as fast as one a row.
   * @param sql holds one tuple of parameters and constants, `(?, ?, 0, …)`, which is repeated for each row.
   */
  runMany(sql: string, rows: readonly (readonly Param[])[]): number {
    const width = rows[0]?.length ?? 0;
    if (width === 0) return 0;
    const tuple = /\([^()?]*\?[^()]*\)/.exec(sql)?.[0] ?? '';
    let changes = 0;
    let [statement, of] = ['', 0];
    for (let at = 0, size = MAX_ROWS; at < rows.length; at += size) {
      // Powers of two: prepared statements are kept, so there must not be one for each length.
      while (size > rows.length - at || size * width > MAX_PARAMS) size /= 2;
      const part = rows.slice(at, at + size);
      if (of !== size) [statement, of] = [sql.replace(tuple, Array.from(part, () => tuple).join(', ')), size];
      changes += this.run(statement, part.flat());
    }
    return changes;
  }

  /** Every row; the caller bounds how many. Text, numbers and NULL only: read a blob by `bytes` or as `hex()`. */
  all<Row>(query: Query<Row>): Row[] {
    const { json, columns } = this.#read(query);
    return (JSON.parse(json) as unknown[][]).map((cells) => {
      const row: Record<string, unknown> = {};
      for (let at = 0; at < columns.length; at++) row[columns[at] ?? ''] = cells[at];
      return row as Row;
    });
  }

  /** The same as lists of cells: half the time where there are 80,000 rows. */
  tuples<Cells extends readonly unknown[]>(query: Query<unknown>): Cells[] {
    return JSON.parse(this.#read(query).json) as Cells[];
  }

  get<Row>(query: Query<Row>): Row | undefined {
    return this.all(query)[0];
  }

  /** The first row of a query whose columns are all blobs. */
  bytes(sql: string, params: readonly Param[] = []): Uint8Array[] {
    return this.#guard(() => {
      const row = this.#db.prepare(sql).raw().get(params.map(bindable)) as (ArrayBuffer | Uint8Array | null)[] | undefined;
      return (row ?? []).map((cell) => (cell === null ? new Uint8Array() : asBuffer(cell)));
    });
  }

  /**
   * Runs `work` with the write lock held from its start: all of it or nothing. Within another transaction it is a part of that one.
   * `work` is synchronous, so nothing else of this process can come between.
   */
  transaction<T>(work: () => T): T {
    if (this.#depth > 0) return work();
    this.exec('BEGIN IMMEDIATE');
    this.#depth += 1;
    try {
      const result = work();
      this.exec('COMMIT');
      return result;
    } catch (error) {
      // A full disk has rolled back already; then ROLLBACK itself would fail and hide the reason.
      if (this.#db.inTransaction) this.exec('ROLLBACK');
      throw error;
    } finally {
      this.#depth -= 1;
    }
  }

  /** Many readers beside one writer. Kept in the file, so asked for only where it is not so yet: the change needs the file to itself. */
  useWal(): void {
    const mode = this.get<{ mode: string }>({ sql: 'SELECT journal_mode AS mode FROM pragma_journal_mode', parameters: [] })?.mode;
    if (mode !== 'wal') this.exec('PRAGMA journal_mode = WAL');
  }

  /** Moves what is in the log into the main file and empties the log. @returns false where another process is in the way. */
  checkpoint(): boolean {
    return this.#guard(() => {
      const [busy] = this.#db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').raw().get([]) as [busy: number];
      return busy === 0;
    });
  }

  /** Looks at every page's structure, 3 ms a megabyte. @throws TrackRecordError `store-damaged` */
  check(): void {
    const problem = this.get<{ problem: string }>({
      sql: 'SELECT quick_check AS problem FROM pragma_quick_check(1)',
      parameters: [],
    })?.problem;
    if (problem !== 'ok') throw failure('store-damaged', undefined, problem);
  }

  /** For Kysely's SqliteDialect. */
  prepare(sql: string): SqliteStatement {
    const reader = /^\s*(select|with|values|explain)\b/i.test(sql);
    const all = (parameters: readonly unknown[]): unknown[] => this.all({ sql, parameters });
    return {
      reader,
      all,
      iterate: (parameters) => all(parameters)[Symbol.iterator](),
      run: (parameters) => ({ changes: this.run(sql, parameters as Param[]), lastInsertRowid: 0 }),
    };
  }

  /** Leaves everything in the main file where no other process is reading. */
  close(): void {
    this.#readers.clear();
    this.#writers.clear();
    this.#guard(() => this.#db.close());
  }

  /** SQLite's errors as ours: with a reason and what to do. */
  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const known = storeError(error);
      if (isDamage(known)) this.#onDamage?.();
      throw known;
    }
  }

  #read(query: Query<unknown>): { readonly json: string; readonly columns: readonly string[] } {
    return this.#guard(() => {
      const { statement, columns } = this.#reader(query.sql);
      const [json] = statement.get(query.parameters.map((p) => bindable(p as Param))) as [ArrayBuffer | Uint8Array];
      return { json: asBuffer(json).toString('utf8'), columns };
    });
  }

  #reader(sql: string): Reader {
    const known = this.#readers.get(sql);
    if (known) return known;
    const columns = this.#db
      .prepare(sql)
      .columns()
      .map((column) => column.name);
    const cells = columns.map((name) => `"${name.replaceAll('"', '""')}"`).join(', ');
    const statement = this.#db.prepare(`SELECT CAST(json_group_array(json_array(${cells})) AS BLOB) FROM (${sql})`).raw();
    const reader = { statement, columns };
    // Queries are few; lists of ids go in as one JSON parameter. The bound keeps a mistake from growing without end.
    if (this.#readers.size >= 200) this.#readers.clear();
    this.#readers.set(sql, reader);
    return reader;
  }
}

interface Reader {
  readonly statement: Libsql.Statement;
  readonly columns: readonly string[];
}

function bindable(value: Param): string | number | bigint | null | Uint8Array {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined) return null;
  return value;
}

const asBuffer = (cell: ArrayBuffer | Uint8Array): Buffer =>
  cell instanceof ArrayBuffer ? Buffer.from(cell) : Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength);
