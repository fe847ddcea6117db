/** A repository as users write it, all of an owner's (`name` is `*`), or all there are (both are). */
export interface WrittenPlace {
  /** As written; absent: on the host that is meant by default. */
  readonly host?: string;
  readonly owner: string;
  readonly name: string;
}

const PLACE = /^(?:([a-z0-9.-]+)\/)?(?:([a-z0-9_-]{1,100})\/([a-z0-9._-]{1,100}|\*)|(\*)\/(\*))$/i;

/** `OWNER/NAME`, `OWNER/*`, or `*` for both, each with `HOST/` before it or not; undefined for anything else. */
export function parsePlace(written: string): WrittenPlace | undefined {
  const [, host, someone, something, owner = someone, name = something] = PLACE.exec(written.trim()) ?? [];
  return owner === undefined || name === undefined || /^\.+$/.test(name) ? undefined : { ...(host ? { host } : {}), owner, name };
}
