// What GitHub's REST interface tells of whoever a token is of: their account, and their e-mail addresses.
import { createHash } from 'node:crypto';
import { assertDescribed } from './github-described.ts';

export interface AddressSpec {
  readonly email: string;
  readonly verified?: boolean;
}

export interface OwnState {
  readonly viewer: Readonly<Record<string, unknown>>;
  /** Absent: the token may not ask, as without the scope. */
  readonly addresses: readonly AddressSpec[] | undefined;
}

export interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Absent: none. */
  readonly body?: unknown;
}

const DOCS = 'https://docs.github.com/rest';

function userOf({ login, name, databaseId }: OwnState['viewer']): object {
  const url = `https://api.github.com/users/${String(login)}`;
  return {
    login,
    id: databaseId,
    node_id: `U_${String(login)}`,
    user_view_type: 'public',
    avatar_url: 'https://avatars.githubusercontent.com/u/1?v=4',
    gravatar_id: '',
    url,
    html_url: `https://github.com/${String(login)}`,
    followers_url: `${url}/followers`,
    following_url: `${url}/following{/other_user}`,
    gists_url: `${url}/gists{/gist_id}`,
    starred_url: `${url}/starred{/owner}{/repo}`,
    subscriptions_url: `${url}/subscriptions`,
    organizations_url: `${url}/orgs`,
    repos_url: `${url}/repos`,
    events_url: `${url}/events{/privacy}`,
    received_events_url: `${url}/received_events`,
    type: 'User',
    site_admin: false,
    name,
    company: null,
    blog: '',
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    notification_email: null,
    public_repos: 1,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: '2020-01-01T00:00:00Z',
    updated_at: '2026-01-01T00:00:00Z',
  };
}

function bodyOf(url: URL, { viewer, addresses }: OwnState): OwnAnswer {
  if (url.pathname.endsWith('/user')) return { status: 200, headers: {}, body: userOf(viewer) };
  if (!addresses) return { status: 404, headers: {}, body: { message: 'Not Found', documentation_url: DOCS, status: '404' } };
  const [size, page] = ['per_page', 'page'].map((name) => Number(url.searchParams.get(name)));
  const [per, at] = [size || 30, page || 1];
  const next = new URL(url);
  next.searchParams.set('page', String(at + 1));
  const body = addresses.slice((at - 1) * per, at * per).map(({ email, verified = true }, i) => ({
    email,
    primary: i === 0 && at === 1,
    verified,
    visibility: i === 0 && at === 1 ? 'private' : null,
  }));
  return { status: 200, headers: at * per < addresses.length ? { link: `<${next.href}>; rel="next"` } : {}, body };
}

/** The answer to `GET` of an address below `api`. Each is as GitHub's description has it, or the test fails. */
export function ownAnswer(url: URL, headers: Readonly<Record<string, string | undefined>>, state: OwnState): OwnAnswer {
  const answer = bodyOf(url, state);
  assertDescribed(pathOf(url), answer.status, answer.body);
  if (answer.status !== 200) return answer;
  // GitHub's differ with the token.
  const digest = createHash('sha256').update(JSON.stringify([headers['authorization'], answer.body]));
  const etag = `W/"${digest.digest('hex')}"`;
  return headers['if-none-match'] === etag ? { status: 304, headers: { etag } } : { ...answer, headers: { ...answer.headers, etag } };
}

export const pathOf = (url: URL): string => (url.pathname.endsWith('/user/emails') ? '/user/emails' : '/user');
