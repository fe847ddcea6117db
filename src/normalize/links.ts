import type { Repo } from '../domain/contribution.ts';

/** Hosts whose web addresses are known. */
export type HostKind = 'github' | 'gitlab' | 'bitbucket' | 'bitbucket-server' | 'gitea' | 'azure' | 'sourcehut';

/** What was said of a pull request or an issue: a review, a comment of one, or one in the conversation. */
interface Said {
  readonly kind: 'r' | 'c' | 'i';
  readonly key: string;
}
const ANCHORS: Readonly<Record<Said['kind'], string>> = { r: 'pullrequestreview-', c: 'discussion_r', i: 'issuecomment-' };
/** Where every kind of it is found in the same way. */
const at = (anchor: string, said: Said | undefined): string => (said ? anchor + said.key : '');

/** How a host spells its addresses, after `https://host/owner/name`. Facts from each host's own pages. */
interface Templates {
  readonly commit: (sha: string) => string;
  /** `path` comes percent-encoded, its slashes kept. */
  readonly file: (sha: string, path: string) => string;
  readonly compare: (from: string, to: string) => string;
  /** A pull request, or what was said of it; absent where a repository's pages have none. */
  readonly pull?: (number: string, said?: Said) => string;
  /** An issue, or a comment on it, as `pull`. */
  readonly issue?: (number: string, said?: Said) => string;
}

const TEMPLATES: Readonly<Record<HostKind, Templates>> = {
  github: {
    commit: (s) => `/commit/${s}`,
    file: (s, p) => `/blob/${s}/${p}`,
    compare: (a, b) => `/compare/${a}...${b}`,
    pull: (n, said) => `/pull/${n}${said ? `#${ANCHORS[said.kind]}${said.key}` : ''}`,
    issue: (n, said) => `/issues/${n}${at('#issuecomment-', said)}`,
  },
  gitlab: {
    commit: (s) => `/-/commit/${s}`,
    file: (s, p) => `/-/blob/${s}/${p}`,
    compare: (a, b) => `/-/compare/${a}...${b}`,
    pull: (n, said) => `/-/merge_requests/${n}${at('#note_', said)}`,
    issue: (n, said) => `/-/issues/${n}${at('#note_', said)}`,
  },
  bitbucket: {
    commit: (s) => `/commits/${s}`,
    file: (s, p) => `/src/${s}/${p}`,
    compare: (a, b) => `/branches/compare/${b}..${a}`,
    pull: (n, said) => `/pull-requests/${n}${at('#comment-', said)}`,
    issue: (n, said) => `/issues/${n}${at('#comment-', said)}`,
  },
  'bitbucket-server': {
    commit: (s) => `/commits/${s}`,
    file: (s, p) => `/browse/${p}?at=${s}`,
    compare: (a, b) => `/compare/diff?targetBranch=${a}&sourceBranch=${b}`,
    pull: (n, said) => `/pull-requests/${n}/overview${at('?commentId=', said)}`,
  },
  gitea: {
    commit: (s) => `/commit/${s}`,
    file: (s, p) => `/src/commit/${s}/${p}`,
    compare: (a, b) => `/compare/${a}...${b}`,
    pull: (n, said) => `/pulls/${n}${at('#issuecomment-', said)}`,
    issue: (n, said) => `/issues/${n}${at('#issuecomment-', said)}`,
  },
  azure: {
    commit: (s) => `/commit/${s}`,
    file: (s, p) => `?path=/${p}&version=GC${s}`,
    compare: (a, b) => `/branchCompare?baseVersion=GC${a}&targetVersion=GC${b}`,
    // What is said is told by its thread.
    pull: (n, said) => `/pullrequest/${n}${at('?discussionId=', said)}`,
  },
  sourcehut: { commit: (s) => `/commit/${s}`, file: (s, p) => `/tree/${s}/item/${p}`, compare: (a, b) => `/log/${a}..${b}` },
};

const PUBLIC: ReadonlyMap<string, HostKind> = new Map<string, HostKind>([
  ['github.com', 'github'],
  ['gitlab.com', 'gitlab'],
  ['bitbucket.org', 'bitbucket'],
  ['codeberg.org', 'gitea'],
  ['gitea.com', 'gitea'],
  ['dev.azure.com', 'azure'],
  ['git.sr.ht', 'sourcehut'],
]);
/** Words that hosts of one's own carry in their names: `gitlab.example.com`, `git-stash.example.com`. */
const HINTS: readonly (readonly [RegExp, HostKind])[] = [
  [/(?:^|[.-])gitlab/, 'gitlab'],
  [/(?:^|[.-])(?:gitea|forgejo|codeberg)/, 'gitea'],
  [/(?:^|[.-])(?:bitbucket|stash)/, 'bitbucket-server'],
  [/(?:^|[.-])(?:github|ghe)(?:[.-]|$)/, 'github'],
  [/\.visualstudio\.com$/, 'azure'],
];

