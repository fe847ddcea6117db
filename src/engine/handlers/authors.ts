import { openRepositories, peopleOf } from '../../pipeline/repositories.ts';
import { Run } from '../../pipeline/run.ts';
import type { Handler } from './handlers.ts';

export const authors: Handler<'authors'> =
  (desk) =>
  async ({ folders, limit }, call) => {
    const pipeline = desk.pipeline(call);
    const repositories = await openRepositories(pipeline, folders, new Run(call.now));
    const people = await peopleOf(pipeline, repositories);
    const users = new Set(repositories.flatMap(({ user }) => (user ? [user.email.toLowerCase()] : [])));
    return people.slice(0, limit).map(({ person, commits }) => ({
      id: person.id,
      name: person.name,
      email: person.identities.find(({ email }) => email !== '')?.email ?? '',
      commits,
      self: person.identities.some(({ email }) => users.has(email.toLowerCase())),
    }));
  };
