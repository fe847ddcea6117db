import type { RawCommit } from '../domain/commit.ts';
import type { Credit, Identity } from '../domain/contribution.ts';
import { accountKey } from '../domain/ids.ts';
import { generatedWith, helps } from './assistants.ts';

/** Who did a commit, for the ledger, the figures and the list of people. */
export interface Credits {
  readonly author: Identity;
  readonly credit: readonly Credit[];
  /** Everyone in `credit`, once each. */
  readonly people: readonly Identity[];
  /** AI assistants by product name, in the order met. */
  readonly assistants: readonly string[];
}

/** What credit needs to know of an account; the answers are kept by `rules`. */
export interface Accounts {
  identity(name: string, email: string): Identity;
  /** Why it is a program, or undefined. */
  bot(identity: Identity): string | undefined;
  /** The AI assistant it is, or undefined. */
  assistant(identity: Identity): string | undefined;
}

const NONE: readonly string[] = [];
const PERSON = /^\s*([^<]*?)\s*<\s*([^<>\s]*)\s*>/;
const CO_KEY = /^co-(?:authored|developed)-by$/i;
/** Co-author lines also above the last paragraph: squash merges carry the trailers of each commit they fold. */
const CO_AUTHOR = /^\s*co-authored-by:(.*)$/gim;

/**
 * Shares of a commit: equal parts for its author and each co-author, summing to 1. Programs and AI assistants get none; assistants are
 * listed. Where an assistant is the author, the people it worked for (its co-authors) have it all. The committer, who may only have
 * pressed the button, gets nothing for that: a squash merge on GitHub has the pull request's author as its author already.
 */
export function creditOf(raw: Pick<RawCommit, 'author' | 'trailers' | 'message'>, accounts: Accounts): Credits {
  const author = accounts.identity(raw.author.name, raw.author.email);
  const byAssistant = accounts.assistant(author);
  const generator = generatedWith(raw.message);
  const helpers = helpersOf(raw);
  if (helpers.length === 0 && byAssistant === undefined && generator === undefined) return { author, ...alone(author), assistants: NONE };

  const assistants = new Set<string>();
  const others = new Map<string, Identity>();
  for (const { name, email, co } of helpers) {
    const identity = accounts.identity(name, email);
    const assistant = accounts.assistant(identity);
    if (assistant !== undefined) assistants.add(assistant);
    else if (co && email !== '' && accounts.bot(identity) === undefined && !same(identity, author) && !others.has(identity.email)) {
      others.set(identity.email, identity);
    }
  }
  if (generator !== undefined) assistants.add(generator);
  if (byAssistant !== undefined) assistants.add(byAssistant);
  return { author, ...shares(author, byAssistant !== undefined, [...others.values()]), assistants: [...assistants] };
}

interface Helper {
  readonly name: string;
  readonly email: string;
  /** Named as an author, which people are credited for; the rest only tells of assistants. */
  readonly co: boolean;
}

function helpersOf(raw: Pick<RawCommit, 'trailers' | 'message'>): readonly Helper[] {
  const found: Helper[] = [];
  for (const trailer of raw.trailers) if (helps(trailer)) found.push(helper(trailer.value, CO_KEY.test(trailer.key)));
  if (raw.message.includes('Co-')) for (const [, value = ''] of raw.message.matchAll(CO_AUTHOR)) found.push(helper(value, true));
  return found;
}

function helper(value: string, co: boolean): Helper {
  const [, name = value.trim(), email = ''] = PERSON.exec(value) ?? [];
  return { name, email, co };
}

/** One person under two spellings is one share. */
const same = (a: Identity, b: Identity): boolean => a.email === b.email || (a.login !== undefined && accountKey(a) === accountKey(b));

const alone = (author: Identity): Pick<Credits, 'credit' | 'people'> => ({
  credit: [{ identity: author.id, role: 'author', share: 1 }],
  people: [author],
});

function shares(author: Identity, byAssistant: boolean, co: readonly Identity[]): Pick<Credits, 'credit' | 'people'> {
  if (co.length === 0) return alone(author);
  const share = 1 / (byAssistant ? co.length : co.length + 1);
  const credit = co.map((c): Credit => ({ identity: c.id, role: 'co-author', share }));
  if (byAssistant) return { credit, people: co };
  return { credit: [{ identity: author.id, role: 'author', share: 1 - share * co.length }, ...credit], people: [author, ...co] };
}