/** Kinds of hosts whose names do not tell, by host name in lower case; from the settings. */
export type KnownHosts = Readonly<Record<string, HostKind>>;

function kindOf(host: string, known: KnownHosts): HostKind | undefined {
  const name = host.replace(/:\d+$/, '');
  return (Object.hasOwn(known, name) ? known[name] : undefined) ?? PUBLIC.get(name) ?? HINTS.find(([hint]) => hint.test(name))?.[1];
}

/** A remote taken apart: where its pages are, if it has any. Segments are decoded. */
export interface Remote {
  /** Lower case; with a port only where it is a web server's. */
  readonly host: string;
  readonly segments: readonly string[];
}

const SCP = /^(?:[^@/\\]+@)?(\[[0-9a-f:]+\]|[a-z0-9_.-]+):(?!\/\/)(.*)$/i;
const URL_LIKE = /^(https?|ssh|git|git\+ssh|git\+https):\/\/(?:[^@/?#]*@)?(\[[0-9a-f:]+\]|[a-z0-9_.-]+)(?::(\d{1,5}))?\/([^?#]*)$/i;
const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9_-]*[a-z0-9])?)*$/;

/**
 * Takes a remote apart: HTTPS, SSH and git URLs and git's short form `user@host:path`. User names, passwords and tokens stay behind.
 * undefined for local paths, other schemes (`javascript:`, `ext::`, `file:`) and anything that could lead a link astray: control
 * characters, `..`, empty or encoded slashes, backslashes.
 */
