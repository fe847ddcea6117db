import * as v from 'valibot';

// What the requests' parameters are made of.

export const text = v.pipe(v.string(), v.maxLength(4096));
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

/** Whose work, where and when, in the words a user writes; the engine resolves them. */
export const story = {
  /** Folders open in the editor; the repositories they lie in, or hold, are one story. */
  folders: v.pipe(v.array(text), v.maxLength(1000)),
  /** An e-mail, a name or an identity's id; absent: the one the folders' git config names. */
  author: v.exactOptional(text),
  /** As on the command line: `2026-H2`, `last 90 days`, `2026-01-01..2026-06-30`, `all`; absent: the last 12 months. */
  period: v.exactOptional(text),
  /** Repositories without a clone: `owner/name`, or `owner/*` for all in which the person did something; `host/` before it where it is another. */
  places: v.exactOptional(v.pipe(v.array(text), v.maxLength(200))),
};

/** A large answer of our own engine: looked at enough to notice a mix-up of versions, not field by field. */
export const own = <T>(says: (value: object) => boolean) =>
  v.custom<T>((value) => typeof value === 'object' && value !== null && says(value));
export const listOf = <T>() => v.array(v.custom<T>((value) => typeof value === 'object' && value !== null));

/** What does not fit is refused in words of our own: the library's would repeat it. */
const NO_TOKEN = 'is no token and its host';

/** Tokens for code hosts that the user has connected: each goes to its host and nowhere else, and lives as long as the request. */
export const accounts = v.exactOptional(
  v.pipe(
    v.array(
      v.object(
        {
          /** Which kind of host it is. */
          kind: v.pipe(v.string(NO_TOKEN), v.maxLength(100, NO_TOKEN)),
          /** Lower-cased name: `github.com`. */
          host: v.pipe(v.string(NO_TOKEN), v.maxLength(253, NO_TOKEN)),
          token: v.pipe(v.string(NO_TOKEN), v.maxLength(1000, NO_TOKEN)),
        },
        NO_TOKEN,
      ),
      NO_TOKEN,
    ),
    v.maxLength(10),
  ),
);
