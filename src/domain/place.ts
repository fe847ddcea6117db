/** A repository as users write it, all of an owner's (`name` is `*`), or all there are (both are). */
export interface WrittenPlace {
  /** As written; absent: on the host that is meant by default. */
  readonly host?: string;
  readonly owner: string;
  readonly name: string;
}

const PLACE =
  /^(?:(?:[a-z0-9-]+\.[a-z0-9.-]+\/(?:[a-z0-9_-][a-z0-9._-]{0,99}\/){1,10}|(?:[a-z0-9.-]+\/)?[a-z0-9_-]{1,100}\/)(?:[a-z0-9._-]{1,100}|\*)|(?:[a-z0-9.-]+\/)?\*\/\*)$/i;

/**
 * `OWNER/NAME`, `OWNER/*`, or `*` for both, each with `HOST/` before it or not; where owners lie in one another, `HOST/GROUP/SUBGROUP/NAME`,
 * with a dot in the host's name. undefined for anything else.
 */
export function parsePlace(written: string): WrittenPlace | undefined {
  const parts = PLACE.test(written.trim()) ? written.trim().split('/') : [];
  const name = parts.pop();
  if (name === undefined || /^\.+$/.test(name)) return undefined;
  const host = parts.length > 1 ? parts.shift() : undefined;
  return { ...(host ? { host } : {}), owner: parts.join('/'), name };
}
