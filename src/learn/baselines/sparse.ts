/** Rows of mostly zeros: row i holds `columns` and `values` from `starts[i]` to `starts[i + 1]`. */
export interface SparseRows {
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
  readonly width: number;
}

export type SparseRow = ReadonlyMap<number, number>;

export function sparseRows(rows: readonly SparseRow[], width: number): SparseRows {
  const count = rows.reduce((sum, row) => sum + row.size, 0);
  const out = { starts: new Uint32Array(rows.length + 1), columns: new Uint32Array(count), values: new Float32Array(count), width };
  let at = 0;
  for (const [i, row] of rows.entries()) {
    for (const [column, value] of row) {
      out.columns[at] = column;
      out.values[at++] = value;
    }
    out.starts[i + 1] = at;
  }
  return out;
}
