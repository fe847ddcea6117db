/**
 * Embeddings as they are kept: one byte a dimension. Only their direction says anything, so no scale is kept with them:
 * the largest component is 127 or -127. Cosine with the float vector: at least .999 (see the tests).
 */
export type Embedding = Int8Array;

/** Writes a vector's direction into 8-bit integers. A vector of zeros stays zeros. @throws RangeError where numbers are not finite: a GPU was lost, say. */
export function toEmbedding(vector: Float32Array, into: Embedding = new Int8Array(vector.length)): Embedding {
  let largest = 0;
  for (const v of vector) largest = Math.max(largest, Math.abs(v));
  if (!Number.isFinite(largest)) throw new RangeError('a vector has numbers that are not finite');
  const by = largest > 0 ? 127 / largest : 0;
  for (let i = 0; i < vector.length; i++) into[i] = Math.round((vector[i] ?? 0) * by);
  return into;
}

/** The factor that gives an embedding length 1; 0 for zeros. */
export function unitScale(embedding: Embedding): number {
  let squares = 0;
  for (let i = 0; i < embedding.length; i++) {
    const v = embedding[i] as number;
    squares += v * v;
  }
  return squares > 0 ? 1 / Math.sqrt(squares) : 0;
}

/** Cosine of the angle between two embeddings, -1 to 1; 0 where one is zeros. */
export function cosine(a: Embedding, b: Embedding): number {
  let dot = 0;
  for (let i = 0; i < a.length; i++) dot += (a[i] ?? 0) * (b[i] ?? 0);
  return dot * unitScale(a) * unitScale(b);
}
