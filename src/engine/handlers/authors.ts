import type { Person } from '../../domain/contribution.ts';
import { tokenOwners } from '../../pipeline/accounts-chosen.ts';
import { openRepositories, peopleOf } from '../../pipeline/repositories.ts';
import { Run } from '../../pipeline/run.ts';
import { loadRequest } from '../story.ts';
import type { Handler } from './handlers.ts';

/** Longer nobody waits for a host to say whose a token is, before they can choose among those who are known anyway; ms. */
const PATIENCE = 2500;

export const authors: Handler<'authors'> =
  (desk) =>
  async ({ folders, limit, accounts = [] }, call) => {
    const pipeline = desk.pipeline(call);
    const run = new Run(call.now);
    const repositories = await openRepositories(pipeline, folders, run);
    const people = await peopleOf(pipeline, repositories);
    const users = new Set(repositories.flatMap(({ user }) => (user ? [user.email.toLowerCase()] : [])));
    const told = (person: Person, commits: number) => ({
      id: person.id,
      name: person.name,
      email: person.identities.find(({ email }) => email !== '')?.email ?? '',
      commits,
      self: person.identities.some(({ email }) => users.has(email.toLowerCase())),
    });
    const scope = { repositories, request: loadRequest(pipeline, { folders, accounts }), run };
    const signal = AbortSignal.any([call.signal, AbortSignal.timeout(PATIENCE)]);
    const owners = await tokenOwners({ ...pipeline, ctx: { ...pipeline.ctx, signal } }, scope).catch((error: unknown) => {
      call.signal.throwIfAborted();
      if (signal.aborted) return [];
      throw error;
    });
    const known = new Set(people.flatMap(({ person }) => person.identities.map(({ id }) => id)));
    // Before the first analysis nobody knows whose an account is: one of the same name is most likely theirs.
    const names = new Set(people.map(({ person }) => person.name.toLowerCase()));
    const signedIn = owners.filter(({ name, identities }) => !names.has(name.toLowerCase()) && !identities.some(({ id }) => known.has(id)));
    return [
      ...signedIn.map((person) => ({
        ...told(person, 0),
        signedIn: person.identities.find(({ login }) => login !== undefined)?.host ?? '',
      })),
      ...people.slice(0, limit).map(({ person, commits }) => told(person, commits)),
    ];
  };
