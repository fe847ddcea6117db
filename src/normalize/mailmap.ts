import type { Person } from '../domain/contribution.ts';
import { isNoreply, usableEmail } from './generic.ts';

/** The proper name and e-mail of what a commit has; undefined where the mailmap says nothing. */
export type Mailmap = (name: string, email: string) => { readonly name: string; readonly email: string } | undefined;

/** `Proper Name <proper@email> Commit Name <commit@email>`, each form of gitmailmap(5). */
const LINE = /^\s*([^<#]*?)\s*<([^>]*)>\s*(?:([^<]*?)\s*<([^>]*)>)?/;

/** A .mailmap's text as a lookup; lines that are no entry are passed over, as git does. Later entries win. */
export function parseMailmap(text: string): Mailmap {
  const entries = new Map<string, { readonly name: string; readonly email: string }>();
  for (const line of text.split('\n')) {
    if (line.trimStart().startsWith('#')) continue;
    const [matched, name = '', email = '', commitName = '', commitEmail] = LINE.exec(line) ?? [];
    if (matched === undefined) continue;
    const from = (commitEmail ?? email).trim().toLowerCase();
    entries.set(key(commitEmail === undefined ? '' : commitName, from), { name, email: commitEmail === undefined ? '' : email.trim() });
  }
  return (name, email) => {
    const found = entries.get(key(name, email)) ?? entries.get(key('', email));
    return found && { name: found.name || name, email: found.email || email };
  };
}

const key = (name: string, email: string): string => `${email.trim().toLowerCase()}\0${name.trim().toLowerCase()}`;

/** People with several identities as a .mailmap that git reads; those with one need no line. Sorted, so that it diffs well. */
export function toMailmap(persons: readonly Person[]): string {
  const lines = persons.flatMap((person) => {
    const proper =
      person.identities.find((i) => usableEmail(i.email) && !isNoreply(i.email)) ?? person.identities.find((i) => i.email !== '');
    if (proper === undefined || person.identities.length < 2) return [];
    const name = clean(person.name);
    const email = clean(proper.email);
    return person.identities
      .filter((i) => i.email !== '' && !(clean(i.name) === name && i.email === proper.email))
      .map((i) => `${name} <${email}> ${clean(i.name)} <${clean(i.email)}>`.replace(/ {2,}/g, ' '));
  });
  return [...new Set(lines)]
    .sort()
    .map((l) => `${l}\n`)
    .join('');
}

/** Nothing that would end an entry early or begin another. */
const clean = (text: string): string => text.replace(/[<>\p{Cc}#]+/gu, ' ').trim();
