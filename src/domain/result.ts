/** An expected miss is a value: callers must look at it. Exceptions are for what nobody planned. */
export type Result<T, E = Miss> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

/** Why something was not done, in words a user can act on. */
export interface Miss {
  /** Stable, kebab-case, counted in run reports: `git-missing`, `blob-missing`. */
  readonly reason: string;
  /** One sentence: what happened and what to do. */
  readonly message: string;
}

export const ok = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const miss = (reason: string, message: string): { readonly ok: false; readonly error: Miss } => ({
  ok: false,
  error: { reason, message },
});

/** An exception that carries a stable reason beside its message; `message` says what to do. */
export class TrackRecordError extends Error {
  override readonly name = 'TrackRecordError';
  readonly reason: string;
  constructor(reason: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}