export function parseRemote(remote: string): Remote | undefined {
  const text = remote.trim();
  if (text.length > 2_000 || /[\p{Cc}\p{Cf}\s\\<>"'`{}|^]/u.test(text.replace(/ /g, '%20'))) return undefined;
  const url = URL_LIKE.exec(text);
  const scp = url ? null : SCP.exec(text);
  if (!url && (!scp || /^[a-z]$/i.test(scp[1] ?? ''))) return undefined; // `c:` is a drive
  const [, scheme = 'ssh', urlHost, port, urlPath] = url ?? [];
  const host = (urlHost ?? scp?.[1] ?? '').toLowerCase();
  if (!HOST.test(host)) return undefined;
  const segments = segmentsOf(urlPath ?? scp?.[2] ?? '');
  if (segments === undefined || segments.length === 0) return undefined;
  return { host: port !== undefined && /^https?$/i.test(scheme) && port !== '443' && port !== '80' ? `${host}:${port}` : host, segments };
}

function segmentsOf(path: string): readonly string[] | undefined {
  const raw = path
    .replace(/^\/+|\/+$/g, '')
    .replace(/\.git$/i, '')
    .split('/');
  const out: string[] = [];
  for (const part of raw) {
    const segment = decode(part);
    if (segment === undefined || segment === '' || segment === '.' || segment === '..' || /[/\\\p{Cc}<>"'`?#:]/u.test(segment))
      return undefined;
    out.push(segment);
  }
  return out;
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined; // `%zz`: no address anybody could open
  }
}

/** The web page of a remote's repository, `https://host/owner/name`; undefined where the host's links are not known. */
export function web(remote: string, known: KnownHosts = {}): string | undefined {
  const parsed = parseRemote(remote);
  if (parsed === undefined) return undefined;
  const { host, segments } = parsed;
  const azure = azurePage(host, segments);
  if (azure !== undefined) return azure;
  const kind = kindOf(host, known);
  if (kind === undefined || kind === 'azure' || segments.length < 2) return undefined;
  if (kind === 'bitbucket-server') {
    if (/^(?:projects|users)$/.test(segments[0] ?? '') && segments[2] === 'repos' && segments.length === 4) return page(host, segments);
    const [project, name] = segments[0] === 'scm' ? segments.slice(1) : segments;
    if (project === undefined || name === undefined) return undefined;
    return page(host, project.startsWith('~') ? ['users', project.slice(1), 'repos', name] : ['projects', project, 'repos', name]);
  }
  if (kind !== 'gitlab' && segments.length !== 2) return undefined;
  return page(host.replace(/^ssh\.(?=github\.com$)/, '').replace(/^altssh\.(?=(?:gitlab|bitbucket)\.)/, ''), segments);
}

/**
 * Azure DevOps in all its spellings: dev.azure.com/org/project/_git/repo, org.visualstudio.com/project/_git/repo, and over SSH
 * `v3/org/project/repo` at ssh.dev.azure.com and vs-ssh.visualstudio.com. A project's first repository may go without its project.
 */
function azurePage(host: string, segments: readonly string[]): string | undefined {
  if (host === 'ssh.dev.azure.com' || host.endsWith('vs-ssh.visualstudio.com')) {
    const [version, org, project, name] = segments;
    return version === 'v3' && org && project && name ? page('dev.azure.com', [org, project, '_git', name]) : undefined;
  }
  const old = /^([a-z0-9-]+)\.visualstudio\.com$/.exec(host)?.[1];
  if (host !== 'dev.azure.com' && old === undefined) return undefined;
  const all = old === undefined ? segments : [old, ...segments.filter((s, i) => !(i === 0 && s === 'DefaultCollection'))];
  const at = all.indexOf('_git');
  const name = all[at + 1];
  if (at < 1 || at > 2 || name === undefined || all.length !== at + 2) return undefined;
  return page('dev.azure.com', [all[0] ?? '', all[at === 1 ? 2 : 1] ?? '', '_git', name]);
}

const page = (host: string, segments: readonly string[]): string => `https://${host}/${segments.map(encode).join('/')}`;
/** As strict as can be: only letters, digits and `-_.~` stay as they are (and sourcehut's `~` with them). */
const encode = (segment: string): string =>
  encodeURIComponent(segment).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

const SHA = /^[0-9a-f]{7,64}$/;
type Linked = Pick<Repo, 'web' | 'remote'>;

/** Pages begin at the remote's own; `web` is looked through as a remote is, so that a stored one cannot lead astray either. */
function linked(repo: Linked, known: KnownHosts, tail: (templates: Templates) => string | undefined): string | undefined {
  const page = web(repo.remote ?? '', known) ?? web(repo.web ?? '', known);
  const kind = page === undefined ? undefined : kindOf(new URL(page).host, known);
  const rest = kind && tail(TEMPLATES[kind]);
  return rest === undefined || page === undefined ? undefined : page + rest;
}

const SAID = /^(\d{1,10})(?:\/([rci])(\d{1,20}))?$/;

/** The page of a pull request (`12`), of a review (`12/r345`) or of a comment (`12/c678`, `12/i901` in the conversation), by its key. */
export function pullUrl(repo: Linked, key: string, known: KnownHosts = {}): string | undefined {
  const [, number, kind, said] = SAID.exec(key) ?? [];
  if (number === undefined) return undefined;
  return linked(repo, known, ({ pull }) => pull?.(number, said === undefined ? undefined : { kind: kind as Said['kind'], key: said }));
}

/** The page of an issue (`12`) or of a comment on it (`12/i901`), by its key. */
export function issueUrl(repo: Linked, key: string, known: KnownHosts = {}): string | undefined {
  const [, number, comment] = /^(\d{1,10})(?:\/i(\d{1,20}))?$/.exec(key) ?? [];
  return number === undefined
    ? undefined
    : linked(repo, known, ({ issue }) => issue?.(number, comment === undefined ? undefined : { kind: 'i', key: comment }));
}

/** The page of a commit; undefined where the host's links are not known or `sha` is no sha. */
export const commitUrl = (repo: Linked, sha: string, known: KnownHosts = {}): string | undefined =>
  SHA.test(sha) ? linked(repo, known, (t) => t.commit(sha)) : undefined;

/** The page of a file as a commit left it. */
export const fileUrl = (repo: Linked, sha: string, path: string, known: KnownHosts = {}): string | undefined =>
  SHA.test(sha) && path !== '' && !path.split('/').some((s) => s === '..' || s === '.') && path.isWellFormed()
    ? linked(repo, known, (t) => t.file(sha, path.split('/').map(encode).join('/')))
    : undefined;

/** What lies between two commits. */
export const compareUrl = (repo: Linked, from: string, to: string, known: KnownHosts = {}): string | undefined =>
  SHA.test(from) && SHA.test(to) ? linked(repo, known, (t) => t.compare(from, to)) : undefined;
