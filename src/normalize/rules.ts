import type { Identity } from '../domain/contribution.ts';
import type { FileNoise } from '../domain/file-kind.ts';
import { identityId } from '../domain/ids.ts';
import { assistantOf } from './assistants.ts';
import { botPatterns, botReason, noreplyAccount } from './bots.ts';
import { noiseOfFile } from './files.ts';
import type { AttributeLookup } from './files.ts';
import type { Mailmap } from './mailmap.ts';

export interface RuleSettings {
  /** `*` patterns for names, e-mails and logins of further bots. */
  readonly bots?: readonly string[];
  /** Of the repository the commits are from. */
  readonly attributes?: AttributeLookup;
  /** Full shas from .git-blame-ignore-revs. */
  readonly ignoreRevs?: ReadonlySet<string>;
  /** Applied to co-authors; git has applied it to authors and committers itself. */
  readonly mailmap?: Mailmap;
  /** Account types where a host told them (`Bot`), by login in lower case. */
  readonly accountTypes?: ReadonlyMap<string, string>;
}

/** The rules of one repository, made ready once: answers are remembered, as 82,000 commits ask for the same few people and paths. */
export interface Rules {
  /** Why the file counts for nothing. */
  file(path: string): FileNoise | undefined;
  /** Why the account is a program. */
  bot(identity: Identity): string | undefined;
  /** The AI assistant the account is. */
  assistant(identity: Identity): string | undefined;
  identity(name: string, email: string): Identity;
  readonly ignoreRevs: ReadonlySet<string>;
}

/** Answers remembered at most; past it the memory is begun anew, so that a repository of millions of paths stays small. */
const REMEMBERED = 100_000;

export function compileRules(settings: RuleSettings = {}): Rules {
  const patterns = botPatterns(settings.bots ?? []);
  return {
    file: remembering((path: string) => noiseOfFile(path, settings.attributes)),
    bot: remembering((identity: Identity) => {
      const type = identity.login && settings.accountTypes?.get(identity.login.toLowerCase());
      return type === 'Bot' ? `account type Bot: ${identity.login}` : botReason(identity, patterns);
    }),
    assistant: remembering((identity: Identity) => assistantOf(identity.name, identity.email)),
    identity: identities(settings.mailmap),
    ignoreRevs: settings.ignoreRevs ?? new Set(),
  };
}

function identities(mailmap: Mailmap | undefined): Rules['identity'] {
  const byEmail = remembering((written: string) => {
    const email = written.trim().toLowerCase();
    return remembering((name: string): Identity => identity(mailmap?.(name, email) ?? { name, email }));
  });
  return (name, email) => byEmail(email)(name);
}

function identity({ name, email }: { readonly name: string; readonly email: string }): Identity {
  return { id: identityId(name, email), name: name.trim(), email: email.toLowerCase(), ...noreplyAccount(email) };
}

function remembering<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined || known.has(key)) return found as V;
    if (known.size >= REMEMBERED) known.clear();
    const value = compute(key);
    known.set(key, value);
    return value;
  };
}
