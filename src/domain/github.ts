/** GitHub's own hosts, and names that servers of one's own carry: `github.example.com`, `ghe.example.com`. */
export const isGitHubName = (host: string): boolean =>
  host === 'github.com' || /^[a-z0-9-]+\.ghe\.com$/.test(host) || /(?:^|[.-])(?:github|ghe)(?:[.-]|$)/.test(host);

/** A repository as users write it, or all of an owner's (`name` is `*`). */
export interface WrittenPlace {
  /** As written; absent: on the host that is meant by default. */
  readonly host?: string;
  readonly owner: string;
  readonly name: string;
}

const PLACE = /^(?:([a-z0-9.-]+)\/)?([a-z0-9_-]{1,100})\/([a-z0-9._-]{1,100}|\*)$/i;

/** `OWNER/NAME` or `OWNER/*`, either with `HOST/` before it; undefined for anything else. */
export function parsePlace(written: string): WrittenPlace | undefined {
  const [, host, owner, name] = PLACE.exec(written.trim()) ?? [];
  return owner === undefined || name === undefined || /^\.+$/.test(name) ? undefined : { ...(host ? { host } : {}), owner, name };
}
