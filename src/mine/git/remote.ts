/** Where a remote is, without what lets one in. */
export interface Remote {
  readonly name: string;
  /** Without user, password, query and fragment. */
  readonly url: string;
  /** Lower-cased, without a port; undefined for a folder on this machine. */
  readonly host?: string;
  /** Path on the host without slashes at its ends and without `.git`. */
  readonly path: string;
}

/** `origin`, else `upstream`, else the first by name that is on a host: what a clone is called after, and links lead to. */
export function mainRemote(remotes: readonly Remote[]): Remote | undefined {
  const hosted = remotes.filter((remote) => remote.host !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  return hosted.find(({ name }) => name === 'origin') ?? hosted.find(({ name }) => name === 'upstream') ?? hosted[0];
}

/** Other names of the same hosts, for ssh through a firewall or by Azure's own paths. */
const SAME_HOST: Readonly<Record<string, string>> = {
  'ssh.github.com': 'github.com',
  'altssh.gitlab.com': 'gitlab.com',
  'altssh.bitbucket.org': 'bitbucket.org',
  'ssh.dev.azure.com': 'dev.azure.com',
  'www.github.com': 'github.com',
};

const SCP = /^(?:[^/@]*@)?(\[[^\]]+\]|[^/:[\]]{2,}):(?!\/\/)(.*)$/;

/** Reads a remote as git writes it: a URL, `host:path`, or a folder. */
export function parseRemote(name: string, written: string): Remote {
  const url = URL.canParse(written) && /^[a-z][a-z0-9+.-]+:\/\//i.test(written) ? new URL(written) : undefined;
  if (url !== undefined && url.host !== '' && url.protocol !== 'file:') {
    const host = canonicalHost(url.hostname);
    const port = url.port === '' ? '' : `:${url.port}`;
    return { name, url: `${url.protocol}//${url.hostname}${port}${url.pathname}`, host, path: canonicalPath(host, url.pathname) };
  }
  const scp = url === undefined ? SCP.exec(written) : null;
  if (scp !== null) {
    const host = canonicalHost(scp[1] ?? '');
    return { name, url: `${scp[1]}:${scp[2]}`, host, path: canonicalPath(host, scp[2] ?? '') };
  }
  return { name, url: written, path: trimmed(written) };
}

const canonicalHost = (host: string): string => SAME_HOST[host.toLowerCase()] ?? host.toLowerCase();

/** Azure's ssh path `v3/org/project/repo` is its web path `org/project/_git/repo`. */
function canonicalPath(host: string, path: string): string {
  const plain = trimmed(decoded(path));
  const azure = host === 'dev.azure.com' ? /^v3\/([^/]+)\/([^/]+)\/([^/]+)$/.exec(plain) : null;
  return azure === null ? plain : `${azure[1]}/${azure[2]}/_git/${azure[3]}`;
}

function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '').replace(/\.git$/i, '');
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
