/** Names that machines, templates and shared accounts leave behind: they tell nobody apart. Lower case. */
const NAMES: ReadonlySet<string> = new Set(
  `root, admin, administrator, user, username, user name, your name, your username, yourname, you, me, myself, unknown, anonymous, nobody, none, null, undefined,
  name, test, tester, test user, developer, dev, developers, team, the team, git, github, gitlab, ubuntu, debian, vagrant, docker, jenkins, ci, build, builder,
  guest, default, system, localhost, owner, maintainer, bot, first last, firstname lastname, john doe, jane doe, no name, noname, n/a, na, pi, ec2-user, macbook,
  macbook pro, pc, windows, runner, codespace, vscode, node, app, www-data, svn, cvs, mail, info, hello, contact, support, office`.split(
    /,\s+/,
  ),
);
/** Mailboxes that several people or machines write from, or that a template left. */
const MAILBOXES: ReadonlySet<string> = new Set(
  `root admin administrator user username unknown anonymous nobody git github ci build jenkins test ubuntu vagrant runner team info support noreply
  no-reply you your-name your.name yourname your_name your.email youremail your_email name email none null`.split(/\s+/),
);
/** Parts before an `@` that people choose everywhere. */
const COMMON_LOCALS: ReadonlySet<string> = new Set(
  'webmaster postmaster hostmaster work home private email mails hi hey code coding spam post'.split(' '),
);
/** Domains nobody can be reached at. */
const DOMAINS: ReadonlySet<string> = new Set(['localhost.localdomain', 'ec2.internal', 'email.com', 'domain.com', 'yourdomain.com']);
const RESERVED = /(?:^|\.)(?:local|localhost|localdomain|lan|home|internal|invalid|test|example|\(none\))$/;

/** Whether a name says who somebody is. */
export function usableName(name: string): boolean {
  const plain = foldName(name);
  return plain.length > 1 && /\p{L}/u.test(plain) && !NAMES.has(plain) && !plain.includes('@');
}

/** Whether an e-mail belongs to somebody: an address others can reach, and no placeholder's or machine's. */
export function usableEmail(email: string): boolean {
  const { local, domain } = splitEmail(email);
  if (local === '') return false;
  if (isNoreply(email)) return true;
  return domain.includes('.') && !DOMAINS.has(domain) && !RESERVED.test(domain) && !MAILBOXES.has(local);
}

/** Whether the part before the `@` can tell somebody apart. */
export const usableLocal = (local: string): boolean =>
  local.length >= 3 && /\p{L}/u.test(local) && !NAMES.has(local) && !MAILBOXES.has(local) && !COMMON_LOCALS.has(local);

export function splitEmail(email: string): { readonly local: string; readonly domain: string } {
  const lower = email.trim().toLowerCase();
  const at = lower.lastIndexOf('@');
  return at < 0 ? { local: lower, domain: '' } : { local: lower.slice(0, at), domain: lower.slice(at + 1) };
}

/** GitHub's and GitLab's addresses for people who keep theirs private. */
export const isNoreply = (email: string): boolean => /@(?:users\.)?noreply\./i.test(email);

/** A name as it is compared: width, case, accents' composition and repeated spaces do not count. */
export const foldName = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim();
